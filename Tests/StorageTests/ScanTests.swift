import Storage
import TestSupport
import Testing

/// A scan hands out the same rows as a stream, and breaks off as one.
@Suite struct ScanTests {
    private struct Enough: Error {}

    private static let things = Migration(
        number: 1, name: "thing",
        statements: [
            "CREATE TABLE thing (id INTEGER NOT NULL PRIMARY KEY, fen INTEGER, name TEXT, raw BLOB) STRICT"
        ])

    private func filled(_ place: TestDatabase) throws -> Database<PlainScope> {
        let database = try place.open()
        try database.migrate([Self.things], appliedAt: "now")
        try database.writeSynchronously { scope in
            for id in 0..<2_500 as Range<Int64> {
                try scope.connection.run(
                    SQL(
                        "INSERT INTO thing VALUES (?, ?, ?, ?)",
                        [
                            .int(id), id % 3 == 0 ? .null : .int(id % 5 - 2),
                            id % 4 == 0 ? .null : .text("名\(id)"),
                            id % 7 == 0 ? .null : .blob([0, UInt8(id % 256)]),
                        ]))
            }
        }
        return database
    }

    private static func line(_ row: borrowing Row) -> String {
        let number = row.optionalInt(1).map(String.init) ?? "-"
        let bytes = row.optionalBytes(3).map { "\($0)" } ?? "-"
        let count = row.withBytes(2) { $0.count }
        return "\(row.int(0)) \(number) \(row.optionalText(2) ?? "-") \(bytes) \(row.isNull(1)) \(count)"
    }

    @Test(arguments: TestEngine.allCases) func theRowsAreThoseOfAStream(engine: TestEngine) throws {
        let place = try engine.makeDatabase()
        let database = try filled(place)
        defer { database.close() }
        let (scanned, streamed) = try database.readSynchronously { connection in
            var scanned: [String] = []
            var streamed: [String] = []
            let rest = SQL("thing WHERE id >= ? AND id < ?", [.int(10), .int(2_400)])
            try connection.scan("id, fen, name, raw", from: rest) { scanned.append(Self.line($0)) }
            try connection.forEach(SQL("SELECT id, fen, name, raw FROM ") + rest) {
                streamed.append(Self.line($0))
            }
            return (scanned, streamed)
        }
        #expect(scanned.count == 2_390)
        #expect(scanned.sorted() == streamed.sorted())
    }

    @Test(arguments: TestEngine.allCases) func scansNestAndSeeNothingOfNothing(engine: TestEngine) throws {
        let place = try engine.makeDatabase()
        let database = try filled(place)
        defer { database.close() }
        let counts = try database.readSynchronously { connection in
            var counts = [0, 0, 0]
            try connection.scan("id", from: SQL("thing WHERE id < ?", [.int(0)])) { _ in counts[0] += 1 }
            try connection.scan("id", from: SQL("thing WHERE id < ?", [.int(30)])) { _ in
                counts[1] += 1
                try connection.scan("id", from: SQL("thing WHERE id < ?", [.int(20)])) { _ in counts[2] += 1 }
            }
            return counts
        }
        #expect(counts == [0, 30, 600])
    }

    @Test(arguments: TestEngine.allCases) func whatTheBodyThrowsEndsIt(engine: TestEngine) throws {
        let place = try engine.makeDatabase()
        let database = try filled(place)
        defer { database.close() }
        #expect(throws: Enough.self) {
            try database.readSynchronously { connection in
                try connection.scan("id", from: "thing") { if $0.int(0) == 1_200 { throw Enough() } }
            }
        }
        // Whoever catches it goes on with the same connection.
        let count = try database.readSynchronously { connection in
            var count = 0
            do {
                try connection.scan("id", from: "thing") { _ in
                    count += 1
                    if count == 1_200 { throw Enough() }
                }
            } catch is Enough {}
            return try connection.first("SELECT COUNT(*) FROM thing") { Int($0.int(0)) + count } ?? 0
        }
        #expect(count == 3_700)
        #expect(throws: StorageError.self) {
            try database.readSynchronously { try $0.scan("id", from: "nothing") { _ in } }
        }
    }
}
