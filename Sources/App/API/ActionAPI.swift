import Core
import HTTPTypes
import Storage

/// Actions on records through the API: what I could do, what it would bring about, and doing it.
enum ActionAPI {
    static let all: [Route] = ActionSources.all.flatMap { source in
        [list(source)] + source.all().map { act(source, $0) }
    }

    // MARK: What I could do

    private static func list(_ source: ActionSource) -> Route {
        let answer = JSON.schemaObject([
            ("version", .schemaTime.orNull()), ("items", .schemaList(.schemaReference("Action"))),
        ])
        return .get("/api/v1/\(source.collection)/:key/actions", .signedIn) { ask, connection in
            let key = ask.part("key")
            guard ask.person.may(.enter) || ask.person.may(.readBook) else { throw RequestRefusal.forbidden }
            let heads = try source.available(key, ask.person, ask.today, connection)
            var version: Int64 = 0
            let items = try heads.map { head in
                let action = try source.load(key, head.name, ask.person, ask.today, connection)
                version = action.version
                return item(action)
            }
            let body = JSON.members([
                "version": version > 0 ? .number(version) : .null, "items": .array(items),
            ])
            return .json(body).tagged(version)
        }.described(
            RouteDescription(
                id: "\(source.collection)_actions",
                summary: Sentence(zh: "我现在能对这条记录办理的事项", en: "What I could do to this record now"),
                tag: source.collection, parameters: [.path("key", RecordAPI.keyText)],
                answers: [.ok(answer, headers: ["ETag"])]))
    }

    private static func item(_ action: FormAction) -> JSON {
        .members([
            "name": .string(action.name), "title": .text(action.title),
            "needs_second_person": .bool(action.needsSecondPerson),
            "fields": .array(action.fields.map(field)),
        ])
    }

    private static func field(_ field: FormField) -> JSON {
        .members([
            "name": .string(field.name), "title": .text(field.title), "hint": field.hint.map(JSON.text),
            "required": .bool(field.isRequired), "value": .string(field.value), "schema": field.schema,
        ])
    }

    // MARK: Doing it

    private static func act(_ source: ActionSource, _ head: ActionSource.Head) -> Route {
        .post("/api/v1/\(source.collection)/:key/actions/\(head.name)", .permission(.enter)) { ask in
            try await act(ask, source, head.name)
        }.described(
            RouteDescription(
                id: "\(source.collection)_\(head.name)", summary: head.title, tag: source.collection,
                parameters: [
                    .path("key", RecordAPI.keyText), .idempotencyKey, .ifMatch(isRequired: true),
                    .dryRun(Sentence(zh: "只试算，不办理", en: "Only say what would be recorded")),
                ],
                body: head.fields.schema,
                isBodyRequired: head.fields.contains(where: \.isRequired),
                answers: [
                    .ok(.schemaReference("Preview")),
                    .init(
                        status: 201,
                        text: Sentence(zh: "已录入；需要复核的等待复核", en: "Entered; what needs a second person waits"),
                        schema: .schemaReference("Proposal"), headers: ["Location"]),
                ]))
    }

    private static func act(_ ask: Ask, _ source: ActionSource, _ name: String) async throws -> Answer {
        let key = ask.part("key")
        if try ask.isDryRun {
            return try await ask.site.book.database.read { connection in
                let action = try source.load(key, name, ask.person, ask.today, connection)
                let inputs = try action.fields.read(ask.body)
                return .json(PreviewJSON.json(try action.preview(inputs, connection))).tagged(action.version)
            }
        }
        let stored: ProposalStore.Stored = try await ask.write("proposal.enter") { writing in
            let action = try source.load(key, name, ask.person, ask.today, writing.connection)
            let (once, version) = (try ask.idempotencyKey, try ask.seenVersion)
            let inputs = try action.fields.read(ask.body)
            return try ProposalStore.enter(
                action, on: "\(source.collection)/\(key)", inputs, version: version, once: once,
                by: ask.person, writing)
        }
        return .json(ProposalJSON.json(stored), status: .created)
            .setting(.location, "/api/v1/proposals/\(stored.proposal.id.number)")
    }
}

/// What an action would bring about, in JSON.
enum PreviewJSON {
    static func json(_ preview: Preview) -> JSON {
        .members([
            "lines": .array(
                preview.lines.map { .members(["title": .text($0.title), "value": .text($0.value)]) }),
            "postings": .array(
                preview.postings.map {
                    .members(["account": .text($0.account), "amount": .money($0.amount)])
                }),
            "claims": .array(
                preview.claims.map {
                    .members([
                        "debtor": .string($0.debtor), "creditor": .string($0.creditor),
                        "amount": .money($0.amount), "due_on": .day($0.dueOn),
                    ])
                }),
        ])
    }

    static let schema = JSON.schemaObject([
        (
            "lines",
            .schemaList(.schemaObject([("title", .schemaSentence), ("value", .schemaSentence)]))
        ),
        (
            "postings",
            .schemaList(.schemaObject([("account", .schemaSentence), ("amount", .schemaMoney)]))
        ),
        (
            "claims",
            .schemaList(
                .schemaObject([
                    ("debtor", .schema("string")), ("creditor", .schema("string")),
                    ("amount", .schemaMoney), ("due_on", JSON.schemaDay.orNull()),
                ]))
        ),
    ])
}
