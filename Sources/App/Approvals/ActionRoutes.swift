import Core
import HTTPTypes
import Storage

/// The forms of all actions: fill in, look at what would be recorded, enter.
enum ActionRoutes {
    static let all: [Route] = ActionSources.all.flatMap { source in
        [
            .get("/\(source.collection)/:key/do/:action", .permission(.enter)) { ask, connection in
                let action = try load(ask, source, connection)
                return ActionPages.form(ask, action, subject: subject(ask, source), entered: nil, nil)
            },
            .post("/\(source.collection)/:key/do/:action", .permission(.enter)) { ask in
                try await post(ask, source)
            },
        ]
    }

    private static func subject(_ ask: Ask, _ source: ActionSource) -> String {
        "\(source.collection)/\(ask.part("key"))"
    }

    private static func load(
        _ ask: Ask, _ source: ActionSource, _ connection: Connection
    ) throws -> FormAction {
        try source.load(ask.part("key"), ask.part("action"), ask.person, ask.today, connection)
    }

    private static func post(_ ask: Ask, _ source: ActionSource) async throws -> Answer {
        let form = ask.form
        let subject = subject(ask, source)
        let key = ask.part("key")
        if form["step"] != "enter" {
            return try await ask.site.book.database.read { connection in
                let action = try load(ask, source, connection)
                return check(ask, action, subject: subject, connection)
            }
        }
        do {
            let reason = String(form["because"].prefix(300))
            let stored: ProposalStore.Stored = try await ask.write("proposal.enter", because: reason) {
                writing in
                let action = try source.load(
                    key, ask.part("action"), ask.person, ask.today, writing.connection)
                let inputs = try action.fields.read { form[$0] }
                return try ProposalStore.enter(
                    action, on: subject, inputs, version: Int64(form["version"]), once: form["once"],
                    by: ask.person, writing)
            }
            let done = stored.proposal.state == .waiting ? "entered" : "done"
            return .redirect(to: ActionSources.address(of: subject) + "?done=\(done)")
        } catch let refusal as any Refusal where !(refusal is NotFound) {
            return try await ask.site.book.database.read { connection in
                let action = try load(ask, source, connection)
                return ActionPages.form(ask, action, subject: subject, entered: { form[$0] }, refusal)
            }
        }
    }

    /// Shows what would be recorded, or the form again with what is wrong.
    private static func check(
        _ ask: Ask, _ action: FormAction, subject: String, _ connection: Connection
    ) -> Answer {
        let form = ask.form
        if form["step"] == "back" {
            return ActionPages.form(ask, action, subject: subject, entered: { form[$0] }, nil)
        }
        do {
            let inputs = try action.fields.read { form[$0] }
            let preview = try action.preview(inputs, connection)
            return ActionPages.confirm(ask, action, subject: subject, inputs, preview)
        } catch let refusal as any Refusal {
            return ActionPages.form(ask, action, subject: subject, entered: { form[$0] }, refusal)
        } catch {
            return ErrorPages.answer(error, ask)
        }
    }
}
