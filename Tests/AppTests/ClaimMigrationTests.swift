/// A book whose claims were counted one by one is brought up to date with all of them.
import Core
import Storage
import TestSupport
import Testing

@testable import App

@Suite struct ClaimMigrationTests {
    @Test(arguments: TestEngine.allCases)
    func claimsOfAnOlderBookStay(_ engine: TestEngine) async throws {
        let database = try engine.makeDatabase()
        let old = try Book.open(database.url, migrations: Array(Migrations.all.prefix(7)), now: { 1 })
        try await fill(old)
        let before = try await claims(old)
        #expect(before.count == 6 && before[0].hasPrefix("1 ") && before[5].hasPrefix("6 "))
        old.close()

        let book = try Book.open(database.url, now: { 2 })
        defer { book.close() }
        #expect(try await claims(book) == before)
        #expect(try await Verification.run(book).findings.isEmpty)

        let sample = try SampleBook.open(in: book)
        try await pay(.yuan(20), for: "G1", "p2", sample)
        try await sample.compensate(4)
        let after = try await claims(book)
        #expect(after.count == 8 && Array(after[1..<6]) == Array(before[1...]))
        #expect(try await Verification.run(book).findings.isEmpty)
    }

    /// Three compensations with two claims each, the first paid in part, numbered as before.
    private func fill(_ book: Book) async throws {
        // Firms and records are entered as today, in tables that the book of then did not have.
        try await change(
            """
            CREATE TABLE enterprise_profile (
                enterprise_id INTEGER PRIMARY KEY, initials TEXT, brand TEXT, division TEXT, city TEXT,
                industry TEXT, section TEXT, size TEXT)
            """, book)
        try await change("CREATE TABLE audit_subject_record (subject TEXT, audit_id INTEGER)", book)
        let sample = try SampleBook.make(in: book)
        try sample.addClaimed(count: 4)
        for number in 1...3 { try await sample.compensate(Int64(number)) }
        try await pay(.yuan(10), for: "G1", "p1", sample)
        try await change(
            "UPDATE claim SET id = (SELECT COUNT(*) FROM claim o WHERE o.id <= claim.id) WHERE id > 0", book)
        try await change("DROP TABLE enterprise_profile", book)
        try await change("DROP TABLE audit_subject_record", book)
    }

    private func change(_ sql: String, _ book: Book) async throws {
        try await book.database.write { try $0.connection.run(SQL(composing: sql)) }
    }

    private func pay(
        _ amount: Fen, for guarantee: String, _ reference: String, _ sample: SampleBook
    ) async throws {
        try await sample.book.write(as: Actor("test"), "test") { writing in
            _ = try GuaranteeStore.record(
                .paid(by: .reguarantor, amount), guarantee: guarantee, on: SampleBook.day + 230,
                reference: reference, writing)
        }
    }

    private func claims(_ book: Book) async throws -> [String] {
        try await book.database.read { connection in
            try connection.all(
                """
                SELECT id, entry_id, guarantee_id, debtor, creditor, amount, paid, due_on FROM claim
                ORDER BY id
                """
            ) { row in (0..<8).map { String(row.int($0)) }.joined(separator: " ") }
        }
    }
}
