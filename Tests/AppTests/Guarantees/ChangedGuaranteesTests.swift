import Core
import Storage
import TestSupport
import Testing

@testable import App

/// A transaction goes on from what it has changed itself, however much of that is still under way.
@Suite struct ChangedGuaranteesTests {
    private static let life: [GuaranteeEvent] = [
        .disbursed(.yuan(1_000_000)), .claimed(.yuan(100_001), interest: .yuan(1)),
        .compensated(.yuan(40_000)), .compensated(.yuan(20_000)), .paid(by: .reguarantor, .yuan(11)),
        .paid(by: .reguarantor, .yuan(9)), .recovered(.yuan(7_000)), .passedOn(to: .bank, .yuan(3)),
    ]

    /// Brings a guarantee in and records its life, each event told twice.
    private static func live(
        _ number: String, _ registration: GuaranteeRegistration?, _ writing: Writing
    ) throws {
        if let registration { try GuaranteeStore.bringIn(registration, writing) }
        for (day, event) in life.enumerated() {
            let before = try GuaranteeStore.load(number: number, writing)
            let reference = "\(number)-\(day)"
            let first = try GuaranteeStore.record(
                event, guarantee: number, on: RichBook.start + day, reference: reference, writing)
            let second = try GuaranteeStore.record(
                event, guarantee: number, on: RichBook.start + day, reference: reference, writing)
            guard case .recorded(let entry) = first else {
                Issue.record("\(reference) came to \(first)")
                return
            }
            #expect(second == .alreadyThere(entry))
            let after = try GuaranteeStore.load(number: number, writing)
            #expect(after.version == before.version + 1)
            #expect(after.guarantee.position.lastOn == RichBook.start + day)
        }
    }

    @Test(arguments: TestEngine.allCases) func aLifeInOneTransactionIsThatOfMany(engine: TestEngine)
        async throws
    {
        let rich = try RichBook(engine)
        for number in ["G1", "G2"] { try rich.bringIn(number) }
        let third = try rich.sample.registration("G3", firm: 3)
        for (day, event) in Self.life.enumerated() { try rich.record("G1", [event], from: day) }
        let kept = try rich.book.writeSynchronously(as: Actor("test"), "test") { writing in
            try Self.live("G2", nil, writing)
            try Self.live("G3", third, writing)
            return try ["G2", "G3"].map { try GuaranteeStore.load(number: $0, writing) }
        }
        try rich.write { writing in
            let one = try GuaranteeStore.load(number: "G1", writing)
            for kept in kept {
                let number = kept.guarantee.id.number == 2 ? "G2" : "G3"
                let stored = try GuaranteeStore.load(number: number, writing)
                #expect(stored.guarantee == kept.guarantee)
                #expect(stored.version == kept.version && stored.version == one.version)
                #expect(stored.guarantee.position == one.guarantee.position)
                let claims = try ClaimStore.all(of: stored.guarantee.id, writing.connection)
                let others = try ClaimStore.all(of: one.guarantee.id, writing.connection)
                #expect(claims.map(\.amount) == others.map(\.amount))
                #expect(claims.map(\.paid) == others.map(\.paid))
            }
        }
        #expect(try await Verification.run(rich.book).isSound)
    }

    @Test(arguments: TestEngine.allCases) func anAgreementThatEndsIsKnown(engine: TestEngine) throws {
        let rich = try RichBook(engine)
        for number in ["G1", "G2"] { try rich.bringIn(number) }
        try rich.write { writing in
            try GuaranteeStore.record(
                .disbursed(.yuan(1)), guarantee: "G1", on: RichBook.start, reference: "d", writing)
            _ = try GuaranteeStore.load(number: "G2", writing)
            try AgreementStore.end("A1", on: RichBook.start + 500, today: RichBook.start, writing)
            for number in ["G1", "G2"] {
                let agreement = try GuaranteeStore.load(number: number, writing).guarantee.agreement
                #expect(agreement.until == RichBook.start + 500)
            }
        }
    }

    /// A reversal takes claims back that its own transaction has paid.
    @Test(arguments: TestEngine.allCases) func aReversalSeesWhatItReverses(engine: TestEngine) async throws {
        let rich = try RichBook(engine)
        try rich.bringIn("G1")
        try rich.write { writing in
            var entries: [Int64] = []
            for (day, event) in Self.life.prefix(5).enumerated() {
                let outcome = try GuaranteeStore.record(
                    event, guarantee: "G1", on: RichBook.start + day, reference: "e\(day)", writing)
                if case .recorded(let entry) = outcome { entries.append(entry) }
            }
            for (place, entry) in entries.enumerated().reversed().prefix(3) {
                try GuaranteeStore.reverse(
                    entry: entry, guarantee: "G1", on: RichBook.start + 9, reference: "r\(place)", writing)
            }
            #expect(try GuaranteeStore.load(number: "G1", writing).guarantee.position.loss.isZero)
        }
        #expect(try await Verification.run(rich.book).isSound)
    }
}
