import Core
import Storage

/// The home page: what waits for the visitor, most urgent first.
enum HomePages {
    static func home(_ ask: Ask, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let visitor = ask.person
        let page = Page(ask: ask, title: t("待办", "To do"))
        var content = HTML()
        if visitor.may(.enter) || visitor.may(.approve) {
            let waiting = try ProposalStore.waiting(in: visitor.organisation.id, connection)
            if !waiting.isEmpty {
                content += """
                    <section><h2>\(t("待复核事项", "Waiting for approval")) <span \
                    class="count">\(waiting.count)</span></h2>
                    \(try ProposalPages.table(ask, waiting, connection))</section>
                    """
            }
        }
        if content.isEmpty {
            content += "<p class=\"empty\">\(t("没有待办事项。", "Nothing waits for you."))</p>"
        }
        return page.answer(content)
    }
}
