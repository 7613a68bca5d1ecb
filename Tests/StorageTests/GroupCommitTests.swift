import Storage
import TestSupport
import Testing

private struct Refused: Error, Hashable {
    let number: Int
}

/// A job that fails leaves nothing behind and takes no other job with it.
@Suite struct GroupCommitTests {
    /// The writer is held up until every job waits, so that they share a group.
    private func runTogether(
        _ database: Database<ChainScope>, count: Int,
        _ job: @escaping @Sendable (Int, ChainScope) throws -> Void
    ) async throws -> [(any Error)?] {
        let gate = Gate()
        async let holding: Void = database.write { _ in gate.wait() }
        let outcomes = await withTaskGroup(of: (Int, (any Error)?).self) { group in
            for number in 0..<count {
                group.addTask {
                    do {
                        try await database.write { scope in try job(number, scope) }
                        return (number, nil)
                    } catch { return (number, error) }
                }
            }
            try? await Task.sleep(for: .milliseconds(100))
            gate.open()
            var outcomes = [(any Error)?](repeating: nil, count: count)
            for await (number, error) in group { outcomes[number] = error }
            return outcomes
        }
        try await holding
        return outcomes
    }

    private func makeDatabase(_ engine: TestEngine) throws -> (TestDatabase, Database<ChainScope>) {
        let place = try engine.makeDatabase()
        let database = try place.open(ChainScope.self)
        try database.migrate([ChainScope.migration], appliedAt: "now")
        return (place, database)
    }

    @Test(arguments: TestEngine.allCases) func everyJobIsStored(engine: TestEngine) async throws {
        let (place, database) = try makeDatabase(engine)
        let outcomes = try await runTogether(database, count: 200) { number, scope in
            scope.append("\(number)")
        }
        #expect(outcomes.allSatisfy { $0 == nil })
        let chain = try await database.read { try Chain.load($0) }
        #expect(chain.isWhole)
        #expect(Set(chain.labels) == Set((0..<200).map(String.init)))
        #expect(chain.labels.count == 200)
        database.close()
        _ = place
    }

    /// Every third job throws before it writes, every fourth after, every fifth breaks a constraint.
    @Test(arguments: TestEngine.allCases) func failuresAreAlone(engine: TestEngine) async throws {
        let (place, database) = try makeDatabase(engine)
        try await database.write { scope in
            try scope.connection.run("INSERT INTO counter VALUES ('all', 0)")
            try scope.connection.run("INSERT INTO unique_word VALUES ('taken')")
        }
        let outcomes = try await runTogether(database, count: 120) { number, scope in
            if number % 3 == 0 { throw Refused(number: number) }
            try scope.connection.run("UPDATE counter SET value = value + 1 WHERE name = 'all'")
            scope.append("\(number)")
            if number % 4 == 0 { throw Refused(number: number) }
            if number % 5 == 0 { try scope.connection.run("INSERT INTO unique_word VALUES ('taken')") }
        }
        var expected: [String] = []
        for (number, outcome) in outcomes.enumerated() {
            if number % 3 == 0 || number % 4 == 0 {
                #expect(outcome as? Refused == Refused(number: number))
            } else if number % 5 == 0 {
                guard case .constraint(.unique, _) = outcome as? StorageError else {
                    Issue.record("job \(number) came to \(String(describing: outcome))")
                    continue
                }
            } else {
                #expect(outcome == nil)
                expected.append("\(number)")
            }
        }
        let chain = try await database.read { try Chain.load($0) }
        #expect(chain.isWhole)
        #expect(chain.labels.sorted() == expected.sorted())
        let counted = try await database.read { try $0.first("SELECT value FROM counter") { $0.int(0) } }
        #expect(counted == Int64(expected.count))
        database.close()
        _ = place
    }

