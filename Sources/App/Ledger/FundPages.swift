import Core
import Storage

/// The pages of risk-sharing funds: all side by side for supervisors, and one with its years and claims.
enum FundPages {
    static func all(_ ask: Ask, _ treasuries: [Institution], _ connection: Connection) throws -> Answer {
        let t = ask.language
        let page = Page(ask: ask, title: t("风险分担资金", "Risk-sharing funds"))
        guard !treasuries.isEmpty else {
            return page.answer(Parts.empty(t("还没有登记财政部门。", "No treasury is registered yet.")))
        }
        let rows = try treasuries.map { treasury -> HTML in
            let standing = try FundStore.standing(of: treasury.id, on: ask.today, connection)
            let link = Parts.link("/funds/\(PercentText.encode(treasury.code))", treasury.name)
            let late = zip(ClaimAge.allCases, standing.open).filter { $0.0.isLate }.map(\.1).sum()
            return Tables.row([
                "<th scope=\"row\">\(link)</th>", Tables.number("\(standing.budget)"),
                Tables.number("\(standing.balance)"), Tables.number("\(standing.claimed)"),
                Tables.number("\(late)"), Tables.number(shortfall(standing, t)),
            ])
        }
        return page.answer(
            Tables.wide(
                t("风险分担资金", "Risk-sharing funds"),
                [
                    .init(t("财政部门", "Treasury")), .number(t("累计拨入（元）", "Budget put in (yuan)")),
                    .number(t("余额（元）", "Balance (yuan)")), .number(t("待付（元）", "Open claims (yuan)")),
                    .number(t("其中逾期（元）", "of which late (yuan)")), .number(t("缺口（元）", "Shortfall (yuan)")),
                ], rows))
    }

    static func one(_ ask: Ask, _ treasury: Institution, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let isSupervisor = ask.person.organisation.kind == .supervisor
        let standing = try FundStore.standing(of: treasury.id, on: ask.today, connection)
        let years = try FundStore.years(of: treasury.id, connection)
        let page = Page(
            ask: ask, title: t("\(treasury.name) · 风险分担资金", "\(treasury.name) · risk-sharing fund"),
            path: isSupervisor ? [(t("风险分担资金", "Risk-sharing funds"), "/funds")] : [],
            message: ActionMessages.done(ask))
        let account = "/accounts/\(Account(treasury.id, .fund).number)"
        let institution = "/institutions/\(PercentText.encode(treasury.code))"
        return page.answer(
            """
            \(try ActionButtons.markup(ask, FundActions.source, key: treasury.code, connection))
            \(tiles(standing, years, ask))
            \(Parts.section(t("待付的应付款", "Open claims"), ageing(standing, treasury, t)))
            \(Parts.section(t("逐年", "Year by year"), table(years, t)))
            <p>\(Parts.link(account, t("资金对账单", "Statement of the fund")))
            · \(Parts.link(institution, t("机构信息", "The institution")))</p>
            """)
    }

    private static func tiles(_ standing: FundStanding, _ years: [FundStore.Year], _ ask: Ask) -> HTML {
        let t = ask.language
        let thisYear = years.first { $0.year == ask.today.year }?.appropriated ?? .zero
        let figures: [(String, HTML)] = [
            (t("预算累计拨入（元）", "Budget put in so far (yuan)"), "\(standing.budget)"),
            (t("本年拨入（元）", "Appropriated this year (yuan)"), "\(thisYear)"),
            (t("累计已付（元）", "Paid so far (yuan)"), "\(years.map(\.paid).sum())"),
            (t("余额（元）", "Balance (yuan)"), "\(standing.balance)"),
            (t("待付（元）", "Open claims (yuan)"), "\(standing.claimed)"),
            (t("缺口（元）", "Shortfall (yuan)"), shortfall(standing, t)),
        ]
        let tiles = figures.map { "<div class=\"tile\"><b>\($0.1)</b><span>\($0.0)</span></div>" as HTML }
        return "<div class=\"tiles\">\(tiles)</div>"
    }

    private static func shortfall(_ standing: FundStanding, _ t: Language) -> HTML {
        standing.shortfall.isZero
            ? HTML(t("无", "none")) : "<span class=\"lacking\">\(standing.shortfall)</span>"
    }

    private static func ageing(_ standing: FundStanding, _ treasury: Institution, _ t: Language) -> HTML {
        guard standing.claimed.isPositive else {
            return Parts.empty(t("没有待付的分担款。", "Nothing is claimed from the fund."))
        }
        let rows = zip(ClaimAge.allCases, standing.open).map { age, amount in
            Tables.row([Tables.title(t(age.name)), Tables.number("\(amount)")])
        }
        let sum: HTML = """
            <tr class="sum"><th scope="row">\(t("合计", "Total"))</th>
            <td class="number">\(standing.claimed)</td></tr>
            """
        let query = Query().setting("debtor", Party.treasury.word).setting("state", "open")
            .setting("institution", treasury.code)
        return Tables.fit(
            t("按逾期时间，单位：元", "By how late they are, in yuan"),
            [.init(t("逾期", "Late")), .number(t("未付", "Open"))], rows + [sum])
            + "<p>\(Parts.link("/claims" + query.text, t("查看每一笔", "Each of them")))</p>"
    }

    private static func table(_ years: [FundStore.Year], _ t: Language) -> HTML {
        guard !years.isEmpty else {
            return Parts.empty(
                t("资金还没有拨入；先办理“拨入资金”。", "Nothing was put in yet; appropriate money to the fund."))
        }
        let rows = years.reversed().map { year in
            Tables.row([
                Tables.title(String(year.year)), Tables.number("\(year.appropriated)"),
                Tables.number("\(year.paid)"),
                Tables.number("\(year.returned)"), Tables.number("\(year.balance)"),
            ])
        }
        return Tables.fit(
            t("单位：元", "In yuan"),
            [
                .init(t("年度", "Year")), .number(t("预算拨入", "Appropriated")), .number(t("已付分担款", "Paid")),
                .number(t("追偿返还", "Returned")), .number(t("年末余额", "Balance at the end")),
            ], rows)
    }
}
