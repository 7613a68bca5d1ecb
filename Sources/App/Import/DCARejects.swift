import Core
import Foundation

/// The refused lines, unchanged so that they can be mended and given again, and beside them why: two files of
/// JSON lines, one for one.
final class DCARejects {
    private let folder: String
    private let language: Language
    private var lines: [UInt8] = []
    private var reasons: [UInt8] = []

    init(folder: String, language: Language) {
        self.folder = folder
        self.language = language
    }

    func add(_ line: DCAFile.Line, _ reasons: [Sentence]) {
        lines += line.bytes + [lineFeed]
        self.reasons += "{\"line\":\(line.number),\"reasons\":".utf8
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        guard let list = try? encoder.encode(reasons.map { $0.text(in: language) }) else {
            preconditionFailure("a list of texts is always JSON")
        }
        self.reasons += list + Array("}\n".utf8)
    }

    /// Gives the files their names if there is anything in them.
    /// - Returns: the path of the refused lines.
    func finish() throws -> String? {
        guard !lines.isEmpty else { return nil }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(reasons, to: "\(folder)/dca-reasons.jsonl")
        try write(lines, to: "\(folder)/dca.jsonl")
        return "\(folder)/dca.jsonl"
    }

    private func write(_ bytes: [UInt8], to path: String) throws(TableRefusal) {
        let replacement = FileReplacement(of: path)
        let descriptor = try replacement.open()
        defer { close(descriptor) }
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(TableRefusal) in try writeBytes(descriptor, buffer) }
        }
        try result.get()
        try replacement.finish()
    }
}
