import Core
import HTTPTypes
import Storage

/// The page of a form: what its checks find, and every row in the official order, each cell a link to what it
/// is made of.
enum ReportPages {
    static func page(_ ask: Ask, _ form: MonthlyForm, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let done =
            ask.query["done"] == "entered"
            ? t("已填报，报表已按新数重算。", "Entered; the form has been drawn anew.") : nil
        let page = Page(
            ask: ask, title: "\(form.guarantor.name) \(time(form, t))", path: path(ask, form), message: done)
        let findings = MonthlyFormCheck.findings(form)
        return page.answer(
            """
            \(try picker(ask, form, connection))
            \(buttons(ask, form))
            \(findingList(findings, t))
            \(table(form, Set(findings.map(\.row.number)), t))
            \(foot(form, t))
            """)
    }

    /// The form to ask again, with what was asked and what is wrong with it.
    static func problem(_ ask: Ask, _ refusal: any Refusal) -> Answer {
        let t = ask.language
        let isYearly = ask.path.contains("yearly")
        let name = isYearly ? "year" : "month"
        let hidden: HTML? = ask.query["guarantor"].map { Forms.hidden("guarantor", $0) }
        return Page(
            ask: ask, title: title(isYearly: isYearly, t), status: .unprocessableContent
        ).answer(
            """
            <p class="problem" role="alert" id="time-problem">\(t(refusal.sentence))</p>
            <form class="filters" method="get" action="\(ask.path)">\(hidden)
            <p><label for="time">\(isYearly ? t("年份", "Year") : t("月份", "Month"))</label>
            <input id="time" name="\(name)" value="\(ask.query[name] ?? "")" aria-invalid="true" \
            aria-describedby="time-problem"></p>
            <p class="buttons"><button class="second">\(t("查看", "Show"))</button></p></form>
            """)
    }

    static func title(isYearly: Bool, _ t: Language) -> String {
        isYearly ? t("融资担保机构年报表", "Yearly form") : t("融资担保机构月报表", "Monthly form")
    }

    static func time(_ form: MonthlyForm, _ t: Language) -> String {
        form.isYearly
            ? t("\(form.month.year) 年报表", "yearly form \(form.month.year)")
            : t("\(form.month) 月报表", "monthly form \(form.month)")
    }

    private static func path(_ ask: Ask, _ form: MonthlyForm) -> [(title: String, address: String)] {
        guard ask.person.organisation.kind == .supervisor else { return [] }
        let address = form.isYearly ? "/reports/yearly" : "/reports/monthly?month=\(form.month)"
        return [(title(isYearly: form.isYearly, ask.language), address)]
    }

    /// Another month or year, and for supervisors another guarantor.
    private static func picker(_ ask: Ask, _ form: MonthlyForm, _ connection: Connection) throws -> HTML {
        let t = ask.language
        var whose: HTML = Forms.hidden("guarantor", form.guarantor.code)
        if ask.person.organisation.kind == .supervisor {
            let choices = try InstitutionStore.all(connection).filter { $0.kind == .guarantor }.map {
                FormField.Choice(value: $0.code, title: Sentence(zh: $0.name, en: $0.name))
            }
            whose = """
                <p><label for="guarantor">\(t("担保机构", "Guarantor"))</label>
                <select id="guarantor" name="guarantor">\(
                    Forms.options(choices, form.guarantor.code, isOptional: false, t))</select></p>
                """
        }
        return "\(ReportPages.timeForm(ask, form.month, isYearly: form.isYearly, whose))"
    }

    static func timeForm(_ ask: Ask, _ month: FormMonth, isYearly: Bool, _ whose: HTML) -> HTML {
        let t = ask.language
        let field: HTML =
            isYearly
            ? """
            <p><label for="time">\(t("年份", "Year"))</label>
            <input id="time" name="year" inputmode="numeric" value="\(month.year)" required></p>
            """
            : """
            <p><label for="time">\(t("月份", "Month"))</label>
            <input type="month" id="time" name="month" value="\(month.description)" \
            placeholder="2017-06" required></p>
            """
        return """
            <form class="filters" method="get" action="\(isYearly ? "/reports/yearly" : "/reports/monthly")">
            \(whose)\(field)
            <p class="buttons"><button class="second">\(t("查看", "Show"))</button></p></form>
            """
    }

