import Core
import Storage

/// The home page: what waits for the visitor, most urgent first.
enum HomePages {
    static func home(_ ask: Ask, _ connection: Connection) throws -> Answer {
        let t = ask.language
        let visitor = ask.person
        var tasks = try HomeTasks.tasks(visitor, on: ask.today, connection)
        let (others, own) = try waiting(visitor, connection)
        tasks.append(proposals(others))
        let limits =
            visitor.organisation.kind == .supervisor && visitor.may(.readBook)
            ? try GuarantorLimits.breaches(on: ask.today, connection) : []
        tasks.append(
            HomeTask(
                title: Sentence(zh: "超过法定上限的担保机构", en: "Guarantors above a legal limit"),
                address: "#limits", count: Int64(Set(limits.map(\.guarantor.id)).count)))
        let sorted = HomeTask.sorted(tasks, on: ask.today)
        var content = try EntitlementPages.home(ask, connection) ?? HTML()
        content += try HomeFirm.section(ask, connection)
        content += try PlatformPages.home(ask, connection) ?? HTML()
        if !sorted.isEmpty {
            content += table(sorted, ask)
        } else if content.isEmpty, own.isEmpty {
            content += Parts.empty(t("没有待办事项。", "Nothing waits for you."))
        }
        content += try fund(ask, connection) ?? HTML()
        content += try claims(ask, connection) ?? HTML()
        if !limits.isEmpty { content += limitTable(limits, t) }
        content +=
            try section(
                t("等待我复核", "Waiting for my approval"), others, ask, connection) ?? HTML()
        content +=
            try section(
                t("我提交的，等待他人复核", "Entered by me, waiting for others"), own, ask, connection) ?? HTML()
        return Page(ask: ask, title: t("待办", "To do")).answer(content)
    }

    /// What others of the organisation have entered, for those who approve, and what the visitor has.
    private static func waiting(
        _ visitor: Visitor, _ connection: Connection
    ) throws -> (others: [ProposalStore.Stored], own: [ProposalStore.Stored]) {
        guard visitor.may(.enter) || visitor.may(.approve) else { return ([], []) }
        let all = try ProposalStore.waiting(in: visitor.organisation.id, connection)
        let own = all.filter { $0.proposal.enteredBy == visitor.person }
        let others = all.filter { $0.proposal.enteredBy != visitor.person }
        return (visitor.may(.approve) ? others : [], own)
    }

    private static func proposals(_ waiting: [ProposalStore.Stored]) -> HomeTask {
        HomeTask(
            title: Sentence(zh: "等待我复核", en: "Waiting for my approval"), address: "/proposals",
            count: Int64(waiting.count), day: waiting.first.map { Day(atShanghai: $0.enteredAt) },
            hasDeadline: false, isSince: true)
    }

    private static func table(_ tasks: [HomeTask], _ ask: Ask) -> HTML {
        let t = ask.language
        let rows = tasks.map { task -> HTML in
            let late: HTML? =
                task.isLate(on: ask.today) && !task.isSince ? Parts.tag("late", t("已过", "past")) : nil
            let day = task.day.map { task.isSince ? t("自 \($0)", "since \($0)") : "\($0)" } ?? ""
            return Tables.row([
                "<th scope=\"row\">\(Parts.link(task.address, t(task.title)))</th>",
                Tables.number("\(task.count)"),
                Tables.cell(markup: "\(day) \(late)"),
                Tables.number(task.amount.map { "\($0)" } ?? HTML()),
            ])
        }
        return Tables.wide(
            t("待办事项", "To do"),
            [
                .init(t("事项", "What")), .number(t("件数", "How many")), .init(t("最早日期", "Earliest day")),
                .number(t("金额（元）", "Amount (yuan)")),
            ], rows)
    }

    /// What a treasury can pay with.
    private static func fund(_ ask: Ask, _ connection: Connection) throws -> HTML? {
        let t = ask.language
        let organisation = ask.person.organisation
        guard organisation.kind == .treasury, ask.person.may(.readBook),
            let treasury = organisation.institution
        else { return nil }
        let balance = try LedgerStore.balance(of: Account(treasury, .fund), connection)
        let owed = try HomeStore.claims(.owed(by: .treasury), for: ask.person, connection).amount
        let short: HTML? =
            owed > balance
            ? Parts.tag(
                "late", t("缺口 \((owed - balance).grouped) 元", "short by \((owed - balance).grouped) yuan"))
            : nil
        return Parts.facts([
            Parts.fact(
                t("风险分担资金余额", "The fund holds"), markup: "\(balance) \(t("元", "yuan")) \(short)")
        ])
    }

    private static func claims(_ ask: Ask, _ connection: Connection) throws -> HTML? {
        let t = ask.language
        guard let side = HomeTasks.side(of: ask.person, on: ask.today) else { return nil }
        let claims = try HomeStore.openClaims(side, for: ask.person, connection)
        guard !claims.isEmpty else { return nil }
        let rows = claims.map { claim -> HTML in
            let days = claim.dueOn.map { ask.today - $0 } ?? 0
            let late: HTML? =
                days > 0
                ? Parts.tag("late", t("逾期 \(days) 天", EnglishCount.of(days, "day late", "days late"))) : nil
            let address = "/guarantees/\(PercentText.encode(claim.guarantee))"
            return Tables.row([
                Tables.cell(markup: "\(claim.dueOn?.description ?? "") \(late)"),
                Tables.cell(markup: Parts.link(address, claim.guarantee)), Tables.cell(claim.enterprise),
                Tables.cell(claim.debtor), Tables.cell(claim.creditor), Tables.number("\(claim.open)"),
            ])
        }
        let title = t("分担款，按到期日", "Shares by due day")
        return """
            <section id="claims"><h2>\(title)</h2>\(Tables.wide(
                title,
                [
                    .init(t("到期日", "Due on")), .init(t("担保", "Guarantee")), .init(t("企业", "Enterprise")),
                    .init(t("应付方", "Debtor")), .init(t("应收方", "Creditor")),
                    .number(t("未付（元）", "Open (yuan)")),
                ], rows))</section>
            """
    }

    private static func limitTable(_ breaches: [GuarantorLimits.Breach], _ t: Language) -> HTML {
        let rows = breaches.map {
            Tables.row([Tables.title($0.guarantor.name), Tables.cell(t($0.breach.sentence))])
        }
        return """
            <section id="limits"><h2>\(t("超过法定上限", "Above a legal limit"))</h2>\(Tables.wide(
                t("超过法定上限", "Above a legal limit"),
                [.init(t("担保机构", "Guarantor")), .init(t("说明", "Why"))], rows))</section>
            """
    }

    private static func section(
        _ title: String, _ waiting: [ProposalStore.Stored], _ ask: Ask, _ connection: Connection
    ) throws -> HTML? {
        guard !waiting.isEmpty else { return nil }
        return """
            <section><h2>\(title) <span class="count">\(waiting.count)</span></h2>
            \(try ProposalPages.table(ask, Array(waiting.prefix(20)), connection))</section>
            """
    }
}
