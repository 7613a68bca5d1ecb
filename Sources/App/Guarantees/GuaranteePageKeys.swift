import Core
import Storage

/// The keys of one page of the list of guarantees in its own order, the newest first, found before anything
/// else of a row is read.
struct GuaranteePageKeys {
    private let asked: ListQuery
    private let connection: Connection
    private let sight: SQL
    private let organisation: Organisation
    /// Of a page, with the one more that shows whether another follows.
    private var wanted: Int { asked.limit + 1 }

    /// Keys that are looked at in one statement.
    private static let chunk = 64
    /// Numbers of guarantees that are looked through first, and by how much the next may be more.
    private static let firstWidth: Int64 = 1_024
    private static let growths: ClosedRange<Int64> = 4...64

    init(_ asked: ListQuery, _ visitor: Visitor, _ connection: Connection) {
        self.asked = asked
        self.connection = connection
        sight = Sight.listedGuarantees(visitor)
        organisation = visitor.organisation
    }

    /// Among some keys: looked at in their order until the page is full.
    func among(_ keys: [Int64]) throws -> SQL {
        var rest = Array(Set(keys)).sorted()[...]
        if let cursor = asked.cursor {
            rest = asked.isDown ? rest.prefix { $0 < cursor.key } : rest.drop { $0 <= cursor.key }
        }
        var page: [Int64] = []
        while page.count < wanted, !rest.isEmpty {
            let chunk = asked.isDown ? rest.suffix(Self.chunk) : rest.prefix(Self.chunk)
            rest = asked.isDown ? rest.dropLast(Self.chunk) : rest.dropFirst(Self.chunk)
            let marks = Array(repeating: "?", count: Self.chunk).joined(separator: ", ")
            page += try matching(
                SQL(composing: "g.id IN (\(marks))", Self.padded(Array(chunk), Self.chunk)) + " AND " + sight)
        }
        return statement(Array(page.prefix(wanted)))
    }

    /// Among those of an organisation's agreements: looked through from where the page begins, in ranges of
    /// numbers that grow by what the ones before have brought.
    func walked() throws -> SQL? {
        guard let agreements = Sight.ownAgreements(organisation) else { return nil }
        let last = try connection.first("SELECT COALESCE(MAX(id), 0) FROM guarantee") { $0.int(0) } ?? 0
        var page: [Int64] = []
        var edge = asked.cursor?.key ?? (asked.isDown ? last + 1 : 0)
        edge = min(max(edge, 0), last + 1)
        var width = Self.firstWidth
        while page.count < wanted, asked.isDown ? edge > 1 : edge < last {
            let range = asked.isDown ? max(edge - width, 1)...edge - 1 : edge + 1...min(edge + width, last)
            let own =
                SQL("g.agreement_id IN (") + agreements
                + SQL(
                    ") AND g.id BETWEEN ? AND ?", [.int(range.lowerBound), .int(range.upperBound)])
            let found = try matching(own)
            page += found
            edge = asked.isDown ? range.lowerBound : range.upperBound
            let growth = Int64(wanted - page.count) * 3 / Int64(max(found.count, 1) * 2)
            width *= min(max(growth, Self.growths.lowerBound), Self.growths.upperBound)
        }
        return statement(Array(page.prefix(wanted)))
    }

    /// The keys under a condition that the filters leave, in order, up to a page.
    private func matching(_ condition: SQL) throws -> [Int64] {
        let needsFirm = asked.value("q") != nil || asked.value("agreement") != nil
        let tables: SQL =
            needsFirm
            ? SQL(composing: asked.list.tables)
            : asked.conditions.isEmpty
                ? "guarantee g" : "guarantee g JOIN guarantee_position p ON p.guarantee_id = g.id"
        let order = SQL(
            composing: " ORDER BY g.id \(asked.isDown ? "DESC" : "ASC") LIMIT ?", [.int(Int64(wanted))])
        let sql =
            SQL("SELECT g.id FROM ") + tables + " WHERE "
            + ([condition] + asked.conditions).joined(by: " AND ") + order
        return try connection.all(sql) { $0.int(0) }
    }

    private func statement(_ page: [Int64]) -> SQL {
        guard !page.isEmpty else { return "SELECT id FROM guarantee WHERE 1 = 0" }
        let marks = Array(repeating: "?", count: wanted).joined(separator: ", ")
        return SQL(composing: marks, Self.padded(page, wanted))
    }

    /// As many values as the statement has marks, so that it is prepared once; no guarantee has the number 0.
    private static func padded(_ keys: [Int64], _ count: Int) -> [Value] {
        keys.map { .int($0) } + Array(repeating: .int(0), count: max(count - keys.count, 0))
    }
}
