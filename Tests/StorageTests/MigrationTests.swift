import Storage
import TestSupport
import Testing

/// The schema goes forward, step by step, and never runs under an older program.
@Suite struct MigrationTests {
    private static let first = Migration(
        number: 1, name: "firm",
        statements: ["CREATE TABLE firm (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT"])
    private static let second = Migration(
        number: 2, name: "payment",
        statements: [
            """
            CREATE TABLE payment (
                id INTEGER NOT NULL PRIMARY KEY,
                firm INTEGER NOT NULL REFERENCES firm (id),
                proof BLOB
            ) STRICT
            """,
            "CREATE INDEX payment_firm ON payment (firm)",
        ],
        engineStatements: [
            .sqlite: ["INSERT INTO firm VALUES (1, 'sqlite')"],
            .postgresql: ["INSERT INTO firm VALUES (1, 'postgresql')"],
        ])
    private static let broken = Migration(
        number: 2, name: "broken", statements: ["CREATE TABLE other (id INTEGER) STRICT", "CREATE NONSENSE"])

    @Test(arguments: TestEngine.allCases) func stepsAreAppliedOnce(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        #expect(try database.schemaVersion() == 0)
        #expect(try database.migrate([Self.first], appliedAt: "2026-01-01") == [1])
        #expect(try database.migrate([Self.first, Self.second], appliedAt: "2026-02-01") == [2])
        #expect(try database.migrate([Self.first, Self.second], appliedAt: "2026-03-01") == [])
        #expect(try database.schemaVersion() == 2)
        let recorded = try await database.read { connection in
            try connection.all("SELECT number, name, applied_at FROM schema_migration ORDER BY number") {
                "\($0.int(0)) \($0.text(1)) \($0.text(2))"
            }
        }
        #expect(recorded == ["1 firm 2026-01-01", "2 payment 2026-02-01"])
        let name = try await database.read { try $0.first("SELECT name FROM firm") { $0.text(0) } }
        #expect(name == engine.rawValue)
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func aStepIsWholeOrNotThere(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        #expect(throws: StorageError.self) {
            try database.migrate([Self.first, Self.broken], appliedAt: "now")
        }
        #expect(try database.schemaVersion() == 1)
        #expect(try database.migrate([Self.first, Self.second], appliedAt: "now") == [2])
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func aNewerDatabaseIsRefused(engine: TestEngine) throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.first, Self.second], appliedAt: "now")
        #expect(throws: StorageError.newerSchema(found: 2, known: 1)) {
            try database.migrate([Self.first], appliedAt: "now")
        }
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func foreignKeysAreEnforced(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.first, Self.second], appliedAt: "now")
        await #expect {
            try await database.write {
                try $0.connection.run("INSERT INTO payment (id, firm) VALUES (1, 99)")
            }
        } throws: { error in
            guard case .constraint(.foreignKey, _) = error as? StorageError else { return false }
            return true
        }
        database.close()
    }

    @Test(arguments: [
        ("CREATE TABLE a (b INTEGER, c BLOB) STRICT", "CREATE TABLE a (b BIGINT, c BYTEA)"),
        ("CREATE TABLE a (b TEXT) STRICT, WITHOUT ROWID", "CREATE TABLE a (b TEXT COLLATE \"C\")"),
        (
            "SELECT CAST(a AS TEXT), 'TEXT BLOB', \"INTEGER\"",
            "SELECT CAST(a AS TEXT), 'TEXT BLOB', \"INTEGER\""
        ),
        ("INSERT INTO a VALUES ('it''s an INTEGER')", "INSERT INTO a VALUES ('it''s an INTEGER')"),
        ("CREATE TABLE a (INTEGERS INTEGER)", "CREATE TABLE a (INTEGERS BIGINT)"),
    ])
    func translation(sqlite: String, postgresql: String) {
        #expect(Dialect.translate(sqlite, for: .sqlite) == sqlite)
        #expect(Dialect.translate(sqlite, for: .postgresql) == postgresql)
    }
}
