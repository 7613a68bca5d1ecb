import Core
import HTTPTypes
import Storage

/// Single entitlements for machines: read, marked as seen by the firm, taken up by an officer.
enum EntitlementAPI {
    static let all: [Route] = [
        // Reading leaves a record that the firm sees, so it acts.
        Route(
            method: .get, path: "/api/v1/entitlements/:id", access: .permission(.readBook),
            work: .acting(read)
        ).described(
            RouteDescription(
                id: "entitlements_record",
                summary: Sentence(
                    zh: "一家企业符合或曾符合的一项政策；每次读取都会留下企业可见的记录",
                    en: "What one firm qualifies for, or did; each reading leaves a record that the firm sees"
                ),
                tag: "entitlements", parameters: [id], answers: [.ok(schema)])),
        .post("/api/v1/entitlements/:id/seen", .anyOf([.enter, .approve])) { ask in
            try await ask.write("entitlement.see") { try Entitlement.see(ask.part("id"), by: ask.person, $0) }
            return try await read(ask)
        }.described(
            RouteDescription(
                id: "entitlements_seen", summary: Sentence(zh: "企业标为已阅", en: "The firm marks it as seen"),
                tag: "entitlements", parameters: [id], answers: [.ok(schema)])),
        .post("/api/v1/entitlements/:id/take-up", .permission(.tellFacts)) { ask in
            let note = try [noteField].read(ask.body).text("note")
            try await ask.write("entitlement.take_up") {
                try Entitlement.take(ask.part("id"), note: note, by: ask.person, $0)
            }
            return try await read(ask)
        }.described(
            RouteDescription(
                id: "entitlements_take_up",
                summary: Sentence(zh: "监管部门经办标为已办理", en: "A supervisor's clerk takes it up"),
                tag: "entitlements", parameters: [id], body: [noteField].schema, answers: [.ok(schema)])),
    ]

    private static let id = RouteDescription.Parameter.path(
        "id", Sentence(zh: "序号；每次变化后另编", en: "Its number, given anew with each change"))

    /// A character has at most four bytes; how many there may be is checked where it is taken up.
    private static let noteField = FormField(
        name: "note", title: Sentence(zh: "办理说明", en: "Note"), kind: .text(4 * Entitlement.noteLimit))

    @Sendable private static func read(_ ask: Ask) async throws -> Answer {
        let (number, visitor) = (ask.part("id"), ask.person)
        let one = try await ask.site.book.database.read { try Entitlement.load(number, for: visitor, $0) }
        return try await EnterpriseAccess.read(ask, .interface, of: one.creditCode) { _, connection in
            .json(json(try Entitlement.load(number, for: visitor, connection)))
        }
    }

    private static func json(_ one: Entitlement) -> JSON {
        let (values, taken) = (one.values, one.taken)
        return .members([
            "number": .string(String(one.number)), "credit_code": .string(one.creditCode),
            "enterprise": .string(one.firm), "policy": .string(one.policy),
            "verdict": .string(one.verdict.rawValue), "class": .string(values.classWord),
            "score_low": values.scoreLow.map { .money(Fen($0)) } ?? .null,
            "score_high": values.scoreHigh.map { .money(Fen($0)) } ?? .null,
            "amount_low": values.amount.map { .money($0.lowerBound) } ?? .null,
            "amount_high": values.amount.map { .money($0.upperBound) } ?? .null,
            "since": .day(one.since), "decided_for": .day(one.decidedFor),
            "decided_at": .number(one.decidedAt), "taken_up_at": taken.map { .number($0.at) } ?? .null,
            "taken_up_by": taken.map { .string($0.person) } ?? .null,
            "note": taken.map { .string($0.note) } ?? .null,
        ])
    }

    private static let schema: JSON = {
        let text = JSON.schema("string")
        let number = JSON.schemaMoney.orNull()
        return .schemaObject([
            ("number", text), ("credit_code", text), ("enterprise", text), ("policy", text),
            ("verdict", .schemaWords(EntitlementVerdict.allCases.map(\.rawValue))), ("class", text),
            ("score_low", number), ("score_high", number), ("amount_low", number), ("amount_high", number),
            ("since", .schemaDay), ("decided_for", .schemaDay), ("decided_at", .schemaTime),
            ("taken_up_at", JSON.schemaTime.orNull()), ("taken_up_by", text.orNull()),
            ("note", text.orNull()),
        ])
    }()
}
