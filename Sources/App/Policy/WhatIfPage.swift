import Core
import HTTPTypes

/// A policy tried out with other values of its parameters: every firm of the register decided under both.
enum WhatIfPage {
    /// What the fields of the parameters are called.
    static let prefix = "set-"

    static func answer(_ ask: Ask) async throws -> Answer {
        let (policy, day) = try asked(ask)
        let changes = self.changes(policy, day) { ask.given(prefix + $0) }
        guard !changes.isEmpty else { return page(ask, policy, day, nil, HTML()) }
        do {
            let run = try makeRun(ask, policy, changes, day)
            let outcome = try await run.register(ask.site.book) { _ in }
            return page(
                ask, policy, day, nil,
                "\(WhatIfView(outcome.sums, ask).content)\(draftForm(ask, policy, changes))")
        } catch let refusal as FormRefusal {
            return page(ask, policy, day, refusal, HTML())
        }
    }

    /// The same for machines: `set` members are parameters.
    static func json(_ ask: Ask) async throws -> Answer {
        let (policy, day) = try asked(ask)
        let changes = self.changes(policy, day) { ask.given(prefix + $0) }
        let run = try makeRun(ask, policy, changes, day)
        var answer = Answer.json(.null)
        answer.body = try await run.register(ask.site.book) { _ in }.sums.json.bytes
        return answer
    }

    private static func asked(_ ask: Ask) throws -> (Policy, Day) {
        let day = try PolicyListPages.day(ask)
        return (try ask.site.policies.library.policy(ask.part("policy"), on: day), day)
    }

    /// Values that differ from those of the day.
    static func changes(_ policy: Policy, _ day: Day, _ given: (String) -> String?) -> [ParameterChange] {
        policy.parameters.compactMap { parameter in
            guard let value = given(parameter.name)?.trimmingSpaces(), !value.isEmpty,
                let now = parameter.value(on: day), value != now.text,
                value != PolicyParameterText.entered(now, parameter.unit)
            else { return nil }
            return ParameterChange(parameter: parameter.name, value: String(value.prefix(200)))
        }
    }

    /// Problems stand at the fields of their parameters.
    static func makeRun(
        _ ask: Ask, _ policy: Policy, _ changes: [ParameterChange], _ day: Day
    ) throws -> WhatIfRun {
        do { return try WhatIfRun(ask.site.policies.library, policy: policy.id, changes, on: day) } catch let
            error
            as PolicyProblems
        {
            throw refusal(error)
        }
    }

    static func refusal(_ error: PolicyProblems) -> FormRefusal {
        FormRefusal(
            problems: error.problems.map {
                .init(
                    field: prefix + $0.file,
                    sentence: Sentence(zh: $0.fault.sentence.zh, en: $0.fault.sentence.en))
            })
    }

    // MARK: The page

    private static func page(
        _ ask: Ask, _ policy: Policy, _ day: Day, _ refusal: FormRefusal?, _ result: HTML
    ) -> Answer {
        let t = ask.language
        let page = Page(
            ask: ask, title: t("推演：\(t(policy.title))", "What if: \(t(policy.title))"),
            path: [
                (t("政策", "Policies"), "/policies"), (t(policy.title), "/policies/\(policy.id)"),
            ], status: refusal == nil ? .ok : .unprocessableContent)
        guard !policy.parameters.isEmpty else {
            return page.answer(
                Parts.empty(t("这项政策没有参数；可起草新的文本。", "This policy has no parameters; draft another text.")))
        }
        let fields = policy.parameters.compactMap { field($0, day, ask, refusal) }.joined()
        let words = t(
            "改动一个或多个参数，全部企业按现行与改动后的规定各判定一次，并列比较；不会改变任何决定。",
            """
            Change one parameter or several: every firm is decided under the rule as it is and as changed. \
            No decision is altered.
            """)
        return page.answer(
            """
            \(Forms.summary(refusal, t))<p class="hint">\(words)</p>
            <form class="card" method="get" action="/policies/\(policy.id)/what-if">
            <p class="field"><label for="field-on">\(t("判定日", "Day"))</label>
            <input type="date" id="field-on" name="on" value="\(day)" required></p>
            \(fields)
            <p class="buttons"><button>\(t("推演", "Try it out"))</button></p></form>
            \(result)
            """)
    }

