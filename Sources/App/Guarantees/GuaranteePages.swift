import Core
import Storage

/// The page of one guarantee: what is to be done, who bears and owes what, and what has happened.
enum GuaranteePages {
    static func detail(_ ask: Ask, _ seen: GuaranteeSight.Seen, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: "\(seen.number) \(seen.enterpriseName)",
            path: [(t("担保", "Guarantees"), "/guarantees")], message: ActionMessages.done(ask))
        let state = seen.guarantee.state
        let stopLoss = try Commitment.stopLoss(of: seen.guarantee, on: ask.today, connection)
        let waiting = stopLoss.map { "<p class=\"note\">\(t($0.sentence))</p>" as HTML }
        let heads = GuaranteeActions.heads(for: ask.person, seen.guarantee)
        let reversals = try ProposalStore.reversals(
            of: seen.guarantee.id, waitingIn: ask.person.organisation.id, connection)
        let buttons = try ActionButtons.markup(
            ask, on: "guarantees/\(seen.number)", heads, and: reversals, connection)
        return page.answer(
            """
            <p class="state">\(Parts.tag(state.rawValue, t(state.name)))</p>
            \(waiting)
            \(buttons)
            <div class="columns">\(Parts.section(t("条款", "Terms"), try terms(seen, t, connection)))
            \(Parts.section(t("资金", "Money"), money(seen, t)))</div>
            \(Parts.section(t("分担", "Who bears what"), bearing(seen, t)))
            \(Parts.section(t("应收应付", "Who owes whom"), try claims(seen, ask.today, t, connection)))
            \(Parts.section(t("材料", "Documents"), try DocumentPages.section(ask, seen, connection)))
            \(Parts.section(t("经过", "What has happened"), try timeline(ask, seen, connection)))
            """)
    }

    private static func terms(
        _ seen: GuaranteeSight.Seen, _ t: Language, _ connection: Connection
    ) throws -> HTML {
        let purpose = try ApplicationStore.purpose(of: seen.guarantee.id, connection).map {
            [Parts.fact(t("用途", "Purpose"), $0)]
        }
        let terms = seen.guarantee.terms
        let agreement = seen.guarantee.agreement
        let parties = Party.allCases.compactMap { party in
            seen.parties[party].map { Parts.fact(t(party.name), $0.name) }
        }
        return Parts.facts(
            [
                Parts.fact(t("企业", "Enterprise"), markup: "\(seen.enterpriseName)<br>\(seen.enterpriseCode)"),
                Parts.fact(t("担保金额", "Principal"), markup: "\(terms.principal) \(t("元", "yuan"))"),
                Parts.fact(t("担保费率", "Fee rate"), terms.feeRate.percentage),
                Parts.fact(t("期限", "Term"), markup: "\(terms.startsOn) – \(seen.guarantee.endsOn)"),
                Parts.fact(t("协议", "Agreement"), "\(agreement.number) · \(agreement.shares.description)"),
            ] + (purpose ?? []) + parties)
    }

    private static func money(_ seen: GuaranteeSight.Seen, _ t: Language) -> HTML {
        let position = seen.guarantee.position
        let lines: [(String, Fen)] = [
            (t("已放款", "Disbursed"), position.disbursed), (t("已还款", "Repaid"), position.repaid),
            (t("在保余额", "Outstanding"), position.outstanding), (t("已索赔", "Claimed"), position.claimed),
            (t("已代偿损失", "Loss compensated"), position.loss),
            (t("已追回（扣除费用）", "Recovered, net of costs"), position.netRecovered),
            (t("已核销", "Written off"), position.effectivelyWrittenOff),
            (t("担保费收入", "Fees paid"), position.feePaid - position.feeRefunded),
        ]
        let rows = lines.map {
            "<tr><th scope=\"row\">\($0.0)</th><td class=\"number\">\($0.1)</td></tr>" as HTML
        }
        return "<table class=\"fit\"><caption>\(t("单位：元", "In yuan"))</caption><tbody>\(rows)</tbody></table>"
    }

    /// What each party bears of the loss net of recoveries, and what it has yet to pay or get.
    private static func bearing(_ seen: GuaranteeSight.Seen, _ t: Language) -> HTML {
        let (position, shares) = (seen.guarantee.position, seen.guarantee.agreement.shares)
        guard position.loss.isPositive else {
            return Parts.empty(t("没有代偿，各方未承担损失。", "Nothing was compensated; nobody bears a loss."))
        }
        let borne = position.borne(shares)
        let rows = Party.allCases.compactMap { party -> HTML? in
            guard let institution = seen.parties[party] else { return nil }
            let owes = party == .guarantor ? Fen.zero : position.owedToGuarantor(party, shares)
            let gets = party == .guarantor ? Fen.zero : position.owedByGuarantor(party)
            return Tables.row([
                Tables.title("\(t(party.name)) · \(institution.name)"),
                Tables.number("\(borne[party.rawValue])"), Tables.number("\(owes)"), Tables.number("\(gets)"),
            ])
        }
        return Tables.fit(
            t("单位：元", "In yuan"),
            [
                .init(t("机构", "Party")), .number(t("承担损失", "Bears")),
                .number(t("尚欠担保机构", "Owes the guarantor")),
                .number(t("担保机构尚欠", "Is owed by the guarantor")),
            ], rows)
    }

    private static func claims(
        _ seen: GuaranteeSight.Seen, _ today: Day, _ t: Language, _ connection: Connection
    ) throws -> HTML {
        let claims = try ClaimStore.all(of: seen.guarantee.id, connection)
        guard !claims.isEmpty else {
            return Parts.empty(t("没有应收应付。", "Nobody owes anyone anything."))
        }
        let rows = claims.map { claim -> HTML in
            let late = claim.daysLate(on: today).map {
                Parts.tag("late", t("逾期 \($0) 天", EnglishCount.of($0, "day late", "days late")))
            }
            return Tables.row([
                Tables.cell(seen.name(of: claim.debtor)), Tables.cell(seen.name(of: claim.creditor)),
                Tables.number("\(claim.amount)"), Tables.number("\(claim.open)"),
                Tables.cell(markup: "\(claim.dueOn?.description ?? "") \(late)"),
            ])
        }
        return Tables.wide(
            t("应收应付", "Who owes whom"),
            [
                .init(t("应付方", "Debtor")), .init(t("应收方", "Creditor")),
                .number(t("金额（元）", "Amount (yuan)")), .number(t("未付（元）", "Open (yuan)")),
                .init(t("到期日", "Due on")),
            ], rows)
    }

    /// Every entry of the guarantee with who recorded it, newest first.
    private static func timeline(
        _ ask: Ask, _ seen: GuaranteeSight.Seen, _ connection: Connection
    ) throws -> HTML {
        let t = ask.language
        let entries = try EntryStore.recent(of: seen.guarantee.id, connection)
        guard !entries.isEmpty else {
            return Parts.empty(t("还没有资金往来。", "No money has moved yet."))
        }
        let opens = ask.person.may(.readLedger)
        let rows = entries.map { entry -> HTML in
            let number = String(entry.number)
            let reversal = entry.reverses.map { t("（冲销 \($0) 号）", " (takes back \($0))") } ?? ""
            let kind = EntryKind(rawValue: entry.kind).map { t($0.name) } ?? entry.kind
            return Tables.row([
                Tables.cell(entry.day.description), Tables.cell(kind + reversal),
                Tables.number("\(entry.amount)"), Tables.cell(entry.reference ?? ""),
                Tables.cell(entry.actor.shown(to: ask.person, t)), Tables.cell(Times.text(entry.at)),
                Tables.number(opens ? Parts.link("/entries/\(number)", number) : HTML(number)),
            ])
        }
        return Tables.wide(
            t("经过", "What has happened"),
            [
                .init(t("日期", "Day")), .init(t("事项", "What")), .number(t("金额（元）", "Amount (yuan)")),
                .init(t("流水号", "Reference")), .init(t("经手", "By")), .init(t("记录时间", "Recorded")),
                .number(t("分录号", "Entry")),
            ], rows)
    }
}
