import Core
import Storage

/// A statement page by page: each begins after the last line of the one before, with the balance there.
extension AccountStatement {
    /// A line's place in the order of the statement.
    struct Place: Sendable {
        let day: Day
        let entry: Int64

        var text: String { "\(day)~\(entry)" }

        init(day: Day, entry: Int64) {
            self.day = day
            self.entry = entry
        }

        init?(_ text: String) {
            let halves = text.split(separator: "~")
            guard halves.count == 2, let day = Day(halves[0]), let entry = Int64(halves[1]) else {
                return nil
            }
            self.init(day: day, entry: entry)
        }
    }

    /// One page.
    struct Part: Sendable {
        /// Of the whole period.
        let opening: Fen
        let closing: Fen
        let lines: [Line]
        /// Nil on the last page.
        let next: Place?
    }

    private static let linesOfPart = 100

    static func part(
        of account: Account, from: Day, until: Day, after: Place?, _ connection: Connection
    ) throws -> Part {
        let sums = try summaries(account.institution, from: from, to: until, connection)
        let whole =
            sums.first { $0.account == account } ?? Summary(account: account, opening: .zero, closing: .zero)
        let start = max(after?.day ?? from, from)
        let entry = after.map { $0.day < from ? 0 : $0.entry } ?? 0
        var balance = try Fen(
            connection.first(
                SQL(
                    """
                    SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT)
                    FROM posting p JOIN entry e ON e.id = p.entry_id
                    WHERE p.account = ? AND (e.on_day < ? OR e.on_day = ? AND e.id <= ?)
                    """, [.int(account.number), Value(start), Value(start), .int(entry)])
            ) { $0.int(0) } ?? 0)
        let sql = SQL(
            """
            SELECT e.on_day, e.id, e.kind, g.number, e.reference, p.amount
            FROM posting p JOIN entry e ON e.id = p.entry_id LEFT JOIN guarantee g ON g.id = e.guarantee_id
            WHERE p.account = ? AND e.on_day <= ? AND (e.on_day > ? OR e.on_day = ? AND e.id > ?)
            ORDER BY e.on_day, e.id LIMIT ?
            """,
            [
                .int(account.number), Value(until), Value(start), Value(start), .int(entry),
                .int(Int64(linesOfPart) + 1),
            ])
        var lines: [Line] = []
        try connection.forEach(sql) { row in
            balance += Fen(row.int(5))
            lines.append(
                Line(
                    kind: account.kind, day: row.day(0), entry: row.int(1), event: row.text(2),
                    guaranteeNumber: row.optionalText(3), reference: row.optionalText(4),
                    amount: Fen(row.int(5)), balance: balance))
        }
        let hasMore = lines.count > linesOfPart
        if hasMore { lines.removeLast() }
        let next = hasMore ? lines.last.map { Place(day: $0.day, entry: $0.entry) } : nil
        return Part(opening: whole.opening, closing: whole.closing, lines: lines, next: next)
    }
}
