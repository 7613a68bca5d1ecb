import Core
import Storage
import TestSupport
import Testing

@testable import App

/// A book of the first schema is, after the migration, what it was.
@Suite struct CustomersMigrationTests {
    private static let rows = [
        "INSERT INTO institution VALUES (1, 'G', 'G', 'guarantor', 'city', '450100')",
        """
        INSERT INTO agreement VALUES (1, 'A', 1, NULL, 1, NULL, '8:0:2:0', 0, NULL, NULL, NULL, NULL, 0, 10)
        """,
        "INSERT INTO enterprise VALUES (1, 'x', 'x')",
        """
        INSERT INTO guarantee VALUES (1, 'G1', 1, 1, '450100', 'I65', 1, 1, 1, 'small', 1000, 0, 0, 0, 1,
            'loan', '', 'direct', 0, 0, 0, NULL)
        """,
        "INSERT INTO entry VALUES (1, 0, 'disbursed', 1, 1000, 0, 1000, 0, NULL, NULL, NULL)",
    ]

    @Test(arguments: TestEngine.allCases) func whatWasThereIsALoanToAFirm(_ engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let old = try place.open(PlainScope.self)
        try old.migrate([Migration001Book.migration], appliedAt: "then")
        try old.writeSynchronously { scope in
            for row in Self.rows { try scope.connection.run(SQL(composing: row)) }
        }
        old.close()
        #expect(throws: StorageError.olderSchema(found: 1, known: Migrations.all.count)) {
            try Book.openForReading(place.url)
        }
        try Book.open(place.url, now: { 0 }).close()
        let book = try Book.openForReading(place.url)
        defer { book.close() }
        let found = try await book.database.read { connection in
            try connection.all("SELECT customer_kind, housing, bond_rating FROM guarantee") {
                "\($0.text(0)) \($0.int(1)) \($0.text(2))"
            }
        }
        #expect(found == ["enterprise 0 "])
        let figures = try await FiguresStore.figures(asOf: Day(2020, 1, 1)!, in: book).total
        #expect(figures.liabilityBalance == Fen(600))
    }
}
