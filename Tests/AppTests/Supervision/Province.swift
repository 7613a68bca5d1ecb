import Core
import Foundation
import Storage
import TestSupport

@testable import App

/// A small book for the figures and the return, and beside it the plain list of what went into it, from which
/// the tests compute by hand.
final class Province {
    struct Made {
        let number: String
        let guarantor: Int
        let bank: Int
        let division: String
        let enterprise: Int
        let size: EnterpriseSize
        let weights: [Int64]
        let principal: Int64
        let feeRate: Int64
    }

    /// Amounts in fen; `loss` is the whole loss that a compensation pays for.
    struct Event {
        let guarantee: Int
        let day: Day
        let kind: EntryKind
        var amount: Int64 = 0
        var loss: Int64 = 0
        /// From this day on it counts no more.
        var reversedOn: Day?
    }

    static let first = Day(2020, 1, 6)!
    static let divisions = ["450100", "450103", "450200"]
    static let tables: [[Int64]] = [[4, 3, 2, 1], [5, 3, 2, 0], [8, 0, 2, 0]]
    static let netAssets: [Int64] = [123_456_789_00, 50_000_000_00]

    let database: TestDatabase
    let book: Book
    private(set) var made: [Made] = []
    private(set) var events: [Event] = []
    private var entries: [Int64] = []

    init(_ engine: TestEngine, guarantees: Int = 48) throws {
        database = try engine.makeDatabase()
        book = try Book.open(database.url, now: { 1_700_000_000_000 })
        let agreements = try makeAgreements()
        for number in 0..<guarantees { try add(number, agreements) }
        for number in 0..<guarantees { try live(number) }
    }

    deinit { book.close() }

    // MARK: Making the book

    /// One agreement for each guarantor, bank and table of shares.
    private func makeAgreements() throws -> [Agreement] {
        try book.writeSynchronously(as: Actor("test"), "agreement.conclude") { writing in
            func register(_ code: String, _ kind: Institution.Kind) throws -> Institution {
                try InstitutionStore.register(
                    code: code, name: "机构\(code)", kind: kind, level: .city, division: "450100", writing)
            }
            let guarantors = try ["G1", "G2", "G3"].map { try register($0, .guarantor) }
            let banks = try ["B1", "B2"].map { try register($0, .bank) }
            let reguarantor = try register("R", .reguarantor)
            let treasury = try register("T", .treasury)
            for (guarantor, amount) in zip(guarantors, Self.netAssets) {
                try InstitutionStore.setNetAssets(Fen(1), of: guarantor.id, from: Self.first + -900, writing)
                try InstitutionStore.setNetAssets(Fen(amount), of: guarantor.id, from: Self.first, writing)
                try InstitutionStore.setNetAssets(Fen(2), of: guarantor.id, from: Self.first + 5_000, writing)
            }
            try LedgerStore.appropriate(
                .yuan(100_000_000), to: treasury.id, on: Self.first, reference: nil, writing)
            var agreements: [Agreement] = []
            for number in 0..<18 {
                let parties: [Party: Institution] = [
                    .guarantor: guarantors[number % 3], .bank: banks[number / 3 % 2],
                    .reguarantor: reguarantor, .treasury: treasury,
                ]
                let terms = AgreementStore.Terms(
                    number: "A\(number)", parties: parties, shares: try Shares(Self.tables[number / 6]),
                    from: Self.first, until: nil, ceilings: Agreement.Ceilings())
                agreements.append(try AgreementStore.conclude(terms, writing))
            }
            return agreements
        }
    }

