import Core
import HTTPTypes
import Storage

/// The statement of one account in a period, page by page.
enum AccountPages {
    static func statement(_ ask: Ask, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let (account, institution) = try LedgerStore.account(ask.part("key"), ask.person, connection)
        let period = Period(ask)
        let page = Page(
            ask: ask, title: "\(institution.name) · \(t(account.kind.name))",
            path: [(t("账簿", "Ledger"), "/ledger"), (t("账户", "Accounts"), "/accounts")],
            status: period.problems.isEmpty ? .ok : .unprocessableContent)
        guard period.problems.isEmpty else { return page.answer(period.form(ask, keeping: [])) }
        let after = ask.query["after"].flatMap(AccountStatement.Place.init)
        let part = try AccountStatement.part(
            of: account, from: period.from, until: period.until, after: after, connection)
        return page.answer(
            """
            \(period.form(ask, keeping: []))
            \(Parts.facts([
                Parts.fact(t("期初余额", "Opening balance"), markup: money(part.opening, t)),
                Parts.fact(t("期末余额", "Closing balance"), markup: money(part.closing, t)),
            ]))
            \(table(part, t))
            \(next(ask, period, part))
            """)
    }

    private static func money(_ amount: Fen, _ t: Language) -> HTML {
        amount.isNegative
            ? "\(-amount) \(t("元（贷方）", "yuan (credit)"))" : "\(amount) \(t("元（借方）", "yuan (debit)"))"
    }

    private static func table(_ part: AccountStatement.Part, _ t: Language) -> HTML {
        guard !part.lines.isEmpty else {
            return Parts.empty(
                t("这一期间没有发生额；可换一个期间。", "Nothing was posted in this period; choose another one."))
        }
        let rows = part.lines.map { line -> HTML in
            let guarantee: HTML? = line.guaranteeNumber.map {
                Parts.link("/guarantees/\(PercentText.encode($0))", $0)
            }
            return Tables.row([
                Tables.cell(line.day.description),
                Tables.cell(markup: Parts.link("/entries/\(line.entry)", EntryPages.name(of: line.event, t))),
                Tables.cell(markup: "\(guarantee)"), Tables.cell(line.reference ?? ""),
                Tables.number(line.amount.isPositive ? "\(line.amount)" : HTML()),
                Tables.number(line.amount.isNegative ? "\(-line.amount)" : HTML()),
                Tables.number("\(line.balance)"),
            ])
        }
        return Tables.wide(
            t("对账单", "Statement"),
            [
                .init(t("日期", "Day")), .init(t("事项", "What")), .init(t("担保", "Guarantee")),
                .init(t("流水号", "Reference")), .number(t("借方（元）", "Debit (yuan)")),
                .number(t("贷方（元）", "Credit (yuan)")), .number(t("余额（元）", "Balance (yuan)")),
            ], rows)
    }

    private static func next(_ ask: Ask, _ period: Period, _ part: AccountStatement.Part) -> HTML? {
        let t = ask.language
        var links: [HTML] = []
        let query = period.setting(in: Query())
        if ask.query["after"] != nil { links.append(Parts.link(ask.path + query.text, t("首页", "First"))) }
        if let next = part.next {
            links.append(Parts.link(ask.path + query.setting("after", next.text).text, t("下一页", "Next")))
        }
        guard !links.isEmpty else { return nil }
        return "<nav class=\"pager\" aria-label=\"\(t("翻页", "Pages"))\">\(links)</nav>"
    }
}