    private static func field(
        _ parameter: PolicyParameter, _ day: Day, _ ask: Ask, _ refusal: FormRefusal?
    ) -> HTML? {
        let t = ask.language
        guard let now = parameter.value(on: day) else { return nil }
        let name = prefix + parameter.name
        let given = ask.given(name) ?? PolicyParameterText.entered(now, parameter.unit)
        let problem = refusal?.problems.first { $0.field == name }.map { t($0.sentence) }
        let shown = PolicyParameterText.text(now, parameter.unit, t)
        let hint = t("现为 \(shown)，自 \(now.from) 起", "now \(shown), since \(now.from)")
        let wrong: HTML? = problem.map { "<span class=\"wrong\" id=\"field-\(name)-problem\">\($0)</span>" }
        let described: HTML =
            problem == nil
            ? "aria-describedby=\"field-\(name)-hint\""
            : "aria-describedby=\"field-\(name)-hint field-\(name)-problem\" aria-invalid=\"true\""
        return """
            <p class="field"><label for="field-\(name)">\(t(parameter.title))</label>
            <input id="field-\(name)" name="\(name)" value="\(given)" \(described)>
            <span class="hint" id="field-\(name)-hint">\(hint)</span>\(wrong)</p>
            """
    }

    /// Keeps what was tried as a draft.
    private static func draftForm(_ ask: Ask, _ policy: Policy, _ changes: [ParameterChange]) -> HTML? {
        let t = ask.language
        guard ask.person.may(.draftPolicies) else { return nil }
        let hidden = changes.map { Forms.hidden(prefix + $0.parameter, $0.value) }.joined()
        let form: HTML = """
            <form class="card" method="post" action="/policies/\(policy.id)/drafts">
            \(Forms.word(ask))\(hidden)\(PolicyDraftPages.fromField(ask, nil, ask.today + 1))\(
                PolicyDraftPages.noteField(ask, ""))
            <p class="buttons"><button>\(t("存为草案", "Keep as a draft"))</button></p></form>
            """
        return Parts.section(t("存为草案", "Keep as a draft"), form)
    }
}

/// What a change does: the sums before and after, a chart of the cities, tables by city and by industry.
struct WhatIfView {
    private let sums: WhatIfSums
    private let t: Language

    init(_ sums: WhatIfSums, _ ask: Ask) { (self.sums, t) = (sums, ask.language) }

    var content: HTML {
        """
        \(Parts.section(t("结果", "Result"), "\(told)\(sides)"))
        <div class="charts">\(chart)</div>
        \(Parts.section(t("按地市", "By city"), groups(t("地市", "City"), cities)))
        \(Parts.section(t("按行业门类", "By section of industry"), groups(t("行业门类", "Section"), industries)))
        """
    }

    private var told: HTML {
        let (gains, loses) = (count(sums.all, .gains), count(sums.all, .loses))
        let (changes, difference) = (count(sums.all, .changes), cost(sums.all))
        let (sure, surely) = (sums.all.certain[.gains] ?? 0, sums.all.certain[.loses] ?? 0)
        return """
            <p class="done" role="status">\(t(
                """
                共判定 \(sums.all.firms) 家企业：得益 \(gains) 家（其中确定 \(sure) 家），\
                受损 \(loses) 家（其中确定 \(surely) 家），类别变动 \(changes) 家；\
                每年资金变动 \(difference) 元。其余取决于尚不知道的事实。
                """,
                """
                \(sums.all.firms) firms decided: \(gains) gain (\(sure) for sure), \
                \(loses) lose (\(surely) for sure), \(changes) change class; \
                \(difference) yuan a year more or less. The others hang on facts that aren't known.
                """))</p>
            """
    }

    private func count(_ count: WhatIfCount, _ effect: WhatIfEffect) -> Int { count.effects[effect] ?? 0 }

    /// The difference in cost; two figures where it isn't certain.
    private func cost(_ count: WhatIfCount) -> String {
        let low = WhatIfView.money(count.after.paidLow - count.before.paidLow)
        let high = WhatIfView.money(count.after.paidHigh - count.before.paidHigh)
        return low == high ? low : t("\(low) 至 \(high)", "\(low) to \(high)")
    }

    private func range(_ low: Int128, _ high: Int128) -> String {
        let (low, high) = (WhatIfView.money(low), WhatIfView.money(high))
        return low == high ? low : t("\(low) 至 \(high)", "\(low) to \(high)")
    }

    private static func money(_ fen: Int128) -> String {
        Int64(exactly: fen).map { Fen($0).grouped } ?? WhatIfCount.yuan(fen)
    }

