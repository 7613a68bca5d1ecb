import Core
import Yams

/// Reads YAML into the neutral tree of policies, within limits that keep any input harmless.
enum PolicyYAML {
    /// Bytes of one file.
    static let sizeLimit = 1_000_000
    /// Levels of lists and mappings.
    static let depthLimit = 24

    static func read(_ bytes: [UInt8], file: String) throws(PolicyProblems) -> PolicyText {
        func refused(_ line: Int, _ column: Int, _ fault: PolicyFault) -> PolicyProblems {
            let place = TextPlace(line: max(line, 1), column: max(column, 1))
            return PolicyProblems([PolicyProblem(file: file, place: place, fault: fault)])
        }
        guard bytes.count <= sizeLimit else { throw refused(1, 1, .fileTooLarge(sizeLimit)) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw refused(1, 1, .unreadable("UTF-8"))
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if let (line, column, fault) = PolicyYAMLGuard.fault(in: lines) { throw refused(line, column, fault) }
        let node: Node?
        do { node = try Yams.compose(yaml: text, .basic) } catch {
            let (mark, detail) = PolicyYAML.described(error)
            throw refused(mark?.line ?? 1, mark?.column ?? 1, .unreadable(detail))
        }
        let converter = PolicyYAMLConverter(lines: lines)
        do throws(PolicyYAMLConverter.Fault) {
            return try converter.text(node ?? Node(""), depth: 0)
        } catch {
            throw refused(error.line, error.column, error.fault)
        }
    }

    private static func described(_ error: any Error) -> (Mark?, String) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (mark, problem)
        case .duplicatedKeysInMapping(let keys, let context):
            (context.mark, keys.map { "'\($0)' twice" }.sorted().joined(separator: ", "))
        default: (nil, "YAML")
        }
    }
}

/// What must not reach the reader of YAML: depths that would exhaust its stack, aliases that would exhaust
/// memory.
enum PolicyYAMLGuard {
    static func fault(
        in lines: [Substring]
    ) -> (line: Int, column: Int, fault: PolicyFault)? {
        var brackets = 0
        for (index, line) in lines.enumerated() {
            let bytes = Array(line.utf8)
            let indent = bytes.prefix { [0x20, 0x2D, 0x3F, 0x09].contains($0) }.count
            if indent > 2 * PolicyYAML.depthLimit + 80 {
                return (index + 1, indent, .nestedTooDeep(PolicyYAML.depthLimit))
            }
            if indent < bytes.count, bytes[indent] == UInt8(ascii: "#") { continue }
            for (column, byte) in bytes.enumerated() {
                if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { brackets += 1 }
                if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { brackets = max(brackets - 1, 0) }
                if brackets > 2 * PolicyYAML.depthLimit {
                    return (index + 1, column + 1, .nestedTooDeep(PolicyYAML.depthLimit))
                }
                if isAlias(bytes, column) { return (index + 1, column + 1, .aliasUsed) }
            }
        }
        return nil
    }

    /// `&a` or `*a` at the beginning of a word; `a * b` and `R&D` are none.
    private static func isAlias(_ bytes: [UInt8], _ column: Int) -> Bool {
        guard bytes[column] == UInt8(ascii: "&") || bytes[column] == UInt8(ascii: "*") else { return false }
        let before = column == 0 ? 0x20 : bytes[column - 1]
        let after = column + 1 < bytes.count ? bytes[column + 1] : 0x20
        return [0x20, 0x09, 0x5B, 0x7B, 0x2C, 0x3A].contains(before) && ![0x20, 0x09, 0x0D].contains(after)
    }
}

/// Nodes of YAML into texts with their places.
struct PolicyYAMLConverter {
    let lines: [Substring]

    struct Fault: Error {
        let line: Int
        let column: Int
        let fault: PolicyFault
    }

    func text(_ node: Node, depth: Int) throws(Fault) -> PolicyText {
        let place = place(node.mark)
        guard depth <= PolicyYAML.depthLimit else {
            throw Fault(line: place.line, column: place.column, fault: .nestedTooDeep(PolicyYAML.depthLimit))
        }
        switch node {
        case .scalar(let scalar):
            return PolicyText(place: place, content: .scalar(self.scalar(scalar, place)))
        case .sequence(let sequence):
            var items: [PolicyText] = []
            for item in sequence { items.append(try text(item, depth: depth + 1)) }
            return PolicyText(place: place, content: .list(items))
        case .mapping(let mapping):
            var entries: [PolicyText.Entry] = []
            for (key, value) in mapping {
                let keyPlace = self.place(key.mark)
                guard let name = key.scalar?.string else {
                    throw Fault(
                        line: keyPlace.line, column: keyPlace.column,
                        fault: .unreadable("a key must be a word"))
                }
                entries.append(
                    PolicyText.Entry(key: name, keyPlace: keyPlace, value: try text(value, depth: depth + 1)))
            }
            return PolicyText(place: place, content: .mapping(entries))
        case .alias:
            throw Fault(line: place.line, column: place.column, fault: .aliasUsed)
        }
    }

    private func place(_ mark: Mark?) -> TextPlace {
        TextPlace(line: max(mark?.line ?? 1, 1), column: max(mark?.column ?? 1, 1))
    }

    private func scalar(_ scalar: Node.Scalar, _ place: TextPlace) -> PolicyScalar {
        let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
        return PolicyScalar(
            scalar.string, lines: scalarLines(scalar, place, isQuoted: isQuoted),
            isSingleQuoted: scalar.style == .singleQuoted, isQuoted: isQuoted)
    }

    /// Whether the text stands in one line as it is, which nearly all do.
    private func holds(_ text: String, _ line: Int, _ column: Int) -> Bool {
        guard line <= lines.count, let first = text.utf8.first, first > UInt8(ascii: " ") else {
            return false
        }
        return lines[line - 1].unicodeScalars.dropFirst(column - 1).starts(with: text.unicodeScalars)
    }

    /// Where each line of a text begins: letters that are no blanks come in the file in the order of the
    /// text.
    private func scalarLines(_ scalar: Node.Scalar, _ place: TextPlace, isQuoted: Bool) -> [PolicyScalar.Line]
    {
        var (line, column) = (place.line, place.column + (isQuoted ? 1 : 0))
        let isBlock = scalar.style == .literal || scalar.style == .folded
        if isBlock { (line, column) = (line + 1, 1) }
        if !isBlock, holds(scalar.string, line, column) {
            return [PolicyScalar.Line(offset: 0, place: TextPlace(line: line, column: column))]
        }
        var found: [PolicyScalar.Line] = []
        var offset = 0
        var words = scalar.string.split(whereSeparator: \.isWhitespace)[...]
        while line <= lines.count, let first = words.first {
            let characters = Array(lines[line - 1].unicodeScalars.dropFirst(column - 1))
            let blanks = characters.prefix { $0 == " " || $0 == "\t" || $0 == "\r" }.count
            if blanks < characters.count {
                offset = scalar.string.utf8.distance(from: scalar.string.startIndex, to: first.startIndex)
                found.append(
                    PolicyScalar.Line(
                        offset: offset, place: TextPlace(line: line, column: column + blanks)))
                let count = String(String.UnicodeScalarView(characters)).split(whereSeparator: \.isWhitespace)
                    .count
                words = words.dropFirst(count)
            }
            (line, column) = (line + 1, 1)
        }
        return found.isEmpty ? [PolicyScalar.Line(offset: 0, place: place)] : found
    }
}
