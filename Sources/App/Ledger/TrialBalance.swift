public import Core
import Storage

/// The balance of every account on a day, by effective day.
public struct TrialBalance: Sendable {
    public struct Line: Hashable, Sendable {
        public let account: Account
        /// The institution's code and name.
        public let code: String
        public let name: String
        /// The account in exports.
        public let exportName: String
        /// Debit positive, credit negative.
        public let balance: Fen
    }

    /// Accounts that have ever been posted to, by institution and kind.
    public let lines: [Line]

    public var debits: Fen { lines.map(\.balance).filter(\.isPositive).sum() }
    public var credits: Fen { -lines.map(\.balance).filter(\.isNegative).sum() }

    private static let entriesAtATime: Int64 = 65_536

    /// - Parameters:
    ///   - day: entries that took effect up to and with it; all when nil.
    ///   - recordedUntil: only what had been recorded by then, in milliseconds since 1970-01-01 UTC.
    public static func read(
        _ book: Book, on day: Day? = nil, recordedUntil: Int64? = nil
    ) async throws -> TrialBalance {
        let start = try await book.database.read { connection in
            (
                lines: try lines(connection),
                last: try connection.first("SELECT MAX(id) FROM entry") { $0.optionalInt(0) ?? 0 } ?? 0
            )
        }
        if day == nil, recordedUntil == nil { return TrialBalance(lines: start.lines) }
        var sums: [Int64: Int64] = [:]
        if start.last > 0 {
            try await RangeReads.run(book.database, over: 1...start.last, step: entriesAtATime) {
                try TrialBalance.sums($0, day, recordedUntil, $1)
            } _: {
                sums.merge($0, uniquingKeysWith: +)
            }
        }
        return TrialBalance(
            lines: start.lines.map { line in
                Line(
                    account: line.account, code: line.code, name: line.name, exportName: line.exportName,
                    balance: Fen(sums[line.account.number] ?? 0))
            })
    }

    private static func lines(_ connection: Connection) throws -> [Line] {
        let names = Dictionary(
            uniqueKeysWithValues: try LedgerNames(connection).accounts.map { ($0.number, $0.name) })
        let sql: SQL = """
            SELECT b.account, b.amount, i.code, i.name
            FROM balance b LEFT JOIN institution i ON i.id = b.account / 16 ORDER BY b.account
            """
        return try connection.all(sql) { row in
            Account(number: row.int(0)).map { account in
                Line(
                    account: account, code: row.optionalText(2) ?? "", name: row.optionalText(3) ?? "",
                    exportName: names[account.number] ?? "", balance: Fen(row.int(1)))
            }
        }.compactMap { $0 }
    }

    private static func sums(
        _ numbers: ClosedRange<Int64>, _ day: Day?, _ recordedUntil: Int64?, _ connection: Connection
    ) throws -> [Int64: Int64] {
        let postings = try PostingRange(numbers, connection)
        var sums: [Int64: Int64] = [:]
        let range: [Value] = [
            .int(numbers.lowerBound), .int(numbers.upperBound), .int(Int64(day?.number ?? .max)),
        ]
        let sql =
            recordedUntil.map {
                SQL(
                    """
                    SELECT e.id FROM entry e JOIN audit a ON a.id = e.id
                    WHERE e.id BETWEEN ? AND ? AND e.on_day <= ? AND a.at <= ?
                    """, range + [.int($0)])
            } ?? SQL("SELECT id FROM entry WHERE id BETWEEN ? AND ? AND on_day <= ?", range)
        try connection.forEach(sql) { row in
            for place in postings.places(of: row.int(0)) {
                sums[postings.accounts[place], default: 0] += postings.amounts[place]
            }
        }
        return sums
    }
}
