/// What people read: sentences in both languages, codes of refusals, documents and their links.
import Testing

@Suite struct TidyWordTests {
    /// A literal after `zh:` is Chinese and one after `en:` is not; neither is empty.
    @Test func everySentenceIsInBothLanguages() {
        for file in SourceTree.sources {
            let text = file.swift
            guard text.code.contains(where: { $0.contains("Sentence(") }) else { continue }
            for literal in text.literals {
                if literal.before.hasSuffix("zh: ") {
                    expectNone(chineseFaults(of: literal, in: file))
                } else if literal.before.hasSuffix("en: ") {
                    expectNone(englishFaults(of: literal, in: file))
                }
            }
        }
    }

    private func chineseFaults(of literal: SwiftText.Literal, in file: ProjectFile) -> [Violation] {
        let hasWords = literal.text.contains(where: \.isLetter) || literal.text.isEmpty
        if hasWords, !literal.text.contains(where: \.isChinese) {
            return [Violation(file, literal.line, "no Chinese in the Chinese sentence; translate it")]
        }
        guard let mark = halfWidthMark(in: literal.text) else { return [] }
        return [Violation(file, literal.line, "'\(mark)' in a Chinese sentence; write it full-width")]
    }

    /// Chinese that a person is to type may stand in an English sentence between quotation marks.
    private func englishFaults(of literal: SwiftText.Literal, in file: ProjectFile) -> [Violation] {
        if literal.text.isEmpty { return [Violation(file, literal.line, "the English sentence is empty")] }
        let unquoted = literal.text.replacing(/'[^']*'|"[^"]*"/, with: "")
        guard let character = unquoted.first(where: \.isChinese) else { return [] }
        let advice = "translate it, or put it between quotation marks"
        return [Violation(file, literal.line, "'\(character)' in an English sentence; \(advice)")]
    }

    /// A comma, semicolon or colon of ASCII that stands beside a Chinese character.
    private func halfWidthMark(in text: String) -> Character? {
        let characters = Array(text)
        return characters.indices.first { index in
            guard ",;:?!".contains(characters[index]) else { return false }
            let neighbours = [index - 1, index + 1].filter(characters.indices.contains)
            return neighbours.contains { characters[$0].isChinese }
        }.map { characters[$0] }
    }

    /// A refusal's code is what programs know it by.
    @Test func codesOfRefusalsAreWordsAndUnique() {
        var owners: [String: String] = [:]
        for file in SourceTree.sources where !file.isIn("Sources/Storage") {
            for (code, line) in refusalCodes(in: file.swift) {
                let isWord = code.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") }
                if code.isEmpty || !isWord || code.first == "_" {
                    expectNone([
                        Violation(file, line, "'\(code)': write the code in lower case, words joined by _")
                    ])
                }
                if let owner = owners.updateValue(file.path, forKey: code), owner != file.path {
                    expectNone([
                        Violation(file, line, "'\(code)' stands for a refusal of \(owner) too; name it apart")
                    ])
                }
            }
        }
        #expect(owners.count > 20)
    }

    /// The literals in each `var code: String`, up to the brace that closes it.
    private func refusalCodes(in text: SwiftText) -> [(code: String, line: Int)] {
        guard text.code.contains(where: { $0.contains(": Refusal {") }) else { return [] }
        var lines: Set<Int> = []
        var depth = 0
        for (index, line) in text.code.enumerated() {
            if line.contains("var code: String {") || depth > 0 {
                depth += line.count { $0 == "{" } - line.count { $0 == "}" }
                lines.insert(index + 1)
            }
        }
        return text.literals.filter { lines.contains($0.line) }.map { ($0.text, $0.line) }
    }

    @Test func linksOfDocumentsLeadSomewhere() {
        for file in SourceTree.documents {
            let folder = file.folders.joined(separator: "/")
            for (index, line) in file.lines.enumerated() {
                for match in line.matches(of: /\]\(([^)#\s]+)[^)]*\)/) {
                    let target = String(match.1)
                    guard !target.contains("://"), !target.hasPrefix("mailto:") else { continue }
                    let path = folder.isEmpty ? target : "\(folder)/\(target)"
                    guard !SourceTree.exists(path) else { continue }
                    expectNone([Violation(file, index + 1, "there is no \(path); mend the link")])
                }
            }
        }
    }

    /// A path in backticks is a promise that the file is there; `…`, `*` and `<name>` make it a pattern.
    @Test func pathsInDocumentsExist() {
        for file in SourceTree.documents {
            for (index, line) in file.lines.enumerated() {
                for match in line.matches(of: /`((?:Sources|Tests|scripts|docs)\/[^`\s]*)`/) {
                    let path = String(match.1)
                    guard !path.contains(where: "…*<{".contains), !SourceTree.exists(path) else { continue }
                    expectNone([Violation(file, index + 1, "there is no \(path); say where it is now")])
                }
            }
        }
    }

    /// Both languages tell the same: as many headings of each level, and the same commands.
    @Test func bothReadmesTellTheSame() throws {
        let english = try #require(SourceTree.documents.first { $0.path == "README.md" })
        let chinese = try #require(SourceTree.documents.first { $0.path == "README.zh-CN.md" })
        #expect(headings(of: english) == headings(of: chinese))
        #expect(commands(in: english) == commands(in: chinese))
    }

    private func headings(of file: ProjectFile) -> [Int] {
        outsideFences(file).filter { $0.hasPrefix("#") }.map { $0.prefix { $0 == "#" }.count }
    }

    private func outsideFences(_ file: ProjectFile) -> [Substring] {
        var isInside = false
        return file.lines.filter { line in
            if line.hasPrefix("```") { isInside.toggle() }
            return !isInside
        }
    }

    /// What is fenced, without comments.
    private func commands(in file: ProjectFile) -> [Substring] {
        var isInside = false
        return file.lines.filter { line in
            if line.hasPrefix("```") { isInside.toggle() }
            return isInside && !line.hasPrefix("```") && !line.hasPrefix("#")
        }
    }
}