    private var sides: HTML {
        func row(_ title: String, _ before: String, _ after: String) -> HTML {
            Tables.row([Tables.title(title), Tables.number(HTML(before)), Tables.number(HTML(after))])
        }
        let (before, after) = (sums.all.before, sums.all.after)
        let verdicts = [PolicyDecision.Answer.yes, .open, .no].compactMap { answer -> HTML? in
            let (one, other) = (before.verdicts[answer] ?? 0, after.verdicts[answer] ?? 0)
            guard one + other > 0 else { return nil }
            return row(t(PolicyWords.verdict(answer)), "\(one)", "\(other)")
        }
        let classes = Set(before.classes.keys).union(after.classes.keys).sorted().map { word in
            row(word, "\(before.classes[word] ?? 0)", "\(after.classes[word] ?? 0)")
        }
        var costs = [
            row(
                t("每年付给企业（元）", "Yuan a year to firms"), range(before.costLow, before.costHigh),
                range(after.costLow, after.costHigh))
        ]
        if before.othersHigh != 0 || after.othersHigh != 0 {
            costs.append(
                row(
                    t("每年付给服务平台等他方（元）", "Yuan a year to others, such as platforms"),
                    range(before.othersLow, before.othersHigh), range(after.othersLow, after.othersHigh)))
        }
        return Tables.wide(
            t("现行与改动后", "As it is and as changed"),
            [.init(t("项目", "Item")), .number(t("现行", "As it is")), .number(t("改动后", "As changed"))],
            verdicts + classes + costs)
    }

    private typealias Group = (name: String, count: WhatIfCount)

    private var cities: [Group] {
        sums.cities.sorted { $0.key < $1.key }.map { code, count in
            (Division.find(code)?.name ?? (code.isEmpty ? t("不详", "unknown") : code), count)
        }
    }

    private var industries: [Group] {
        sums.industries.sorted { $0.key < $1.key }.map {
            ($0.key.isEmpty ? t("不详", "unknown") : $0.key, $0.value)
        }
    }

    private func groups(_ title: String, _ groups: [Group]) -> HTML {
        let rows = groups.map { name, count in
            Tables.row([
                Tables.title(name), Tables.number("\(count.firms)"),
                Tables.number(HTML(count.text(of: .gains))), Tables.number(HTML(count.text(of: .loses))),
                Tables.number("\(count.before.verdicts[.yes] ?? 0)"),
                Tables.number("\(count.after.verdicts[.yes] ?? 0)"), Tables.number(HTML(cost(count))),
            ])
        }
        return Tables.wide(
            title,
            [
                .init(title), .number(t("企业", "Firms")), .number(t("得益（确定–至多）", "Gain (sure–at most)")),
                .number(t("受损（确定–至多）", "Lose (sure–at most)")),
                .number(t("现行符合", "Pass as it is")), .number(t("改动后符合", "Pass as changed")),
                .number(t("资金变动（元）", "Yuan more or less")),
            ], rows)
    }

    /// Money where the policy gives some, else firms: what the change brings each city.
    private var chart: HTML {
        let isMoney = sums.all.before.paidHigh != 0 || sums.all.after.paidHigh != 0
        let bars = cities.map { name, count -> BarChart.Bar in
            if isMoney {
                // What is sure is drawn; what may come on top of it stands beside it.
                let low = Int64(clamping: count.after.paidLow - count.before.paidLow)
                let high = Int64(clamping: count.after.paidHigh - count.before.paidHigh)
                let text = ChartText.short(Fen(low)) + (low == high ? "" : " – \(ChartText.short(Fen(high)))")
                return BarChart.Bar(name: name, value: low, text: text)
            }
            let sure = count.certain
            let change = Int64((sure[.gains] ?? 0) - (sure[.loses] ?? 0))
            return BarChart.Bar(name: name, value: change, text: "\(change)")
        }
        let title =
            isMoney
            ? t("各地市资金变动，确定的部分（万元）", "Money more or less by city, as far as it is sure (10,000 yuan)")
            : t("各地市确定得益减确定受损（家）", "Firms that gain for sure less those that lose, by city")
        let words = zip(cities, bars).map { "\($0.0.name) \($0.1.text)" }.joined(separator: t("；", "; "))
        let picture = BarChart(bars: bars, plot: 600) { isMoney ? ChartText.short(Fen($0)) : "\($0)" }
        let drawn = Chart(name: "what-if", title: title, description: "\(title): \(words)", picture)
        return """
            <section class="whole"><figure class="chart"><figcaption>\(title)</figcaption>
            <div class="plot" tabindex="0" role="region" aria-label="\(title)">\(drawn.svg)</div></figure>
            </section>
            """
    }
}
