import Core
import HTTPTypes
import Storage

/// The page of a list: filters above, rows, and the way to the next ones.
enum ListPages {
    static func page(_ ask: Ask, _ list: RecordList, _ connection: Connection) throws
        -> Answer
    {
        let t = ask.language
        let asked = ListQuery(list, ask.query, today: ask.today)
        let problems = ListFaults.find(ask.query, in: asked, isMachine: false)
        guard problems.isEmpty else { return refused(ask, asked, problems) }
        var markup = ListTable(list, rows: asked.limit + 1, ask)
        let rows = try ListRows(asked, for: ask.person, connection) { markup.write($0) }
        let page = Page(ask: ask, title: t(list.title))
        let plain = asked.query.setting("after", nil).setting("before", nil)
        let frame = frame(asked, plain, ask)
        return page.answer(
            """
            \(list.above?(ask))
            \(frame.filters)
            \(rows.rows.isEmpty ? nothing(asked, t) : table(markup.html(of: rows.rows), frame.heads, list, t))
            \(pager(rows.previous, rows.next, asked, ask))
            """)
    }

    /// What was typed with what is wrong with it, and no rows.
    static func refused(_ ask: Ask, _ asked: ListQuery, _ problems: [FormRefusal.Problem]) -> Answer {
        let t = ask.language
        let items = problems.map { problem -> HTML in
            let isField = asked.list.filters.contains { $0.name == problem.field }
            let address =
                isField
                ? ListFilterForm.anchor(problem.field)
                : asked.address + asked.query.setting(problem.field, nil).text
            return "<li><a href=\"\(address)\">\(t(problem.sentence))</a></li>"
        }
        let page = Page(ask: ask, title: t(asked.list.title), status: .unprocessableContent)
        return page.answer(
            """
            <div class="problem" role="alert">
            <p>\(t(
                "条件无法识别，没有列出任何记录：",
                "What was asked can't be read, so nothing is listed:"))</p>
            <ul>\(items)</ul></div>
            \(ListFilterForm.markup(asked, ask, problems))
            """)
    }

    /// Titles of policies change with their versions, so a list that has any to choose from is framed anew.
    private static func frame(_ asked: ListQuery, _ plain: Query, _ ask: Ask) -> ListFrames.Frame {
        func make() -> ListFrames.Frame {
            ListFrames.Frame(
                filters: ListFilterForm.markup(asked, ask, []),
                heads: asked.list.columns.map { head($0, asked, ask) }.joined())
        }
        let hasPolicies = asked.list.filters.contains { if case .policy = $0.kind { true } else { false } }
        return hasPolicies ? make() : ask.site.frames.frame(ask.path, plain.text, ask.language, make)
    }

    private static func table(_ rows: HTML, _ heads: HTML, _ list: RecordList, _ t: Language) -> HTML {
        """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t(list.title))">
        <table class="list">\
        <thead><tr>\(heads)</tr></thead><tbody>
        \(rows)</tbody></table></div>
        """
    }

    /// A heading, which sorts where the list can be sorted by it.
    private static func head(_ column: RecordList.Column, _ asked: ListQuery, _ ask: Ask) -> HTML {
        let title = ask.language(column.title)
        let kind: HTML = column.kind.isNumber ? " class=\"number\"" : ""
        guard column.isSortable else { return "<th scope=\"col\"\(kind)>\(title)</th>" }
        let isSorted = asked.sort?.name == column.name
        let next = isSorted && asked.isDescending ? column.name : "-" + column.name
        let query = asked.query.setting("sort", next).setting("after", nil).setting("before", nil)
        let order: HTML =
            isSorted ? " aria-sort=\"\(asked.isDescending ? "descending" : "ascending")\"" : ""
        let arrow = isSorted ? (asked.isDescending ? " ↓" : " ↑") : ""
        return
            "<th scope=\"col\"\(kind)\(order)><a href=\"\(ask.path)\(query.text)\">\(title)\(arrow)</a></th>"
    }

    private static func nothing(_ asked: ListQuery, _ t: Language) -> HTML {
        let text =
            asked.conditions.isEmpty
            ? t(asked.list.empty)
            : t("没有符合条件的记录，可放宽或清除条件。", "Nothing matches; loosen the conditions or clear them.")
        return "<p class=\"empty\">\(text)</p>"
    }

    private static func pager(
        _ previous: String?, _ next: String?, _ asked: ListQuery, _ ask: Ask
    ) -> HTML? {
        guard previous != nil || next != nil else { return nil }
        let t = ask.language
        func link(_ title: String, _ query: Query) -> HTML {
            "<a href=\"\(ask.path)\(query.text)\">\(title)</a>"
        }
        let plain = asked.query.setting("after", nil).setting("before", nil)
        var links: [HTML] = []
        if let previous {
            links.append(link(t("首页", "First"), plain))
            links.append(link(t("上一页", "Previous"), plain.setting("before", previous)))
        }
        if let next { links.append(link(t("下一页", "Next"), plain.setting("after", next))) }
        return "<nav class=\"pager\" aria-label=\"\(t("翻页", "Pages"))\">\(links)</nav>"
    }
}
