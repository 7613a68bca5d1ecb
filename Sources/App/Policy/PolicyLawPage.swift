import Core
import Storage

/// One policy read as a law: each rule with its article, values over time, cases, and the text itself.
struct PolicyLawPage {
    private let ask: Ask
    private let policy: Policy
    /// The day that is asked for, moved into the days of the policy.
    private let day: Day
    private let asked: Day
    private let formulas: PolicyFormulaMarkup
    private var t: Language { ask.language }

    static func answer(_ ask: Ask) throws -> Answer {
        let day = try PolicyListPages.day(ask)
        return try PolicyLawPage(ask, try ask.site.policies.readable(ask.part("policy"), on: day), day).page()
    }

    private init(_ ask: Ask, _ policy: Policy, _ asked: Day) {
        (self.ask, self.policy, self.asked) = (ask, policy, asked)
        let span = policy.inForce
        day = max(span.from, min(asked, span.until ?? asked))
        formulas = PolicyFormulaMarkup(policy, ask.language)
    }

    private func page() throws -> Answer {
        let page = Page(
            ask: ask, title: t(policy.title), path: [(t("政策", "Policies"), "/policies")])
        let note: HTML? =
            policy.inForce.contains(asked)
            ? nil
            : """
            <p class="problem">\(t(
                "\(asked) 不在施行期间内；下面是 \(day) 的规定。",
                "\(asked) is outside the days in force; this is how it stands on \(day)."))</p>
            """
        return page.answer(
            """
            \(head)\(PolicyListPages.dayForm(ask, asked))\(note)
            \(policy.conditions.isEmpty ? nil : Parts.section(t("条件", "Conditions"), conditions))
            \(Parts.section(t("给出什么", "What it gives"), outcomes))
            \(policy.definitions.isEmpty ? nil : Parts.section(t("定义", "Definitions"), definitions))
            \(policy.parameters.isEmpty ? nil : Parts.section(t("参数", "Parameters"), parameters))
            \(Parts.section(t("所问事实", "Facts it asks for"), facts))
            \(Parts.section(t("案例", "Cases"), try cases()))
            \(Parts.section(t("版本", "Versions"), history))
            \(Parts.section(t("政策文本", "The text itself"), source))
            """)
    }

    private var head: HTML {
        let documents = policy.documents.map { document -> HTML in
            "<li>\(document.number) \(t(document.title))</li>"
        }
        let facts = Parts.facts([
            Parts.fact(t("文件", "Documents"), markup: "<ul class=\"plain\">\(documents)</ul>"),
            Parts.fact(t("施行期间", "In force"), PolicyListPages.span(policy.inForce, t)),
        ])
        return "\(facts)\(links)"
    }

    /// Where it is tried out and written anew, for those who may.
    private var links: HTML? {
        let person = ask.person
        guard person.may(.draftPolicies) || person.may(.approvePolicies) else { return nil }
        let whatIf = Parts.link("/policies/\(policy.id)/what-if?on=\(day)", t("推演", "What if"))
        let draft = Parts.link("/policies/\(policy.id)/drafts/new", t("起草新版本", "Draft a new version"))
        return """
            <ul class="links"><li>\(whatIf)</li>
            \("<li>\(draft)</li>", if: person.may(.draftPolicies))</ul>
            """
    }

    /// Its versions, each read on its own first day.
    private var history: HTML {
        let versions = (ask.site.policies.library.policies[policy.id] ?? []).sorted {
            $0.inForce.from > $1.inForce.from
        }
        let rows = versions.map { version in
            let days = PolicyListPages.span(version.inForce, t)
            let link = Parts.link("/policies/\(policy.id)?on=\(version.inForce.from)", days)
            let isShown = version.inForce == policy.inForce
            return Tables.row([
                "<th scope=\"row\">\(link)</th>",
                Tables.cell(version.file),
                Tables.cell(
                    markup: isShown ? Parts.tag("agreed", t("本页所示", "shown here")) : HTML()),
            ])
        }
        return Tables.wide(
            t("版本", "Versions"),
            [.init(t("施行期间", "In force")), .init(t("文本", "Text")), .init(t("所示", "Shown"))],
            rows)
    }

