import Core
import HTTPTypes
import Storage

/// What a guarantor enters for a month, and the records of a cell, through the API.
enum ReportEntryAPI {
    static let all: [Route] = [
        .get("/api/v1/reports/entries", .permission(.enter)) { ask, connection in
            try ask.checkNames(["month"])
            return try answer(try ReportRoutes.own(ask, connection), connection)
        }.described(
            RouteDescription(
                id: "reports_entries",
                summary: Sentence(
                    zh: "月报表中由本机构填报的数，含上月带入的建议",
                    en: "What is entered for a month, with what the month before proposes"),
                tag: "reports",
                parameters: [
                    .query(
                        "month", Sentence(zh: "月份，例如 2017-06", en: "A month such as 2017-06"),
                        .schemaPattern("^[0-9]{4}-[0-9]{2}$"))
                ], answers: [.ok(schema, headers: ["ETag"])])),
        .post("/api/v1/reports/entries", .permission(.enter), enter).described(
            RouteDescription(
                id: "reports_enter",
                summary: Sentence(
                    zh: "填报一个月；未写的行保持不变，重复发送无妨",
                    en: "Enter a month; rows left out stay, again changes nothing"),
                tag: "reports", parameters: [.ifMatch(isRequired: true)], body: fields.schema,
                answers: [.ok(schema, headers: ["ETag"])])),
        .get("/api/v1/reports/records", .permission(.readFigures), records).described(recordsDescription),
    ]

    // MARK: Entries

    private static let fields =
        [
            FormField(
                name: "month", title: Sentence(zh: "月份，例如 2017-06", en: "A month such as 2017-06"),
                kind: .text(7))
        ]
        + ReportEntries.rows.map {
            FormField(name: $0.number, title: $0.name, kind: .text(32), hint: $0.unit.name, isRequired: false)
        } + [
            FormField(
                name: MonthlyFormEntry.checkedByWord, title: Sentence(zh: "审核人", en: "Checked by"),
                kind: .text(300), isRequired: false),
            FormField(
                name: MonthlyFormEntry.telephoneWord, title: Sentence(zh: "联系电话", en: "Telephone"),
                kind: .text(300), isRequired: false),
        ]

    @Sendable private static func enter(_ ask: Ask) async throws -> Answer {
        try await ask.write("monthly_entry.enter") { writing in
            guard let seen = try ask.seenVersion else { throw RequestRefusal.needsVersion }
            let inputs = try fields.read(ask.body)
            var asked = ask
            asked.query = Query().setting("month", inputs.text("month"))
            let report = try ReportRoutes.enter(inputs.text, asked, writing) {
                ContentVersion.of($0.text) == seen
            }
            return try answer(report, writing.connection)
        }
    }

    private static func answer(_ report: ReportAsk, _ connection: Connection) throws -> Answer {
        let known = try ReportEntries(report.guarantor.id, report.month, connection)
        let body = JSON.members([
            "guarantor": .string(report.guarantor.code), "month": .string(report.month.description),
            "checked_by": .string(known.now.checkedBy), "telephone": .string(known.now.telephone),
            "rows": .array(ReportEntries.rows.map { row($0, known) }),
        ])
        return .json(body).tagged(ContentVersion.of(known.now.json(of: report.month).text))
    }

    private static func row(_ row: MonthlyFormRow, _ known: ReportEntries) -> JSON {
        func text(_ value: Int64?) -> JSON { value.map { .string(row.unit.text($0)) } ?? .null }
        var proposed: Int64?
        if case .value(_, let value) = known.proposed[row.number] { proposed = value }
        return .members([
            "number": .string(row.number), "name": .text(row.name), "unit": .text(row.unit.name),
            "required": .bool(row.source == .entered), "value": text(known.now.values[row.number]),
            "month_before": text(known.before.values[row.number]), "proposed": text(proposed),
        ])
    }

    private static let schema = JSON.schemaObject([
        ("guarantor", .schema("string")), ("month", .schema("string")), ("checked_by", .schema("string")),
        ("telephone", .schema("string")),
        (
            "rows",
            .schemaList(
                .schemaObject([
                    ("number", .schema("string")), ("name", .schemaSentence), ("unit", .schemaSentence),
                    ("required", .schema("boolean")), ("value", JSON.schema("string").orNull()),
                    ("month_before", JSON.schema("string").orNull()),
                    ("proposed", JSON.schema("string").orNull()),
                ]))
        ),
    ])

    // MARK: Records of a cell

    @Sendable private static func records(_ ask: Ask, _ connection: Connection) throws -> Answer {
        try ask.checkNames(
            ["guarantor", "month", "row", "column"] + PageOfItems<MonthlyFormRecord>.names)
        let asked = try ReportAsk(ask, connection)
        let (row, column) = try ReportAsk.cell(ask)
        let all = try MonthlyFormStore.records(
            of: row, column, asked.guarantor.code, asked.month, connection)
        let page = try PageOfItems(all, ask)
        return .json(
            .members([
                "guarantor": .string(asked.guarantor.code), "month": .string(asked.month.description),
                "row": .string(row.number), "column": .string(column.word), "unit": .text(row.unit.name),
                "count": .number(Int64(all.count)),
                "sum": .string(row.unit.text(all.reduce(0) { $0 + $1.amount })),
                "items": .array(page.items.map { json($0, row) }), "next": page.nextJSON,
            ]))
    }

    private static func json(_ record: MonthlyFormRecord, _ row: MonthlyFormRow) -> JSON {
        let (kind, key, name) =
            switch record.origin {
            case .guarantee(let number, let borrower): ("guarantee", number, borrower)
            case .customer(let code, let name): ("customer", code, name)
            case .entered(let month, let row): ("entered", row, month.description)
            case .netAssets(let day): ("net_assets", day.description, "")
            }
        return .members([
            "kind": .string(kind), "key": .string(key), "name": .string(name),
            "value": .string(row.unit.text(record.amount)),
        ])
    }

    private static let recordsDescription = RouteDescription(
        id: "reports_records",
        summary: Sentence(zh: "月报表一格由哪些记录构成", en: "The records that make up a cell of the monthly form"),
        tag: "reports",
        parameters: [
            .query("guarantor", Sentence(zh: "担保机构编号", en: "The code of a guarantor"), .schemaText(most: 64)),
            .query(
                "month", Sentence(zh: "月份，例如 2017-06", en: "A month such as 2017-06"),
                .schemaPattern("^[0-9]{4}-[0-9]{2}$")),
            .init(
                name: "row", place: .query, schema: .schemaWords(MonthlyFormRow.all.map(\.number)),
                text: Sentence(zh: "行次", en: "The row's number"), isRequired: true),
            .query(
                "column", Sentence(zh: "栏目", en: "The column"),
                .schemaWords(MonthlyFormColumn.allCases.map(\.word))),
        ] + RouteDescription.Parameter.pageOfItems,
        answers: [
            .ok(
                .schemaObject([
                    ("guarantor", .schema("string")), ("month", .schema("string")),
                    ("row", .schema("string")), ("column", .schema("string")), ("unit", .schemaSentence),
                    ("count", .schemaTime), ("sum", .schema("string")),
                    (
                        "items",
                        .schemaList(
                            .schemaObject([
                                ("kind", .schemaWords(["guarantee", "customer", "entered", "net_assets"])),
                                ("key", .schema("string")), ("name", .schema("string")),
                                ("value", .schema("string")),
                            ]))
                    ), ("next", JSON.schema("string").orNull()),
                ]))
        ])
}
