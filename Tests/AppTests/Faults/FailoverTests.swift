import App
import Core
import Foundation
import FoundationNetworking
import Storage
import TestSupport
import Testing

/// The primary of a pair of PostgreSQL servers dies while two processes write and a third serves the site;
/// the standby takes over. Nothing that was acknowledged is lost, and the processes go on by themselves.
@Suite(.serialized) struct FailoverTests {
    private static let perProcess: Int64 = 1_000

    @Test func nothingAcknowledgedIsLostWhenTheStandbyTakesOver() async throws {
        let primary = try PostgreSQLServer()
        defer { primary.stop() }
        let database = try primary.makeDatabase()
        let book = try Book.open(database, now: { 0 })
        try SampleBook.make(in: book).addClaimed(count: Self.perProcess * 2)
        book.close()
        let standby = try PostgreSQLServer(standbyOf: primary)
        defer { standby.stop() }
        try waitForStandby(of: primary)

        let url = database.replacing("?host=", with: "?host=\(standby.directory),")
        let site = try ServedSite(url)
        defer { site.stop() }
        #expect(site.isReady)
        let writers = try [1, Self.perProcess + 1].map { try Writer(url, first: $0, count: Self.perProcess) }
        try waitUntil("both write") { writers.allSatisfy { $0.acknowledged.count >= 200 } }

        primary.crash()
        let clock = ContinuousClock()
        let death = clock.now
        try standby.execute("SELECT pg_promote()")
        let before = writers.map(\.acknowledged.count)
        #expect(before.allSatisfy { $0 < Self.perProcess }, "they ended before the primary died")
        try waitUntil("both write again") {
            zip(writers, before).allSatisfy { $0.acknowledged.count > $1 }
        }
        try waitUntil("the site answers again") { site.isReady }
        let outage = clock.now - death
        #expect(outage < .seconds(20), "back after \(outage)")
        print("service back \(outage) after the primary died")

        #expect(writers.map { $0.waitUntilExit() } == [0, 0])
        try await check(url, writers)
    }

    /// Each acknowledged compensation is there, none twice, and the book is whole.
    private func check(_ url: String, _ writers: [Writer]) async throws {
        let acknowledged = Set(writers.flatMap(\.acknowledged))
        #expect(acknowledged.count == Int(Self.perProcess) * 2)
        let book = try Book.open(url, now: { 0 })
        defer { book.close() }
        let recorded = try await book.database.read { connection in
            try connection.all("SELECT reference FROM entry WHERE kind = 'compensated'") { $0.text(0) }
        }
        #expect(Set(recorded).count == recorded.count)
        #expect(acknowledged.subtracting(recorded).isEmpty)
        let findings = try await Verification.run(book).findings
        #expect(findings.isEmpty, "\(findings.prefix(3))")
    }

    /// From now on the primary acknowledges only what the standby has on its disk too.
    private func waitForStandby(of primary: PostgreSQLServer) throws {
        try primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        try primary.execute("SELECT pg_reload_conf()")
        let isFollowing = """
            DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')
            THEN RAISE 'not yet'; END IF;
            END $$
            """
        try waitUntil("the standby follows") { (try? primary.execute(isFollowing)) != nil }
    }

    private func waitUntil(_ what: String, _ isSo: () -> Bool) throws {
        for _ in 0..<1_200 {
            if isSo() { return }
            usleep(50_000)
        }
        throw TestSupportError.commandFailed("waited in vain: \(what)")
    }
}

/// A process that compensates, and tells what was acknowledged.
private final class Writer {
    private let process = Process()
    private let output: URL

    init(_ url: String, first: Int64, count: Int64) throws {
        output = FileManager.default.temporaryDirectory.appending(path: "cassia-load-\(UUID().uuidString)")
        try Data().write(to: output)
        process.executableURL = Load.program
        process.arguments = ["load", "--database", url, "--first", "\(first)", "--count", "\(count)"]
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.runWithSignals()
    }

    deinit {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: output)
    }

    var acknowledged: [String] {
        let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    func waitUntilExit() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// A process that serves the site.
private final class ServedSite {
    private let process = Process()
    private let address: String

    init(_ url: String) throws {
        let output = Pipe()
        process.executableURL = Load.program
        process.arguments = ["serve", "--database", url, "--port", "0"]
        process.environment = ProcessInfo.processInfo.environment.merging(["CASSIA_LANGUAGE": "en"]) { $1 }
        process.standardOutput = output
        try process.runWithSignals()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        address = line.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
    }

    /// Whether it answers with what it has just read from the database.
    var isReady: Bool {
        guard let url = URL(string: address + "/readyz"), let data = try? Data(contentsOf: url) else {
            return false
        }
        return String(decoding: data, as: UTF8.self) == "ok\n"
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
