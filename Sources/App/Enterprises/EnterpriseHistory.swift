import Core
import Storage

/// What stands beside a firm in other books: related parties, guarantees, and what was told of it when.
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

    struct Event: Sendable {
        let at: Int64
        let actor: String
        let source: String
        let day: Day?
        /// How many facts were told; nil for records.
        let factCount: Int?
        let record: Int64
    }

    /// Statements and records, newest first.
    static func told(of enterprise: Int64, _ connection: Connection) throws -> [Event] {
        let sql = SQL(
            composing: """
                SELECT a.at, a.actor, f.name, s.on_day, a.id, \(StatementStore.factColumns)
                FROM enterprise_statement s JOIN audit a ON a.id = s.told_in
                    JOIN fact_source f ON f.id = s.source_id
                WHERE s.enterprise_id = ? ORDER BY s.told_in DESC, s.place DESC LIMIT ?
                """, [.int(enterprise), .int(limit)])
        let statements = try connection.all(sql) { row -> Event in
            var count = 0
            for column in FirmFact.all.indices where !row.isNull(5 + column) { count += 1 }
            return Event(
                at: row.int(0), actor: row.text(1), source: row.text(2), day: row.day(3), factCount: count,
                record: row.int(4))
        }
        let records = SQL(
            """
            SELECT a.at, a.actor, f.name, a.id FROM (
                SELECT told_in, source_id FROM ip_right WHERE enterprise_id = ?
                UNION SELECT told_in, source_id FROM qualification WHERE enterprise_id = ?
                UNION SELECT told_in, source_id FROM hosting WHERE enterprise_id = ?
                UNION SELECT told_in, source_id FROM incident WHERE enterprise_id = ?
                UNION SELECT told_in, source_id FROM contact WHERE enterprise_id = ?
                UNION SELECT told_in, source_id FROM related_party_source WHERE enterprise_id = ?) r
            JOIN audit a ON a.id = r.told_in JOIN fact_source f ON f.id = r.source_id
            ORDER BY a.id DESC LIMIT ?
            """, Array(repeating: .int(enterprise), count: 6) + [.int(limit)])
        let entered = try connection.all(records) { row in
            Event(
                at: row.int(0), actor: row.text(1), source: row.text(2), day: nil, factCount: nil,
                record: row.int(3))
        }
        return (statements + entered).sorted { $0.record > $1.record }
    }
}
