import Core
import Storage

/// The keys of one page of the list of guarantees in the order of the days on which they end, an extension
/// included. These days stand in two tables; they are looked through in runs that grow until the page is
/// full.
enum GuaranteeEndKeys {
    /// The day on which a guarantee ends.
    static let day = "COALESCE(p.extended_until, g.ends_on)"
    private static let growth: Int64 = 4

    static func page(_ asked: ListQuery, _ visitor: Visitor, _ connection: Connection) throws -> SQL {
        let days = try bounds(connection)
        let wanted = asked.limit + 1
        var keys: [Int64] = []
        var edge = asked.isDown ? days.upperBound : days.lowerBound
        if let cursor = asked.cursor, case .int(let day)? = cursor.value {
            edge = min(max(day, days.lowerBound), days.upperBound)
        }
        var width: Int64 = 1
        while keys.count < wanted, days.contains(edge) {
            let run =
                asked.isDown
                ? max(edge - width + 1, days.lowerBound)...edge
                : edge...min(edge + width - 1, days.upperBound)
            keys += try connection.all(ending(in: run, asked, visitor, wanted - keys.count)) { $0.int(0) }
            edge = asked.isDown ? run.lowerBound - 1 : run.upperBound + 1
            width *= growth
        }
        guard !keys.isEmpty else { return "SELECT id FROM guarantee WHERE 1 = 0" }
        let padded = keys + Array(repeating: 0, count: wanted - keys.count)
        let marks = Array(repeating: "?", count: wanted).joined(separator: ", ")
        return SQL(composing: marks, padded.map { .int($0) })
    }

    /// The first day on which one ends, and the last.
    private static func bounds(_ connection: Connection) throws -> ClosedRange<Int64> {
        let found = try connection.all(
            """
            SELECT MIN(ends_on) FROM guarantee UNION ALL SELECT MAX(ends_on) FROM guarantee
            UNION ALL SELECT MIN(extended_until) FROM guarantee_position WHERE extended_until IS NOT NULL
            UNION ALL SELECT MAX(extended_until) FROM guarantee_position WHERE extended_until IS NOT NULL
            """
        ) { $0.optionalInt(0) }.compactMap(\.self)
        return (found.min() ?? 0)...(found.max() ?? 0)
    }

    /// Those of a run of days that the visitor sees and the filters leave, in order.
    private static func ending(
        in run: ClosedRange<Int64>, _ asked: ListQuery, _ visitor: Visitor, _ limit: Int
    ) -> SQL {
        let ends: [Value] = [.int(run.lowerBound), .int(run.upperBound)]
        var conditions = [
            SQL("g.id IN (") + GuaranteeScope.ending(in: run) + SQL(")"),
            SQL(composing: "\(day) BETWEEN ? AND ?", ends), asked.list.sight(visitor),
        ]
        if let cursor = asked.cursor, let value = cursor.value {
            let sign = asked.isDown ? "<" : ">"
            conditions.append(SQL(composing: "(\(day), g.id) \(sign) (?, ?)", [value, .int(cursor.key)]))
        }
        let direction = asked.isDown ? "DESC" : "ASC"
        return SQL(composing: "SELECT g.id FROM \(asked.list.tables) WHERE ")
            + (conditions + asked.conditions).joined(by: " AND ")
            + SQL(
                composing: " ORDER BY \(day) \(direction), g.id \(direction) LIMIT ?", [.int(Int64(limit))])
    }
}
