import Core
import Storage

/// The history of a firm in the register: what changed, when, told by whom and entered by whom, the newest
/// first.
enum EnterpriseEvents {
    /// All that one audit record tells of the firm.
    struct Event: Sendable {
        /// The number of the audit record.
        let record: Int64
        let at: Int64
        let actor: String
        var source = ""
        /// The day for which it was told; nil where records have days of their own.
        var day: Day?
        var lines: [Line] = []
        /// Whether it says who belongs together.
        var isOfRelatedParties = false
    }

    enum Line: Sendable {
        /// Of a year where the fact has one; before is what the same source had told of it.
        case fact(FirmFact, year: Int?, before: FirmFactValue?, after: FirmFactValue)
        case record(Sentence)
    }

    /// - Parameter before: the audit record before which the page begins.
    /// - Returns: the events, and one more than the limit where there are more.
    static func page(
        of enterprise: Int64, before: Int64? = nil, limit: Int, _ connection: Connection
    ) throws -> [Event] {
        var events = try heads(of: enterprise, before: before ?? .max, limit: limit + 1, connection)
        guard let first = events.first?.record, let last = events.last?.record else { return [] }
        let places = Dictionary(uniqueKeysWithValues: events.enumerated().map { ($1.record, $0) })
        let span = last...first
        try forEachStatement(of: enterprise, in: span, connection) { statement, lines in
            guard let place = places[statement.toldIn] else { return }
            events[place].source = statement.source.name
            events[place].day = statement.day
            events[place].lines += lines
        }
        for told in try EventRecords.all(of: enterprise, in: span, connection) {
            guard let place = places[told.record] else { continue }
            if !told.source.isEmpty { events[place].source = told.source }
            if let day = told.day { events[place].day = day }
            events[place].lines.append(.record(told.sentence))
            if told.isOfRelatedParties { events[place].isOfRelatedParties = true }
        }
        return events
    }

    /// The audit records that tell something of the firm.
    private static func heads(
        of enterprise: Int64, before: Int64, limit: Int, _ connection: Connection
    ) throws -> [Event] {
        let tables = [
            "enterprise_statement", "ip_right", "qualification", "hosting", "incident", "contact",
            "related_party_source",
        ]
        let parts = tables.map { "SELECT told_in AS id FROM \($0) WHERE enterprise_id = ? AND told_in < ?" }
        let values = tables.flatMap { _ in [Value.int(enterprise), .int(before)] }
        let sql = SQL(
            composing: """
                SELECT a.id, a.at, a.actor FROM audit a WHERE a.id IN (
                    \(parts.joined(separator: " UNION "))
                    UNION SELECT id FROM audit WHERE subject = ? AND id < ?)
                ORDER BY a.id DESC LIMIT ?
                """,
            values + [.text("enterprise/\(enterprise)"), .int(before), .int(Int64(limit))])
        return try connection.all(sql) { Event(record: $0.int(0), at: $0.int(1), actor: $0.text(2)) }
    }

    private static func forEachStatement(
        of enterprise: Int64, in span: ClosedRange<Int64>, _ connection: Connection,
        _ take: (FirmStatement, [Line]) -> Void
    ) throws {
        let all = try StatementStore.all(of: enterprise, connection)
        for (place, statement) in all.enumerated() where span.contains(statement.toldIn) {
            let earlier = all[..<place].filter { $0.source == statement.source }
            var lines: [Line] = []
            if let name = statement.otherName, earlier.last(where: { $0.otherName != nil })?.otherName != name
            {
                lines.append(.record(Sentence(zh: "名称：\(name)", en: "Name: \(name)")))
            }
            for fact in FirmFact.all {
                guard let after = statement.values[fact.place] else { continue }
                let known = earlier.last { $0.value(of: fact, lastYear: statement.lastYear) != nil }
                let before = known?.value(of: fact, lastYear: statement.lastYear)
                guard before != after else { continue }
                let year = fact.year.map { statement.lastYear - $0.back }
                lines.append(.fact(fact, year: year, before: before, after: after))
            }
            take(statement, lines)
        }
    }
}

/// What was registered of a firm one by one, with the audit record that told it.
private enum EventRecords {
    struct Told {
        let record: Int64
        let source: String
        var day: Day?
        let sentence: Sentence
        var isOfRelatedParties = false
    }

    static func all(
        of enterprise: Int64, in span: ClosedRange<Int64>, _ connection: Connection
    ) throws -> [Told] {
        let values: [Value] = [.int(enterprise), .int(span.lowerBound), .int(span.upperBound)]
        return try rights(values, connection) + certificates(values, connection)
            + hostings(values, connection) + incidents(values, connection) + contacts(values, connection)
            + related(values, connection) + registration(enterprise, span, connection)
    }