    @Test(arguments: TestEngine.allCases) func aSwallowedFailureSpoilsTheJob(engine: TestEngine) async throws
    {
        let (place, database) = try makeDatabase(engine)
        try await database.write { try $0.connection.run("INSERT INTO unique_word VALUES ('taken')") }
        await #expect(throws: StorageError.self) {
            try await database.write { scope in
                scope.append("swallowed")
                _ = try? scope.connection.change("INSERT INTO unique_word VALUES ('taken')")
            }
        }
        #expect(try await database.read { try Chain.load($0) }.labels == [])
        database.close()
        _ = place
    }

    /// `OR FAIL` would leave the first of two rows in SQLite; the job takes it back, even if it goes on.
    @Test(arguments: TestEngine.allCases)
    func aStatementOfSeveralRowsIsWholeOrNotThere(engine: TestEngine) async throws {
        let (place, database) = try makeDatabase(engine)
        let outcomes = try await runTogether(database, count: 9) { number, scope in
            scope.append("\(number)")
            let second = number == 4 ? "fresh" : "\(number) again"
            _ = try? scope.connection.run(
                SQL(
                    "INSERT OR FAIL INTO unique_word VALUES (?), (?)",
                    [.text(number == 4 ? "fresh" : "\(number)"), .text(second)]))
        }
        for (number, outcome) in outcomes.enumerated() { #expect((outcome == nil) == (number != 4)) }
        let words = try await database.read { connection in
            try connection.all("SELECT word FROM unique_word ORDER BY word") { $0.text(0) }
        }
        #expect(words.count == 16 && !words.contains("fresh"))
        #expect(try await database.read { try Chain.load($0) }.isWhole)
        database.close()
        _ = place
    }

    @Test(arguments: TestEngine.allCases) func constraintsAreNamed(engine: TestEngine) async throws {
        let (place, database) = try makeDatabase(engine)
        func kind(_ sql: SQL) async -> ConstraintKind? {
            do {
                try await database.write { try $0.connection.run(sql) }
            } catch StorageError.constraint(let kind, let name) {
                #expect(!name.isEmpty && !name.contains("secret"))
                return kind
            } catch { Issue.record(error) }
            return nil
        }
        #expect(await kind("INSERT INTO counter VALUES ('secret', -1)") == .check)
        #expect(await kind("INSERT INTO counter VALUES ('secret', NULL)") == .notNull)
        #expect(await kind("INSERT INTO counter VALUES ('secret', 1), ('secret', 2)") == .unique)
        database.close()
        _ = place
    }

    @Test(arguments: TestEngine.allCases) func theQueueIsBounded(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        var settings = DatabaseSettings()
        settings.waitingLimit = 3
        let database = try place.open(PlainScope.self, settings: settings)
        let gate = Gate()
        let first = Task { try await database.write { _ in gate.wait() } }
        try await Task.sleep(for: .milliseconds(100))
        let waiting = (0..<3).map { _ in Task { try await database.write { _ in } } }
        try await Task.sleep(for: .milliseconds(100))
        await #expect(throws: StorageError.queueFull) { try await database.write { _ in } }
        gate.open()
        try await first.value
        for task in waiting { try await task.value }
        database.close()
        await #expect(throws: StorageError.closed) { try await database.write { _ in } }
        await #expect(throws: StorageError.closed) { try await database.read { _ in } }
    }

    @Test func sqliteFlushesEveryCommit() async throws {
        let place = try TestEngine.sqlite.makeDatabase()
        let database = try place.open()
        let level = try await database.write { try $0.connection.first("PRAGMA synchronous") { $0.int(0) } }
        #expect(level == 2)
        let mode = try await database.write { try $0.connection.first("PRAGMA journal_mode") { $0.text(0) } }
        #expect(mode == "wal")
        database.close()
    }

    @Test func postgreSQLFlushesEveryCommit() async throws {
        let server = try PostgreSQLServer.shared.get()
        let url = try server.makeDatabase()
        let name = url.split(separator: "/")[2].split(separator: "?")[0]
        try server.execute("ALTER DATABASE \(name) SET synchronous_commit = off")
        let database = try Database<PlainScope>.open(url: url)
        let level = try await database.write {
            try $0.connection.first("SHOW synchronous_commit") { $0.text(0) }
        }
        #expect(level == "on")
        database.close()
    }
}
