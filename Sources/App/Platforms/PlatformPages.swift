import Core
import Storage

/// The page of a support platform: the firms that it hosts with their progress, and the awards that they
/// earn it.
enum PlatformPages {
    /// Firms on a page.
    static let rows: Int64 = 50

    static func page(
        _ ask: Ask, _ platform: SupportPlatform, _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let shelf = ask.site.policies
        let after = ask.query["after"].flatMap { Int64($0) } ?? 0
        let firms = try platform.firms(on: ask.today, after: after, limit: rows + 1, connection)
        let shown = try firms.prefix(Int(rows)).map {
            try HostedProgress.read($0, of: platform, on: ask.today, shelf, connection)
        }
        let isOwn = ask.person.organisation.kind == .platform
        let page = Page(
            ask: ask, title: platform.name,
            path: isOwn ? [] : [(t(PlatformRecords.list.title), "/platforms")])
        let next = firms.count > shown.count ? shown.last?.firm.number : nil
        return page.answer(
            """
            \(try sums(ask, platform, connection))
            \(Parts.section(t("在驻企业", "Firms hosted"), table(shown, ask)))
            \(pager(ask, after, next))
            """)
    }

    private static func sums(
        _ ask: Ask, _ platform: SupportPlatform, _ connection: Connection
    ) throws -> HTML {
        let t = ask.language
        let sums = try HostedSums.read(platform, on: ask.today, ask.site.policies, connection)
        let division = EnterpriseRecords.divisionName(platform.division).map { t($0) }
        let earned = t(
            "\(sums.award.grouped) 元（\(sums.awarded) 家）", "\(sums.award.grouped) yuan (\(sums.awarded) firms)"
        )
        return Parts.facts([
            Parts.fact(t("类型", "Type"), platform.kind.map { t($0.name) } ?? ""),
            Parts.fact(t("行政区划", "Division"), division ?? platform.division),
            Parts.fact(t("在驻企业", "Firms hosted"), "\(sums.firms)"),
            Parts.fact(t("其中高新技术企业", "of which high-tech enterprises"), "\(sums.recognised)"),
            Parts.fact(
                t(HostedProgress.awardTitle(ask.site.policies, on: ask.today)),
                markup: "\(Parts.link("/policies/awards", earned))"),
        ])
    }

    private static func table(_ shown: [HostedProgress], _ ask: Ask) -> HTML {
        let t = ask.language
        guard let first = shown.first else {
            return Parts.empty(
                t(
                    "没有登记在驻企业；由监管部门经办登记入驻关系。",
                    "No firm is registered as hosted; a supervisor's clerk registers who hosts whom."))
        }
        let policies = first.standings.map {
            Tables.Head(t($0.explanation.program.policy.title))
        }
        return Tables.wide(
            t("在驻企业", "Firms hosted"),
            [
                .init(t("企业", "Enterprise")), .init(t("入驻日", "Hosted since")),
                .init(t("高企证书", "High-tech certificate")),
                .number(t("为平台带来的奖励（元）", "Award to the platform (yuan)")),
            ] + policies,
            shown.map { row($0, ask) })
    }

    private static func row(_ progress: HostedProgress, _ ask: Ask) -> HTML {
        let t = ask.language
        let firm = progress.firm
        let link = Parts.link("/enterprises/\(firm.creditCode)", firm.name)
        return Tables.row(
            [
                "<th scope=\"row\">\(link)</th>", Tables.day(firm.from),
                Tables.unbroken(recognition(progress, t)),
                Tables.number(HTML(progress.award?.grouped ?? "")),
            ] + progress.standings.map { Tables.cell(markup: standing($0, firm, t)) })
    }

    private static func recognition(_ progress: HostedProgress, _ t: Language) -> String {
        if let until = progress.recognisedUntil { return t("有效期至 \(until)", "until \(until)") }
        guard let day = progress.recognisedOn else { return t("无", "none") }
        return t("\(day) 认定，已过期", "of \(day), expired")
    }

    private static let mostNames = 2

    /// The verdict, which leads to the explanation, and the first of what the firm lacks.
    private static func standing(
        _ standing: HostedProgress.Standing, _ firm: SupportPlatform.Firm, _ t: Language
    ) -> HTML {
        let words = PolicyWords(explanation: standing.explanation, t: t)
        let decision = standing.explanation.decision
        let lacks =
            standing.answer == .no
            ? decision.failed.map { words.conditions([$0]) }
            : standing.answer == .open ? decision.waits.facts.map { words.facts([$0]) } : []
        let more = lacks.count - mostNames
        let rest = more > 0 ? t(" 等 \(lacks.count) 项", " and \(more) more") : ""
        let what = standing.answer == .no ? t("不满足：", "fails: ") : t("尚待：", "waits for: ")
        let text =
            lacks.isEmpty ? "" : what + lacks.prefix(mostNames).joined(separator: t("；", "; ")) + rest
        let policy = standing.explanation.program.policy.id
        let address = "/enterprises/\(firm.creditCode)/policies/\(policy)"
        let tag = PolicyWords.tag(standing.answer, t(PolicyWords.verdict(standing.answer)))
        return "<a href=\"\(address)\">\(tag)</a> <span class=\"hint\">\(text)</span>"
    }

    private static func pager(_ ask: Ask, _ after: Int64, _ next: Int64?) -> HTML? {
        guard after > 0 || next != nil else { return nil }
        let t = ask.language
        var links: [HTML] = []
        if after > 0 { links.append(Parts.link(ask.path, t("首页", "First"))) }
        if let next {
            links.append(Parts.link(ask.path + Query().setting("after", "\(next)").text, t("下一页", "Next")))
        }
        return "<nav class=\"pager\" aria-label=\"\(t("翻页", "Pages"))\">\(links)</nav>"
    }

    // MARK: At home

    /// What a platform finds at home; nothing for others.
    static func home(_ ask: Ask, _ connection: Connection) throws -> HTML? {
        guard ask.person.organisation.kind == .platform, ask.person.may(.readBook) else { return nil }
        let t = ask.language
        let platform = try SupportPlatform.own(ask.person, connection)
        let link = Parts.link("/hosted", t("查看在驻企业的进展", "See how far the firms are"))
        return "\(try sums(ask, platform, connection))<p>\(link)</p>"
    }
}
