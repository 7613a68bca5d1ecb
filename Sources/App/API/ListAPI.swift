import Core
import HTTPTypes
import Storage

/// Lists through the API: one page of rows, and where the next begins.
enum ListAPI {
    /// Characters of a search.
    static let longestSearch = 75

    static func route(_ list: RecordList) -> Route {
        .get("/api/v1/\(list.name)", list.access) { ask, connection in
            try check(ask.query, list, ask.today)
            return try json(ask, list, connection)
        }.described(description(of: list))
    }

    private static func json(_ ask: Ask, _ list: RecordList, _ connection: Connection) throws -> Answer {
        let asked = ListQuery(list, ask.query, today: ask.today)
        let rows = try ListRows(asked, for: ask.person, connection) { row in
            var members: [JSON.Member] = []
            for (index, column) in list.columns.enumerated() {
                members.append(JSON.Member(name: column.name, value: value(row, index, column.kind)))
            }
            return JSON.object(members)
        }
        return .json(
            .members([
                "items": .array(rows.rows), "next": rows.next.map(JSON.string) ?? .null,
                "previous": rows.previous.map(JSON.string) ?? .null,
            ]))
    }

    private static func value(_ row: borrowing Row, _ index: Int, _ kind: RecordList.Kind) -> JSON {
        if row.isNull(index) { return .null }
        switch kind {
        case .text, .word, .policy: return .string(row.text(index))
        case .money: return .money(Fen(row.int(index)))
        case .day: return .day(row.day(index))
        case .rate: return .rate(Rate(millionths: row.int(index)))
        case .count, .time: return .number(row.int(index))
        }
    }

    // MARK: What may be asked

    /// A page forgives what it does not understand; a machine is told.
    private static func check(_ query: Query, _ list: RecordList, _ today: Day) throws {
        var problems: [FormRefusal.Problem] = []
        var seen: Set<String> = []
        for (name, value) in query.pairs {
            if let sentence = fault(name, value, query, list, today) {
                problems.append(.init(field: name, sentence: sentence))
            } else if !seen.insert(name).inserted {
                problems.append(.init(field: name, sentence: QuerySentences.once(name)))
            }
        }
        guard problems.isEmpty else { throw FormRefusal(problems: problems) }
    }

    private static func fault(
        _ name: String, _ value: String, _ query: Query, _ list: RecordList, _ today: Day
    ) -> Sentence? {
        let isSound: Bool
        switch name {
        case "sort": isSound = sorts(list).contains(value)
        case "limit": isSound = Int(value).map(ListQuery.limits.contains) == true
        case "after", "before":
            isSound =
                ListQuery(list, query, today: today).cursor != nil
                && (query["after"] == nil || query["before"] == nil)
        default:
            guard let filter = list.filters.first(where: { $0.name == name }) else {
                return FieldSentences.unknown(name)
            }
            if case .search = filter.kind {
                isSound = value.unicodeScalars.count <= ListAPI.longestSearch
            } else {
                isSound = filter.condition(value) != nil
            }
        }
        let shown = String(value.prefix(60))
        return isSound
            ? nil : Sentence(zh: "“\(name)”不能是“\(shown)”。", en: "'\(name)' can't be '\(shown)'.")
    }

    private static func sorts(_ list: RecordList) -> [String] {
        list.columns.filter(\.isSortable).flatMap { [$0.name, "-" + $0.name] }
    }

    private static func description(of list: RecordList) -> RouteDescription {
        var parameters = list.filters.map {
            RouteDescription.Parameter.query($0.name, $0.title, $0.kind.schema)
        }
        if !sorts(list).isEmpty {
            parameters.append(
                .query(
                    "sort", Sentence(zh: "排序，横线表示降序", en: "Order; a hyphen means descending"),
                    .schemaWords(sorts(list))))
        }
        parameters.append(
            .query(
                "limit", Sentence(zh: "每页行数", en: "Rows on a page"),
                .schema(
                    "integer",
                    [
                        "minimum": .number(Int64(ListQuery.limits.lowerBound)),
                        "maximum": .number(Int64(ListQuery.limits.upperBound)),
                        "default": .number(Int64(ListQuery.usualLimit)),
                    ])))
        for (name, member) in [("after", "next"), ("before", "previous")] {
            parameters.append(
                .query(
                    name, Sentence(zh: "上一次回答中的 \(member)", en: "What an answer gave as '\(member)'"),
                    .schemaPattern("^-?[0-9]{1,18}(~[^\\u0000]*)?$")))
        }
        let row = JSON.schemaObject(
            list.columns.map { ($0.name, $0.kind.schema.orNull().described($0.title)) })
        let page = JSON.schemaObject([
            ("items", .schemaList(row)), ("next", JSON.schema("string").orNull()),
            ("previous", JSON.schema("string").orNull()),
        ])
        return RouteDescription(
            id: "\(list.name)_list", summary: list.title, tag: list.name, parameters: parameters,
            answers: [.ok(page)])
    }
}

extension RecordList.Kind {
    fileprivate var schema: JSON {
        switch self {
        case .text, .word, .policy: .schema("string")
        case .money: .schemaMoney
        case .day: .schemaDay
        case .rate: .schemaRate
        case .count, .time: .schemaTime
        }
    }
}

extension RecordList.Filter.Kind {
    fileprivate var schema: JSON {
        switch self {
        case .search:
            .schema(
                "string",
                [
                    "maxLength": .number(Int64(ListAPI.longestSearch)), "pattern": .string("^[^\\u0000]*$"),
                ])
        case .choice(let choices): .schemaWords(choices.map(\.value))
        case .policy: .schemaPattern("^[a-z][a-z0-9_-]{0,63}$")
        case .day: .schema("string", ["format": .string("date")])
        case .money: .schemaPattern("^-?[0-9]{1,14}([.][0-9]{1,2})?$")
        }
    }
}
