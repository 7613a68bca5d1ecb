import Core
import HTTPTypes
import Storage

/// A firm's applications through the API: listed, read, sent as a whole, taken back.
enum ApplicationAPI {
    static let all: [Route] = [ListAPI.route(list), apply, withdraw]

    private static let list = RecordList(
        name: "applications", title: Sentence(zh: "本企业的申请", en: "The applications of my firm"),
        access: .permission(.readBook),
        columns: [
            .init("application", Sentence(zh: "申请号", en: "Application"), "q.id", .count),
            .init("state", Sentence(zh: "状态", en: "State"), "q.state"),
            .init("saved_at", Sentence(zh: "保存时间", en: "Saved at"), "q.saved_at", .time),
            .init("guarantee_no", Sentence(zh: "担保", en: "Guarantee"), "g.number"),
            .init(
                "guarantee_state", Sentence(zh: "担保状态", en: "State of the guarantee"), "p.state",
                .word { GuaranteeRecords.stateName($0) }),
        ],
        filters: [
            .choice(
                "state", Sentence(zh: "状态", en: "State"),
                ApplicationStore.State.allCases.map { .init(value: $0.rawValue, title: $0.name) },
                "q.state = ?")
        ],
        tables: """
            application q LEFT JOIN guarantee g ON g.id = q.guarantee_id
            LEFT JOIN guarantee_position p ON p.guarantee_id = q.guarantee_id
            """,
        key: "q.id",
        sight: { visitor in
            visitor.may(.readBook)
                ? SQL("q.organisation_id = ?", [.int(visitor.organisation.id)]) : "1 = 0"
        },
        empty: Sentence(zh: "还没有申请。", en: "No application yet."))

    // MARK: One application

    static let source = RecordAPI.Source(
        collection: "applications", title: Sentence(zh: "一份申请", en: "One application"),
        access: .permission(.readBook), schema: schema
    ) { key, visitor, _, connection in
        let seen = try Seen(key, visitor, connection)
        return (seen.json, seen.version)
    }

    /// An application with the guarantee that came of it.
    struct Seen: Sendable {
        let stored: ApplicationStore.Stored
        let guarantee: GuaranteeSight.Seen?

        init(_ key: String, _ visitor: Visitor, _ connection: Connection) throws {
            stored = try ApplicationStore.load(key, visitor, connection)
            guarantee = try stored.guarantee.map {
                try GuaranteeSight.load(number: $0, visitor, connection)
            }
        }

        /// Rises with every change of either.
        var version: Int64 { stored.version + (guarantee?.version ?? 0) }

        var json: JSON {
            .members([
                "application": .number(stored.id), "version": .number(version),
                "state": .string(stored.state.rawValue), "saved_at": .number(stored.savedAt),
                "fields": stored.typed.json,
                "guarantee_no": stored.guarantee.map(JSON.string) ?? .null,
                "guarantee_state": (guarantee?.guarantee.state.rawValue).map(JSON.string) ?? .null,
            ])
        }
    }

    static let schema = JSON.schemaObject([
        ("application", .schemaTime), ("version", .schemaTime),
        ("state", .schemaWords(ApplicationStore.State.allCases.map(\.rawValue))), ("saved_at", .schemaTime),
        ("fields", .schema("object", ["additionalProperties": .schema("string")])),
        ("guarantee_no", JSON.schema("string").orNull()),
        ("guarantee_state", JSON.schema("string").orNull()),
    ])

    // MARK: Applying

    private static let apply = Route.post("/api/v1/applications", .permission(.enter)) { ask in
        guard ask.person.organisation.kind == .enterprise else { throw RequestRefusal.forbidden }
        if try ask.isDryRun { return try await ask.site.book.database.read { try trial(ask, $0) } }
        let seen = try await ask.write("application.submit") { writing in
            let once = try ask.idempotencyKey
            let inputs = try inputs(ask, writing.connection)
            let number = try ApplicationStore.apply(
                inputs, once: once, on: ask.today, by: ask.person, writing)
            return try Seen(String(number), ask.person, writing.connection)
        }
        return .json(seen.json, status: .created).tagged(seen.version)
            .setting(.location, "/api/v1/applications/\(seen.stored.id)")
    }.described(
        RouteDescription(
            id: "applications_apply", summary: Sentence(zh: "申请担保", en: "Apply for a guarantee"),
            tag: "applications",
            parameters: [
                .idempotencyKey, .dryRun(Sentence(zh: "只试算，不提交", en: "Only say what it would cost")),
            ],
            body: ApplicationForm.described.schema,
            answers: [
                .ok(.schemaReference("Preview")),
                .init(
                    status: 201, text: Sentence(zh: "已提交", en: "Sent"), schema: schema,
                    headers: ["Location", "ETag"]),
            ]))

    private static func inputs(_ ask: Ask, _ connection: Connection) throws -> Inputs {
        let offers = try AgreementOffers(on: ask.today, near: "", connection)
        return try ApplicationForm.fields(offers, on: ask.today).read(ask.body)
    }

    private static func trial(_ ask: Ask, _ connection: Connection) throws -> Answer {
        let inputs = try inputs(ask, connection)
        let offers = try AgreementOffers(on: ask.today, near: "", connection)
        let firm = ask.person.organisation.code
        let checked = try ApplicationForm.check(inputs, offers, firm: firm, on: ask.today, connection)
        let quote = try ApplicationQuote(
            checked.application, checked.offer, firm: firm, on: ask.today, connection)
        let lines = quote.lines.map { Preview.Line(title: $0.title, value: $0.value) }
        return .json(PreviewJSON.json(Preview(lines: lines)))
    }

    // MARK: Taking back

    private static let withdraw = Route.post("/api/v1/applications/:key/withdraw", .permission(.enter)) {
        ask in
        let seen = try await ask.write("application.withdraw") { writing in
            let key = ask.part("key")
            let before = try Seen(key, ask.person, writing.connection)
            // What was taken back is so, however often it is asked.
            let isGone = before.stored.state == .discarded || before.guarantee?.guarantee.state == .withdrawn
            if isGone { return before }
            guard let version = try ask.seenVersion else { throw RequestRefusal.needsVersion }
            guard version == before.version else { throw RequestRefusal.changedMeanwhile }
            try ApplicationStore.withdraw(key, on: ask.today, by: ask.person, writing)
            return try Seen(key, ask.person, writing.connection)
        }
        return .json(seen.json).tagged(seen.version)
    }.described(
        RouteDescription(
            id: "applications_withdraw",
            summary: Sentence(
                zh: "放弃草稿，或撤回尚未放款的申请", en: "Discard a draft, or withdraw what is not disbursed yet"),
            tag: "applications", parameters: [.path("key", RecordAPI.keyText), .ifMatch(isRequired: true)],
            answers: [.ok(schema, headers: ["ETag"])]))
}
