import Core
import Storage

/// The page of one firm: who it is, its years, what is known of it and from whom, and what has happened.
enum EnterprisePages {
    static func detail(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let statements = try StatementStore.all(of: firm.number, connection)
        let records = try FirmRecordStore.all(of: firm.number, connection)
        let facts = EnterpriseFacts(firm.number, on: ask.today, statements, records)
        let page = Page(
            ask: ask, title: firm.name, path: [(t("企业名录", "Enterprises"), "/enterprises")])
        let disputed = EnterpriseFactPart.disputes(facts, t).map {
            Parts.section(t("来源不一致", "Sources differ"), $0)
        }
        let books: HTML = """
            <p>\(Parts.link(ResearchPages.address(firm), t("研发费用辅助账", "Books of R&D expense")))</p>
            """
        // Vouchers, loans and who belongs together are no business of a platform that hosts the firm.
        let isPlatform = ask.person.organisation.kind == .platform
        return page.answer(
            """
            \(links(ask, firm))
            \(books, if: !isPlatform)
            \(profile(firm, facts, statements, t))
            \(try EnterpriseReadiness.section(ask, firm, facts, connection))
            \(disputed)
            \(Parts.section(t("历年情况", "Years"), EnterpriseYearPart.markup(statements, ask)))
            \(Parts.section(t("事实与来源", "Facts and their sources"), EnterpriseFactPart.table(facts, t)))
            \(EnterpriseRecordPart.sections(records, firm, ask))
            \(Parts.section(t("联系人", "Contacts"), try EnterpriseContactPart.section(ask, firm, connection)))
            \(isPlatform ? nil : try others(ask, firm, connection))
            \(Parts.section(t("变动经过", "History"), try EnterpriseEventPages.section(ask, firm, connection)))
            """)
    }

    private static func links(_ ask: Ask, _ firm: EnterpriseAccess.Firm) -> HTML? {
        let t = ask.language
        if firm.isOwn {
            let readers = Parts.link("/readings", t("谁看过本企业的信息", "Who has read our data"))
            let tell: HTML =
                ask.person.may(.tellFacts)
                ? Parts.link("/enterprises/import", t("报送企业信息", "Tell the register")) : HTML()
            return "<ul class=\"links\"><li>\(readers)</li><li>\(tell)</li></ul>"
        }
        let note = t("本次查看已记录，企业可以看到。", "This reading is recorded, and the firm sees it.")
        guard ask.person.organisation.kind == .supervisor else { return "<p class=\"hint\">\(note)</p>" }
        let readers = Parts.link(
            "/readings" + Query().setting("credit_code", firm.creditCode).text,
            t("谁看过该企业的信息", "Who has read this firm's data"))
        return "<p class=\"hint\">\(note) \(readers)</p>"
    }

    private static func profile(
        _ firm: EnterpriseAccess.Firm, _ facts: EnterpriseFacts, _ statements: [FirmStatement], _ t: Language
    ) -> HTML {
        func shown(_ name: String) -> String {
            facts.facts[name].map { EnterpriseFactPart.text($0.value, $0.fact, t) } ?? unknown(t)
        }
        let division = EnterpriseRecords.divisionName(firm.profile.division).map { t($0) }
        var lines = [
            Parts.fact(t("统一社会信用代码", "Credit code"), firm.creditCode),
            Parts.fact(t("注册地", "Registered in"), division ?? firm.profile.division),
            Parts.fact(t("注册日期", "Registered on"), shown("registered_on")),
            Parts.fact(t("行业", "Industry"), shown("industry")),
            Parts.fact(t("规模", "Size"), firm.profile.size.map { t($0.name) } ?? unknown(t)),
            Parts.fact(t("入驻平台", "Hosted by"), shown("hosted_by")),
        ]
        let names = Set(statements.compactMap(\.otherName)).sorted()
        if !names.isEmpty {
            lines.append(
                Parts.fact(t("其他来源所报名称", "Names told by others"), names.joined(separator: t("、", ", "))))
        }
        return Parts.facts(lines)
    }

    static func unknown(_ t: Language) -> String { t("未知", "unknown") }

    // MARK: Related parties, guarantees

    private static func others(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> HTML {
        let t = ask.language
        return """
            \(Parts.section(
                t("关联企业", "Related parties"),
                "\(try related(ask, firm, connection))\(FirmRecordPages.link(.related, ask, firm))"))
            \(Parts.section(t("担保", "Guarantees"), try guarantees(ask, firm, connection)))
            """
    }

    private static func related(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> HTML {
        let t = ask.language
        let firms = try EnterpriseHistory.related(to: firm.number, connection)
        guard !firms.isEmpty else {
            return Parts.empty(t("没有登记关联企业。", "No related party is registered."))
        }
        let rows = firms.map { Tables.row([Tables.title($0.name), Tables.cell($0.creditCode)]) }
        return Tables.fit(
            t("按第 683 号令第十六条合并计算", "Counted together by article 16 of Decree 683"),
            [.init(t("企业", "Enterprise")), .init(t("统一社会信用代码", "Credit code"))], rows)
    }

    private static func guarantees(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> HTML {
        let t = ask.language
        let found = try EnterpriseHistory.guarantees(of: firm.number, for: ask.person, connection)
        guard !found.isEmpty else {
            return Parts.empty(t("没有与本机构有关的担保。", "No guarantee of it concerns your organisation."))
        }
        let rows = found.map { guarantee in
            let link = Parts.link("/guarantees/\(PercentText.encode(guarantee.number))", guarantee.number)
            let state = Guarantee.State(rawValue: guarantee.state).map { t($0.name) } ?? guarantee.state
            return Tables.row([
                "<th scope=\"row\">\(link)</th>", Tables.number("\(guarantee.principal)"),
                Tables.number("\(guarantee.outstanding)"), Tables.cell(guarantee.startsOn.description),
                Tables.cell(guarantee.endsOn.description),
                Tables.cell(markup: Parts.tag(guarantee.state, state)),
            ])
        }
        return Tables.wide(
            t("担保", "Guarantees"),
            [
                .init(t("编号", "Number")), .number(t("担保金额（元）", "Principal (yuan)")),
                .number(t("在保余额（元）", "Outstanding (yuan)")), .init(t("起始日", "From")),
                .init(t("到期日", "Until")), .init(t("状态", "State")),
            ], rows)
    }
}
