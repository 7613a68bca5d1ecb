import Core
import Storage
import TestSupport
import Testing

@testable import App

/// The demonstration province: the same for the same seed, whole, with every state and event in it.
@Suite(.serialized) struct DemonstrationTests {
    @Test(arguments: TestEngine.allCases)
    func aTenthIsWholeAndHasEverything(_ engine: TestEngine) async throws {
        try await withBook(engine) { book in
            try Demonstration.make(in: book, scale: .tenth)
            try expectTotals(of: .tenth, in: book)
            try expectEverything(in: book)
            let report = try await Verification.run(book)
            #expect(report.findings.isEmpty)
            #expect(report.records > 3_000)
            // The same on both engines and every machine: a change of the generator changes it, and nothing
            // else.
            #expect(try head(of: book) == head(seed: Demonstration.defaultSeed))
        }
    }

    @Test func anotherSeedGivesAnotherProvince() throws {
        #expect(try head(seed: 1) != head(seed: 2))
        #expect(try head(seed: 1) == head(seed: 1))
    }

    @Test func theProvinceHasTheFiguresOfTheReply() async throws {
        try await withBook(.sqlite) { book in
            try Demonstration.make(in: book)
            try expectTotals(of: .province, in: book)
            let summary = try DemonstrationSummary.read(from: book)
            #expect(summary.guaranteedFirms == 2_474)
            #expect(summary.reguaranteedOutstanding == .yuan(719_000_000))
            #expect(summary.lateClaims >= 1)
            let rate = try #require(summary.compensationRate)
            #expect(rate >= .percent(1) && rate <= .percent(3))
            let (outstanding, worth) = try book.database.readSynchronously(balances)
            #expect(outstanding > .yuan(24_000_000_000))
            let leverage = try #require(Rate(outstanding, over: worth)).millionths
            #expect((2_499_990...2_500_010).contains(leverage), "net assets are in whole 10,000 yuan")
            #expect(try await Verification.run(book).findings.isEmpty)
        }
    }

    @Test func anEarlierDayIsTheBeginningOfTheLater() throws {
        try withBook(.sqlite) { later in
            try Demonstration.make(in: later, scale: .tenth)
            try withBook(.sqlite) { earlier in
                let day = DemonstrationDays.day(2015, 6, 30)
                try Demonstration.make(in: earlier, scale: .tenth, asOf: day)
                let count = try records(in: earlier)
                #expect(count > 1_000)
                #expect(try hash(of: count, in: earlier) == hash(of: count, in: later))
                let last = try earlier.database.readSynchronously { connection in
                    try connection.first("SELECT MAX(on_day) FROM entry") { $0.int(0) }
                }
                #expect(try #require(last) <= Int64(day.number))
            }
        }
    }

    @Test func aBookThatIsNotEmptyIsRefused() throws {
        try withBook(.sqlite) { book in
            _ = try SampleBook.make(in: book)
            #expect(throws: DemonstrationRefusal.notEmpty) { try Demonstration.make(in: book, scale: .tenth) }
        }
    }
}

extension DemonstrationTests {
    private func withBook<Output>(_ engine: TestEngine, _ body: (Book) throws -> Output) throws -> Output {
        let database = try engine.makeDatabase()
        let book = try Book.open(database.url, keyFile: database.keyFile, now: { Demonstration.openedAt })
        defer { book.close() }
        return try body(book)
    }

    private func withBook(_ engine: TestEngine, _ body: (Book) async throws -> Void) async throws {
        let database = try engine.makeDatabase()
        let book = try Book.open(database.url, keyFile: database.keyFile, now: { Demonstration.openedAt })
        defer { book.close() }
        try await body(book)
    }

    private func head(seed: UInt64) throws -> [UInt8] {
        try withBook(.sqlite) { book in
            try Demonstration.make(in: book, seed: seed, scale: .tenth)
            return try head(of: book)
        }
    }

    private func head(of book: Book) throws -> [UInt8] { try hash(of: records(in: book), in: book) }

    private func records(in book: Book) throws -> Int64 {
        try book.database.readSynchronously { try $0.first("SELECT MAX(id) FROM audit") { $0.int(0) } ?? 0 }
    }

    private func hash(of record: Int64, in book: Book) throws -> [UInt8] {
        let sql = SQL("SELECT hash FROM audit WHERE id = ?", [.int(record)])
        return try book.database.readSynchronously { try $0.first(sql) { $0.bytes(0) } ?? [] }
    }

    private func expectTotals(of scale: DemonstrationScale, in book: Book) throws {
        let summary = try DemonstrationSummary.read(from: book)
        #expect(summary.firms == Int64(scale.firms))
        #expect(summary.guaranteedFirms == Int64(scale.guaranteedFirms))
        #expect(summary.disbursed == scale.guaranteed)
        #expect(summary.reguaranteedOutstanding == scale.reguaranteedOutstanding)
        #expect(summary.reguaranteedFeeRate == Rate(millionths: 15_000))
    }

    private func expectEverything(in book: Book) throws {
        let summary = try DemonstrationSummary.read(from: book)
        for (state, count) in summary.states { #expect(count > 0, "no guarantee is \(state.rawValue)") }
        let (kinds, reversals, renewals, codes) = try book.database.readSynchronously { connection in
            let kinds = try connection.all("SELECT DISTINCT kind FROM entry") { $0.text(0) }
            let reversals = try connection.all("SELECT id FROM entry WHERE reverses IS NOT NULL") {
                $0.int(0)
            }
            let renewals = try connection.all("SELECT id FROM guarantee WHERE renews_id IS NOT NULL") {
                $0.int(0)
            }
            let sql: SQL = "SELECT credit_code FROM enterprise UNION SELECT code FROM institution"
            return (kinds, reversals, renewals, try connection.all(sql) { $0.text(0) })
        }
        for kind in EntryKind.allCases {
            #expect(kinds.contains(kind.rawValue), "no entry is \(kind.rawValue)")
        }
        #expect(!reversals.isEmpty && !renewals.isEmpty)
        for code in codes { #expect(throws: Never.self) { try CreditCode(code) } }
    }

    /// Outstanding, and the net assets of the guarantors, at the end of April 2016.
    private func balances(_ connection: Connection) throws -> (Fen, Fen) {
        let day = Value.int(Int64(DemonstrationDays.balance.number))
        let outstanding = SQL("SELECT CAST(SUM(principal) AS BIGINT) FROM entry WHERE on_day <= ?", [day])
        let worth = SQL(
            """
            SELECT CAST(SUM(w.net_assets) AS BIGINT) FROM institution_worth w
            JOIN institution i ON i.id = w.institution_id
            WHERE i.kind = 'guarantor' AND w.on_day = (
                SELECT MAX(l.on_day) FROM institution_worth l
                WHERE l.institution_id = w.institution_id AND l.on_day <= ?)
            """, [day])
        func amount(_ sql: SQL) throws -> Fen { Fen(try connection.first(sql) { $0.int(0) } ?? 0) }
        return (try amount(outstanding), try amount(worth))
    }
}
