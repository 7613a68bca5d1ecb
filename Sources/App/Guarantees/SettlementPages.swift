import Core
import HTTPTypes
import Storage

/// The pages of statements between two institutions: with whom there are any, and one of them.
enum SettlementPages {
    static func list(_ ask: Ask, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let page = Page(ask: ask, title: t("机构间对账", "Settlements"))
        let pairs = try SettlementStore.pairs(for: ask.person, connection)
        guard !pairs.isEmpty else {
            return page.answer(
                Parts.empty(
                    t(
                        "机构间还没有往来；代偿或追偿后这里会列出往来机构。",
                        "Nobody owes anyone anything yet; compensations and recoveries bring it.")))
        }
        let isSupervisor = ask.person.organisation.kind == .supervisor
        let rows = pairs.map { pair -> HTML in
            let isGuarantor = ask.person.organisation.code == pair.guarantor.code
            var query = Query().setting(
                "with", isGuarantor || isSupervisor ? pair.other.code : pair.guarantor.code)
            if isSupervisor { query = query.setting("of", pair.guarantor.code) }
            return Tables.row([
                Tables.cell(pair.guarantor.name), Tables.cell(pair.other.name),
                Tables.number("\(pair.owedByOther)"), Tables.number("\(pair.owedByGuarantor)"),
                Tables.cell(markup: Parts.link("/settlements" + query.text, t("对账单", "Statement"))),
            ])
        }
        return page.answer(
            Tables.wide(
                t("机构间对账", "Settlements"),
                [
                    .init(t("担保机构", "Guarantor")), .init(t("对方", "Other side")),
                    .number(t("对方欠担保机构（元）", "Owed to the guarantor (yuan)")),
                    .number(t("担保机构欠对方（元）", "Owed by the guarantor (yuan)")), .init(t("对账", "Statement")),
                ], rows))
    }

    static func statement(
        _ ask: Ask, _ pair: SettlementStore.Pair, _ refusal: (any Refusal)?, _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let period = Period(ask)
        let title = "\(pair.guarantor.name) – \(pair.other.name)"
        let page = Page(
            ask: ask, title: t("对账单：\(title)", "Statement: \(title)"),
            path: [(t("机构间对账", "Settlements"), "/settlements")], message: ActionMessages.done(ask),
            status: period.problems.isEmpty ? .ok : .unprocessableContent)
        let form = period.form(ask, keeping: ["of", "with"])
        guard period.problems.isEmpty else { return page.answer(form) }
        let history = try SettlementStore.history(pair, connection)
        let statement = SettlementStatement(from: period.from, until: period.until, history: history)
        let ticks = try SettlementTicks(pair, from: period.from, until: period.until, connection)
        let known = try SettlementTicks.known(pair, history, connection)
        return page.answer(
            """
            \(form)
            \(sums(statement, pair, t))
            \(Parts.section(t("核对", "Ticked off"), SettlementTickPart.markup(ask, pair, statement, ticks)))
            \(Parts.section(t("逐笔", "Line by line"), lines(statement, pair, ask)))
            \(SettlementTickPart.known(known, ask))
            """)
    }

    private static func sums(
        _ statement: SettlementStatement, _ pair: SettlementStore.Pair, _ t: Language
    ) -> HTML {
        func row(_ debtor: Institution, _ creditor: Institution, _ sums: SettlementStatement.Sums) -> HTML {
            Tables.row([
                Tables.title(t("\(debtor.name) 应付 \(creditor.name)", "\(debtor.name) owes \(creditor.name)")),
                Tables.number("\(sums.opening)"), Tables.number("\(sums.claimed)"),
                Tables.number("\(sums.paid)"),
                Tables.number("\(sums.reduced)"), Tables.number("<b>\(sums.closing)</b>"),
            ])
        }
        return Tables.wide(
            t("往来汇总", "Summary"),
            [
                .init(t("往来", "Who owes whom")), .number(t("期初（元）", "Opening (yuan)")),
                .number(t("新增（元）", "New (yuan)")), .number(t("支付（元）", "Paid (yuan)")),
                .number(t("冲减（元）", "Reduced (yuan)")), .number(t("期末（元）", "Closing (yuan)")),
            ],
            [
                row(pair.other, pair.guarantor, statement.owedByOther),
                row(pair.guarantor, pair.other, statement.owedByGuarantor),
            ])
    }

    private static let linesOfPage = 200

    private static func lines(
        _ statement: SettlementStatement, _ pair: SettlementStore.Pair, _ ask: Ask
    ) -> HTML {
        let t = ask.language
        guard !statement.lines.isEmpty else {
            return Parts.empty(t("这一期间没有往来；可换一个期间。", "Nothing moved in this period; choose another one."))
        }
        let pages = (statement.lines.count + linesOfPage - 1) / linesOfPage
        let number = min(max(ask.query["page"].flatMap { Int($0) } ?? 1, 1), pages)
        let shown = statement.lines.dropFirst((number - 1) * linesOfPage).prefix(linesOfPage)
        let rows = shown.map { line in
            let (debtor, amount) = (line.isOwedByGuarantor ? pair.guarantor : pair.other, line.change)
            return Tables.row([
                Tables.cell(line.day.description), Tables.cell(t(line.kind.name)), Tables.cell(debtor.name),
                Tables.cell(
                    markup: Parts.link("/guarantees/\(PercentText.encode(line.guarantee))", line.guarantee)),
                Tables.cell(markup: Parts.link("/entries/\(line.entry)", String(line.entry))),
                Tables.number("\(amount)"),
            ])
        }
        return Tables.wide(
            t("逐笔往来", "Lines"),
            [
                .init(t("日期", "Day")), .init(t("类型", "Kind")), .init(t("应付方", "Debtor")),
                .init(t("担保", "Guarantee")), .init(t("分录", "Entry")), .number(t("应付变动（元）", "Change (yuan)")),
            ], rows) + "\(pager(number, of: pages, ask))"
    }

    private static func pager(_ number: Int, of pages: Int, _ ask: Ask) -> HTML? {
        guard pages > 1 else { return nil }
        let t = ask.language
        func link(_ title: String, _ page: Int) -> HTML {
            Parts.link(ask.path + ask.query.setting("page", String(page)).text, title)
        }
        var links: [HTML] = []
        if number > 1 { links.append(link(t("上一页", "Previous"), number - 1)) }
        links.append("<span>\(t("第 \(number) 页，共 \(pages) 页", "Page \(number) of \(pages)"))</span>")
        if number < pages { links.append(link(t("下一页", "Next"), number + 1)) }
        return "<nav class=\"pager\" aria-label=\"\(t("翻页", "Pages"))\">\(links)</nav>"
    }
}
