import Core
import Storage

/// What narrows a list of guarantees before it is read, so that an organisation with few of them and one with
/// most of them wait equally short.
///
/// A page is found in one of two ways: few keys are looked up and sorted, or the list is walked in its order
/// until the page is full, which is soon where much of it belongs there.
enum GuaranteeScope {
    /// So many keys are looked up and sorted.
    private static let few: Int64 = 3_000
    /// An organisation with more agreements has so many guarantees that walking finds them.
    private static let mostAgreements = 64

    /// A statement for the keys among which all rows of the page are; nil where walking is better.
    static func keys(_ asked: ListQuery, _ visitor: Visitor, _ connection: Connection) throws -> SQL? {
        if asked.sort == nil, asked.conditions.isEmpty {
            if let page = try page(asked, visitor, connection) { return page }
        }
        if let text = asked.value("q"), let found = try searched(text, connection),
            try isFew(found, connection)
        {
            return found
        }
        if let state = asked.value("state") {
            if asked.sort == nil, asked.conditions.count == 1, case .supervisor = visitor.organisation.kind {
                return bounded(
                    SQL("SELECT guarantee_id AS id FROM guarantee_position WHERE state = ?", [.text(state)]),
                    key: "guarantee_id", asked)
            }
            let keys = SQL("SELECT guarantee_id FROM guarantee_position WHERE state = ?", [.text(state)])
            if try isFew(keys, connection) { return keys }
        }
        guard let own = own(visitor), try isFew(own, connection) else { return nil }
        return own
    }

    private static func isFew(_ keys: SQL, _ connection: Connection) throws -> Bool {
        let sql =
            SQL("SELECT COUNT(*) FROM (SELECT 1 FROM (") + keys
            + SQL(") AS k LIMIT ?) AS c", [.int(few + 1)])
        return try connection.first(sql) { $0.int(0) } ?? 0 <= few
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

    /// The page itself, put together from the newest of each agreement.
    private static func page(
        _ asked: ListQuery, _ visitor: Visitor, _ connection: Connection
    ) throws -> SQL? {
        guard let agreements = Sight.ownAgreements(visitor.organisation) else { return nil }
        let limit = SQL(" ORDER BY id LIMIT ?", [.int(Int64(mostAgreements) + 1)])
        let numbers = try connection.all(agreements + limit) { $0.int(0) }
        guard numbers.count <= mostAgreements else { return nil }
        guard !numbers.isEmpty else { return "SELECT id FROM guarantee WHERE 1 = 0" }
        let parts = numbers.map { number in
            SQL("SELECT id FROM (")
                + bounded(
                    SQL("SELECT id FROM guarantee WHERE agreement_id = ?", [.int(number)]), key: "id", asked)
                + SQL(") AS part")
        }
        let all = SQL("SELECT id FROM (") + parts.joined(by: " UNION ALL ") + SQL(") AS parts WHERE 1 = 1")
        return bounded(all, key: "id", asked)
    }

    /// The first keys of a statement beyond the place where the page begins.
    private static func bounded(_ keys: SQL, key: StaticString, _ asked: ListQuery) -> SQL {
        var sql = keys
        if let cursor = asked.cursor {
            sql.append(
                SQL(composing: " AND \(key) \(asked.isDown ? "<" : ">") ?", [.int(cursor.key)]))
        }
        let direction = asked.isDown ? "DESC" : "ASC"
        sql.append(
            SQL(composing: " ORDER BY \(key) \(direction) LIMIT ?", [.int(Int64(asked.limit) + 1)]))
        return sql
    }

    // MARK: Searching

    /// Numbers and codes that begin with the text, and names that hold it, as far as an index finds them.
    private static func searched(_ text: String, _ connection: Connection) throws -> SQL? {
        guard let firms = try NamePairs.candidates(text, connection) else {
            return text.unicodeScalars.count == 1 ? begin(text) : nil
        }
        return begin(text) + SQL(" UNION ALL SELECT id FROM guarantee WHERE enterprise_id IN (") + firms
            + SQL(")")
    }

    private static func begin(_ text: String) -> SQL {
        SQL(
            """
            SELECT id FROM guarantee WHERE number >= ? AND number < ?
            UNION ALL SELECT id FROM guarantee WHERE enterprise_id IN (
                SELECT id FROM enterprise WHERE credit_code >= ? AND credit_code < ?)
            """, [.text(text), .text(text + last), .text(text), .text(text + last)])
    }

    /// The same as a condition on a row.
    static func matches(_ text: String) -> SQL {
        let part = text.filter { !"%_\\".contains($0) }
        guard part.unicodeScalars.count > 1 else {
            return SQL(
                "(g.number >= ? AND g.number < ? OR e.credit_code >= ? AND e.credit_code < ?)",
                [.text(text), .text(text + last), .text(text), .text(text + last)])
        }
        return SQL(
            """
            (+g.id > 0 AND (g.number >= ? AND g.number < ? OR e.credit_code >= ? AND e.credit_code < ?
                OR lower(e.name) LIKE ?))
            """,
            [
                .text(text), .text(text + last), .text(text), .text(text + last),
                .text("%" + part.lowercased() + "%"),
            ])
    }

    private static let last = "\u{10FFFF}"
}
