import Core

/// The records that a cell of a form is made of, with their sum.
enum ReportRecordPages {
    private static let limit = 200

    static func page(
        _ ask: Ask, _ asked: ReportAsk, _ row: MonthlyFormRow, _ column: MonthlyFormColumn,
        _ records: [MonthlyFormRecord]
    ) -> Answer {
        let t = ask.language
        let start = min(max(ask.query["after"].flatMap { Int($0) } ?? 0, 0), records.count)
        let shown = records[start...].prefix(limit)
        let sum = records.reduce(0) { $0 + $1.amount }
        let unit = t(row.unit.name)
        let page = Page(
            ask: ask, title: "\(row.number) \(t(row.name))",
            path: [
                (
                    t("\(asked.month) 月报表", "Monthly form \(asked.month)"),
                    ReportLink.form(asked.guarantor.code, asked.month) + "#row-\(row.number)"
                )
            ])
        let facts = Parts.facts([
            Parts.fact(t("担保机构", "Guarantor"), asked.guarantor.name),
            Parts.fact(t("栏目", "Column"), t(column.name)),
            Parts.fact(t("明细", "Records"), String(records.count)),
            Parts.fact(t("合计", "Sum"), markup: "<b class=\"sum\">\(row.unit.text(sum))</b> \(unit)"),
        ])
        let rows = shown.map { record in
            Tables.row([
                Tables.cell(markup: origin(record.origin, t)),
                Tables.number(HTML(row.unit.text(record.amount))),
            ])
        }
        let table =
            rows.isEmpty
            ? Parts.empty(t("没有构成该数的记录。", "No record makes up this cell."))
            : Tables.wide(
                t("明细", "Records"),
                [.init(t("记录", "Record")), .number(t("数值（\(unit)）", "Value (\(unit))"))], rows)
        return page.answer(
            "\(facts)\(table)\(pager(ask, start + shown.count < records.count ? start + limit : nil))")
    }

    private static func origin(_ origin: MonthlyFormRecord.Origin, _ t: Language) -> HTML {
        switch origin {
        case .guarantee(let number, let borrower):
            "\(Parts.link("/guarantees/\(PercentText.encode(number))", number)) \(borrower)"
        case .customer(let code, let name):
            "\(Parts.link("/guarantees?q=\(PercentText.encode(code))", code)) \(name)"
        case .entered(let month, let row):
            HTML(t("\(month) 第 \(row) 行填报", "entered for \(month), row \(row)"))
        case .netAssets(let day): HTML(t("登记的净资产，\(day)", "net assets of the register, \(day)"))
        }
    }

    private static func pager(_ ask: Ask, _ next: Int?) -> HTML? {
        guard let next else { return nil }
        let t = ask.language
        let address = ask.path + ask.query.setting("after", String(next)).text
        return """
            <nav class="pager" aria-label="\(t("翻页", "Pages"))">\(Parts.link(address, t("下一页", "Next")))</nav>
            """
    }
}
