import Core
import Storage

/// What stands beside a firm in other books: related parties and guarantees.
enum EnterpriseHistory {
    /// Rows of one part of a page.
    private static let limit: Int64 = 50

    static func related(
        to enterprise: Int64, _ connection: Connection
    ) throws -> [(creditCode: String, name: String)] {
        let sql = SQL(
            """
            SELECT e.credit_code, e.name FROM enterprise e WHERE e.id IN (
                SELECT related_id FROM related_party WHERE enterprise_id = ?
                UNION SELECT enterprise_id FROM related_party WHERE related_id = ?) ORDER BY e.id LIMIT ?
            """, [.int(enterprise), .int(enterprise), .int(limit)])
        return try connection.all(sql) { ($0.text(0), $0.text(1)) }
    }

    struct Held: Sendable {
        let number: String
        let principal: Fen
        let outstanding: Fen
        let startsOn: Day
        let endsOn: Day
        let state: String
    }

    /// Those that the visitor may see, newest first.
    static func guarantees(
        of enterprise: Int64, for visitor: Visitor, _ connection: Connection
    ) throws -> [Held] {
        let sql =
            SQL(
                """
                SELECT g.number, g.principal, p.disbursed - p.repaid - p.principal_compensated, g.starts_on,
                    COALESCE(p.extended_until, g.ends_on), p.state
                FROM guarantee g JOIN guarantee_position p ON p.guarantee_id = g.id
                WHERE g.enterprise_id = ? AND (
                """, [.int(enterprise)]) + Sight.guarantees(visitor)
            + SQL(") ORDER BY g.id DESC LIMIT ?", [.int(limit)])
        return try connection.all(sql) { row in
            Held(
                number: row.text(0), principal: Fen(row.int(1)), outstanding: Fen(row.int(2)),
                startsOn: row.day(3), endsOn: row.day(4), state: row.text(5))
        }
    }
}
