import Core

/// The form above a list: its filters with what was typed, and the ways to take the list along.
enum ListFilterForm {
    static func markup(_ asked: ListQuery, _ ask: Ask, _ problems: [FormRefusal.Problem]) -> HTML? {
        guard !asked.list.filters.isEmpty else { return nil }
        let t = ask.language
        let controls = asked.list.filters.map { filter in
            control(
                filter, asked.query[filter.name] ?? "",
                problems.first { $0.field == filter.name }?.sentence, ask)
        }
        let kept: HTML? = asked.sort == nil ? nil : asked.query["sort"].map { Forms.hidden("sort", $0) }
        let clear: HTML = "<a href=\"\(asked.address)\">\(t("清除", "Clear"))</a>"
        let isFiltered = !asked.conditions.isEmpty || !problems.isEmpty
        let exports: HTML = """
            <span class="exports">\(t("导出", "Export"))
            \(export("csv", "CSV", asked)) \(export("xlsx", "Excel", asked))</span>
            """
        return """
            <form class="filters" method="get" action="\(asked.address)" role="search">\(controls)\(kept)
            <p class="buttons">
            <button class="second">\(t("查询", "Search"))</button>\(clear, if: isFiltered)
            \(exports, if: problems.isEmpty)</p></form>
            """
    }

    /// Where an address leads to a filter.
    static func anchor(_ name: String) -> String { "#filter-\(name)" }

    private static func control(
        _ filter: RecordList.Filter, _ value: String, _ problem: Sentence?, _ ask: Ask
    ) -> HTML {
        let t = ask.language
        let id = "filter-\(filter.name)"
        var attributes: HTML = "id=\"\(id)\" name=\"\(filter.name)\""
        var note: HTML?
        if let problem {
            attributes += " aria-invalid=\"true\" aria-describedby=\"\(id)-problem\""
            note = "<span class=\"wrong\" id=\"\(id)-problem\">\(t(problem))</span>"
        }
        let field: HTML
        switch filter.kind {
        case .search: field = "<input type=\"search\" \(attributes) value=\"\(value)\">"
        case .day:
            // A field for days would not keep what is none.
            let type = problem == nil ? "date" : "text"
            field = "<input type=\"\(type)\" \(attributes) value=\"\(value)\">"
        case .money:
            field = "<input class=\"number\" inputmode=\"decimal\" \(attributes) value=\"\(value)\">"
        case .choice(let choices): field = select(choices, value, attributes, problem, t)
        case .policy:
            let choices = ask.site.policies.giving.map { FormField.Choice(value: $0.id, title: $0.title) }
            field = select(choices, value, attributes, problem, t)
        }
        return "<p><label for=\"\(id)\">\(t(filter.title))</label>\(field)\(note)</p>"
    }

    private static func select(
        _ choices: [FormField.Choice], _ value: String, _ attributes: HTML, _ problem: Sentence?,
        _ t: Language
    ) -> HTML {
        let isMissing = problem != nil && !choices.contains { $0.value == value }
        let given = FormField.Choice(value: value, title: Sentence(zh: value, en: value))
        let options = Forms.options(isMissing ? choices + [given] : choices, value, isOptional: true, t)
        return "<select \(attributes)>\(options)</select>"
    }

    /// Filters and order only: an export has no pages.
    private static func export(_ format: String, _ title: String, _ asked: ListQuery) -> HTML {
        var query = Query()
        for (name, value) in asked.query.pairs
        where name == "sort" || asked.list.filters.contains(where: { $0.name == name }) {
            query.append(name, value)
        }
        return "<a href=\"\(asked.address)/export.\(format)\(query.text)\">\(title)</a>"
    }
}
