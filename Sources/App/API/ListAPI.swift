import Core
import HTTPTypes
import Storage

/// Lists through the API: one page of rows, and where the next begins.
enum ListAPI {
    static func route(_ list: RecordList) -> Route {
        .get("/api/v1/\(list.name)", list.access) { ask, connection in
            let asked = ListQuery(list, ask.query, today: ask.today)
            let problems = ListFaults.find(ask.query, in: asked, isMachine: true)
            guard problems.isEmpty else { throw FormRefusal(problems: problems) }
            return try json(asked, ask, connection)
        }.described(description(of: list))
    }

    private static func json(_ asked: ListQuery, _ ask: Ask, _ connection: Connection) throws -> Answer {
        let rows = try ListRows(asked, for: ask.person, connection) { row in
            var members: [JSON.Member] = []
            for (index, column) in asked.list.columns.enumerated() {
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

    private static func description(of list: RecordList) -> RouteDescription {
        var parameters = list.filters.map {
            RouteDescription.Parameter.query($0.name, $0.title, $0.kind.schema)
        }
        let sorts = ListFaults.sorts(list)
        if !sorts.isEmpty {
            parameters.append(
                .query(
                    "sort", Sentence(zh: "排序，横线表示降序", en: "Order; a hyphen means descending"),
                    .schemaWords(sorts + [""])))
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
                    .schemaPattern("^(-?[0-9]{1,18}(~[^\\u0000]*)?)?$")))
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
    /// Of its values, the empty one included, which is no filter.
    fileprivate var schema: JSON {
        switch self {
        case .search: .schemaText(least: 0, most: Int64(ListFaults.longestSearch))
        case .choice(let choices): .schemaWords(choices.map(\.value) + [""])
        case .policy: .schemaPattern("^([a-z][a-z0-9_-]{0,63})?$")
        case .day:
            .members([
                "anyOf": .array([
                    .schema("string", ["format": .string("date")]),
                    .schema("string", ["maxLength": .number(0)]),
                ])
            ])
        case .money: .schemaPattern("^(-?[0-9]{1,14}([.][0-9]{1,2})?)?$")
        }
    }
}
