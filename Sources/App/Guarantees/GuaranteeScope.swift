import Core
import Storage

/// What narrows a list of guarantees before it is read, so that an organisation with few of them and one with
/// most of them wait equally short.
///
/// A page is found in one of two ways: few keys are looked up and sorted, or records are walked in the order
/// of the list until the page is full, which is soon where many of them belong there.
enum GuaranteeScope {
    /// So many keys are looked up and sorted.
    private static let few = 3_000

    /// A statement for the keys among which all rows of the page are; nil where walking all is better.
    static func keys(_ asked: ListQuery, _ visitor: Visitor, _ connection: Connection) throws -> SQL? {
        let own = own(visitor)
        guard asked.sort == nil else {
            for keys in try candidates(asked, connection) + [own].compactMap(\.self) {
                if try found(keys, connection) != nil { return keys }
            }
            let isByEnd = asked.sort?.expression == GuaranteeEndKeys.day
            return isByEnd ? try GuaranteeEndKeys.page(asked, visitor, connection) : nil
        }
        if own == nil, asked.conditions.count == 1, let state = asked.value("state") {
            return bounded(inState(state), asked)
        }
        let page = GuaranteePageKeys(asked, visitor, connection)
        let isFirm = visitor.organisation.kind == .enterprise
        for keys in try candidates(asked, connection) + [isFirm ? own : nil].compactMap(\.self) {
            if let keys = try found(keys, connection) { return try page.among(keys) }
        }
        return try page.walked()
    }

    /// Statements for keys that an index finds, each of which has all that the filters leave.
    private static func candidates(_ asked: ListQuery, _ connection: Connection) throws -> [SQL] {
        [
            try asked.value("q").flatMap { try searched($0, connection) },
            asked.value("state").map(inState), ending(asked),
        ].compactMap(\.self)
    }

    /// What a statement finds, if it is not too much.
    private static func found(_ keys: SQL, _ connection: Connection) throws -> [Int64]? {
        let sql = SQL("SELECT id FROM (") + keys + SQL(") AS k LIMIT ?", [.int(Int64(few) + 1)])
        let found = try connection.all(sql) { $0.int(0) }
        return found.count > few ? nil : found
    }

    private static func inState(_ state: String) -> SQL {
        SQL("SELECT guarantee_id AS id FROM guarantee_position WHERE state = ?", [.text(state)])
    }

    /// Those whose term or extension ends between the days asked for, each found by its index; nil when no
    /// days are asked for. The term of one that was extended counts too here: the filter sorts it out.
    static func ending(_ asked: ListQuery) -> SQL? {
        let (from, until) = (asked.value("ends_from"), asked.value("ends_until"))
        guard from != nil || until != nil else { return nil }
        let first = from.flatMap { Day($0) }?.number ?? .min
        let last = until.flatMap { Day($0) }?.number ?? .max
        return first > last ? nil : ending(in: Int64(first)...Int64(last))
    }

    /// Those whose term or extension ends on one of the days.
    static func ending(in days: ClosedRange<Int64>) -> SQL {
        let days = [Value.int(days.lowerBound), .int(days.upperBound)]
        return SQL(
            """
            SELECT id FROM guarantee WHERE ends_on BETWEEN ? AND ? UNION ALL
            SELECT guarantee_id FROM guarantee_position WHERE extended_until BETWEEN ? AND ?
            """, days + days)
    }

    /// All that concern the visitor's organisation; nil for those that see everything.
    private static func own(_ visitor: Visitor) -> SQL? {
        if visitor.organisation.kind == .enterprise {
            return SQL(
                """
                SELECT id FROM guarantee WHERE enterprise_id IN (SELECT id FROM enterprise WHERE \
                credit_code = ?)
                """, [.text(visitor.organisation.code)])
        }
        guard let agreements = Sight.ownAgreements(visitor.organisation) else { return nil }
        return SQL("SELECT id FROM guarantee WHERE agreement_id IN (") + agreements + SQL(")")
    }

    /// The first keys of a statement beyond the place where the page begins.
    private static func bounded(_ keys: SQL, _ asked: ListQuery) -> SQL {
        var sql = keys
        if let cursor = asked.cursor {
            sql.append(
                SQL(composing: " AND guarantee_id \(asked.isDown ? "<" : ">") ?", [.int(cursor.key)]))
        }
        let direction = asked.isDown ? "DESC" : "ASC"
        sql.append(
            SQL(
                composing: " ORDER BY guarantee_id \(direction) LIMIT ?", [.int(Int64(asked.limit) + 1)]))
        return sql
    }
}

/// Searching guarantees: numbers and codes that begin with a text, and firms whose names hold it.
extension GuaranteeScope {
    /// The keys as far as an index finds them.
    private static func searched(_ text: String, _ connection: Connection) throws -> SQL? {
        guard isPartOfName(text) else { return beginning(text) }
        guard let firms = try NamePairs.candidates(text, connection) else { return nil }
        return beginning(text) + SQL(" UNION ALL SELECT id FROM guarantee WHERE enterprise_id IN (") + firms
            + SQL(")")
    }

    private static func beginning(_ text: String) -> SQL {
        SQL(
            """
            SELECT id FROM guarantee WHERE number >= ? AND number < ?
            UNION ALL SELECT id FROM guarantee WHERE enterprise_id IN (
                SELECT id FROM enterprise WHERE credit_code >= ? AND credit_code < ?)
            """, bounds(text))
    }

    /// The same as a condition on a row, which leads to no row.
    static func matches(_ text: String) -> SQL {
        guard isPartOfName(text) else {
            return SQL(
                """
                (+g.id > 0 AND (g.number >= ? AND g.number < ? OR e.credit_code >= ? AND e.credit_code < ?))
                """, bounds(text))
        }
        return SQL(
            """
            (+g.id > 0 AND (g.number >= ? AND g.number < ? OR e.credit_code >= ? AND e.credit_code < ?
                OR lower(e.name) LIKE ? ESCAPE '!'))
            """, bounds(text) + [RecordList.Filter.holding(text.lowercased())])
    }

    /// Capitals with digits are a number or a code, and a single character tells too little.
    private static func isPartOfName(_ text: String) -> Bool {
        let isCode =
            text.utf8.contains { (48...57).contains($0) }
            && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || $0 == 45 }
        return !isCode && text.unicodeScalars.count > 1
    }

    private static func bounds(_ text: String) -> [Value] {
        let last = text + "\u{10FFFF}"
        return [.text(text), .text(last), .text(text), .text(last)]
    }
}
