public import Core
import Storage

/// A small made-up book for benchmarks and tests: four parties, their agreement, and guarantees in force.
public struct SampleBook: Sendable {
    public let agreement: Agreement
    public let book: Book

    static let actor = Actor("sample")

    /// One institution of each kind under an agreement 4:3:2:1, in an empty book.
    public static func make(in book: Book) throws -> SampleBook {
        let agreement = try book.writeSynchronously(as: actor, "agreement.conclude") { writing in
            var parties: [Party: Institution] = [:]
            for party in Party.allCases {
                let kind = party.kind.rawValue
                parties[party] = try InstitutionStore.register(
                    code: kind, name: kind, kind: party.kind, level: .city, division: "450100", writing)
            }
            var terms = AgreementStore.Terms(
                number: "A1", parties: parties, shares: try Shares([4, 3, 2, 1]), from: day, until: nil,
                ceilings: Agreement.Ceilings())
            terms.refundsUnusedFee = true
            return try AgreementStore.conclude(terms, writing)
        }
        return SampleBook(agreement: agreement, book: book)
    }

    /// The sample that is in a book already.
    public static func open(in book: Book) throws -> SampleBook {
        let agreement = try book.database.readSynchronously { connection in
            try AgreementStore.find(number: "A1", connection)
        }
        guard let agreement else { throw NotFound.agreement("A1") }
        return SampleBook(agreement: agreement, book: book)
    }

    /// Compensates a claimed guarantee under the reference `k…`, once it is durable.
    public func compensate(_ number: Int64) async throws {
        let amount = compensation(number)
        try await book.write(as: SampleBook.actor, "guarantee.compensate") { writing in
            _ = try GuaranteeStore.record(
                .compensated(amount), guarantee: "G\(number)", on: SampleBook.day + 220,
                reference: "k\(number)", writing)
        }
    }

    public static let day = Day(2016, 1, 4)!

    /// The registration of a guarantee of a million yuan.
    public func registration(_ number: String, firm: Int64) throws -> GuaranteeRegistration {
        let code = try CreditCode.make(
            department: "9", kind: "1", division: Division.Code("450100")!,
            organisation: SampleBook.organisation(firm))
        return GuaranteeRegistration(
            number: number, agreement: agreement,
            borrower: .init(
                creditCode: code.description, name: "Firm \(firm)", industry: "I65", employees: 20,
                revenue: .yuan(3_000_000), totalAssets: .yuan(5_000_000), size: .small),
            division: "450100",
            terms: Guarantee.Terms(
                principal: .yuan(1_000_000), feeRate: Rate(millionths: 15_000), contractOn: SampleBook.day,
                startsOn: SampleBook.day, endsOn: SampleBook.day + 365))
    }

    /// Guarantees `first..<first + count` with the numbers `G…`, disbursed and claimed in full.
    public func addClaimed(first: Int64 = 1, count: Int64) throws {
        let step: Int64 = 1_000
        for start in stride(from: first, to: first + count, by: Int(step)) {
            try book.writeSynchronously(as: SampleBook.actor, "sample") { writing in
                for number in start..<min(start + step, first + count) {
                    try GuaranteeStore.bringIn(try registration("G\(number)", firm: number), writing)
                    let name = "G\(number)"
                    try GuaranteeStore.record(
                        .disbursed(.yuan(1_000_000)), guarantee: name, on: SampleBook.day,
                        reference: "d\(number)", writing)
                    try GuaranteeStore.record(
                        .claimed(Fen(10_001_000 + number), interest: Fen(0)), guarantee: name,
                        on: SampleBook.day + 200,
                        reference: "c\(number)", writing)
                }
            }
        }
    }

    /// What the guarantor pays the bank for the claim of `addClaimed`.
    public func compensation(_ number: Int64) -> Fen {
        let claim = Fen(10_001_000 + number)
        return claim - agreement.shares.part(of: Party.bank.rawValue, in: claim)
    }

    private static func organisation(_ firm: Int64) -> String {
        let digits = String(firm)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