    private func add(_ number: Int, _ agreements: [Agreement]) throws {
        let agreement = number * 7 % 18
        let enterprise = number * 5 % 20
        let sizes: [EnterpriseSize] = [.small, .micro, .medium, .small, .large]
        let one = Made(
            number: "K\(number)", guarantor: agreement % 3, bank: agreement / 3 % 2,
            division: Self.divisions[number % 3], enterprise: enterprise, size: sizes[enterprise % 5],
            weights: Self.tables[agreement / 6], principal: 40_000_001 + Int64(number * number) * 9_070_011,
            feeRate: Int64(8_000 + number * 37))
        made.append(one)
        let digits = "0000000\(enterprise + 1)".suffix(8)
        let code = try CreditCode.make(
            department: "9", kind: "1", division: Division.Code("450100")!, organisation: String(digits))
        var registration = GuaranteeRegistration(
            number: one.number, agreement: agreements[agreement],
            borrower: .init(
                creditCode: code.description, name: "南宁科技\(enterprise)有限公司", industry: "I65",
                employees: 20, revenue: .yuan(3_000_000), totalAssets: .yuan(5_000_000), size: one.size),
            division: one.division,
            terms: Guarantee.Terms(
                principal: Fen(one.principal), feeRate: Rate(millionths: one.feeRate),
                contractOn: start(number),
                startsOn: start(number), endsOn: start(number) + 365))
        registration.features.isGreenCredit = number % 4 == 0
        let entered = registration
        try book.writeSynchronously(as: Actor("test"), "guarantee.bring_in") { writing in
            _ = try GuaranteeStore.bringIn(entered, writing)
        }
    }

    func start(_ number: Int) -> Day { Self.first + number * 11 }

    /// The lives differ by the number: repaid, released early, compensated at once or in two parts, recovered
    /// and written off in several orders, and some entries taken back.
    private func live(_ number: Int) throws {
        if number % 12 == 11 { return }
        let one = made[number]
        let day = start(number)
        try record(number, day, .disbursed(Fen(one.principal)), one.principal)
        if number % 6 == 5 { try reverse(on: day + 90) }
        switch number % 6 {
        case 0:
            try record(number, day + 100, .repaid(Fen(one.principal / 3)), one.principal / 3)
            try record(number, day + 200, .released, one.principal - one.principal / 3)
        case 1: try record(number, day + 120, .repaid(Fen(one.principal / 7)), one.principal / 7)
        case 2, 3: try fail(number, one, day)
        case 4:
            try record(number, day + 30, .repaid(Fen(one.principal / 2)), one.principal / 2)
            try reverse(on: day + 60)
        default: break
        }
    }

    private func fail(_ number: Int, _ one: Made, _ day: Day) throws {
        let sum = one.weights.reduce(0, +)
        let loss = one.principal / 20 / sum * sum * 10
        try record(number, day + 100, .claimed(Fen(loss), interest: Fen(loss / 10)), loss)
        let paid = loss / sum * (sum - one.weights[2])
        try record(number, day + 130, .compensated(Fen(paid)), paid, loss: loss)
        try record(number, day + 150, .recovered(Fen(loss / 3 + 1)), loss / 3 + 1)
        if number % 6 == 3 {
            try record(number, day + 170, .recovered(Fen(777)), 777)
            try reverse(on: day + 190)
        }
        try record(number, day + 200, .recoveryCost(Fen(12_345)), 12_345)
        try record(number, day + 210, .writtenOff(Fen(loss / 4)), loss / 4)
        if number % 12 < 6 { try record(number, day + 260, .recovered(Fen(loss * 2 / 3)), loss * 2 / 3) }
    }

    private func record(_ number: Int, _ day: Day, _ event: GuaranteeEvent, _ amount: Int64, loss: Int64 = 0)
        throws
    {
        let reference = "r\(events.count)"
        let name = made[number].number
        let outcome = try book.writeSynchronously(as: Actor("test"), "guarantee.record") { writing in
            try GuaranteeStore.record(event, guarantee: name, on: day, reference: reference, writing)
        }
        guard case .recorded(let entry) = outcome else { preconditionFailure("each reference is used once") }
        entries.append(entry)
        events.append(Event(guarantee: number, day: day, kind: event.kind, amount: amount, loss: loss))
    }

    /// Takes the last event back.
    private func reverse(on day: Day) throws {
        let last = events.count - 1
        let (entry, name) = (entries[last], made[events[last].guarantee].number)
        try book.writeSynchronously(as: Actor("test"), "guarantee.reverse") { writing in
            _ = try GuaranteeStore.reverse(
                entry: entry, guarantee: name, on: day, reference: "x\(last)", writing)
        }
        events[last].reversedOn = day
    }
}
