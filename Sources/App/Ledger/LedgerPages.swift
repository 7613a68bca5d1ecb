import Core
import Storage

/// The front page of the ledger: what one's accounts hold, and the ways into it.
enum LedgerPages {
    static func front(_ ask: Ask, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let page = Page(ask: ask, title: t("账簿", "Ledger"))
        let links: HTML = """
            <ul class="links"><li>\(Parts.link("/entries", t("全部分录", "All entries")))</li>
            <li>\(Parts.link("/trial-balance", t("试算平衡表", "Trial balance")))</li>
            <li>\(Parts.link("/accounts", t("账户余额（可查询、导出）", "Accounts, to search and export")))</li></ul>
            """
        guard let institution = ask.person.organisation.institution else {
            return page.answer(
                links + Parts.section(t("各科目合计", "By kind of account"), try totals(ask, connection)))
        }
        let accounts = try LedgerStore.balances(of: institution, connection)
        return page.answer(links + Parts.section(t("本机构账户", "Accounts"), table(accounts, t)))
    }

    private static func table(_ accounts: [(account: Account, balance: Fen)], _ t: Language) -> HTML {
        guard !accounts.isEmpty else {
            return Parts.empty(
                t("还没有账户；第一笔分录会开立。", "There is no account yet; the first entry opens one."))
        }
        let rows = accounts.map { account, balance in
            Tables.row([
                "<th scope=\"row\">\(Parts.link("/accounts/\(account.number)", t(account.kind.name)))</th>",
                Tables.number(Sides.debit(balance)), Tables.number(Sides.credit(balance)),
            ])
        }
        return Tables.fit(
            t("单位：元", "In yuan"),
            [.init(t("科目", "Account")), .number(t("借方余额", "Debit")), .number(t("贷方余额", "Credit"))], rows)
    }

    private static func totals(_ ask: Ask, _ connection: Connection) throws -> HTML {
        let t = ask.language
        let rows = try LedgerStore.totals(connection).map { kind, debit, credit in
            let query = Query().setting("kind", kind.word)
            return Tables.row([
                "<th scope=\"row\">\(Parts.link("/accounts" + query.text, t(kind.name)))</th>",
                Tables.number("\(debit)"), Tables.number("\(credit)"),
            ])
        }
        guard !rows.isEmpty else { return Parts.empty(t("账簿还是空的。", "The ledger is empty yet.")) }
        return Tables.fit(
            t("全部机构，单位：元", "All institutions, in yuan"),
            [.init(t("科目", "Account")), .number(t("借方余额", "Debit")), .number(t("贷方余额", "Credit"))], rows)
    }
}

/// An amount in one of two columns.
enum Sides {
    static func debit(_ amount: Fen) -> HTML { amount.isNegative ? HTML() : "\(amount)" }
    static func credit(_ amount: Fen) -> HTML { amount.isNegative ? "\(-amount)" : HTML() }
}
