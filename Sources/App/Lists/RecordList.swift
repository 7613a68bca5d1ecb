import Core
import Storage

/// A list of records, declared once: its page, its export and its place in the API all come from here.
struct RecordList: Sendable {
    /// Its address and its name in the API, such as `guarantees`.
    let name: String
    let title: Sentence
    let access: Route.Access
    let columns: [Column]
    let filters: [Filter]
    /// What stands behind FROM.
    let tables: String
    /// A whole number that is unique and rises with time; what the list is sorted by unless asked otherwise.
    let key: String
    /// Which records concern the visitor.
    let sight: @Sendable (Visitor) -> SQL
    /// A statement for keys among which all rows of a page are, where an index leads to them faster than the
    /// list's own order; nil where it does not. It only saves time: `sight` and the filters hold anyway.
    var narrow: (@Sendable (ListQuery, Visitor, Connection) throws -> SQL?)?
    /// Where the record of the first column's text is: what stands before that text in its address; nil
    /// where records have no page.
    var address: StaticString?
    /// What stands above the list, such as a link to add a record.
    var above: (@Sendable (Ask) -> HTML?)?
    /// What to do when there is nothing.
    let empty: Sentence
    /// Whether its SQL says `{today}` for the number of the day.
    var usesToday = false

    struct Column: Sendable {
        let name: String
        let title: Sentence
        /// SQL, never null where the column sorts.
        let expression: String
        let kind: Kind
        /// Where the schema has an index for it.
        var isSortable = false
        /// What stands before its text in the address of what it names; nil where that has no page.
        var address: StaticString?
        /// What it sorts by where that is not what it shows.
        var sortsBy: String?

        var sorting: String { sortsBy ?? expression }

        func linked(_ address: StaticString) -> Column {
            var column = self
            column.address = address
            return column
        }

        init(
            _ name: String, _ title: Sentence, _ expression: String, _ kind: Kind = .text,
            isSortable: Bool = false, sortsBy: String? = nil
        ) {
            self.name = name
            self.title = title
            self.expression = expression
            self.kind = kind
            self.isSortable = isSortable
            self.sortsBy = sortsBy
        }
    }

    enum Kind: Sendable {
        case text, money, day, rate, count
        /// Milliseconds since 1970 UTC.
        case time
        /// A stored word with its name in both languages.
        case word(@Sendable (String) -> Sentence?)
        /// The id of a policy, shown by its title in the version in force.
        case policy

        /// To the right, in figures of one width.
        var isNumber: Bool {
            switch self {
            case .money, .rate, .count: true
            default: false
            }
        }
    }

    struct Filter: Sendable {
        let name: String
        let title: Sentence
        let kind: Kind
        /// The condition for a value; nil for one that means nothing.
        let condition: @Sendable (String) -> SQL?
        /// The column that the list is sorted by while this filter is used, unless asked otherwise; its
        /// index then finds the rows. The condition begins with that column.
        var sorts: String?

        enum Kind: Sendable {
            case search
            case choice([FormField.Choice])
            /// The policies that give a verdict or an amount, as they are in force.
            case policy
            case day
            case money
        }
    }
}

extension RecordList.Filter {
    /// Days from the one given on, or up to it.
    static func day(
        _ name: String, _ title: Sentence, _ condition: StaticString, sorts: String? = nil
    ) -> RecordList.Filter {
        .init(
            name: name, title: title, kind: .day,
            condition: { text in Day(text).map { SQL(condition, [.int(Int64($0.number))]) } }, sorts: sorts)
    }

    static func money(
        _ name: String, _ title: Sentence, _ condition: StaticString, sorts: String? = nil
    ) -> RecordList.Filter {
        .init(
            name: name, title: title, kind: .money,
            condition: { text in
                Fen(yuan: text.replacing(",", with: "")).map { SQL(condition, [.int($0.fen)]) }
            }, sorts: sorts)
    }

    static func choice(
        _ name: String, _ title: Sentence, _ choices: [FormField.Choice], _ condition: StaticString
    ) -> RecordList.Filter {
        .init(name: name, title: title, kind: .choice(choices)) { text in
            choices.contains { $0.value == text } ? SQL(condition, [.text(text)]) : nil
        }
    }

    /// A choice that is no word of the schema: each with its condition.
    static func choice(
        _ name: String, _ title: Sentence, conditions: [(FormField.Choice, SQL)]
    ) -> RecordList.Filter {
        .init(name: name, title: title, kind: .choice(conditions.map(\.0))) { text in
            conditions.first { $0.0.value == text }?.1
        }
    }

    /// What `LIKE ? ESCAPE '!'` finds texts with that hold what was typed.
    static func holding(_ text: String) -> Value {
        .text("%" + text.map { "%_!".contains($0) ? "!\($0)" : "\($0)" }.joined() + "%")
    }

    /// Texts that begin with what was typed; the range lets the index find them.
    static func prefix(_ text: String, _ columns: [String]) -> SQL {
        let conditions = columns.map {
            SQL(composing: "(\($0) >= ? AND \($0) < ?)", [.text(text), .text(text + "\u{10FFFF}")])
        }
        return SQL(composing: "(") + conditions.joined(by: " OR ") + SQL(composing: ")")
    }
}
