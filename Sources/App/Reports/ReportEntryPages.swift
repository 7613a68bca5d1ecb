import Core
import HTTPTypes

/// The form in which a guarantor enters what the book can't know.
enum ReportEntryPages {
    static func page(
        _ ask: Ask, _ asked: ReportAsk, _ known: ReportEntries, entered: ((String) -> String)?,
        _ refusal: (any Refusal)?
    ) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("填报 \(asked.month)", "Enter \(asked.month)"),
            path: [
                (
                    t("\(asked.month) 月报表", "Monthly form \(asked.month)"),
                    ReportLink.form(asked.guarantor.code, asked.month)
                )
            ], status: refusal == nil ? .ok : .unprocessableContent)
        let sheet = Sheet(known: known, entered: entered, refusal: refusal as? FormRefusal, t: t)
        let heads: [Tables.Head] = [
            .init(t("行次", "No.")), .init(t("项目", "Item")), .init(t("本月数", "This month")),
            .init(t("单位", "Unit")), .number(t("上月数", "Month before")),
        ]
        return page.answer(
            """
            \(Forms.summary(refusal, t))
            <p class="hint">\(t(
                "账本以外的数每月填报一次。时点数已从上月带入，请核对；没有业务填 0，留空的行保持不变。",
                """
                What the book can't know is entered once a month. What stands has been taken over from the \
                month before: check it. Enter 0 for none; rows left empty stay as they are.
                """))</p>
            <form method="post" action="/reports/entry">\(Forms.word(ask))
            \(Forms.hidden("month", asked.month.description))
            \(Forms.hidden("seen", known.now.json(of: asked.month).text))
            <div class="entry">\(Tables.wide(
                t("填报", "Enter values"), heads, ReportEntries.rows.map(sheet.row)))</div>
            <div class="card">\(sheet.foot(MonthlyFormEntry.checkedByWord, t("审核人", "Checked by")))
            \(sheet.foot(MonthlyFormEntry.telephoneWord, t("联系电话", "Telephone")))</div>
            <p class="buttons"><button>\(t("保存填报", "Save"))</button>
            <a href="\(ReportLink.form(asked.guarantor.code, asked.month))">\(t("取消", "Cancel"))</a></p>
            </form>
            """)
    }
}

/// The fields with what stands in them.
private struct Sheet {
    let known: ReportEntries
    let entered: ((String) -> String)?
    let refusal: FormRefusal?
    let t: Language

    func row(_ row: MonthlyFormRow) -> HTML {
        let id = "field-\(row.number)"
        let problem = problem(row.number)
        let isProposed =
            entered == nil && known.now.values[row.number] == nil && known.proposed[row.number] != nil
        var note = HTML()
        if let problem { note += "<span class=\"wrong\" id=\"\(id)-problem\">\(problem)</span>" }
        if isProposed { note += "<span class=\"hint\" id=\"\(id)-hint\">\(t("上月带入", "carried over"))</span>" }
        let described = problem != nil ? "\(id)-problem" : isProposed ? "\(id)-hint" : ""
        let marks: HTML = problem == nil ? "" : " aria-invalid=\"true\""
        let about: HTML = described.isEmpty ? "" : " aria-describedby=\"\(described)\""
        let before = known.before.values[row.number].map(row.unit.text) ?? ""
        return """
            <tr class="depth\(row.depth)"><td>\(row.number)</td><td><label for="\(id)">\(t(row.name))\
            \(optional(row))</label></td><td><input class="number short" id="\(id)" name="\(row.number)" \
            inputmode="\(row.unit == .money ? "decimal" : "numeric")" autocomplete="off" \
            aria-label="\(row.number) \(t(row.name))" \
            value="\(entered?(row.number) ?? known.text(row))"\(marks)\(about)>\(note)</td>\
            <td>\(t(row.unit.name))</td>\(Tables.number(HTML(before)))</tr>

            """
    }

    private func optional(_ row: MonthlyFormRow) -> HTML? {
        switch row.source {
        case .entered: nil
        case .drawn:
            "<span class=\"hint\">\(t("账本以外的业务，加在账本数上", "business outside the book, added to it"))</span>"
        default: "<span class=\"hint\">\(t("没有可不填", "may stay empty"))</span>"
        }
    }

    func foot(_ key: String, _ title: String) -> HTML {
        let id = "field-\(key)"
        let problem = problem(key)
        let note: HTML? = problem.map { "<span class=\"wrong\" id=\"\(id)-problem\">\($0)</span>" }
        let marks: HTML =
            problem == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"\(id)-problem\""
        return """
            <p class="field"><label for="\(id)">\(title)</label>\
            <input id="\(id)" name="\(key)" value="\(entered?(key) ?? known.words(key))"\(marks)>\(note)</p>
            """
    }

    private func problem(_ field: String) -> String? {
        refusal?.problems.first { $0.field == field }.map { t($0.sentence) }
    }
}
