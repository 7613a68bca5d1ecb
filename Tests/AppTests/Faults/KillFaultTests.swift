import App
import Core
import Foundation
import Storage
import TestSupport
import Testing

/// A process dies by SIGKILL at a random write while many write: what it acknowledged is there, once, and all
/// is whole.
@Suite(.serialized) struct KillFaultTests {
    /// Books for each engine, with two kills each: a dozen kills in a usual run, two hundred in a soak.
    static let books = ProcessInfo.processInfo.environment["CASSIA_SOAK"] == nil ? 3 : 50

    private static let perKill: Int64 = 800

    @Test(arguments: TestEngine.allCases)
    func whatWasAcknowledgedSurvivesAKill(_ engine: TestEngine) async throws {
        var generator = SystemRandomNumberGenerator()
        var killed = 0
        for _ in 0..<Self.books {
            let database = try engine.makeDatabase()
            try prepare(database)
            var acknowledged: Set<String> = []
            for first in [1, Self.perKill + 1] {
                let moment = Int.random(in: 1...Int(Self.perKill) - 100, using: &generator)
                let load = try Load(database.url, first: first, count: Self.perKill, killAfter: moment)
                if load.wasKilled() { killed += 1 }
                acknowledged.formUnion(load.acknowledged())
                #expect(acknowledged.count >= moment)
            }
            try await check(database, acknowledged)
        }
        #expect(killed == Self.books * 2)
    }

    private func prepare(_ database: TestDatabase) throws {
        let book = try Book.open(database.url, now: { 0 })
        defer { book.close() }
        try SampleBook.make(in: book).addClaimed(count: Self.perKill * 2)
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

    init(_ url: String, first: Int64, count: Int64, killAfter: Int) throws {
        output = FileManager.default.temporaryDirectory.appending(path: "cassia-load-\(UUID().uuidString)")
        try Data().write(to: output)
        process.executableURL = Load.program
        process.arguments = [
            "load", "--database", url, "--first", "\(first)", "--count", "\(count)", "--kill-after",
            "\(killAfter)",
        ]
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.runWithSignals()
    }

    deinit {
        try? FileManager.default.removeItem(at: output)
    }

    /// The program that is built beside the tests.
    static var program: URL {
        Bundle.main.executableURL.map { bundle in
            var folder = bundle.deletingLastPathComponent()
            while !FileManager.default.fileExists(atPath: folder.appending(path: "cassia").path),
                folder.path != "/"
            {
                folder.deleteLastPathComponent()
            }
            return folder.appending(path: "cassia")
        } ?? URL(filePath: "/")
    }

    /// Waits for the end; true if a signal ended it.
    func wasKilled() -> Bool {
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    /// The references told so far; a last line that is cut off does not count.
    func acknowledged() -> Set<String> {
        let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        return Set(text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
    }
}
