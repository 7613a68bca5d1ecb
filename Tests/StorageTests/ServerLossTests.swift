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
        #expect(chain.labels.sorted() == acknowledged.sorted())
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
