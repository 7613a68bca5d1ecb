import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

/// A whole book goes to the other engine and back: the same log, every row, and the key of what is encrypted.
@Suite struct BookCopyTests {
    @Test(
        arguments: [
            (TestEngine.sqlite, TestEngine.postgresql), (.postgresql, .sqlite), (.sqlite, .sqlite),
            (.postgresql, .postgresql),
        ])
    func aCopyIsTheSameBook(from: TestEngine, to: TestEngine) async throws {
        let rich = try RichBook.filled(from)
        let target = try to.makeDatabase()
        var steps: [CopyProgress] = []
        let rows = try Book.copy(
            rich.database.url, keyFile: rich.database.keyFile, to: target.url, targetKeyFile: target.keyFile,
            now: { 1_700_000_000_000 }, progress: { steps.append($0) })
        #expect(rows > 100 && steps.last?.rows == rows && steps.last?.all == rows)
        let copy = try Book.open(target.url, keyFile: target.keyFile, now: { 1_700_000_000_000 })
        defer { copy.close() }
        let (one, other) = (try await Verification.run(rich.book), try await Verification.run(copy))
        #expect(other.findings == [])
        #expect(one.head == other.head)
        #expect(!FileManager.default.fileExists(atPath: target.keyFile))
        // The copy goes on where the book was.
        try copy.writeSynchronously(as: Actor("test"), "guarantee.compensate") { writing in
            _ = try GuaranteeStore.record(
                .feePaid(.yuan(5)), guarantee: "G6", on: RichBook.start + 40, reference: "after", writing)
        }
        #expect(try await Verification.run(copy).findings == [])
        // A second copy finds a book there, and changes nothing.
        let refused = #expect(throws: StorageError.self) {
            try Book.copy(rich.database.url, to: target.url, now: { 0 })
        }
        guard case .notEmpty = refused else { throw try #require(refused) }
        #expect(try await Verification.run(copy).findings == [])
    }

    /// Rows that hold whole files go over few at a time.
    @Test(arguments: TestEngine.allCases) func filesGoWithIt(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let bytes = Array("%PDF-1.4\n".utf8) + [UInt8](repeating: 65, count: 3 << 20)
        try test.rich.write { writing in
            let clerk = try #require(try PersonStore.find(name: "guarantor.clerk", writing.connection))
            let visitor = Visitor(
                person: clerk.id, name: clerk.name, displayName: "", organisation: clerk.organisation,
                roles: clerk.roles,
                permissions: Permission.granted(to: clerk.roles, in: clerk.organisation.kind), session: nil,
                formWord: "", mustChangePassword: false)
            let guarantee = try GuaranteeSight.load(number: "G1", visitor, writing.connection).guarantee.id
            for number in 1...5 {
                let file = Form.File(field: "file", name: "\(number).pdf", bytes: bytes + [UInt8(number)])
                _ = try DocumentStore.add(
                    file, .pdf, purpose: .contract, supersedes: nil, to: guarantee, by: visitor, writing)
            }
        }
        let target = try TestEngine.sqlite.makeDatabase()
        try Book.copy(
            test.rich.database.url, keyFile: test.rich.database.keyFile, to: target.url,
            targetKeyFile: target.keyFile, now: { 0 })
        let copy = try Book.openForReading(target.url, keyFile: target.keyFile)
        defer { copy.close() }
        #expect(try await Verification.run(copy).findings == [])
        let sizes = try await copy.database.read { connection in
            try connection.all("SELECT LENGTH(content) FROM document ORDER BY id") { $0.int(0) }
        }
        #expect(sizes == [Int64](repeating: Int64(bytes.count + 1), count: 5))
    }

    @Test(arguments: TestEngine.allCases) func theKeyGoesWithIt(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        _ = try await sample.tell("department", ["\(sample.code(1)),甲,,,,,,,"])
        let table = "credit_code,person,duty,telephone,mail\n\(sample.code(1)),王丽,财务,13812345678,\n"
        _ = try await sample.enter(.contacts, table)
        let (url, key) = (sample.database.url, sample.database.keyFile)
        let target = try TestEngine.sqlite.makeDatabase()
        // Another book's key lies there.
        try Data((FieldKey().text + "\n").utf8).write(to: URL(filePath: target.keyFile))
        #expect(throws: FieldKeyRefusal.self) {
            try Book.copy(url, keyFile: key, to: target.url, targetKeyFile: target.keyFile, now: { 0 })
        }
        try FileManager.default.removeItem(atPath: target.keyFile)
        // Where nothing is copied no key is left, and a folder that there is not is made.
        let other = try RichBook.filled(.sqlite)
        #expect(throws: StorageError.self) {
            try Book.copy(
                url, keyFile: key, to: other.database.url, targetKeyFile: target.keyFile, now: { 0 })
        }
        #expect(!FileManager.default.fileExists(atPath: target.keyFile))
        let folder = "\(try #require(target.directory))/keys"
        try Book.copy(url, keyFile: key, to: target.url, targetKeyFile: "\(folder)/key", now: { 0 })
        let copy = try Book.openForReading(target.url, keyFile: "\(folder)/key")
        defer { copy.close() }
        let seen = try await copy.database.read { try FirmContactStore.standing(of: 1, copy.keys, $0) }
        #expect(seen.map(\.contact.telephone) == ["13812345678"])
        let mode =
            try FileManager.default.attributesOfItem(atPath: "\(folder)/key")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func theCommandCopies() async throws {
        let rich = try RichBook.filled(.sqlite)
        let target = try TestEngine.postgresql.makeDatabase()
        func copy(_ more: [String]) async throws -> (status: Int32, output: String) {
            let words = [Load.program.path, "copy", "--database", rich.database.url] + more
            return try await runWaiting(["CASSIA_LANGUAGE=en"] + words)
        }
        let done = try await copy(["--to", target.url, "--to-key-file", target.keyFile])
        #expect(done.status == 0 && done.output.contains("rows copied; run cassia verify"), "\(done.output)")
        let again = try await copy(["--to", target.url])
        #expect(again.status == 1 && again.output.contains("is not empty"), "\(again.output)")
        let wrong = try await copy(["--to", "mysql://x"])
        #expect(wrong.status == 1 && wrong.output.contains("must begin with"), "\(wrong.output)")
        #expect(try await copy([]).status == 2)
    }
}