    private static func buttons(_ ask: Ask, _ form: MonthlyForm) -> HTML {
        let t = ask.language
        let (code, month) = (form.guarantor.code, form.month)
        var links: [HTML] = []
        if ask.person.may(.enter), ask.person.organisation.kind == .guarantor {
            links.append(
                "<a class=\"button\" href=\"\(ReportLink.entry(month))\">\(t("填报", "Enter values"))</a>")
        }
        links.append(
            Parts.link(
                ReportLink.workbook(code, month, isYearly: form.isYearly), t("下载 Excel", "Download Excel")))
        links.append(
            form.isYearly
                ? Parts.link(ReportLink.form(code, month), t("12月月报表", "Monthly form of December"))
                : Parts.link(
                    ReportLink.form(code, FormMonth(month.year - 1, 12) ?? month, isYearly: true),
                    t("上年年报表", "Yearly form of last year")))
        return "<p class=\"buttons\">\(links)</p>"
    }

    private static func findingList(_ findings: [MonthlyFormFinding], _ t: Language) -> HTML {
        guard !findings.isEmpty else {
            return "<p class=\"done\">\(t("校核通过，可以报送。", "The checks find nothing; it can be handed in."))</p>"
        }
        let items = findings.map { finding -> HTML in
            "<li><a href=\"#row-\(finding.row.number)\">\(t(finding.sentence))</a></li>"
        }
        let title = t("校核发现 \(findings.count) 处：", "The checks find \(findings.count):")
        return """
            <div class="problem"><details open><summary>\(title)</summary><ul>\(items)</ul></details></div>
            """
    }

    private static func table(_ form: MonthlyForm, _ flagged: Set<String>, _ t: Language) -> HTML {
        let rows = MonthlyFormRow.all.map { row -> HTML in
            let isFlagged = flagged.contains(row.number)
            let cells = MonthlyFormColumn.allCases.map { cell(form, row, $0, t) }
            let look = isFlagged ? "depth\(row.depth) flagged" : "depth\(row.depth)"
            let unit = row.source == .heading ? "" : t(row.unit.name)
            return """
                <tr id="row-\(row.number)" class="\(look)"><td>\(row.number)</td>\
                <th scope="row">\(t(row.name))</th><td>\(unit)</td>\(cells)</tr>

                """
        }
        let heads: [Tables.Head] =
            [.init(t("行次", "No.")), .init(t("项目", "Item")), .init(t("单位", "Unit"))]
            + MonthlyFormColumn.allCases.map { .number(t($0.name)) }
        return """
            <div class="form-sheet">\(Tables.wide(t("报表", "Form"), heads, rows))</div>
            """
    }

    private static func cell(
        _ form: MonthlyForm, _ row: MonthlyFormRow, _ column: MonthlyFormColumn, _ t: Language
    ) -> HTML {
        switch form[row, column] {
        case .heading: return "<td></td>"
        case .notApplicable: return Tables.number("—")
        case .missing:
            let words: HTML = "<span class=\"tag waiting\">\(t("未填", "not entered"))</span>"
            return Tables.number(column == .amount ? words : "")
        case .value(let value):
            let address = ReportLink.records(row, column, form.guarantor.code, form.month)
            return Tables.number("<a href=\"\(address)\">\(text(value, row.unit))</a>")
        }
    }

    /// As the workbook shows it.
    static func text(_ value: Int64, _ unit: MonthlyFormRow.Unit) -> String {
        unit == .money ? ChartText.tenThousands(Fen(value)) : String(value)
    }

    private static func foot(_ form: MonthlyForm, _ t: Language) -> HTML {
        Parts.facts([
            Parts.fact(t("审核人", "Checked by"), form.checkedBy.isEmpty ? "–" : form.checkedBy),
            Parts.fact(t("联系电话", "Telephone"), form.telephone.isEmpty ? "–" : form.telephone),
        ])
    }
}