    private func articles(_ citations: [Citation]) -> HTML {
        Tables.cell(PolicyWords.articles(citations, policy, t))
    }

    private func titled(_ name: String, _ title: Sentence) -> HTML {
        """
        <th scope="row" id="\(PolicyFormulaMarkup.anchor(name))">\(t(title))
        <small><code>\(name)</code></small></th>
        """
    }

    // MARK: Conditions and outcomes

    private var conditions: HTML {
        let rows = policy.conditions.map { condition in
            Tables.row([
                "<th scope=\"row\">\(t(condition.title))</th>",
                Tables.cell(markup: formulas.markup(condition.text)), articles(condition.citations),
            ])
        }
        return Tables.wide(
            t("条件", "Conditions"),
            [.init(t("条件", "Condition")), .init(t("须成立", "Must hold")), .init(t("依据", "Article"))], rows)
    }

    private var outcomes: HTML {
        Parts.facts(
            policy.outcomeTexts.map { outcome, text in
                let all = HTML(t("全部条件成立", "all conditions hold"))
                return Parts.fact(
                    t(PolicyListPages.name(outcome)), markup: text.map(formulas.markup) ?? all)
            })
    }

    // MARK: Definitions

    private var definitions: HTML {
        let rows = policy.definitions.map { definition -> HTML in
            let content = definition.reading(on: day).map(markup) ?? HTML(t("这一天没有规定", "nothing on this day"))
            let days = definition.versionDays.map(\.description).joined(separator: t("、", ", "))
            let versions: HTML? =
                days.isEmpty
                ? nil : "<p class=\"hint\">\(t("各版本自 \(days) 起", "Versions from \(days)"))</p>"
            return Tables.row([
                titled(definition.name, definition.title), Tables.cell(markup: "\(content)\(versions)"),
                articles(definition.citations(on: day)),
            ])
        }
        return Tables.wide(
            t("定义", "Definitions"),
            [.init(t("名称", "Name")), .init(t("规定", "Rule")), .init(t("依据", "Article"))], rows)
    }

    private func markup(_ reading: PolicyDefinition.Reading) -> HTML {
        switch reading {
        case .formula(let text): return formulas.markup(text)
        case .range(let low, let high): return formulas.markup(low) + " – " + formulas.markup(high)
        case .bands(let of, let isUpper, let steps):
            let rows = steps.map { step in
                Tables.row([
                    Tables.cell(markup: limits(step, isUpper)), Tables.cell(markup: markup(step.value)),
                ])
            }
            return inner(t("按其大小分档：", "By the size of "), of, rows)
        case .match(let of, let cases):
            let rows = cases.map { one in
                let words = one.words.map { formulas.word($0, of: of) }.joined(separator: t("、", ", "))
                return Tables.row([
                    Tables.cell(words.isEmpty ? t("其他", "all others") : words),
                    Tables.cell(markup: markup(one.value)),
                ])
            }
            return inner(t("按其类别：", "By "), of, rows)
        }
    }

    private func inner(_ words: String, _ of: String, _ rows: [HTML]) -> HTML {
        """
        <p class="of">\(words)\(formulas.markup(of))</p>
        <table class="bands"><tbody>\(rows)</tbody></table>
        """
    }

    private func limits(_ step: PolicyDefinition.Reading.Step, _ isUpper: Bool) -> HTML {
        let from = step.from.map { (isUpper ? "> " : "≥ ") + $0 }
        let to = step.to.map { (isUpper ? "≤ " : "< ") + $0 }
        let text = [from, to].compactMap { $0 }.joined(separator: t("，", ", "))
        return text.isEmpty ? HTML(t("任何值", "any")) : formulas.markup(text)
    }

    // MARK: Parameters

