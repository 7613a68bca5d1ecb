import Foundation
import Storage
import TestSupport
import Testing

/// Whatever happens to the server, no acknowledged change is lost and none is stored twice.
@Suite(.serialized) struct ServerLossTests {
    /// Writers append labels of their own while `harm` is done to the server again and again.
    private func writeUnderHarm(
        _ url: String, rounds: Int, _ harm: @escaping @Sendable () throws -> Void
    ) async throws {
        let database = try Database<ChainScope>.open(url: url)
        try database.migrate([ChainScope.migration], appliedAt: "now")
        let progress = Progress()
        // A thread of its own: it blocks, and the pool of Swift has as few threads as the machine has cores.
        Thread.detachNewThread {
            for _ in 0..<rounds {
                progress.wait(forMore: 50)
                do { try harm() } catch { Issue.record("no harm was done: \(error)") }
            }
            progress.wait(forMore: 50)
            progress.stop()
        }
        let acknowledged = await withTaskGroup(of: [String].self) { group in
            for writer in 0..<16 {
                group.addTask {
                    var labels: [String] = []
                    while !progress.isOver {
                        let label = "\(writer)-\(labels.count)"
                        do {
                            try await database.write { $0.append(label) }
                            labels.append(label)
                            progress.advance()
                        } catch { Issue.record("a write failed: \(error)") }
                    }
                    return labels
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        let chain = try await database.read { try Chain.load($0) }
        #expect(chain.isWhole)
        let isExact = chain.labels.sorted() == acknowledged.sorted()
        #expect(isExact, "\(chain.labels.count) stored, \(acknowledged.count) acknowledged")
        database.close()
    }

    @Test func connectionsAreCut() async throws {
        let server = try PostgreSQLServer.shared.get()
        let url = try server.makeDatabase()
        try await writeUnderHarm(url, rounds: 20) { try server.terminateConnections(to: url) }
    }

    @Test func theServerCrashes() async throws {
        let server = try PostgreSQLServer()
        defer { server.stop() }
        let url = try server.makeDatabase()
        try await writeUnderHarm(url, rounds: 4) { try server.crashAndRestart(afterMilliseconds: 300) }
    }

    /// The commit is in the log but its answer is lost: it must be found, not made again. A standby that
    /// never answers makes the server wait right there.
    @Test func theAnswerToACommitIsLost() async throws {
        let server = try PostgreSQLServer()
        defer { server.stop() }
        let url = try server.makeDatabase()
        let database = try Database<ChainScope>.open(url: url)
        try database.migrate([ChainScope.migration], appliedAt: "now")
        try await database.write { $0.append("before") }
        try server.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        try server.execute("SELECT pg_reload_conf()")
        try await Task.sleep(for: .milliseconds(200))
        async let writing: Void = database.write { $0.append("once") }
        try await Task.sleep(for: .milliseconds(300))
        try server.terminateConnections(to: url)
        try await writing
        try server.execute("ALTER SYSTEM RESET synchronous_standby_names")
        try server.execute("SELECT pg_reload_conf()")
        try await database.write { $0.append("after") }
        let chain = try await database.read { try Chain.load($0) }
        #expect(chain.isWhole && chain.labels == ["before", "once", "after"])
        database.close()
    }

    /// The commit is cut off before it is done: it must be made again. A deferred trigger holds it up.
    @Test func aCommitIsCutOff() async throws {
        let server = try PostgreSQLServer.shared.get()
        let url = try server.makeDatabase()
        let database = try Database<ChainScope>.open(url: url)
        let slowCommit = Migration(
            number: 2, name: "slow", statements: [],
            engineStatements: [
                .postgresql: [
                    """
                    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_sleep(0.7); RETURN NULL; END'
                    """,
                    """
                    CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON link DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION linger()
                    """,
                ]
            ])
        try database.migrate([ChainScope.migration, slowCommit], appliedAt: "now")
        async let writing: Void = database.write { $0.append("once") }
        try await Task.sleep(for: .milliseconds(300))
        try server.terminateConnections(to: url)
        try await writing
        let chain = try await database.read { try Chain.load($0) }
        #expect(chain.isWhole && chain.labels == ["once"])
        database.close()
    }

    /// A server that stays away makes writes fail with a clear error; they work again when it is back.
    @Test func theServerStaysAway() async throws {
        let server = try PostgreSQLServer()
        defer { server.stop() }
        let url = try server.makeDatabase()
        var settings = DatabaseSettings()
        settings.reconnectSeconds = 1
        let database = try Database<ChainScope>.open(url: url, settings: settings)
        try database.migrate([ChainScope.migration], appliedAt: "now")
        try await database.write { $0.append("before") }
        server.crash()
        try await Task.sleep(for: .milliseconds(300))
        await #expect(throws: StorageError.connectionLost) {
            try await database.write { $0.append("during") }
        }
        await #expect(throws: StorageError.connectionLost) { try await database.read { try Chain.load($0) } }
        try server.start()
        try await database.write { $0.append("after") }
        #expect(try await database.read { try Chain.load($0) }.labels == ["before", "after"])
        database.close()
    }

    /// A write transaction of another process is waited for: the two chains are one.
    @Test(arguments: TestEngine.allCases) func processesTakeTurns(engine: TestEngine) async throws {
        let place = try engine.makeDatabase()
        let first = try place.open(ChainScope.self)
        try first.migrate([ChainScope.migration], appliedAt: "now")
        let second = try place.open(ChainScope.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (name, database) in [("first", first), ("second", second)] {
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<25 {
                            try await database.write { $0.append("\(name) \(writer) \(number)") }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let chain = try await first.read { try Chain.load($0) }
        #expect(chain.isWhole)
        #expect(Set(chain.labels).count == 200 && chain.labels.count == 200)
        first.close()
        second.close()
    }

    /// Of several hosts, the first that answers and takes changes is used.
    @Test func deadHostsArePassedOver() async throws {
        let server = try PostgreSQLServer.shared.get()
        let url = try server.makeDatabase().replacing("?host=", with: "?host=/nonexistent,127.0.0.1,")
        let database = try Database<ChainScope>.open(url: url + "&port=5432,1,5432")
        try database.migrate([ChainScope.migration], appliedAt: "now")
        try await database.write { $0.append("found") }
        database.close()
    }

    @Test func passwordsAreNotShown() {
        let url = "postgresql://postgres:hunter2@127.0.0.1:1/none?connect_timeout=1"
        do {
            _ = try Database<PlainScope>.open(url: url)
            Issue.record("opened")
        } catch {
            #expect(!"\(error)".contains("hunter2"))
        }
    }
}

/// How many writes were acknowledged, for the thread that does the harm in the midst of them.
private final class Progress: @unchecked Sendable {
    private let condition = NSCondition()
    private var count = 0
    private var isStopped = false

    func advance() {
        condition.withLock {
            count += 1
            condition.broadcast()
        }
    }

    func wait(forMore more: Int) {
        condition.withLock {
            let goal = count + more
            while count < goal { condition.wait() }
        }
    }

    func stop() { condition.withLock { isStopped = true } }
    var isOver: Bool { condition.withLock { isStopped } }
}
