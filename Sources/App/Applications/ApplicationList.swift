import Core
import Storage

/// What a firm has applied for, newest first.
enum ApplicationList {
    struct Sent: Sendable {
        let number: String
        let state: Guarantee.State
        let principal: Fen
        let outstanding: Fen
        let startsOn: Day
        let endsOn: Day
        let guarantor: String
        let bank: String
    }

    static func sent(by visitor: Visitor, limit: Int64 = 100, _ connection: Connection) throws -> [Sent] {
        let head: SQL = """
            SELECT g.number, p.state, g.principal, p.disbursed - p.repaid - p.principal_compensated,
                g.starts_on, COALESCE(p.extended_until, g.ends_on), u.name, b.name
            FROM guarantee g JOIN guarantee_position p ON p.guarantee_id = g.id
                JOIN agreement a ON a.id = g.agreement_id
                JOIN institution u ON u.id = a.guarantor_id JOIN institution b ON b.id = a.bank_id
            WHERE\u{20}
            """
        let sql = head + Sight.guarantees(visitor) + SQL(" ORDER BY g.id DESC LIMIT ?", [.int(limit)])
        return try connection.all(sql) { row in
            Sent(
                number: row.text(0), state: Guarantee.State(rawValue: row.text(1)) ?? .applied,
                principal: Fen(row.int(2)), outstanding: Fen(row.int(3)), startsOn: row.day(4),
                endsOn: row.day(5), guarantor: row.text(6), bank: row.text(7))
        }
    }
}
