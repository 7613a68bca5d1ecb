import Core
import Storage

/// A support platform of the register and the firms that it hosts, as far as they concern a visitor.
struct SupportPlatform: Sendable {
    let number: Int64
    let name: String
    /// Nil for a type that the program does not know.
    let kind: PlatformKind?
    let division: String

    /// A firm that it hosts on a day.
    struct Firm: Sendable {
        let number: Int64
        let creditCode: String
        let name: String
        /// Since when.
        let from: Day
    }

    /// Throws what an address that is not there throws when it does not concern the visitor.
    static func find(
        _ name: String, for visitor: Visitor, _ connection: Connection
    ) throws -> SupportPlatform {
        let sql =
            SQL(
                "SELECT s.id, s.name, s.kind, s.division FROM support_platform s WHERE s.name = ? AND (",
                [.text(name)]) + Sight.platforms(visitor) + SQL(")")
        return try one(sql, connection)
    }

    /// The one that the visitor's organisation runs.
    static func own(_ visitor: Visitor, _ connection: Connection) throws -> SupportPlatform {
        let sql =
            SQL(
                "SELECT s.id, s.name, s.kind, s.division FROM support_platform s WHERE s.id = ? AND (",
                [.int(visitor.organisation.platform ?? 0)]) + Sight.platforms(visitor) + SQL(")")
        return try one(sql, connection)
    }

    private static func one(_ sql: SQL, _ connection: Connection) throws -> SupportPlatform {
        let found = try connection.first(sql) { row in
            SupportPlatform(
                number: row.int(0), name: row.text(1), kind: PlatformKind(rawValue: row.text(2)),
                division: row.text(3))
        }
        guard let found else { throw RequestRefusal.notFound }
        return found
    }

    /// Those that it hosts on a day, by rising number.
    /// - Parameter after: the number behind which they begin.
    func firms(
        on day: Day, after: Int64 = 0, limit: Int64, _ connection: Connection
    ) throws -> [Firm] {
        let sql = SQL(
            """
            SELECT e.id, e.credit_code, e.name, MIN(h.from_day) FROM hosting h
            JOIN enterprise e ON e.id = h.enterprise_id
            WHERE h.platform_id = ? AND h.enterprise_id > ? AND h.from_day <= ?
                AND (h.until_day IS NULL OR h.until_day >= ?)
            GROUP BY e.id, e.credit_code, e.name ORDER BY e.id LIMIT ?
            """, [.int(number), .int(after), Value(day), Value(day), .int(limit)])
        return try connection.all(sql) { row in
            Firm(number: row.int(0), creditCode: row.text(1), name: row.text(2), from: row.day(3))
        }
    }

    func count(on day: Day, _ connection: Connection) throws -> Int64 {
        let sql =
            SQL("SELECT COUNT(*) FROM (SELECT DISTINCT enterprise_id FROM (")
            + Sight.hosted(by: number, on: day) + SQL(") AS h) AS n")
        return try connection.first(sql) { $0.int(0) } ?? 0
    }
}
