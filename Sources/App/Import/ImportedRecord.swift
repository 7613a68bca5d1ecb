import Core

/// A row of a table as it goes into the book.
protocol ImportedRecord: Sendable {
    static var table: BookTable { get }
    static var required: [String] { get }
    static var optional: [String] { get }

    /// The record in a row, or nil when the reader has found reasons against it.
    init?(_ fields: inout FieldReader)

    /// Puts it into the book; a refusal leaves nothing behind.
    func enter(_ writing: Writing) throws -> ImportFate
}

/// The four tables of a book.
public enum BookTable: String, CaseIterable, Sendable {
    case institutions, agreements, guarantees, events
}

enum ImportFate: Sendable {
    case accepted, alreadyThere
    /// Accepted, with something that whoever gave it should know.
    case noted([Sentence])
    case refused([Sentence])
}

/// How many rows of a table went where.
public struct ImportCounts: Hashable, Sendable, Codable {
    public var read = 0
    public var accepted = 0
    public var refused = 0
    public var alreadyThere = 0
    /// Of those accepted: rows with something to be told of them.
    public var noted = 0

    private enum CodingKeys: String, CodingKey {
        case read, accepted, refused, noted
        case alreadyThere = "already_there"
    }
}

/// The record in the book has the same number but other content.
struct OtherContent: Refusal {
    let number: String
    let field: String
    let known: String
    let given: String

    var code: String { "other_content" }

    var sentence: Sentence {
        Sentence(
            zh: "\(number) 已在册，但 \(field) 为“\(known)”，本行为“\(given)”；如有错误请登记更正，不能覆盖。",
            en: """
                \(number) is in the book already with \(field) '\(known)', here '\(given)'; \
                correct it by an entry, it is never overwritten.
                """)
    }

    /// Refuses the first pair that differs.
    static func check(_ number: String, _ pairs: [(field: String, known: String, given: String)])
        throws(OtherContent)
    {
        for pair in pairs where pair.known != pair.given {
            throw OtherContent(number: number, field: pair.field, known: pair.known, given: pair.given)
        }
    }
}
