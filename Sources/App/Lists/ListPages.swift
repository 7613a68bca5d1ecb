import Core
import Storage

/// The page of a list: filters above, rows, and the way to the next ones.
enum ListPages {
    static func page(_ ask: Ask, _ list: RecordList, _ connection: Connection) throws
        -> Answer
    {
        let t = ask.language
        let asked = ListQuery(list, ask.query, today: ask.today)
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

    /// Titles of policies change with their versions, so a list that has any to choose from is framed anew.
    private static func frame(_ asked: ListQuery, _ plain: Query, _ ask: Ask) -> ListFrames.Frame {
        func make() -> ListFrames.Frame {
            ListFrames.Frame(
                filters: filters(asked, ask), heads: asked.list.columns.map { head($0, asked, ask) }.joined())
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

    // MARK: Filters

    private static func filters(_ asked: ListQuery, _ ask: Ask) -> HTML? {
        guard !asked.list.filters.isEmpty else { return nil }
        let t = ask.language
        let controls = asked.list.filters.map { control($0, asked.query[$0.name] ?? "", ask) }
        let kept: HTML? = asked.query["sort"].map { Forms.hidden("sort", $0) }
        let clear: HTML = "<a href=\"\(ask.path)\">\(t("清除", "Clear"))</a>"
        return """
            <form class="filters" method="get" action="\(ask.path)" role="search">\(controls)\(kept)
            <p class="buttons">
            <button class="second">\(t("查询", "Search"))</button>\(clear, if: !asked.conditions.isEmpty)
            <span class="exports">\(t("导出", "Export"))
            \(export("csv", "CSV", asked, ask)) \(export("xlsx", "Excel", asked, ask))</span></p></form>
            """
    }

    private static func control(_ filter: RecordList.Filter, _ value: String, _ ask: Ask) -> HTML {
        let t = ask.language
        let id = "filter-\(filter.name)"
        let field: HTML
        switch filter.kind {
        case .search:
            field = "<input type=\"search\" id=\"\(id)\" name=\"\(filter.name)\" value=\"\(value)\">"
        case .day: field = "<input type=\"date\" id=\"\(id)\" name=\"\(filter.name)\" value=\"\(value)\">"
        case .money:
            field = """
                <input class="number" inputmode="decimal" id="\(id)" name="\(filter.name)" value="\(value)">
                """
        case .choice(let choices):
            field = """
                <select id="\(id)" name="\(filter.name)">\(
                    Forms.options(choices, value, isOptional: true, t))</select>
                """
        case .policy:
            let choices = ask.site.policies.giving.map { FormField.Choice(value: $0.id, title: $0.title) }
            field = """
                <select id="\(id)" name="\(filter.name)">\(
                    Forms.options(choices, value, isOptional: true, t))</select>
                """
        }
        return "<p><label for=\"\(id)\">\(t(filter.title))</label>\(field)</p>"
    }

    private static func export(_ format: String, _ title: String, _ asked: ListQuery, _ ask: Ask) -> HTML {
        let query = asked.query.setting("after", nil).setting("before", nil)
        return "<a href=\"/\(asked.list.name)/export.\(format)\(query.text)\">\(title)</a>"
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
