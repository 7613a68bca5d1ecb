import Core
import Storage

/// Decisions that officers keep: who may, keeping one, and the table of those of a firm.
enum KeptDecisions {
    /// Clerks of supervisors.
    static func mayKeep(_ visitor: Visitor) -> Bool {
        visitor.organisation.kind == .supervisor && visitor.may(.tellFacts)
    }

    /// Decides anew inside the transaction that keeps it, so that what is kept is what is known.
    static func keep(_ ask: Ask) async throws -> Answer {
        let (visitor, code, policy) = (ask.person, ask.part("code"), ask.part("policy"))
        guard mayKeep(visitor) else { throw RequestRefusal.forbidden }
        guard let day = Day(ask.form["on"]) else { throw RequestRefusal.badRequest }
        let (shelf, at) = (ask.site.policies, ask.now)
        try await ask.write("decision.keep") { writing in
            let firm = try EnterpriseAccess.find(code, for: visitor, writing.connection)
            let facts = try EnterpriseFacts.read(firm.number, on: day, writing.connection)
            let explanation = try shelf.explain(policy, facts)
            try DecisionStore.keep(
                explanation, of: firm.number, shelf.library, by: visitor, at: at, writing)
        }
        return .redirect(to: "/enterprises/\(code)/policies/\(policy)?on=\(day)")
    }

    /// Those of a firm on its page; nil where none is kept.
    static func section(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> HTML? {
        let kept = try DecisionStore.page(of: firm.number, before: before(ask), connection)
        guard !kept.isEmpty else { return nil }
        return Parts.section(
            ask.language("已留存的判定", "Decisions kept"), table(kept, firm, ask))
    }

    /// The number that the page asked for begins behind; nil for the first.
    static func before(_ ask: Ask) -> Int64? { ask.query["kept_before"].flatMap { Int64($0) } }

    /// The rows of a page, and the way to the older ones.
    static func table(
        _ kept: [(decision: KeptDecision, person: String)], _ firm: EnterpriseAccess.Firm, _ ask: Ask
    ) -> HTML {
        let t = ask.language
        let shown = kept.prefix(DecisionStore.pageRows)
        let rows = shown.map { decision, person -> HTML in
            let title = ask.site.policies.newest.first { $0.id == decision.policy }.map { t($0.title) }
            let address = "/enterprises/\(firm.creditCode)/policies/\(decision.policy)?on=\(decision.day)"
            return Tables.row([
                "<th scope=\"row\">\(decision.number)</th>",
                Tables.cell(markup: Parts.link(address, title ?? decision.policy)),
                Tables.cell(decision.day.description), Tables.cell(markup: verdict(decision, t)),
                Tables.cell(Times.text(decision.at)), Tables.cell(person),
                Tables.cell(
                    markup: "<span class=\"digest\">\(String(decision.resultDigest.prefix(16)))…</span>"),
            ])
        }
        let table = Tables.wide(
            t("已留存的判定", "Decisions kept"),
            [
                .init(t("编号", "Number")), .init(t("政策", "Policy")), .init(t("判定日", "For the day")),
                .init(t("结论", "Verdict")), .init(t("留存时间", "Kept")), .init(t("经手", "By")),
                .init(t("结果摘要", "Digest of the result")),
            ], rows)
        return "\(table)\(pager(kept.count > shown.count ? shown.last?.decision.number : nil, ask))"
    }

    private static func pager(_ last: Int64?, _ ask: Ask) -> HTML? {
        guard last != nil || before(ask) != nil else { return nil }
        let t = ask.language
        let newest = ask.path + ask.query.setting("kept_before", nil).text
        let older = last.map { ask.path + ask.query.setting("kept_before", String($0)).text }
        let links = [
            before(ask).map { _ in Parts.link(newest, t("最新", "Newest")) },
            older.map { Parts.link($0, t("更早", "Older")) },
        ]
        let label = t("留存判定的翻页", "Pages of decisions kept")
        return "<nav class=\"pager\" aria-label=\"\(label)\">\(links.compactMap(\.self))</nav>"
    }

    private static func verdict(_ decision: KeptDecision, _ t: Language) -> HTML {
        guard case .string(let word)? = JSON(parsing: Array(decision.result.utf8))?["verdict"],
            let answer = PolicyDecision.Answer(rawValue: word)
        else { return HTML() }
        return PolicyWords.tag(answer, t(PolicyWords.verdict(answer)))
    }
}

/// How near a firm is to each policy in force, on its page.
enum EnterpriseReadiness {
    /// Nothing as long as no policy is there.
    static func section(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ facts: EnterpriseFacts, _ connection: Connection
    ) throws -> HTML? {
        let t = ask.language
        let policies = ask.site.policies.inForce(on: facts.day)
        guard !policies.isEmpty else { return nil }
        let rows = try policies.map { policy in
            row(firm, PolicyWords(explanation: try ask.site.policies.explain(policy.id, facts), t: t))
        }
        let table = Tables.wide(
            t("政策对照", "Policies"),
            [
                .init(t("政策", "Policy")), .init(t("结论", "Verdict")), .init(t("不满足", "Fails")),
                .init(t("尚待", "Waits for")), .number(t("得分", "Score")), .number(t("金额", "Amount")),
            ], rows)
        let kept = try KeptDecisions.section(ask, firm, connection)
        return "\(Parts.section(t("政策对照", "Where it stands with each policy"), table))\(kept)"
    }

    private static let mostNames = 4

    private static func row(_ firm: EnterpriseAccess.Firm, _ words: PolicyWords) -> HTML {
        let (t, explanation) = (words.t, words.explanation)
        let (policy, decision) = (explanation.program.policy, explanation.decision)
        let link = Parts.link("/enterprises/\(firm.creditCode)/policies/\(policy.id)", t(policy.title))
        let verdict: HTML =
            decision.verdict.map { PolicyWords.tag($0, t(PolicyWords.verdict($0))) }
            ?? HTML(words.classes ?? "–")
        let waits = decision.waits.facts
        let more = waits.count - mostNames
        let rest = more > 0 ? t(" 等 \(waits.count) 项", " and \(more) more") : ""
        return Tables.row([
            "<th scope=\"row\">\(link)</th>", Tables.cell(markup: verdict),
            Tables.cell(words.conditions(decision.failed)),
            Tables.cell(words.facts(Array(waits.prefix(mostNames))) + rest),
            Tables.number(HTML(words.score ?? "")), Tables.number(HTML(words.amount ?? "")),
        ])
    }
}
