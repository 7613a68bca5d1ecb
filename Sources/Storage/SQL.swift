/// One statement: its text and, apart from it, the values for its `?` placeholders.
///
/// The text is the common subset of SQLite and PostgreSQL. A `?` is always a placeholder, never part of a
/// literal or of an operator. PostgreSQL infers the type of a placeholder from where it stands; where it
/// cannot (`? IS NULL`), say `CAST(? AS BIGINT)` or `CAST(? AS TEXT)`.
public struct SQL: Sendable, ExpressibleByStringLiteral {
    enum Text: Sendable {
        /// A literal of the program: prepared once per connection and found again by its address.
        case fixed(StaticString)
        /// Put together while running, out of pieces that the program holds; prepared on demand.
        case composed(String)
    }

    private(set) var text: Text
    /// In the order of the placeholders.
    public private(set) var values: [Value]

    /// A statement written out in the source. The fast form: its prepared statement is kept.
    public init(_ text: StaticString, _ values: [Value] = []) {
        self.text = .fixed(text)
        self.values = values
    }

    /// A statement whose text depends on what is asked for, such as a filter or a sort order. The text must
    /// come out of the program, never out of a request; whatever comes out of a request is a value.
    public init(composing text: String, _ values: [Value] = []) {
        self.text = .composed(text)
        self.values = values
    }

    public init(stringLiteral text: StaticString) {
        self.init(text)
    }

    /// The text with its `?` placeholders.
    public var string: String {
        switch text {
        case .fixed(let text): text.description
        case .composed(let text): text
        }
    }

    /// Adds a piece of text and the values of its placeholders.
    public mutating func append(_ text: StaticString, _ values: [Value] = []) {
        append(SQL(text, values))
    }

    /// Adds a piece as it is; the caller minds the spaces.
    public mutating func append(_ piece: SQL) {
        text = .composed(string + piece.string)
        values += piece.values
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }
}

extension Sequence where Element == SQL {
    /// The pieces with a separator between them: `conditions.joined(by: " AND ")`.
    public func joined(by separator: StaticString) -> SQL {
        var text = ""
        var values: [Value] = []
        for (position, piece) in enumerated() {
            if position > 0 { text += separator.description }
            text += piece.string
            values += piece.values
        }
        return SQL(composing: text, values)
    }
}
