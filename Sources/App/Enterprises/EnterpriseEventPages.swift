import Core
import HTTPTypes
import Storage

/// The history of a firm: the newest on its page, all of it on a page of its own and for machines.
enum EnterpriseEventPages {
    /// Events of a page, and lines of an event; an event that has more says how many.
    private static let rows = 25
    private static let mostLines = 60
    private static let newest = 8
    private static let fewLines = 4

    // They leave a record of the reading, so they act.
    static let routes: [Route] = [
        Route(
            method: .get, path: "/enterprises/:code/history", access: .permission(.readBook),
            work: .acting { ask in
                try await EnterpriseAccess.read(ask, .page) { firm, connection in
                    try page(ask, firm, connection)
                }
            }),
        Route(
            method: .get, path: "/api/v1/enterprises/:code/history", access: .permission(.readBook),
            work: .acting { ask in
                let before = try before(ask)
                return try await EnterpriseAccess.read(ask, .interface) { firm, connection in
                    .json(try json(firm, before, ask, connection))
                }
            }
        ).described(description),
    ]

    /// The newest, with the way to all.
    static func section(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> HTML {
        let t = ask.language
        let events = try visible(
            EnterpriseEvents.page(of: firm.number, limit: newest, connection), to: ask.person)
        guard !events.isEmpty else {
            return Parts.empty(
                t("还没有任何部门报送过该企业的信息。", "No department has told anything of this firm yet."))
        }
        let link = Parts.link("/enterprises/\(firm.creditCode)/history", t("全部变动经过", "The whole history"))
        return "\(table(Array(events.prefix(newest)), fewLines, ask))<p>\(link)</p>"
    }

    private static func page(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let before = ask.query["before"].flatMap { Int64($0) }
        let found = try EnterpriseEvents.page(of: firm.number, before: before, limit: rows, connection)
        let events = visible(Array(found.prefix(rows)), to: ask.person)
        let page = Page(
            ask: ask, title: t("变动经过", "History"),
            path: [
                (t("企业名录", "Enterprises"), "/enterprises"), (firm.name, "/enterprises/\(firm.creditCode)"),
            ])
        let more: HTML? =
            found.count > rows
            ? Parts.link(
                ask.path + Query().setting("before", String(found[rows - 1].record)).text,
                t("更早", "Earlier")) : nil
        let first: HTML? = before == nil ? nil : Parts.link(ask.path, t("最新", "Newest"))
        let links = [first, more].compactMap(\.self)
        let pager: HTML? =
            links.isEmpty
            ? nil : "<nav class=\"pager\" aria-label=\"\(t("翻页", "Pages"))\">\(links)</nav>"
        let content =
            events.isEmpty
            ? Parts.empty(t("没有变动。", "Nothing has changed.")) : table(events, mostLines, ask)
        return page.answer("\(content)\(pager)")
    }

    /// Who belongs together is no business of a platform that hosts the firm.
    private static func visible(
        _ events: [EnterpriseEvents.Event], to visitor: Visitor
    ) -> [EnterpriseEvents.Event] {
        guard visitor.organisation.kind == .platform else { return events }
        return events.filter { !$0.isOfRelatedParties }
    }

    private static func table(
        _ events: [EnterpriseEvents.Event], _ most: Int, _ ask: Ask
    ) -> HTML {
        let t = ask.language
        let rows = events.map { event -> HTML in
            let lines = event.lines.prefix(most).map { "<li>\(text($0, t))</li>" as HTML }
            let more = event.lines.count - lines.count
            let rest: HTML? =
                more > 0 ? "<li class=\"hint\">\(t("另有 \(more) 项", "and \(more) more"))</li>" : nil
            return Tables.row([
                Tables.cell(Times.text(event.at)),
                Tables.cell(markup: "<ul class=\"plain\">\(lines)\(rest)</ul>"),
                Tables.cell(event.source), Tables.cell(event.day?.description ?? ""),
                Tables.cell(event.actor), Tables.number("\(event.record)"),
            ])
        }
        return Tables.wide(
            t("变动经过", "History"),
            [
                .init(t("记录时间", "Recorded")), .init(t("变动", "What changed")), .init(t("来源", "Source")),
                .init(t("所属日期", "Told for")), .init(t("经手", "By")), .number(t("审计记录", "Audit record")),
            ], rows)
    }

    private static func text(_ line: EnterpriseEvents.Line, _ t: Language) -> String {
        switch line {
        case .record(let sentence): return t(sentence)
        case .fact(let fact, let year, let before, let after):
            let title = year.map { "\(t(fact.seriesTitle)) \($0)" } ?? t(fact.title)
            let value = EnterpriseFactPart.text(after, fact, t)
            guard let before else { return t("\(title)：\(value)", "\(title): \(value)") }
            let old = EnterpriseFactPart.text(before, fact, t)
            return t("\(title)：\(old) → \(value)", "\(title): \(old) → \(value)")
        }
    }

    // MARK: For machines

    private static func before(_ ask: Ask) throws -> Int64? {
        guard let text = ask.query["before"] else { return nil }
        guard let number = Int64(text), number > 0 else {
            let sentence = Sentence(
                zh: "“before”应为上一次回答中的 next。", en: "'before' is what an answer gave as 'next'.")
            throw FormRefusal(problems: [.init(field: "before", sentence: sentence)])
        }
        return number
    }

    private static func json(
        _ firm: EnterpriseAccess.Firm, _ before: Int64?, _ ask: Ask, _ connection: Connection
    ) throws -> JSON {
        let found = try EnterpriseEvents.page(of: firm.number, before: before, limit: rows, connection)
        let events = visible(Array(found.prefix(rows)), to: ask.person)
        return .members([
            "credit_code": .string(firm.creditCode),
            "events": .array(
                events.map { event in
                    .members([
                        "record": .number(event.record), "at": .number(event.at),
                        "by": .string(event.actor), "source": .string(event.source),
                        "told_for": .day(event.day), "changes": .array(event.lines.map(change)),
                    ])
                }),
            "next": found.count > rows ? .number(found[rows - 1].record) : .null,
        ])
    }

    private static func change(_ line: EnterpriseEvents.Line) -> JSON {
        switch line {
        case .record(let sentence):
            .members(["fact": .null, "year": .null, "before": .null, "after": .null, "text": .text(sentence)])
        case .fact(let fact, let year, let before, let after):
            .members([
                "fact": .string(fact.name), "year": year.map { .number(Int64($0)) } ?? .null,
                "before": before.map { .string(EnterpriseJSON.text($0, fact)) } ?? .null,
                "after": .string(EnterpriseJSON.text(after, fact)), "text": .text(fact.title),
            ])
        }
    }

    private static let description: RouteDescription = {
        let text = JSON.schema("string")
        let change = JSON.schemaObject([
            ("fact", text.orNull()), ("year", JSON.schema("integer").orNull()), ("before", text.orNull()),
            ("after", text.orNull()), ("text", .schemaSentence),
        ])
        let event = JSON.schemaObject([
            ("record", .schemaTime), ("at", .schemaTime), ("by", text), ("source", text),
            ("told_for", JSON.schemaDay.orNull()), ("changes", .schemaList(change)),
        ])
        return RouteDescription(
            id: "enterprises_history",
            summary: Sentence(
                zh: "企业信息的变动经过，新的在前；每次读取都会留下企业可见的记录",
                en: "What changed of a firm, the newest first; readings leave a record that the firm sees"),
            tag: "enterprises",
            parameters: [
                .path("code", Sentence(zh: "统一社会信用代码", en: "The firm's credit code")),
                .query(
                    "before", Sentence(zh: "上一次回答中的 next", en: "What an answer gave as 'next'"),
                    .schema("integer", ["minimum": .number(1), "maximum": .number(1 << 53)])),
            ],
            answers: [
                .ok(
                    .schemaObject([
                        ("credit_code", text), ("events", .schemaList(event)),
                        ("next", JSON.schemaTime.orNull()),
                    ]))
            ])
    }()
}
