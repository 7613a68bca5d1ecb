/// Swift source taken apart just far enough to tell what is code, what is a comment and what is a literal.

/// A source text without its comments, and its literals apart, each with the line that it begins on.
struct SwiftText {
    /// As many lines as the source, without comments and the contents of literals; interpolations are kept.
    private(set) var code: [String] = [""]
    private(set) var literals: [Literal] = []

    struct Literal {
        let line: Int
        /// Without what is interpolated.
        let text: String
        /// The line that the literal begins on, up to it: `zh: ` names the argument.
        let before: String
    }

    private let characters: [Character]
    private var at = 0

    init(_ source: String) {
        characters = Array(source)
        readCode(until: nil)
    }

    private func startsHere(_ text: String) -> Bool {
        characters[at...].starts(with: text)
    }

    /// Reads code up to the parenthesis that closes an interpolation, or to the end.
    private mutating func readCode(until end: Character?) {
        var depth = 0
        while at < characters.count {
            let character = characters[at]
            if depth == 0, character == end { return }
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == "/", startsHere("//") {
                skipComment()
            } else if character == "#", startsHere("#\"") {
                readRawLiteral()
            } else if character == "\"" {
                readLiteral(delimiter: startsHere("\"\"\"") ? "\"\"\"" : "\"")
            } else {
                keep(character)
                at += 1
            }
        }
    }

    private mutating func skipComment() {
        while at < characters.count, characters[at] != "\n" { at += 1 }
    }

    private mutating func readLiteral(delimiter: String) {
        let line = code.count
        let before = code[line - 1]
        var text = ""
        keep("\"")
        at += delimiter.count
        while at < characters.count, !startsHere(delimiter) {
            if characters[at] == "\\", startsHere("\\(") {
                at += 2
                keep("(")
                readCode(until: ")")
                keep(")")
                at += 1
            } else {
                if characters[at] == "\\" { at += 1 }
                guard at < characters.count else { break }
                if characters[at] == "\n" { keep("\n") }
                text.append(characters[at])
                at += 1
            }
        }
        at += delimiter.count
        keep("\"")
        literals.append(Literal(line: line, text: text, before: before))
    }

    /// A literal between `#"` and `"#`, in which nothing is interpolated or escaped.
    private mutating func readRawLiteral() {
        let line = code.count
        let before = code[line - 1]
        var text = ""
        at += 2
        while at < characters.count, !startsHere("\"#") {
            if characters[at] == "\n" { keep("\n") }
            text.append(characters[at])
            at += 1
        }
        at += 2
        literals.append(Literal(line: line, text: text, before: before))
    }

    private mutating func keep(_ character: Character) {
        if character == "\n" { code.append("") } else { code[code.count - 1].append(character) }
    }
}

extension SwiftText {
    /// The names in the code, each with its line.
    var words: [(word: Substring, line: Int)] {
        code.enumerated().flatMap { index, line in
            line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map { ($0, index + 1) }
        }
    }

    /// The modules imported, each with its line.
    var imports: [(module: String, line: Int)] {
        code.enumerated().compactMap { index, line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at <= 1, at + 1 < words.count else { return nil }
            guard at == 0 || ["public", "internal", "private", "@testable"].contains(words[0]) else {
                return nil
            }
            return (String(words[at + 1]), index + 1)
        }
    }

    /// The types declared here that the rest of the module sees: not indented, and not private.
    var topLevelTypes: Set<String> {
        Set(
            code.filter { !$0.hasPrefix(" ") && !$0.contains("private ") }.compactMap(SwiftText.declaredType))
    }

    /// All types declared here, nested ones too.
    var allTypes: Set<String> { Set(code.compactMap(SwiftText.declaredType)) }

    private static func declaredType(_ line: String) -> String? {
        let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        let keywords: Set<Substring> = ["struct", "enum", "class", "protocol", "actor", "typealias"]
        guard let at = words.firstIndex(where: keywords.contains), at + 1 < words.count,
            words[at + 1].first?.isUppercase == true
        else { return nil }
        return String(words[at + 1])
    }
}

extension Character {
    /// A Chinese character or a Chinese mark.
    var isChinese: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x3000...0x303F, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFFEF: true
            default: false
            }
        }
    }
}
