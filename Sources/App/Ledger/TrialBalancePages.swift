import Core
import HTTPTypes

/// The trial balance of a day: one's own accounts; for supervisors those of all institutions, or of one.
enum TrialBalancePages {
    /// The lines that the visitor may see, of one institution where the address names it.
    static func visible(_ balance: TrialBalance, _ ask: Ask) -> [TrialBalance.Line] {
        let own = ask.person.organisation
        guard own.kind == .supervisor else {
            return balance.lines.filter { $0.account.institution == own.institution }
        }
        guard let code = ask.query["institution"]?.trimmingSpaces(), !code.isEmpty else {
            return balance.lines
        }
        return balance.lines.filter { $0.code == code }
    }

    /// - Parameter day: nil when what was asked for is no day.
    static func page(_ ask: Ask, _ day: Day?, _ lines: [TrialBalance.Line]) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("试算平衡表", "Trial balance"), path: [(t("账簿", "Ledger"), "/ledger")],
            status: day == nil ? .unprocessableContent : .ok)
        let shown = lines.filter { !$0.balance.isZero }
        guard day != nil, !shown.isEmpty else {
            let text = t("这一天没有余额；可换一个日期或机构。", "No account holds anything on this day; choose another.")
            return page.answer(form(ask, day) + (day == nil ? HTML() : Parts.empty(text)))
        }
        let isSum = ask.person.organisation.kind == .supervisor && (ask.query["institution"] ?? "").isEmpty
        return page.answer(form(ask, day) + (isSum ? byKind(shown, t) : byAccount(shown, t)))
    }

    private static func form(_ ask: Ask, _ day: Day?) -> HTML {
        let t = ask.language
        let problem = day == nil ? Sentence(zh: "日期应写作 2017-07-19。", en: "Write the day as 2017-07-19.") : nil
        let institution: HTML = """
            <p><label for="field-institution">\(t("机构编号（不填为全部）", "Institution code, empty for all"))</label>\
            <input id="field-institution" name="institution" value="\(ask.query["institution"] ?? "")"></p>
            """
        return """
            <form class="filters" method="get" action="/trial-balance">
            \(Periods.field(ask, "on", t("截至", "On"), day ?? ask.today, problem))
            \(institution, if: ask.person.organisation.kind == .supervisor)
            <p class="buttons"><button class="second">\(t("查询", "Show"))</button></p></form>
            """
    }

    private static func byAccount(_ lines: [TrialBalance.Line], _ t: Language) -> HTML {
        let rows = lines.map { line in
            Tables.row([
                Tables.cell(line.name),
                Tables.cell(
                    markup: Parts.link("/accounts/\(line.account.number)", t(line.account.kind.name))),
                Tables.number(Sides.debit(line.balance)), Tables.number(Sides.credit(line.balance)),
            ])
        }
        return table(rows, lines, [.init(t("机构", "Institution")), .init(t("科目", "Account"))], t)
    }

    /// Debits and credits of all institutions by kind; the accounts themselves are a list.
    private static func byKind(_ lines: [TrialBalance.Line], _ t: Language) -> HTML {
        let rows = Account.Kind.allCases.compactMap { kind -> HTML? in
            let amounts = lines.filter { $0.account.kind == kind }.map(\.balance)
            guard !amounts.isEmpty else { return nil }
            let query = Query().setting("kind", kind.word)
            return Tables.row([
                Tables.cell(markup: Parts.link("/accounts" + query.text, t(kind.name))),
                Tables.number("\(amounts.count)"), Tables.number("\(amounts.filter(\.isPositive).sum())"),
                Tables.number("\(-amounts.filter(\.isNegative).sum())"),
            ])
        }
        return table(rows, lines, [.init(t("科目", "Account")), .number(t("账户数", "Accounts"))], t)
    }

    private static func table(
        _ rows: [HTML], _ lines: [TrialBalance.Line], _ heads: [Tables.Head], _ t: Language
    ) -> HTML {
        let sums = TrialBalance(lines: lines)
        let sum: HTML = """
            <tr class="sum"><th scope="row" colspan="2">\(t("合计", "Total"))</th>\
            <td class="number">\(sums.debits)</td><td class="number">\(sums.credits)</td></tr>
            """
        return Tables.wide(
            t("试算平衡表", "Trial balance"),
            heads + [.number(t("借方（元）", "Debit (yuan)")), .number(t("贷方（元）", "Credit (yuan)"))], rows + [sum])
    }
}
