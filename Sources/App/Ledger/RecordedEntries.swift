import Core
import Storage

/// Entries with who recorded them and when, for people to read.
struct EntryLine: Sendable {
    let number: Int64
    let day: Day
    let kind: String
    let amount: Fen
    let reference: String?
    /// The number of the entry that it takes back.
    let reverses: Int64?
    let actor: RecordedActor
    /// Milliseconds since 1970-01-01 UTC.
    let at: Int64
}

extension EntryStore {
    private static let recentLimit: Int64 = 200

    /// The entries of a guarantee, newest first.
    static func recent(of guarantee: ID<Guarantee>, _ connection: Connection) throws -> [EntryLine] {
        let sql = SQL(
            composing: """
                SELECT e.id, e.on_day, e.kind, e.amount, e.reference, e.reverses, u.at,
                    \(RecordedActor.columns)
                FROM entry e JOIN audit u ON u.id = e.id \(RecordedActor.tables)
                WHERE e.guarantee_id = ? ORDER BY e.id DESC LIMIT ?
                """, [.int(guarantee.number), .int(recentLimit)])
        return try connection.all(sql) {
            EntryLine(
                number: $0.int(0), day: $0.day(1), kind: $0.text(2), amount: Fen($0.int(3)),
                reference: $0.optionalText(4), reverses: $0.optionalInt(5),
                actor: RecordedActor($0, at: 7), at: $0.int(6))
        }
    }
}
