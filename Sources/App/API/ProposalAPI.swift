import Core
import HTTPTypes
import Storage

/// What waits for a second person, through the API.
enum ProposalAPI {
    static let all: [Route] = [
        .get("/api/v1/proposals", ProposalRoutes.access) { ask, connection in
            let waiting = try ProposalStore.waiting(in: ask.person.organisation.id, connection)
            return .json(.members(["items": .array(waiting.map(ProposalJSON.json))]))
        }.described(
            RouteDescription(
                id: "proposals", summary: Sentence(zh: "本机构待复核的事项", en: "What waits in my organisation"),
                tag: "proposals",
                answers: [.ok(.schemaObject([("items", .schemaList(.schemaReference("Proposal")))]))])),
        .get("/api/v1/proposals/:id", ProposalRoutes.access) { ask, connection in
            let stored = try ProposalRoutes.find(ask, connection)
            let action = try? ActionSources.load(
                stored.action, on: stored.subject, ask.person, ask.today, connection)
            return .json(ProposalJSON.json(stored)).tagged(action?.version ?? 0)
        }.described(
            RouteDescription(
                id: "proposal",
                summary: Sentence(
                    zh: "一项待复核事项；ETag 是其所涉记录的版本",
                    en: "One proposal; its ETag is the version of the record that it concerns"),
                tag: "proposals", parameters: [.path("id", idText, id)],
                answers: [.ok(.schemaReference("Proposal"), headers: ["ETag"])])),
        decision(.approve, Sentence(zh: "同意并记账", en: "Approve and record"), .permission(.approve)),
        decision(.reject, Sentence(zh: "退回", en: "Reject"), .permission(.approve)),
        decision(.withdraw, Sentence(zh: "撤回", en: "Withdraw"), .permission(.enter)),
    ]

    private static let id = JSON.schema("integer", ["minimum": .number(1), "format": .string("int64")])
    private static let idText = Sentence(zh: "事项编号", en: "The proposal's number")

    private static func decision(
        _ decision: Proposal.Decision, _ summary: Sentence, _ access: Route.Access
    ) -> Route {
        let fields = fields(of: decision)
        return .post("/api/v1/proposals/:id/\(decision.rawValue)", access) { ask in
            let stored: ProposalStore.Stored = try await ask.write("proposal.\(decision.rawValue)") {
                writing in
                let stored = try ProposalRoutes.find(ask, writing.connection)
                let version = try ask.seenVersion
                let inputs = try fields.read(ask.body)
                return try ProposalStore.decide(
                    decision, on: stored.proposal.id.number, comment: inputs.text("comment"),
                    version: version, today: ask.today, by: ask.person, writing)
            }
            return .json(ProposalJSON.json(stored))
        }.described(
            RouteDescription(
                id: "proposal_\(decision.rawValue)", summary: summary, tag: "proposals",
                parameters: [.path("id", idText, id)]
                    + (decision == .approve ? [.ifMatch(isRequired: true)] : []),
                body: fields.schema, isBodyRequired: decision == .reject,
                answers: [.ok(.schemaReference("Proposal"))]))
    }

    private static func fields(of decision: Proposal.Decision) -> [FormField] {
        guard decision != .withdraw else { return [] }
        return [
            FormField(
                name: "comment", title: Sentence(zh: "意见", en: "Comment"), kind: .text(900),
                isRequired: decision == .reject)
        ]
    }
}

/// A proposal in JSON.
enum ProposalJSON {
    static func json(_ stored: ProposalStore.Stored) -> JSON {
        .members([
            "id": .number(stored.proposal.id.number), "state": .string(stored.proposal.state.rawValue),
            "subject": .string(stored.subject), "action": .string(stored.action),
            "fields": stored.inputs.json, "entered_by": .string(stored.enteredByName),
            "entered_at": .number(stored.enteredAt),
            "decided_by": stored.decidedByName.map(JSON.string) ?? .null,
            "decided_at": stored.decidedAt.map(JSON.number) ?? .null, "comment": .string(stored.comment),
        ])
    }

    static let schema = JSON.schemaObject([
        ("id", .schemaTime), ("state", .schemaWords(Proposal.State.allCases.map(\.rawValue))),
        ("subject", .schema("string")), ("action", .schema("string")),
        ("fields", .schema("object", ["additionalProperties": .schema("string")])),
        ("entered_by", .schema("string")), ("entered_at", .schemaTime),
        ("decided_by", JSON.schema("string").orNull()), ("decided_at", JSON.schemaTime.orNull()),
        ("comment", .schema("string")),
    ])
}
