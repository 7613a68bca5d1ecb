import Core
import Storage

/// The page of one agreement: its terms, how it splits any amount, its ceilings, and what was made under it.
enum AgreementPages {
    static func detail(_ ask: Ask, _ seen: AgreementSight.Seen, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let agreement = seen.agreement
        let page = Page(
            ask: ask, title: t("协议 \(agreement.number)", "Agreement \(agreement.number)"),
            path: [(t("风险分担协议", "Agreements"), "/agreements")], message: ActionMessages.done(ask))
        return page.answer(
            """
            <p class="state">\(standing(agreement, ask.today, t))</p>
            \(try ActionButtons.markup(ask, AgreementActions.source, key: agreement.number, connection))
            <div class="columns">\(Parts.section(t("条款", "Terms"), terms(seen, t)))
            \(Parts.section(t("上限", "Ceilings"), ceilings(agreement, t)))</div>
            \(Parts.section(t("损失如何分担", "How a loss is shared"), split(ask, seen)))
            \(Parts.section(t("项下担保", "Guarantees under it"), try guarantees(ask, agreement, connection)))
            """)
    }

    /// Where a new agreement is entered, and what was entered and waits.
    static func new(_ ask: Ask, _ connection: Connection) throws -> Answer {
        let t = ask.language
        guard ask.person.may(.keepRegister) else { throw RequestRefusal.forbidden }
        let page = Page(
            ask: ask, title: t("订立新协议", "Conclude an agreement"),
            path: [(t("风险分担协议", "Agreements"), "/agreements")], message: ActionMessages.done(ask))
        let buttons = try ActionButtons.markup(
            ask, AgreementActions.source, key: AgreementActions.newKey, connection)
        return page.answer(
            """
            <p>\(t(
                "由经办录入、复核确认后生效；此前订立的担保仍按原协议分担。",
                "A clerk enters it and an approver confirms it; earlier guarantees keep their agreement."
            ))</p>
            \(buttons)
            """)
    }

    /// Whether it is in force, as a mark.
    static func standing(_ agreement: Agreement, _ today: Day, _ t: Language) -> HTML {
        if today < agreement.from { return Parts.tag("waiting", t("未开始", "not in force yet")) }
        return agreement.isInForce(on: today)
            ? Parts.tag("in_force", t("有效", "in force")) : Parts.tag("ended", t("已终止", "ended"))
    }

    private static func terms(_ seen: AgreementSight.Seen, _ t: Language) -> HTML {
        let agreement = seen.agreement
        let parties = Party.allCases.map { party -> HTML in
            guard let institution = seen.parties[party] else {
                return Parts.fact(t(party.name), t("无", "none"))
            }
            let address = "/institutions/\(PercentText.encode(institution.code))"
            return Parts.fact(t(party.name), markup: Parts.link(address, institution.name))
        }
        return Parts.facts(
            parties + [
                Parts.fact(t("分担比例", "Shares"), agreement.shares.description),
                Parts.fact(
                    t("期限", "Term"),
                    markup: "\(agreement.from) – \(agreement.until?.description ?? t("长期", "open"))"),
                Parts.fact(
                    t("分担款付款期", "Shares are paid within"),
                    t(
                        "\(agreement.claimDueWorkingDays) 个工作日",
                        "\(agreement.claimDueWorkingDays) working days")),
                Parts.fact(
                    t("提前解保退费", "Fee refund on early release"),
                    agreement.refundsUnusedFee ? t("退还未用部分", "the unused part") : t("不退", "none")),
            ])
    }

    private static func ceilings(_ agreement: Agreement, _ t: Language) -> HTML {
        let (ceilings, none) = (agreement.ceilings, t("未约定", "none agreed"))
        return Parts.facts([
            Parts.fact(t("年费率", "Yearly fee rate"), ceilings.feeRate?.percentage ?? none),
            Parts.fact(
                t("单户在保余额", "Outstanding per borrower"),
                ceilings.borrower.map { "\($0.grouped) \(t("元", "yuan"))" } ?? none),
            Parts.fact(
                t("代偿率止损线", "Stop-loss: compensation rate"), ceilings.stopLoss?.percentage ?? none),
        ])
    }

    // MARK: The split of any amount

    static let usualAmount = Fen.yuan(1_000_000)

