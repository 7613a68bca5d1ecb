/// The files of this project as the tidy test reads them: text by line, and Swift with and without its words.
import Foundation
import Testing

/// One file, by its path from the root of the project.
struct ProjectFile {
    let path: String
    let lines: [Substring]

    var text: String { lines.joined(separator: "\n") }
    var name: String { String(path.split(separator: "/").last ?? "") }
    /// `Sources/Core/Ledger` has the parts Sources, Core, Ledger.
    var folders: [Substring] { path.split(separator: "/").dropLast() }

    /// The same as Swift; taken apart once for all tests.
    var swift: SwiftText { SourceTree.sourceTexts[path] ?? SwiftText(text) }

    func isIn(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }
}

/// Where a rule of the house is broken, and what would mend it.
struct Violation {
    let path: String
    /// Counted from 1.
    let line: Int
    let sentence: String

    init(_ file: ProjectFile, _ line: Int, _ sentence: String) {
        path = file.path
        self.line = line
        self.sentence = sentence
    }
}

/// Fails the test once for each violation, as compilers do: `file:line: what is wrong and what mends it`.
func expectNone(_ violations: [Violation]) {
    for violation in violations {
        let place = SourceLocation(
            fileID: "Cassia/\(violation.path)",
            filePath: SourceTree.root.appending(path: violation.path).path, line: violation.line, column: 1)
        Issue.record("\(violation.path):\(violation.line): \(violation.sentence)", sourceLocation: place)
    }
}

enum SourceTree {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The Swift files under `Sources` and `Tests`, in the order of their paths.
    static let swift = files(in: ["Sources", "Tests"], ending: ".swift")
    static let sources = swift.filter { $0.isIn("Sources") }
    static let sourceTexts = Dictionary(uniqueKeysWithValues: sources.map { ($0.path, SwiftText($0.text)) })
    /// What is written for people: the root's Markdown, and the folder docs.
    static let documents = rootFiles(ending: ".md") + files(in: ["docs"], ending: ".md")

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    private static func files(in folders: [String], ending: String) -> [ProjectFile] {
        folders.flatMap { folder -> [ProjectFile] in
            let paths = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
            let found = (paths?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(ending) }
            return found.sorted().compactMap { file("\(folder)/\($0)") }
        }
    }

    private static func rootFiles(ending: String) -> [ProjectFile] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.filter { $0.hasSuffix(ending) }.sorted().compactMap(file)
    }

    private static func file(_ path: String) -> ProjectFile? {
        guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else {
            Issue.record("\(path): not readable as UTF-8; save it as UTF-8")
            return nil
        }
        return ProjectFile(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
}
