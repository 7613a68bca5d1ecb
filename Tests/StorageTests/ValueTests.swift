import Storage
import TestSupport
import Testing

/// What is stored comes back as it was, on both engines.
@Suite struct ValueTests {
    private static let table = Migration(
        number: 1, name: "thing",
        statements: ["CREATE TABLE thing (number INTEGER, word TEXT, bytes BLOB) STRICT"])

    private static let rows: [[Value]] = [
        [.int(0), .text(""), .blob([])],
        [.int(.max), .text("桂枝 'quoted' \"double\" \\ 100%"), .blob([0, 1, 255])],
        [.int(.min), .text("a long text that does not fit into a small string 🌿"), .blob(Array(0...255))],
        [.int(-1), .null, .null],
        [.null, .text(String(repeating: "企业", count: 50_000)), .blob([UInt8](repeating: 7, count: 300_000))],
    ]

    @Test(arguments: TestEngine.allCases) func roundTrip(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.table], appliedAt: "2026-01-01T00:00:00Z")
        try await database.write { scope in
            for row in Self.rows {
                try scope.connection.run(SQL("INSERT INTO thing VALUES (?, ?, ?)", row))
            }
        }
        let found = try await database.read { connection in
            try connection.all("SELECT number, word, bytes FROM thing") { row -> [Value] in
                [
                    row.optionalInt(0).map { .int($0) } ?? .null,
                    row.optionalText(1).map { .text($0) } ?? .null,
                    row.optionalBytes(2).map { .blob($0) } ?? .null,
                ]
            }
        }
        #expect(found == Self.rows)
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func everyAccessor(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        let result = try await database.read { connection in
            try connection.first(
                SQL(
                    "SELECT CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT)",
                    [.int(7), .text("七"), .null])
            ) { row in
                let count = row.withBytes(1) { $0.count }
                return "\(row.int(0)) \(row.text(1)) \(count) \(row.isNull(2)) \(row.optionalInt(2) == nil)"
            }
        }
        #expect(result == "7 七 3 true true")
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func aggregatesAreWholeNumbers(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.table], appliedAt: "now")
        let numbers: [Int64] = [.max, -1, -9_999, 10_000, -10_000, 0, 1_234_567_890_000]
        for number in numbers {
            let sum = try await database.write { scope in
                try scope.connection.run("DELETE FROM thing")
                try scope.connection.run(SQL("INSERT INTO thing (number) VALUES (?)", [.int(number)]))
                return try scope.connection.first("SELECT SUM(number), COUNT(*), 1 < 2 FROM thing") { row in
                    [row.int(0), row.int(1), row.int(2)]
                }
            }
            #expect(sum == [number, 1, 1])
        }
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func composedStatements(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.table], appliedAt: "now")
        let conditions = [SQL("number > ?", [.int(2)]), SQL("number < ?", [.int(5)])]
        var query: SQL = "SELECT number FROM thing WHERE "
        query.append(conditions.joined(by: " AND "))
        query.append(" ORDER BY number LIMIT ?", [.int(10)])
        let filter = query
        let found = try await database.write { scope in
            for number in 0..<10 {
                let insert = SQL("INSERT INTO thing (number) VALUES (?)", [.int(Int64(number))])
                try scope.connection.run(insert)
            }
            return try scope.connection.all(filter) { $0.int(0) }
        }
        #expect(found == [3, 4])
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func zeroByteIsRefused(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.table], appliedAt: "now")
        await #expect(throws: StorageError.sql(code: "22021", message: "a text holds a zero byte")) {
            try await database.write { scope in
                try scope.connection.run(SQL("INSERT INTO thing (word) VALUES (?)", [.text("a\0b")]))
            }
        }
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func textsSortByBytes(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.table], appliedAt: "now")
        let sorted = try await database.write { scope in
            for word in ["b", "B", "一", "a", "_"] {
                try scope.connection.run(SQL("INSERT INTO thing (word) VALUES (?)", [.text(word)]))
            }
            return try scope.connection.all("SELECT word FROM thing ORDER BY word") { $0.text(0) }
        }
        #expect(sorted == ["B", "_", "a", "b", "一"])
        database.close()
    }
}