    private static func split(_ ask: Ask, _ seen: AgreementSight.Seen) -> HTML {
        let t = ask.language
        let entered = ask.query["amount"]?.trimmingSpaces() ?? usualAmount.description
        let amount = Fen(yuan: entered.replacing(",", with: "")).flatMap { $0.isNegative ? nil : $0 }
        let problem: HTML =
            amount == nil
            ? """
            <span class="wrong" id="field-amount-problem">\(t(
                "应为不小于零的金额（元），最多两位小数，例如 1234567.89。",
                "Give an amount in yuan, zero or more, with two decimals at most."))</span>
            """ : ""
        let mark: HTML =
            amount == nil ? " aria-invalid=\"true\" aria-describedby=\"field-amount-problem\"" : ""
        let form: HTML = """
            <form class="filters" method="get" action="\(ask.path)">
            <p><label for="field-amount">\(t("损失金额（元）", "Loss (yuan)"))</label>\
            <input class="number" inputmode="decimal" autocomplete="off" id="field-amount" name="amount" \
            value="\(entered)"\(mark)>\(problem)</p>
            <p class="buttons"><button class="second">\(t("计算", "Split"))</button></p></form>
            """
        return form + (amount.map { table(of: $0, seen, t) } ?? HTML())
    }

    private static func table(of amount: Fen, _ seen: AgreementSight.Seen, _ t: Language) -> HTML {
        let shares = seen.agreement.shares
        let parts = shares.parts(of: amount)
        let rows = Party.allCases.map { party in
            let weight = shares.weights[party.rawValue]
            return Tables.row([
                Tables.title(t(party.name)), Tables.cell(seen.parties[party]?.name ?? t("无", "none")),
                Tables.number("\(weight)"),
                Tables.number(HTML(Rate(weight, over: shares.sum)?.percentage ?? "")),
                Tables.number("\(parts[party.rawValue])"),
            ])
        }
        let sum: HTML = """
            <tr class="sum"><th scope="row" colspan="2">\(t("合计", "Total"))</th>
            <td class="number">\(shares.sum)</td>\
            <td class="number">100%</td><td class="number">\(parts.sum())</td></tr>
            """
        let toBank = amount - parts[Party.bank.rawValue]
        return Tables.fit(
            t("单位：元，精确到分", "In yuan, exact to the fen"),
            [
                .init(t("一方", "Party")), .init(t("机构", "Institution")), .number(t("份", "Share")),
                .number(t("比例", "Percentage")), .number(t("承担", "Bears")),
            ], rows + [sum])
                + """
                <p>\(t("担保机构先向银行代偿 ", "The guarantor first pays the bank "))<b>\(toBank)</b>\(t(
                " 元，再向再担保和财政收回各自部分。", " yuan, then gets the parts of re-guarantor and treasury."))</p>
                """
    }

    // MARK: What was made under it

    private static func guarantees(
        _ ask: Ask, _ agreement: Agreement, _ connection: Connection
    ) throws -> HTML {
        let t = ask.language
        let under = try AgreementSight.under(agreement, ask.person, connection)
        guard under.count > 0 else {
            return Parts.empty(t("还没有项下担保。", "No guarantee was made under it yet."))
        }
        let rows = under.rows.map { row in
            Tables.row([
                Tables.cell(markup: Parts.link("/guarantees/\(PercentText.encode(row.number))", row.number)),
                Tables.cell(row.enterprise),
                Tables.cell(
                    markup: Parts.tag(
                        row.state, Guarantee.State(rawValue: row.state).map { t($0.name) } ?? row.state)),
                Tables.number("\(row.principal)"), Tables.number("\(row.outstanding)"),
                Tables.cell(row.endsOn.description),
            ])
        }
        let all = "/guarantees" + Query().setting("agreement", agreement.number).text
        let guarantees = EnglishCount.of(under.count, "guarantee", "guarantees")
        return """
            <p>\(t("共 \(under.count) 笔，在保余额 ", "\(guarantees), outstanding "))\
            <b>\(under.outstanding)</b> \(
                t("元。", "yuan.")) \(Parts.link(all, t("全部列出", "List them all")))</p>
            """
                + Tables.wide(
                    t("项下担保", "Guarantees under it"),
                    [
                        .init(t("编号", "Number")), .init(t("企业", "Enterprise")), .init(t("状态", "State")),
                        .number(t("担保金额（元）", "Principal (yuan)")),
                        .number(t("在保余额（元）", "Outstanding (yuan)")),
                        .init(t("到期日", "Until")),
                    ], rows)
    }
}