    private var parameters: HTML {
        let rows = policy.parameters.flatMap { parameter in
            parameter.values.enumerated().map { place, value -> HTML in
                let isNow = parameter.value(on: day)?.from == value.from
                let mark: HTML? = isNow ? Parts.tag("agreed", t("现行", "now")) : nil
                let head =
                    place == 0
                    ? titled(parameter.name, parameter.title)
                    : "<th scope=\"row\"><span class=\"hint\">\(t(parameter.title))</span></th>"
                return Tables.row([
                    head, Tables.cell(value.from.description),
                    Tables.number("\(PolicyParameterText.text(value, parameter.unit, t)) \(mark)"),
                    articles(value.citations),
                ])
            }
        }
        let charts = policy.parameters.compactMap { PolicyParameterText.chart($0, until: ask.today, t) }
        let drawn: HTML? = charts.isEmpty ? nil : "<div class=\"charts\">\(charts)</div>"
        return """
            \(drawn)
            \(Tables.wide(
                t("参数", "Parameters"),
                [
                    .init(t("参数", "Parameter")), .init(t("自", "From")), .number(t("值", "Value")),
                    .init(t("依据", "Article")),
                ], rows))
            """
    }

    // MARK: Facts, cases, text

    private var facts: HTML {
        let asked = Set(policy.readingTexts(on: day).flatMap(formulas.factNames))
        let series = policy.facts.series.filter { asked.contains($0.name) }.map { series in
            let names = series.facts.map { policy.facts.facts[$0].name }.joined(separator: ", ")
            return Tables.row([
                titled(series.name, series.title), Tables.cell(markup: "<code>\(names)</code>"),
            ])
        }
        let facts = policy.facts.facts.filter { asked.contains($0.name) }.map { fact in
            Tables.row([titled(fact.name, fact.title), Tables.cell(t(PolicyParameterText.kind(fact.kind)))])
        }
        return Tables.wide(
            t("所问事实", "Facts"), [.init(t("事实", "Fact")), .init(t("种类", "Kind"))], series + facts)
    }

    private func cases() throws -> HTML {
        let files = ask.site.policies.library.cases.filter { $0.file.policy == policy.id }
        let results = try files.flatMap { file in
            try file.file.cases.map { single in
                try single.run { (day) throws(PolicyProblems) in
                    try? ask.site.policies.program(policy.id, on: day)
                }
            }
        }
        guard !results.isEmpty else { return Parts.empty(t("还没有案例。", "There is no case yet.")) }
        let failed = results.filter { !$0.isPassed }.count
        let items = results.map { result -> HTML in
            let mark =
                result.isPassed
                ? Parts.tag("agreed", t("相符", "as expected")) : Parts.tag("rejected", t("不符", "differs"))
            return "<li>\(t(result.name)) \(mark, if: !result.isPassed)</li>"
        }
        let count = results.count
        let sum = t(
            "刚刚运行了 \(count) 个案例，不符 \(failed) 个。", "Ran \(count) cases just now: \(failed) differ.")
        return """
            <p>\(sum)</p>
            <details><summary>\(t("案例名称", "Their names"))</summary><ol>\(items)</ol></details>
            """
    }

    private var source: HTML {
        let text = String(decoding: ask.site.policies.library.texts[policy.file] ?? [], as: UTF8.self)
        return """
            <details><summary>\(policy.file)</summary>
            <pre class="source" tabindex="0">\(text)</pre></details>
            """
    }
}

extension Policy {
    /// Every expression that is in force on a day, as it is written.
    fileprivate func readingTexts(on day: Day) -> [String] {
        conditions.map(\.text) + outcomeTexts.compactMap(\.text)
            + definitions.compactMap { $0.reading(on: day) }.flatMap(\.texts)
    }
}

extension PolicyDefinition.Reading {
    fileprivate var texts: [String] {
        switch self {
        case .formula(let text): [text]
        case .range(let low, let high): [low, high]
        case .bands(let of, _, let steps):
            [of] + steps.flatMap { [$0.from, $0.to].compactMap { $0 } + $0.value.texts }
        case .match(let of, let cases): [of] + cases.flatMap(\.value.texts)
        }
    }
}