    private static let condition = "r.enterprise_id = ? AND r.told_in BETWEEN ? AND ?"
    private static let source = "JOIN fact_source f ON f.id = r.source_id"

    private static func read(
        _ columns: String, _ tables: String, _ values: [Value], _ connection: Connection,
        _ told: (borrowing Row) -> Told
    ) throws -> [Told] {
        let sql = SQL(
            composing: """
                SELECT r.told_in, f.name, \(columns) FROM \(tables) \(source) WHERE \(condition)
                ORDER BY r.told_in, \(columns)
                """, values)
        return try connection.all(sql, told)
    }

    private static func rights(_ values: [Value], _ connection: Connection) throws -> [Told] {
        try read("r.kind, r.number, r.title", "ip_right r", values, connection) { row in
            let name = IPRight.Kind(rawValue: row.text(2))?.name
            let (number, title) = (row.text(3), row.text(4))
            return Told(
                record: row.int(0), source: row.text(1),
                sentence: Sentence(
                    zh: "\(name?.zh ?? "") \(number)：\(title)", en: "\(name?.en ?? "") \(number): \(title)"))
        }
    }

    private static func certificates(_ values: [Value], _ connection: Connection) throws -> [Told] {
        try read("r.kind, r.number, r.granted_on", "qualification r", values, connection) { row in
            let name = Qualification.Kind(rawValue: row.text(2))?.name
            let (number, day) = (row.text(3), row.day(4))
            return Told(
                record: row.int(0), source: row.text(1),
                sentence: Sentence(
                    zh: "\(name?.zh ?? "") \(number)，\(day)", en: "\(name?.en ?? "") \(number) of \(day)"))
        }
    }

    private static func hostings(_ values: [Value], _ connection: Connection) throws -> [Told] {
        let tables = "hosting r JOIN support_platform s ON s.id = r.platform_id"
        return try read("s.name, r.from_day, r.until_day", tables, values, connection) { row in
            let (name, from) = (row.text(2), row.day(3))
            let until = row.optionalDay(4)
            let sentence = Sentence(
                zh: "入驻 \(name)，\(from) 起\(until.map { "至 \($0)" } ?? "")",
                en: "hosted by \(name) from \(from)\(until.map { " to \($0)" } ?? " on")")
            return Told(record: row.int(0), source: row.text(1), sentence: sentence)
        }
    }

    private static func incidents(_ values: [Value], _ connection: Connection) throws -> [Told] {
        try read("r.kind, r.on_day, r.words", "incident r", values, connection) { row in
            let name = Incident.Kind(rawValue: row.text(2))?.name
            let (day, words) = (row.day(3), row.text(4))
            return Told(
                record: row.int(0), source: row.text(1),
                sentence: Sentence(
                    zh: "\(name?.zh ?? "")，\(day)：\(words)", en: "\(name?.en ?? ""), \(day): \(words)"))
        }
    }

    /// Without numbers and addresses.
    private static func contacts(_ values: [Value], _ connection: Connection) throws -> [Told] {
        try read("r.person, r.duty, r.on_day", "contact r", values, connection) { row in
            let (person, duty) = (row.text(2), row.text(3))
            return Told(
                record: row.int(0), source: row.text(1), day: row.day(4),
                sentence: Sentence(
                    zh: "联系人 \(person)（\(duty)）", en: "contact \(person) (\(duty))"))
        }
    }

    private static func related(_ values: [Value], _ connection: Connection) throws -> [Told] {
        let tables = "related_party_source r JOIN enterprise e ON e.id = r.related_id"
        return try read("e.name, r.on_day", tables, values, connection) { row in
            let name = row.text(2)
            return Told(
                record: row.int(0), source: row.text(1), day: row.day(3),
                sentence: Sentence(zh: "关联企业 \(name)", en: "related party \(name)"),
                isOfRelatedParties: true)
        }
    }

    private static func registration(
        _ enterprise: Int64, _ span: ClosedRange<Int64>, _ connection: Connection
    ) throws -> [Told] {
        let sql = SQL(
            "SELECT id FROM audit WHERE subject = ? AND id BETWEEN ? AND ?",
            [.text("enterprise/\(enterprise)"), .int(span.lowerBound), .int(span.upperBound)])
        return try connection.all(sql) { row in
            Told(
                record: row.int(0), source: "",
                sentence: Sentence(zh: "列入名录", en: "entered in the register"))
        }
    }
}
