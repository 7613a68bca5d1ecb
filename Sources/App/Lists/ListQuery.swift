import Core
import Storage

/// What is asked of a list: filters, order, and which page. Pages are found by the key of the last row, so
/// that the thousandth costs what the first does.
struct ListQuery: Sendable {
    let list: RecordList
    /// What was given; an empty value is none.
    let query: Query
    let sort: RecordList.Column?
    let isDescending: Bool
    let limit: Int
    /// The row after which, or before which, the page lies.
    let cursor: Cursor?

    struct Cursor: Sendable {
        let isBackward: Bool
        let value: Value?
        let key: Int64
    }

    static let usualLimit = 50
    static let limits = 1...200

    /// What the day is, for lists that tell how late something is.
    private let today: Day

    init(_ list: RecordList, _ query: Query, today: Day) {
        self.list = list
        self.today = today
        let query = query.withoutEmpty
        self.query = query
        let wanted = query["sort"] ?? ""
        isDescending = wanted.isEmpty || wanted.hasPrefix("-")
        let name = wanted.hasPrefix("-") ? String(wanted.dropFirst()) : wanted
        let sort = list.columns.first {
            $0.isSortable && $0.name == (wanted.isEmpty ? ListQuery.implied(list, query) : name)
        }
        self.sort = sort
        let rows = query["limit"].flatMap { Int($0) } ?? ListQuery.usualLimit
        limit = min(max(rows, ListQuery.limits.lowerBound), ListQuery.limits.upperBound)
        let (after, before) = (query["after"], query["before"])
        cursor = (after ?? before).flatMap { ListQuery.cursor($0, sort, isBackward: after == nil) }
    }

    /// Where the list's page is.
    var address: String { "/\(list.name)" }

    /// The column of the first filter in use that has one.
    private static func implied(_ list: RecordList, _ query: Query) -> String? {
        list.filters.first { filter in
            filter.sorts != nil && query[filter.name].flatMap { filter.condition($0.trimmingSpaces()) } != nil
        }?.sorts
    }

    /// What was entered for a filter, where it means something.
    func value(_ filter: String) -> String? {
        guard let filter = list.filters.first(where: { $0.name == filter }),
            let text = query[filter.name]?.trimmingSpaces(), !text.isEmpty, filter.condition(text) != nil
        else { return nil }
        return text
    }

    /// Filters with a value that means something.
    var conditions: [SQL] {
        list.filters.compactMap { filter in
            guard let text = value(filter.name), let condition = filter.condition(text) else { return nil }
            // An index of its own would bring the rows in another order.
            return filter.sorts == nil || filter.sorts == sort?.name ? condition : SQL("+") + condition
        }
    }

    /// Whether rows are read from the highest down.
    var isDown: Bool { isDescending != (cursor?.isBackward ?? false) }

    /// The columns, the value sorted by and the key of one page, and one row more to see whether there is
    /// another.
    func page(for visitor: Visitor, _ connection: Connection) throws -> SQL {
        var sql = try select(for: visitor, connection)
        if let cursor {
            let sign = isDown ? "<" : ">"
            if let sort, let value = cursor.value {
                sql.append(
                    SQL(
                        composing: " AND (\(sort.sorting), \(list.key)) \(sign) (?, ?)",
                        [value, .int(cursor.key)]))
            } else {
                sql.append(SQL(composing: " AND \(list.key) \(sign) ?", [.int(cursor.key)]))
            }
        }
        return dated(sql + order(isDown: isDown) + SQL(" LIMIT ?", [.int(Int64(limit) + 1)]))
    }

    /// All rows that the filters leave.
    func everything(for visitor: Visitor) -> SQL {
        dated(select(for: visitor) + order(isDown: isDescending))
    }

    /// The number of the day where the list says `{today}`.
    private func dated(_ sql: SQL) -> SQL {
        guard list.usesToday else { return sql }
        return SQL(composing: sql.string.replacing("{today}", with: String(today.number)), sql.values)
    }

    private func select(for visitor: Visitor, _ connection: Connection) throws -> SQL {
        guard let keys = try list.narrow?(self, visitor, connection) else { return select(for: visitor) }
        return select(for: visitor) + SQL(composing: " AND \(list.key) IN (") + keys + SQL(")")
    }

    private func select(for visitor: Visitor) -> SQL {
        let columns = list.columns.map(\.expression).joined(separator: ", ")
        let sorted = sort?.sorting ?? list.key
        let head = SQL(composing: "SELECT \(columns), \(sorted), \(list.key) FROM \(list.tables) WHERE ")
        return head + ([list.sight(visitor)] + conditions).joined(by: " AND ")
    }

    private func order(isDown: Bool) -> SQL {
        let direction = isDown ? "DESC" : "ASC"
        let sorted = sort.map { "\($0.sorting) \(direction), " } ?? ""
        return SQL(composing: " ORDER BY \(sorted)\(list.key) \(direction)")
    }

    /// What names a row in an address: the value sorted by and the key.
    func cursorText(value: String, key: Int64) -> String { sort == nil ? String(key) : "\(key)~\(value)" }

    private static func cursor(_ text: String, _ sort: RecordList.Column?, isBackward: Bool) -> Cursor? {
        let halves = text.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
        guard let key = Int64(halves[0]) else { return nil }
        guard let sort else { return Cursor(isBackward: isBackward, value: nil, key: key) }
        guard halves.count == 2 else { return nil }
        switch sort.kind {
        case .text, .word, .policy:
            return Cursor(isBackward: isBackward, value: .text(String(halves[1])), key: key)
        default:
            return Int64(halves[1]).map { Cursor(isBackward: isBackward, value: .int($0), key: key) }
        }
    }
}

/// The rows of one page in the order asked for, rendered one by one, with where the next and the one before
/// begin.
struct ListRows<Rendered> {
    var rows: [Rendered] = []
    var next: String?
    var previous: String?

    init(
        _ asked: ListQuery, for visitor: Visitor, _ connection: Connection,
        render: (borrowing Row) throws -> Rendered
    ) throws {
        let width = asked.list.columns.count
        var keys: [Int64] = []
        var values: [String] = []
        try connection.forEach(try asked.page(for: visitor, connection)) { row in
            rows.append(try render(row))
            keys.append(row.int(width + 1))
            switch asked.sort?.kind {
            case nil: values.append("")
            case .text, .word, .policy: values.append(row.text(width))
            default: values.append(String(row.int(width)))
            }
        }
        let hasMore = rows.count > asked.limit
        if hasMore {
            rows.removeLast()
            keys.removeLast()
            values.removeLast()
        }
        let isBackward = asked.cursor?.isBackward ?? false
        if isBackward {
            rows.reverse()
            keys.reverse()
            values.reverse()
        }
        guard !keys.isEmpty else { return }
        func cursor(_ place: Int) -> String { asked.cursorText(value: values[place], key: keys[place]) }
        if isBackward || hasMore { next = cursor(keys.count - 1) }
        if isBackward ? hasMore : asked.cursor != nil { previous = cursor(0) }
    }
}
