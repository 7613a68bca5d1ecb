import Foundation
import Storage
import TestSupport
import Testing

/// Reads see one state of the database, beside the writer and beside each other.
@Suite struct ReadTests {
    private static let accounts = Migration(
        number: 1, name: "account",
        statements: ["CREATE TABLE account (id INTEGER NOT NULL PRIMARY KEY, fen INTEGER NOT NULL) STRICT"])

    /// Money moves between accounts all the time; no reader may see a sum that is not that of the start, in
    /// two queries of one read.
    @Test(arguments: TestEngine.allCases) func aReadIsOneSnapshot(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.accounts], appliedAt: "now")
        try await database.write { scope in
            for id in 0..<10 {
                try scope.connection.run(SQL("INSERT INTO account VALUES (?, 1000)", [.int(Int64(id))]))
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for round in 0..<100 {
                        let (from, to) = (
                            Int64((writer + round) % 10), Int64((writer * 3 + round * 7 + 1) % 10)
                        )
                        try await database.write { scope in
                            let take: SQL = SQL("UPDATE account SET fen = fen - 1 WHERE id = ?", [.int(from)])
                            let give: SQL = SQL("UPDATE account SET fen = fen + 1 WHERE id = ?", [.int(to)])
                            let changes = try scope.connection.change(take) + scope.connection.change(give)
                            #expect(changes == 2)
                        }
                    }
                }
            }
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<50 {
                        let sums = try await database.read { connection in
                            let first = try connection.all("SELECT fen FROM account") { $0.int(0) }
                            usleep(500)
                            let second = try connection.all("SELECT fen FROM account") { $0.int(0) }
                            return (first, second)
                        }
                        #expect(sums.0 == sums.1)
                        #expect(sums.0.reduce(0, +) == 10_000)
                    }
                }
            }
            try await group.waitForAll()
        }
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func aReadSeesWhatWasAcknowledged(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.accounts], appliedAt: "now")
        for id in 0..<100 {
            try await database.write { scope in
                try scope.connection.run(SQL("INSERT INTO account VALUES (?, 0)", [.int(Int64(id))]))
            }
            let found = try await database.read { connection in
                try connection.exists(SQL("SELECT 1 FROM account WHERE id = ?", [.int(Int64(id))]))
            }
            #expect(found)
        }
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func readsRunAtTheSameTime(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        let gate = Gate()
        async let first: Void = database.read { _ in gate.wait() }
        async let second: Void = database.read { _ in gate.wait() }
        try await database.read { _ in gate.open() }
        _ = try await (first, second)
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func aReadCannotWrite(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.accounts], appliedAt: "now")
        await #expect {
            try await database.read { connection in
                _ = try connection.change("INSERT INTO account VALUES (1, 1)")
            }
        } throws: { error in
            guard case .sql(let code, _) = error as? StorageError else { return false }
            return code == (engine == .sqlite ? "8" : "25006")
        }
        #expect(try await database.read { try $0.exists("SELECT 1 FROM account") } == false)
        database.close()
    }

    /// A million rows go by, and the process grows by far less than what they weigh.
    @Test(arguments: TestEngine.allCases) func streamsInConstantMemory(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        let text = String(repeating: "policy", count: 100)
        let series =
            switch engine {
            case .sqlite:
                """
                WITH RECURSIVE number (value) AS (
                    SELECT 1 UNION ALL SELECT value + 1 FROM number WHERE value < 1000000)
                SELECT value, '\(text)' FROM number
                """
            case .postgresql:
                "SELECT value, '\(text)' FROM generate_series(1, 1000000) AS number (value)"
            }
        let before = residentKilobytes()
        let (count, sum, bytes) = try await database.read { connection in
            var (count, sum, bytes) = (0, Int64(0), 0)
            try connection.forEach(SQL(composing: series)) { row in
                count += 1
                sum += row.int(0)
                bytes += row.withBytes(1) { $0.count }
            }
            return (count, sum, bytes)
        }
        #expect(count == 1_000_000)
        #expect(sum == 500_000_500_000)
        #expect(bytes == 600_000_000)
        // Other tests run in the same process; the rows would weigh 600 MB.
        #expect(residentKilobytes() - before < 250_000)
        database.close()
    }

    @Test(arguments: TestEngine.allCases) func statementsNest(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.accounts], appliedAt: "now")
        let visited = try await database.write { scope in
            let connection = scope.connection
            for id in 0..<3_000 {
                try connection.run(SQL("INSERT INTO account VALUES (?, 1)", [.int(Int64(id))]))
            }
            var visited = 0
            try connection.forEach("SELECT id FROM account ORDER BY id") { row in
                let again = SQL("SELECT id FROM account WHERE id = ?", [row.int(0)].map { .int($0) })
                visited += try connection.all(again) { $0.int(0) }.count
                let update = SQL("UPDATE account SET fen = 2 WHERE id = ?", [.int(row.int(0))])
                visited += try connection.change(update)
            }
            return visited
        }
        #expect(visited == 6_000)
        database.close()
    }

    /// A long read keeps the log of SQLite from being reused; once it is over, the log shrinks to its limit.
    @Test func theLogShrinks() async throws {
        let place = try TestEngine.sqlite.makeDatabase()
        let database = try place.open()
        try database.migrate([Self.accounts], appliedAt: "now")
        let gate = Gate()
        let reading = Task {
            try await database.read { connection in
                _ = try connection.exists("SELECT 1 FROM account")
                gate.wait()
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        let log = try #require(place.directory) + "/test.db-wal"
        func logMegabytes() throws -> Int {
            let size = try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
            return try #require(size) >> 20
        }
        try await database.write { try $0.connection.run("CREATE TABLE weight (bytes BLOB) STRICT") }
        for _ in 0..<10 {
            try await database.write {
                try $0.connection.run("INSERT INTO weight VALUES (randomblob(10000000))")
            }
        }
        #expect(try logMegabytes() >= 90)
        gate.open()
        try await reading.value
        for id in 0..<3 {
            let insert = SQL("INSERT INTO account VALUES (?, 0)", [.int(Int64(id))])
            try await database.write { try $0.connection.run(insert) }
        }
        #expect(try logMegabytes() <= 64)
        database.close()
    }

    private func residentKilobytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }
}
