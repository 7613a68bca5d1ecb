import App
import Foundation
import Storage
import TestSupport
import Testing

/// Commands that read need no right to write, and say what is missing.
@Suite(.serialized) struct ReadingCommandTests {
    @Test func aFileThatMayNotBeWrittenIsReadAndVerified() throws {
        let rich = try RichBook.filled(.sqlite)
        rich.book.close()
        let place = rich.database
        let directory = try #require(place.directory)
        try setMode(0o444, directory + "/test.db")
        try setMode(0o555, directory)
        defer { try? setMode(0o755, directory) }
        for arguments in [
            ["figures", "--as-of", "2025-12-31", "--json"], ["verify"],
            ["export", "ledger", "--format", "csv"],
        ] {
            let ended = try Ordinary.run(arguments + ["--database", place.url])
            #expect(ended.status == 0, "\(arguments): \(ended.errors)")
            #expect(!ended.output.isEmpty)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["test.db"])
        let refused = try Ordinary.run(["verify", "--rebuild", "--database", place.url])
        #expect(refused.status == 1)
    }

    @Test func anOlderBookIsLeftAsItIsAndAMissingOneIsNotMade() throws {
        let place = try TestEngine.sqlite.makeDatabase()
        let missing = try Ordinary.run(["verify", "--database", place.url])
        #expect(missing.status == 1 && missing.errors.contains("There is no book"), "\(missing.errors)")
        let older = try place.open(PlainScope.self)
        try older.migrate(
            [Migration(number: 1, name: "book", statements: ["CREATE TABLE a (id INTEGER) STRICT"])],
            appliedAt: "now")
        older.close()
        let directory = try #require(place.directory)
        try setMode(0o777, directory)
        try setMode(0o666, directory + "/test.db")
        let refused = try Ordinary.run(["verify", "--database", place.url])
        #expect(refused.status == 1 && refused.errors.contains("cassia migrate"), "\(refused.errors)")
        let copy = directory + "/copy.db"
        #expect(try Ordinary.run(["backup", copy, "--database", place.url]).status == 0)
    }

    private func setMode(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
}

/// Runs the program as a user without special rights.
private enum Ordinary {
    struct Ended {
        let status: Int32
        let output: String
        let errors: String
    }

    static func run(_ arguments: [String]) throws -> Ended {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        process.arguments = (getuid() == 0 ? user : []) + [Load.program.path] + arguments
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "CASSIA_LANGUAGE": "en"]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.runWithSignals()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Ended(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: complaint, as: UTF8.self))
    }
}
