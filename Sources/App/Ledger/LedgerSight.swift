import Core
import Storage

/// What visitors see of the ledger: balances, one account, one entry with where it came from.
extension LedgerStore {
    /// What the accounts of an institution hold now.
    static func balances(
        of institution: ID<Institution>, _ connection: Connection
    ) throws -> [(account: Account, balance: Fen)] {
        let first = institution.number * 16
        let sql = SQL(
            "SELECT account, amount FROM balance WHERE account BETWEEN ? AND ? ORDER BY account",
            [.int(first), .int(first + 15)])
        return try connection.all(sql) { row in
            Account(number: row.int(0)).map { ($0, Fen(row.int(1))) }
        }.compactMap { $0 }
    }

    /// Debit and credit balances of all institutions, by kind of account.
    static func totals(_ connection: Connection) throws -> [(kind: Account.Kind, debit: Fen, credit: Fen)] {
        let sql: SQL = """
            SELECT account % 16, CAST(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS BIGINT)
            FROM balance GROUP BY account % 16 ORDER BY account % 16
            """
        return try connection.all(sql) { row in
            Account.Kind(rawValue: row.int(0)).map { ($0, Fen(row.int(1)), Fen(row.int(2))) }
        }.compactMap { $0 }
    }

    /// An account that the visitor may see, with its institution; not there for others.
    static func account(
        _ text: String, _ visitor: Visitor, _ connection: Connection
    ) throws -> (account: Account, institution: Institution) {
        guard let number = Int64(text), let account = Account(number: number),
            try connection.exists(
                SQL("SELECT 1 FROM balance b WHERE b.account = ? AND ", [.int(number)])
                    + Sight.accounts(visitor))
        else { throw RequestRefusal.notFound }
        return (account, try InstitutionStore.load(account.institution, connection))
    }
}

/// One entry with its postings and what the audit log says of it.
struct SeenEntry: Sendable {
    let number: Int64
    let day: Day
    let kind: String
    let guarantee: String?
    let amount: Fen
    let interest: Fen
    let reference: String?
    let reverses: Int64?
    let reversedBy: Int64?
    let actor: RecordedActor
    let at: Int64
    let action: String
    let reason: String
    let before: String
    let after: String
    let hash: [UInt8]
    let postings: [Posting]

    struct Posting: Sendable {
        let account: Account
        let institution: String
        let amount: Fen
    }
}

enum EntrySight {
    /// Throws what an address that is not there throws when the entry does not concern the visitor.
    static func load(_ text: String, _ visitor: Visitor, _ connection: Connection) throws -> SeenEntry {
        guard let number = Int64(text) else { throw NotFound.entry(text) }
        let postings = try postings(of: number, connection)
        let sql =
            SQL(
                composing: """
                    SELECT e.id, e.on_day, e.kind, n.number, e.amount, e.interest, e.reference, e.reverses,
                        (SELECT r.id FROM entry r WHERE r.reverses = e.id), u.at, u.action, u.reason,
                        u.before, u.after, u.hash, \(RecordedActor.columns)
                    FROM entry e JOIN audit u ON u.id = e.id \(RecordedActor.tables)
                        LEFT JOIN guarantee n ON n.id = e.guarantee_id
                    WHERE e.id = ? AND\u{20}
                    """, [.int(number)]) + Sight.entries(visitor)
        let found = try connection.first(sql) { row in
            SeenEntry(
                number: row.int(0), day: row.day(1), kind: row.text(2), guarantee: row.optionalText(3),
                amount: Fen(row.int(4)), interest: Fen(row.int(5)), reference: row.optionalText(6),
                reverses: row.optionalInt(7), reversedBy: row.optionalInt(8),
                actor: RecordedActor(row, at: 15), at: row.int(9), action: row.text(10),
                reason: row.text(11), before: row.text(12), after: row.text(13), hash: row.bytes(14),
                postings: postings)
        }
        guard let found else { throw NotFound.entry(text) }
        return found
    }

    private static func postings(of entry: Int64, _ connection: Connection) throws -> [SeenEntry.Posting] {
        let sql = SQL(
            """
            SELECT p.account, i.name, p.amount FROM posting p JOIN institution i ON i.id = p.account / 16
            WHERE p.entry_id = ? ORDER BY CASE WHEN p.amount > 0 THEN 0 ELSE 1 END, p.account
            """, [.int(entry)])
        return try connection.all(sql) { row in
            Account(number: row.int(0)).map {
                SeenEntry.Posting(account: $0, institution: row.text(1), amount: Fen(row.int(2)))
            }
        }.compactMap { $0 }
    }
}
