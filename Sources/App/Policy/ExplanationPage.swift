import Core
import Storage

/// Why a policy decides about a firm as it does: the verdict first, then every condition with its figures,
/// what is missing, and what was known from whom.
struct ExplanationPage {
    private let ask: Ask
    private let firm: EnterpriseAccess.Firm
    private let facts: EnterpriseFacts
    private let explanation: PolicyExplanation
    private let words: PolicyWords
    private var t: Language { ask.language }
    private var policy: Policy { explanation.program.policy }
    private var decision: PolicyDecision { explanation.decision }

    static func answer(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> Answer {
        let day = try PolicyListPages.day(ask)
        let facts = try EnterpriseFacts.read(firm.number, on: day, connection)
        let explanation = try ask.site.policies.explain(ask.part("policy"), facts)
        let kept = try DecisionStore.page(
            of: firm.number, for: (explanation.program.policy.id, day), before: KeptDecisions.before(ask),
            connection)
        return ExplanationPage(ask, firm, facts, explanation).page(kept)
    }

    private init(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ facts: EnterpriseFacts, _ explanation: PolicyExplanation
    ) {
        (self.ask, self.firm, self.facts, self.explanation) = (ask, firm, facts, explanation)
        words = PolicyWords(explanation: explanation, t: ask.language)
    }

    private func page(_ kept: [(decision: KeptDecision, person: String)]) -> Answer {
        let path = [
            (t("企业名录", "Enterprises"), "/enterprises"), (firm.name, "/enterprises/\(firm.creditCode)"),
        ]
        return Page(ask: ask, title: t(policy.title), path: path).answer(
            """
            \(verdict)
            \(PolicyListPages.dayForm(ask, facts.day))
            \(missing)
            \(conditions)
            \(definitions)
            \(parameters)
            \(Parts.section(t("所用事实及其来源", "Facts used and where they came from"), factsUsed))
            \(keeping(kept))
            """)
    }

    // MARK: Verdict

    private var verdict: HTML {
        var lines: [HTML] = [Parts.fact(t("企业", "Firm"), "\(firm.name)（\(firm.creditCode)）")]
        if let answer = decision.verdict {
            let tag = PolicyWords.tag(answer, t(PolicyWords.verdict(answer)))
            lines.insert(Parts.fact(t("结论", "Verdict"), markup: "<b class=\"verdict\">\(tag)</b>"), at: 0)
        }
        if let classes = words.classes { lines.insert(Parts.fact(t("类别", "Class"), classes), at: 0) }
        if let score = words.score { lines.append(Parts.fact(t("得分", "Score"), score)) }
        if let amount = words.amount { lines.append(Parts.fact(t("金额", "Amount"), amount)) }
        if !decision.failed.isEmpty {
            lines.append(Parts.fact(t("不满足", "Fails"), words.conditions(decision.failed)))
        }
        if !decision.open.isEmpty {
            lines.append(Parts.fact(t("尚不确定", "Open"), words.conditions(decision.open)))
        }
        let law = Parts.link("/policies/\(policy.id)?on=\(facts.day)", t("政策全文", "The whole policy"))
        lines.append(Parts.fact(t("判定日", "For the day"), facts.day.description))
        lines.append(
            Parts.fact(
                t("依据", "Under"),
                markup: "\(policy.documents.map(\.number).joined(separator: t("、", ", "))) · \(law)"))
        return Parts.facts(lines)
    }

    private var missing: HTML? {
        let waits = decision.waits
        guard !waits.facts.isEmpty || !waits.zeroDivisors.isEmpty || waits.isLeftToJudgement else {
            return nil
        }
        var items = waits.facts.map { place -> HTML in
            let fact = policy.facts.facts[place]
            return "<li>\(t(fact.title)) <span class=\"hint\">\(hint(fact))</span></li>"
        }
        if !waits.zeroDivisors.isEmpty {
            let words = t("其中一项除数为零，无法计算比例", "a share can't be worked out: it would be divided by zero")
            items.append("<li>\(words)</li>")
        }
        if waits.isLeftToJudgement {
            items.append("<li>\(t("政策本身留给专家判断的分值", "points that the policy leaves to judgement"))</li>")
        }
        let tell: HTML? =
            ask.person.may(.tellFacts)
            ? "<p>\(Parts.link("/enterprises/import", t("去报送这些信息", "Tell the register")))</p>"
            : "<p class=\"hint\">\(t("由企业或监管部门经办报送。", "The firm or a supervisor's clerk can tell it."))</p>"
        return Parts.section(t("还缺什么", "What is missing"), "<ul>\(items)</ul>\(tell)")
    }

    /// Who is to say it.
    private func hint(_ fact: Fact) -> String {
        if fact.isJudged { return t("由专家评分", "judged by experts") }
        guard let origin = ask.site.policies.facts.origin(policy.facts.places[fact.name] ?? 0) else {
            return t("名录中尚无这一项", "not kept in the register yet")
        }
        if origin.name == fact.name { return origin.name }
        return t("由“\(t(origin.title))”得出", "follows from: \(t(origin.title))")
    }

    // MARK: Conditions

    private var conditions: HTML? {
        guard !policy.conditions.isEmpty else { return nil }
        let title = t("逐项条件", "Condition by condition")
        let all = policy.conditions.indices.flatMap { place -> [HTML] in
            let condition = policy.conditions[place]
            return rows(
                explanation.program.trees[place], t(condition.title), condition.citations, depth: 0)
        }
        let table = Tables.wide(
            title,
            [
                .init(t("条件", "Condition")), .init(t("成立", "Holds")), .number(t("数值", "Value")),
                .number(t("界限", "Threshold")), .number(t("余量", "Margin")), .init(t("依据", "Article")),
            ], all)
        return Parts.section(title, table)
    }

    private func rows(_ tree: ConditionTree, _ title: String, _ citations: [Citation], depth: Int) -> [HTML] {
        var (value, threshold, margin) = (HTML(), HTML(), HTML())
        if case .comparison(let relation, let left, let right) = tree.kind {
            value = operand(left)
            threshold = "\(PolicyFigures.sign(relation)) \(operand(right))"
            margin = HTML(words.margin(relation, left.register, right.register))
        }
        let row: HTML = """
            <tr class="part\(min(depth, 4))"><th scope="row">\(title)</th>\
            \(Tables.cell(markup: words.holds(tree.register)))\(Tables.number(value))\
            \(Tables.number(threshold))\(Tables.number(margin))\
            \(Tables.cell(PolicyWords.articles(citations, policy, t)))</tr>

            """
        let parts = tree.children.flatMap { child in
            rows(child, child.title.map { t($0) } ?? child.text, child.citations, depth: depth + 1)
        }
        return [row] + parts
    }

    /// The value, and what it is the value of.
    private func operand(_ operand: ConditionTree.Operand) -> HTML {
        let what = operand.title.map { t($0) }
        return "\(words.value(operand.register))\(what.map { "<br><small>\($0)</small>" as HTML })"
    }

    // MARK: What it rests on

    private var definitions: HTML? {
        let used = policy.definitions.indices.filter { explanation.program.isUsed[$0] }
        guard !used.isEmpty else { return nil }
        let rows = used.map { place in
            let definition = policy.definitions[place]
            let citations = definition.citations(on: facts.day)
            return Tables.row([
                Tables.title(t(definition.title)),
                Tables.number("\(words.value(explanation.program.definitions[place]))"),
                Tables.cell(PolicyWords.articles(citations, policy, t)),
            ])
        }
        return Parts.section(
            t("计算过程", "How it was worked out"),
            Tables.wide(
                t("计算过程", "How it was worked out"),
                [.init(t("名称", "Name")), .number(t("值", "Value")), .init(t("依据", "Article"))], rows))
    }

    private var parameters: HTML? {
        let used = explanation.program.parameters.map { policy.parameters[$0] }
        guard !used.isEmpty else { return nil }
        let rows = used.map { parameter -> HTML in
            let value = parameter.value(on: facts.day)
            return Tables.row([
                Tables.title(t(parameter.title)),
                Tables.number("\(value.map { PolicyParameterText.text($0, parameter.unit, t) } ?? "")"),
                Tables.cell(value?.from.description ?? ""),
                Tables.cell(PolicyWords.articles(value?.citations ?? [], policy, t)),
            ])
        }
        return Parts.section(
            t("所用参数", "Parameters used"),
            Tables.wide(
                t("所用参数", "Parameters used"),
                [
                    .init(t("参数", "Parameter")), .number(t("值", "Value")), .init(t("自", "From")),
                    .init(t("依据", "Article")),
                ], rows))
    }

    private var factsUsed: HTML {
        let rows = explanation.factsRead.map { place -> HTML in
            let fact = policy.facts.facts[place]
            let known = ask.site.policies.facts.origin(place).flatMap { facts.facts[$0.name] }
            guard let value = explanation.facts.values[place] else {
                return Tables.row([
                    Tables.title(t(fact.title)), Tables.number(HTML(t("未知", "unknown"))), Tables.cell(""),
                    Tables.cell(""),
                ])
            }
            let mark: HTML? =
                known?.isDisputed == true
                ? " \(Parts.tag("waiting", t("来源不一致", "sources differ")))" : nil
            let told = explanation.facts.sources[place] ?? ""
            let derived = known.flatMap { $0.fact.name == fact.name ? nil : t($0.fact.title) }
            let from = derived.map { t("（由“\($0)”得出）", " (from: \($0))") } ?? ""
            return Tables.row([
                Tables.title(t(fact.title)), Tables.number(HTML(PolicyWords.fact(fact, value, t))),
                Tables.cell(
                    markup: "\(known.map { EnterpriseFactPart.source($0.source, t) } ?? told)\(from)\(mark)"),
                Tables.cell(known?.day.description ?? ""),
            ])
        }
        return Tables.wide(
            t("所用事实", "Facts used"),
            [
                .init(t("事实", "Fact")), .number(t("值", "Value")), .init(t("来源", "Source")),
                .init(t("所属日期", "Told for")),
            ], rows)
    }

    // MARK: Keeping

    private func keeping(_ kept: [(decision: KeptDecision, person: String)]) -> HTML? {
        let list: HTML? = kept.isEmpty ? nil : KeptDecisions.table(kept, firm, ask)
        guard KeptDecisions.mayKeep(ask.person) else {
            return list.map { Parts.section(t("已留存的判定", "Decisions kept"), $0) }
        }
        let hint = t(
            "留存事实、政策文本和结果的全文及摘要，日后可原样重新判定。",
            "Facts, the policy's text and the result are kept with their digests, to be decided again later.")
        let form: HTML = """
            <form method="post" action="/enterprises/\(firm.creditCode)/policies/\(policy.id)">
            \(Forms.word(ask))
            \(Forms.hidden("on", facts.day.description))
            <p class="hint">\(hint)</p><p><button>\(t("留存这一判定", "Keep this decision"))</button></p></form>
            """
        return Parts.section(t("留存", "Keeping"), "\(list)\(form)")
    }
}

/// Signs of comparisons as people write them.
enum PolicyFigures {
    static func sign(_ relation: Relation) -> String {
        switch relation {
        case .equal: "="
        case .unequal: "≠"
        case .less: "<"
        case .lessOrEqual: "≤"
        case .greater: ">"
        case .greaterOrEqual: "≥"
        }
    }
}
