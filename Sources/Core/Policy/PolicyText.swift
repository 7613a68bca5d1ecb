/// What a policy file says, free of YAML: texts, lists and named parts, each with its place.
public struct PolicyText: Sendable {
    public let place: TextPlace
    public let content: Content

    public enum Content: Sendable {
        case scalar(PolicyScalar)
        case list([PolicyText])
        case mapping([Entry])
    }

    /// A named part of a mapping.
    public struct Entry: Sendable {
        public let key: String
        public let keyPlace: TextPlace
        public let value: PolicyText

        public init(key: String, keyPlace: TextPlace, value: PolicyText) {
            (self.key, self.keyPlace, self.value) = (key, keyPlace, value)
        }
    }

    public init(place: TextPlace, content: Content) {
        (self.place, self.content) = (place, content)
    }

    var scalar: PolicyScalar? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar
    }

    /// The named parts; nil where it is none, and an empty text counts as a mapping without parts.
    var entries: [Entry]? {
        switch content {
        case .mapping(let entries): entries
        case .scalar(let scalar) where scalar.isEmpty: []
        default: nil
        }
    }
}

/// Where something stands in a file; line and column count from 1, columns in characters.
public struct TextPlace: Hashable, Comparable, Sendable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

    public static func < (left: TextPlace, right: TextPlace) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A text as it was written, and where each of its lines begins in the file.
public struct PolicyScalar: Sendable {
    public let text: String
    public let isSingleQuoted: Bool
    public let isQuoted: Bool
    /// The offset in UTF-8 at which each line of the text begins, and its place.
    let lines: [Line]

    public struct Line: Sendable {
        public let offset: Int
        public let place: TextPlace

        public init(offset: Int, place: TextPlace) { (self.offset, self.place) = (offset, place) }
    }

    public init(_ text: String, lines: [Line], isSingleQuoted: Bool = false, isQuoted: Bool = false) {
        precondition(!lines.isEmpty)
        (self.text, self.lines) = (text, lines)
        (self.isSingleQuoted, self.isQuoted) = (isSingleQuoted, isQuoted || isSingleQuoted)
    }

    /// Nothing, or what YAML writes for nothing.
    var isEmpty: Bool { !isQuoted && (text.isEmpty || text == "~" || text == "null") }

    /// The place of what stands at that offset in UTF-8.
    func place(at offset: Int) -> TextPlace {
        let line = lines.last { $0.offset <= offset } ?? lines[0]
        let before = text.utf8.prefix(offset).dropFirst(line.offset)
        // Bytes that continue a character begin with 10.
        let characters = before.count { $0 & 0xC0 != 0x80 }
        return TextPlace(line: line.place.line, column: line.place.column + characters)
    }
}
