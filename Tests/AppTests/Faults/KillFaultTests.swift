import App
import Core
import Foundation
import Storage
import TestSupport
import Testing

/// A process is killed at random moments while many write: what it acknowledged is there, once, and all is whole.
@Suite(.serialized) struct KillFaultTests {
    /// A dozen kills in a usual run, two hundred in a soak.
    static let rounds = ProcessInfo.processInfo.environment["CASSIA_SOAK"] == nil ? 6 : 100

    private static let perRound: Int64 = 2_000

    @Test(arguments: TestEngine.allCases)
    func whatWasAcknowledgedSurvivesAKill(_ engine: TestEngine) async throws {
        let database = try engine.makeDatabase()
        var generator = SystemRandomNumberGenerator()
        var acknowledged: Set<String> = []
        var killed = 0
        for round in 0..<Self.rounds {
            let first = Int64(round) * Self.perRound + 1
            try prepare(database, first: first)
            let load = try Load(database.url, first: first, count: Self.perRound)
            try load.waitForFirst()
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...250, using: &generator)))
            if load.kill() { killed += 1 }
            acknowledged.formUnion(load.acknowledged())
            try await check(database, acknowledged)
        }
        #expect(killed > Self.rounds / 2, "the load must not end before it is killed")
    }

    private func prepare(_ database: TestDatabase, first: Int64) throws {
        let book = try Book.open(database.url, now: { first })
        defer { book.close() }
        let sample = first == 1 ? try SampleBook.make(in: book) : try SampleBook.open(in: book)
        try sample.addClaimed(first: first, count: Self.perRound)
    }

    /// Every acknowledged compensation is there, none is there twice, and each that is there is whole.
    private func check(_ database: TestDatabase, _ acknowledged: Set<String>) async throws {
        let book = try Book.open(database.url, now: { 0 })
        defer { book.close() }
        let recorded = try book.database.readSynchronously { connection in
            try connection.all("SELECT reference FROM entry WHERE kind = 'compensated'") { $0.text(0) }
        }
        #expect(Set(recorded).count == recorded.count)
        #expect(acknowledged.subtracting(recorded).isEmpty)
        let findings = try await Verification.run(book).findings
        #expect(findings.isEmpty, "\(findings.prefix(3))")
    }
}

/// A process of `cassia load` that tells each write that was acknowledged.
final class Load {
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
        if process.isRunning { _ = kill() }
        try? FileManager.default.removeItem(at: output)
    }

    /// The program that is built beside the tests.
    static var program: URL {
        Bundle.main.executableURL.map { bundle in
            var folder = bundle.deletingLastPathComponent()
            while !FileManager.default.fileExists(atPath: folder.appending(path: "cassia").path), folder.path != "/" {
                folder.deleteLastPathComponent()
            }
            return folder.appending(path: "cassia")
        } ?? URL(filePath: "/")
    }

    func waitForFirst() throws {
        for _ in 0..<3_000 where acknowledged().isEmpty && process.isRunning { usleep(10_000) }
        try #require(!acknowledged().isEmpty, "the load has begun to write")
    }

    /// Kills the process if it still runs; true if it did.
    func kill() -> Bool {
        let ran = process.isRunning
        if ran { Foundation.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return ran && process.terminationReason == .uncaughtSignal
    }

    /// The references told so far; a last line that is cut off does not count.
    func acknowledged() -> Set<String> {
        let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        return Set(text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
    }
}
