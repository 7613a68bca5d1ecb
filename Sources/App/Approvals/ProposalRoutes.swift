import Core
import HTTPTypes
import Storage

/// What was entered and waits for a second person.
enum ProposalRoutes {
    static let access = Route.Access.anyOf([.enter, .approve])

    static let all: [Route] = [
        .get("/proposals", access) { ask, connection in
            let waiting = try ProposalStore.waiting(in: ask.person.organisation.id, connection)
            return try ProposalPages.list(ask, waiting, connection)
        },
        .get("/proposals/:id", access) { ask, connection in
            try ProposalPages.detail(ask, try find(ask, connection), nil, connection)
        },
        decision(.approve, .permission(.approve)),
        decision(.reject, .permission(.approve)),
        decision(.withdraw, .permission(.enter)),
    ]

    /// One's own organisation's; any other is not there.
    static func find(_ ask: Ask, _ connection: Connection) throws -> ProposalStore.Stored {
        guard let number = Int64(ask.part("id")) else { throw RequestRefusal.notFound }
        let stored = try ProposalStore.load(number, connection)
        guard stored.proposal.organisation == ask.person.organisation.id else {
            throw RequestRefusal.notFound
        }
        return stored
    }

    private static func decision(_ decision: Proposal.Decision, _ access: Route.Access) -> Route {
        .post("/proposals/:id/\(decision.rawValue)", access) { ask in
            let form = ask.form
            let comment = String(form["comment"].trimmingSpaces().prefix(300))
            do {
                let stored = try await ask.write("proposal.\(decision.rawValue)", because: comment) {
                    writing in
                    let number = try find(ask, writing.connection).proposal.id.number
                    return try ProposalStore.decide(
                        decision, on: number, comment: comment, version: Int64(form["version"]),
                        today: ask.today, by: ask.person, writing)
                }
                return .redirect(
                    to: ActionSources.address(of: stored.subject) + "?done=\(stored.proposal.state.rawValue)")
            } catch let refusal as any Refusal where !(refusal is NotFound) {
                if case RequestRefusal.notFound = refusal { throw refusal }
                return try await ask.site.book.database.read { connection in
                    try ProposalPages.detail(ask, try find(ask, connection), refusal, connection)
                }
            }
        }
    }
}
