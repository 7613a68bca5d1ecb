import Foundation
import Storage
import TestSupport
import Testing

/// Changes whose outcome nobody looks at are on their way while their job goes on; no read misses one.
@Suite struct QueuedChangeTests {
    private static let words = Migration(
        number: 1, name: "word",
        statements: [
            "CREATE TABLE word (number INTEGER NOT NULL PRIMARY KEY, length INTEGER NOT NULL) STRICT"
        ])
    private static let count: SQL = "SELECT COUNT(*) FROM word"

    private func makeDatabase(_ engine: TestEngine) throws -> (TestDatabase, Database<PlainScope>) {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.words], appliedAt: "now")
        return (place, database)
    }

    private static func insert(_ numbers: Range<Int64>, _ connection: Connection) throws {
        for number in numbers {
            try connection.run(SQL("INSERT INTO word VALUES (?, 0)", [.int(number)]))
        }
    }

    @Test(arguments: TestEngine.allCases) func aJobSeesWhatItHasQueued(engine: TestEngine) async throws {
        let (place, database) = try makeDatabase(engine)
        try await database.write { scope in
            let connection = scope.connection
            for start in stride(from: Int64(0), to: 518, by: 37) {
                try Self.insert(start..<start + 37, connection)
                #expect(try connection.first(Self.count) { $0.int(0) } == start + 37)
            }
            try connection.forEach("SELECT number FROM word ORDER BY number") { row in
                try connection.run(
                    SQL("UPDATE word SET length = length + ? WHERE number = ?", [.int(7), .int(row.int(0))]))
            }
            try Self.insert(1_000..<1_100, connection)
            #expect(try connection.change("UPDATE word SET length = 9 WHERE length = 0") == 100)
        }
        let lengths = try await database.read { connection in
            try connection.all("SELECT length, COUNT(*) FROM word GROUP BY length ORDER BY length") {
                [$0.int(0), $0.int(1)]
            }
        }
        #expect(lengths == [[7, 518], [9, 100]])
        database.close()
        _ = place
    }

    /// Wherever among many the failing one stands, and whether or not the job looks.
    @Test(arguments: TestEngine.allCases, [0, 31, 32, 150, 299])
    func aFailureUndoesTheWholeJob(engine: TestEngine, place failing: Int64) async throws {
        let (place, database) = try makeDatabase(engine)
        try await database.write { try Self.insert(0..<1, $0.connection) }
        for looks in [true, false] {
            let error = await #expect(throws: StorageError.self) {
                try await database.write { scope in
                    try? Self.insert(1_000..<1_000 + failing, scope.connection)
                    try? Self.insert(0..<1, scope.connection)
                    try? Self.insert(2_000..<2_300, scope.connection)
                    if looks { _ = try? scope.connection.first(Self.count) { $0.int(0) } }
                }
            }
            guard case .constraint(.unique, _) = error else {
                Issue.record("came to \(String(describing: error))")
                continue
            }
        }
        try await database.write { try Self.insert(5..<6, $0.connection) }
        #expect(try await database.read { try $0.first(Self.count) { $0.int(0) } } == 2)
        database.close()
        _ = place
    }

    @Test(arguments: TestEngine.allCases) func aThrowingJobTakesBackWhatIsUnderWay(engine: TestEngine)
        async throws
    {
        struct Regretted: Error {}
        let (place, database) = try makeDatabase(engine)
        for _ in 0..<20 {
            await #expect(throws: Regretted.self) {
                try await database.write { scope in
                    try Self.insert(0..<333, scope.connection)
                    throw Regretted()
                }
            }
        }
        #expect(try await database.read { try $0.first(Self.count) { $0.int(0) } } == 0)
        database.close()
        _ = place
    }

    /// On SQLite what a transaction began with stays in sight; what it began with is all that was committed.
    @Test(arguments: TestEngine.allCases) func whatWasBegunWithIsRead(engine: TestEngine) async throws {
        let (place, database) = try makeDatabase(engine)
        for round in Int64(0)..<10 {
            try await database.write { scope in
                let connection = scope.connection
                try Self.insert(round * 100..<round * 100 + 100, connection)
                let begun = try connection.asBegun.first(Self.count) { $0.int(0) }
                #expect(engine == .sqlite ? begun == round * 100 : true)
                let known = try connection.asBegun.first(
                    SQL("SELECT COUNT(*) FROM word WHERE number < ?", [.int(round * 100)])
                ) { $0.int(0) }
                #expect(known == round * 100)
                #expect(try connection.first(Self.count) { $0.int(0) } == round * 100 + 100)
            }
        }
        database.close()
        _ = place
    }

    /// A reader that stayed in its snapshot over a commit would keep SQLite's log from ever beginning anew.
    @Test func theLogDoesNotGrow() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "log.db").path
        var settings = DatabaseSettings()
        settings.checkpointPages = 50
        let database = try Database<PlainScope>.open(url: "sqlite:\(path)", settings: settings)
        try database.migrate([Self.words], appliedAt: "now")
        for round in Int64(0)..<400 {
            try await database.write { scope in
                _ = try scope.connection.asBegun.first(Self.count) { $0.int(0) }
                try Self.insert(round..<round + 1, scope.connection)
            }
        }
        let size = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
        #expect((size ?? .max) < 120 * 4_200)
        database.close()
    }
}
