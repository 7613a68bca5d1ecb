import Core
import Storage

/// What the visitor can do to a record, above its page: what waits for a second person, and a button for each
/// action.
enum ActionButtons {
    static func markup(
        _ ask: Ask, _ source: ActionSource, key: String, _ connection: Connection
    ) throws -> HTML? {
        let heads = try source.available(key, ask.person, ask.today, connection)
        return try markup(ask, on: "\(source.collection)/\(key)", heads, connection)
    }

    /// The same where the actions are known already; `more` waits too and is of entries of the subject.
    static func markup(
        _ ask: Ask, on subject: String, _ heads: [ActionSource.Head], and more: [ProposalStore.Stored] = [],
        _ connection: Connection
    ) throws -> HTML? {
        let t = ask.language
        let visitor = ask.person
        let waiting = try ProposalStore.all(on: subject, in: visitor.organisation.id, connection).filter {
            $0.proposal.state == .waiting
        }
        let pending = (waiting + more).map { stored -> HTML in
            let link = Parts.link("/proposals/\(stored.proposal.id.number)", title(stored, on: subject, t))
            return """
                <p class="note">\(link) \(t("等待复核，经办：", "waits for approval, entered by ")) \
                \(stored.enteredByName)</p>
                """
        }
        let links = heads.map { head -> HTML in
            let address = ActionSources.address(of: subject) + "/do/" + head.name
            return "<a class=\"button\" href=\"\(address)\">\(t(head.title))</a>"
        }
        guard !links.isEmpty || !pending.isEmpty else { return nil }
        return "<div class=\"actions\">\(pending)<p class=\"buttons\">\(links)</p></div>"
    }

    private static func title(_ stored: ProposalStore.Stored, on subject: String, _ t: Language) -> String {
        let title = ProposalPages.title(stored, t)
        guard stored.subject != subject, let entry = stored.subject.split(separator: "/").last else {
            return title
        }
        return t("\(title)（分录 \(entry)）", "\(title) (entry \(entry))")
    }
}
