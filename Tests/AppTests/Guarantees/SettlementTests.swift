import Core
import Storage
import TestSupport
import Testing

@testable import App

/// Who owes whom after a compensation, and what pays it, in the database.
@Suite struct SettlementTests {
    private static let actor = Actor("test")
    private static let day = SampleBook.day + 220

    /// A book whose guarantee G1 was compensated for 100,010.01 yuan.
    private func compensated(_ database: TestDatabase) throws -> SampleBook {
        let sample = try SampleBook.make(in: try Book.open(database.url, now: { 0 }))
        try sample.addClaimed(count: 1)
        try record(.compensated(sample.compensation(1)), "k1", sample)
        return sample
    }

    @discardableResult
    private func record(
        _ event: GuaranteeEvent, _ reference: String, _ sample: SampleBook
    ) throws -> GuaranteeStore.Outcome {
        try sample.book.writeSynchronously(as: Self.actor, "test") { writing in
            try GuaranteeStore.record(event, guarantee: "G1", on: Self.day, reference: reference, writing)
        }
    }

    private func claims(_ debtor: Party, _ creditor: Party, _ sample: SampleBook) throws -> [Claim] {
        try sample.book.database.readSynchronously { connection in
            try ClaimStore.claims(of: ID(1), debtor, creditor, connection)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aShortFundLeavesTheClaimOpenAndVisible(_ engine: TestEngine) async throws {
        let database = try engine.makeDatabase()
        let sample = try compensated(database)
        defer { sample.book.close() }
        let share = try #require(try claims(.treasury, .guarantor, sample).first)
        #expect(share.amount == Fen(1_000_100))
        #expect(share.dueOn == Day(2016, 8, 25))
        #expect(share.daysLate(on: Day(2016, 8, 25)!) == nil)
        #expect(share.daysLate(on: Day(2016, 9, 24)!) == 30)
        #expect(throws: GuaranteeRefusal.fundShort(Fen(1_000_100), .zero)) {
            try record(.paid(by: .treasury, Fen(1_000_100)), "t1", sample)
        }
        #expect(try claims(.treasury, .guarantor, sample).first?.open == Fen(1_000_100))
        let treasury = try #require(sample.agreement.treasury)
        try await sample.book.write(as: Self.actor, "fund.appropriate") { writing in
            _ = try LedgerStore.appropriate(
                Fen(1_000_000), to: treasury, on: Self.day, reference: "budget 2016", writing)
        }
        try record(.paid(by: .treasury, Fen(1_000_000)), "t2", sample)
        #expect(try claims(.treasury, .guarantor, sample).first?.open == Fen(100))
        #expect(try await Verification.run(sample.book).findings.isEmpty)
    }

    @Test(arguments: TestEngine.allCases)
    func aMessageSentTwiceMovesMoneyOnce(_ engine: TestEngine) throws {
        let database = try engine.makeDatabase()
        let sample = try compensated(database)
        defer { sample.book.close() }
        let first = try record(.paid(by: .reguarantor, Fen(500)), "r1", sample)
        guard case .recorded(let entry) = first else { return #expect(Bool(false), "the first is recorded") }
        #expect(try record(.paid(by: .reguarantor, Fen(500)), "r1", sample) == .alreadyThere(entry))
        #expect(throws: LedgerRefusal.referenceUsed("r1")) {
            try record(.paid(by: .reguarantor, Fen(501)), "r1", sample)
        }
        #expect(throws: LedgerRefusal.referenceInvalid) { try record(.recovered(Fen(1)), "", sample) }
        #expect(try claims(.reguarantor, .guarantor, sample).map(\.paid) == [Fen(500)])
    }

    @Test(arguments: TestEngine.allCases)
    func aWrongEntryIsTakenBackByAnother(_ engine: TestEngine) async throws {
        let database = try engine.makeDatabase()
        let sample = try compensated(database)
        defer { sample.book.close() }
        guard case .recorded(let wrong) = try record(.recovered(Fen(400_000)), "v1", sample) else {
            return #expect(Bool(false), "it is recorded")
        }
        #expect(try claims(.guarantor, .bank, sample).map(\.open) == [Fen(80_000)])
        let reversal = try await reverse(wrong, "v1 reversed", sample)
        #expect(try claims(.guarantor, .bank, sample).map(\.open) == [.zero])
        #expect(try await reverse(wrong, "v1 reversed", sample) == .alreadyThere(reversal.entry))
        await #expect(throws: GuaranteeRefusal.alreadyReversed) { try await reverse(wrong, "again", sample) }
        let borne = try sample.book.database.readSynchronously { connection in
            try connection.all("SELECT amount FROM balance WHERE account % 16 = 6 ORDER BY account") {
                Fen($0.int(0))
            }
        }
        #expect(borne == sample.agreement.shares.parts(of: Fen(10_001_001)))
        #expect(try await Verification.run(sample.book).findings.isEmpty)
    }

    /// A recovery told after a later cost is shared out as if it had been told in time.
    @Test(arguments: TestEngine.allCases)
    func aRecoveryToldLateIsSharedAndVerified(_ engine: TestEngine) async throws {
        let database = try engine.makeDatabase()
        let sample = try compensated(database)
        defer { sample.book.close() }
        for (event, day, reference) in [
            (GuaranteeEvent.recovered(Fen(300_000)), 10, "v1"), (.recoveryCost(Fen(20_000)), 20, "v2"),
            (.recovered(Fen(100_000)), 5, "v3"), (.passedOn(to: .bank, Fen(50_000)), 30, "v4"),
            (.recoveryCost(Fen(1_000)), 1, "v5"),
        ] {
            try await sample.book.write(as: Self.actor, "test") { writing in
                _ = try GuaranteeStore.record(
                    event, guarantee: "G1", on: Self.day + day, reference: reference, writing)
            }
        }
        #expect(try claims(.guarantor, .bank, sample).map(\.paid).sum() == Fen(50_000))
        let findings = try await Verification.run(sample.book).findings
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test(arguments: TestEngine.allCases)
    func aReferenceStandsForOneMessageOnly(_ engine: TestEngine) async throws {
        let database = try engine.makeDatabase()
        let sample = try compensated(database)
        defer { sample.book.close() }
        let treasury = try #require(sample.agreement.treasury)
        let guarantor = sample.agreement.guarantor
        try await sample.book.write(as: Self.actor, "test") { writing in
            let day = Self.day
            let entry = try LedgerStore.appropriate(Fen(500), to: treasury, on: day, reference: "f1", writing)
            #expect(
                try LedgerStore.appropriate(Fen(500), to: treasury, on: day, reference: "f1", writing)
                    == entry)
            #expect(throws: LedgerRefusal.referenceUsed("f1")) {
                try LedgerStore.appropriate(Fen(501), to: treasury, on: day, reference: "f1", writing)
            }
            #expect(throws: LedgerRefusal.referenceUsed("f1")) {
                try LedgerStore.contributeCapital(Fen(500), to: guarantor, on: day, reference: "f1", writing)
            }
            #expect(throws: LedgerRefusal.referenceUsed("f1")) {
                try GuaranteeStore.reverse(entry: 1, guarantee: "G1", on: day, reference: "f1", writing)
            }
            #expect(throws: LedgerRefusal.notATreasury("guarantor")) {
                try LedgerStore.appropriate(Fen(500), to: guarantor, on: day, reference: "f2", writing)
            }
            let reversal = try LedgerStore.reverse(entry: entry, on: day, reference: "f3", writing)
            #expect(try LedgerStore.reverse(entry: entry, on: day, reference: "f3", writing) == reversal)
            #expect(throws: LedgerRefusal.alreadyReversed) {
                try LedgerStore.reverse(entry: entry, on: day, reference: "f4", writing)
            }
            #expect(try writing.scope.balance(Account(treasury, .fund)) == .zero)
        }
        #expect(try await Verification.run(sample.book).findings.isEmpty)
    }

    private func reverse(_ entry: Int64, _ reference: String, _ sample: SampleBook) async throws
        -> GuaranteeStore.Outcome
    {
        try await sample.book.write(as: Self.actor, "guarantee.reverse", because: "entered twice") {
            writing in
            try GuaranteeStore.reverse(
                entry: entry, guarantee: "G1", on: Self.day, reference: reference, writing)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func everyChangeLeavesWhoWhenWhatAndWhy(_ engine: TestEngine) throws {
        let database = try engine.makeDatabase()
        let sample = try compensated(database)
        defer { sample.book.close() }
        try sample.book.writeSynchronously(as: Actor("clerk 7"), "guarantee.record", because: "飞行检查") {
            writing in
            _ = try GuaranteeStore.record(
                .recovered(Fen(100)), guarantee: "G1", on: Self.day, reference: "v9", writing)
        }
        let last = try sample.book.database.readSynchronously { connection in
            try connection.first(
                "SELECT actor, action, subject, reason, before, after FROM audit ORDER BY id DESC LIMIT 1"
            ) {
                row in (0..<6).map { row.text($0) }
            }
        }
        #expect(
            last == [
                "clerk 7", "guarantee.recovered", "guarantee/1", "飞行检查", #"{"recovered":"0.00"}"#,
                #"{"recovered":"1.00"}"#,
            ])
    }
}

extension GuaranteeStore.Outcome {
    var entry: Int64 {
        switch self {
        case .recorded(let entry), .alreadyThere(let entry): entry
        }
    }
}
