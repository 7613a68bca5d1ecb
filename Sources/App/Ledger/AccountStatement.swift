public import Core
public import Storage

/// The movements of one institution's accounts in a period, with the balances before and after.
public enum AccountStatement {
    /// One account in the period.
    public struct Summary: Hashable, Sendable {
        public let account: Account
        public let opening: Fen
        public let closing: Fen
    }

    /// One posting, by effective day and then in the order of recording.
    public struct Line: Hashable, Sendable {
        public let kind: Account.Kind
        public let day: Day
        public let entry: Int64
        public let event: String
        public let guaranteeNumber: String?
        public let reference: String?
        public let amount: Fen
        /// The balance of the account after it.
        public let balance: Fen
    }

    /// Opening and closing balances of all accounts that the institution has.
    public static func summaries(
        _ institution: ID<Institution>, from: Day?, to: Day?, _ connection: Connection
    ) throws -> [Summary] {
        let sql = SQL(
            """
            SELECT p.account, CAST(COALESCE(SUM(CASE WHEN e.on_day < ? THEN p.amount ELSE 0 END), 0) AS
                BIGINT),
                CAST(COALESCE(SUM(CASE WHEN e.on_day <= ? THEN p.amount ELSE 0 END), 0) AS BIGINT)
            FROM posting p JOIN entry e ON e.id = p.entry_id
            WHERE p.account BETWEEN ? AND ? GROUP BY p.account ORDER BY p.account
            """,
            [
                .int(Int64(from?.number ?? .min)), .int(Int64(to?.number ?? .max)),
                .int(institution.number * 16), .int(institution.number * 16 + 15),
            ])
        return try connection.all(sql) { row in
            Account(number: row.int(0)).map {
                Summary(account: $0, opening: Fen(row.int(1)), closing: Fen(row.int(2)))
            }
        }.compactMap { $0 }
    }

    /// Hands over the postings of one account, one by one.
    public static func forEachLine(
        of summary: Summary, from: Day?, to: Day?, _ connection: Connection, _ body: (Line) throws -> Void
    ) throws {
        let sql = SQL(
            """
            SELECT e.on_day, e.id, e.kind, g.number, e.reference, p.amount
            FROM posting p JOIN entry e ON e.id = p.entry_id LEFT JOIN guarantee g ON g.id = e.guarantee_id
            WHERE p.account = ? AND e.on_day BETWEEN ? AND ? ORDER BY e.on_day, e.id
            """,
            [
                .int(summary.account.number), .int(Int64(from?.number ?? .min)),
                .int(Int64(to?.number ?? .max)),
            ])
        var balance = summary.opening
        try connection.forEach(sql) { row in
            balance += Fen(row.int(5))
            try body(
                Line(
                    kind: summary.account.kind, day: row.day(0), entry: row.int(1), event: row.text(2),
                    guaranteeNumber: row.optionalText(3), reference: row.optionalText(4),
                    amount: Fen(row.int(5)),
                    balance: balance))
        }
    }

    /// Writes the statement of all accounts of an institution as a table: for each account its opening
    /// balance, its postings and its closing balance.
    public static func write(
        _ book: Book, institution code: String, from: Day?, to: Day?, path: String, format: TableFormat
    ) async throws {
        try await book.database.read { connection in
            guard let institution = try InstitutionStore.find(code: code, connection) else {
                throw NotFound.institution(code)
            }
            let writer = try TableWriter(path: path, format: format, columns: columns, sheet: "statement")
            for summary in try summaries(institution.id, from: from, to: to, connection) {
                try writer.append(mark("opening", summary, summary.opening))
                try forEachLine(of: summary, from: from, to: to, connection) { line in
                    try writer.append([
                        .text(line.kind.word), .day(line.day), .count(line.entry), .text(line.event),
                        .text(line.guaranteeNumber ?? ""), .text(line.reference ?? ""), .money(line.amount),
                        .money(line.balance),
                    ])
                }
                try writer.append(mark("closing", summary, summary.closing))
            }
            try writer.finish()
        }
    }

    private static let columns: [TableWriter.Column] = [
        .init("account"), .init("on", .day), .init("entry", .count), .init("event"), .init("guarantee_no"),
        .init("reference"), .init("amount_yuan", .money), .init("balance_yuan", .money),
    ]

    private static func mark(_ word: String, _ summary: Summary, _ balance: Fen) -> [TableWriter.Cell] {
        [
            .text(summary.account.kind.word), .empty, .empty, .text(word), .empty, .empty, .empty,
            .money(balance),
        ]
    }
}
