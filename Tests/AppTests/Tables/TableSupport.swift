import Core
import Foundation
import Testing

@testable import App

/// A directory for the files of one test, removed with it.
final class TestDirectory {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "cassia-tables-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func callAsFunction(_ name: String) -> String { path + "/" + name }

    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: self(name)))
        return self(name)
    }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: self(name))), as: UTF8.self)
    }

    /// Runs a Python program in this directory; without Python and openpyxl the tests can't judge, and fail.
    @discardableResult
    func python(_ program: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program]
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(
            process.terminationStatus == 0,
            "python3 with openpyxl (pip install openpyxl) is needed and must succeed")
        return String(decoding: data, as: UTF8.self)
    }

    /// What Python prints as JSON: rows of texts.
    func pythonRows(_ program: String) throws -> [[String]] {
        try JSONDecoder().decode([[String]].self, from: Data(try python(program).utf8))
    }
}

extension TableReader {
    /// All rows as texts; for small tables.
    func allTexts() throws -> [[String]] {
        var rows: [[String]] = []
        while let row = try next() { rows.append(row.fields.texts) }
        return rows
    }

    /// Line, codes of the problems and texts of all rows.
    func allRows() throws -> [(line: Int, problems: [String], texts: [String])] {
        var rows: [(Int, [String], [String])] = []
        while let row = try next() { rows.append((row.line, row.problems.map(\.code), row.fields.texts)) }
        return rows
    }
}

/// The refusal that a piece of work ends with.
func refusal(_ work: () throws -> Void) -> TableRefusal? {
    do {
        try work()
        return nil
    } catch {
        return error as? TableRefusal
    }
}
