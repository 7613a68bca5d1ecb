import Core
import Storage

/// The list of policies, and the day that their pages are asked for.
enum PolicyListPages {
    /// The day of the address, else today; one that can't be read is refused where it stands.
    static func day(_ ask: Ask) throws(FormRefusal) -> Day {
        guard let text = ask.given("on") else { return ask.today }
        guard let day = Day(text) else {
            let sentence = Sentence(zh: "日期应写作 2017-07-19。", en: "Write the day as 2017-07-19.")
            throw FormRefusal(problems: [.init(field: "on", sentence: sentence)])
        }
        return day
    }

    /// A form that asks for another day.
    static func dayForm(_ ask: Ask, _ day: Day) -> HTML {
        let t = ask.language
        return """
            <form class="filters" method="get" action="\(ask.path)">
            <p><label for="on">\(t("所问日期", "Day"))</label>
            <input type="date" id="on" name="on" value="\(day)"></p>
            <p><button class="small">\(t("查看", "Show"))</button></p></form>
            """
    }

    static func list(_ ask: Ask) throws -> Answer {
        let t = ask.language
        let rows = ask.site.policies.newest.map { policy -> HTML in
            let versions = ask.site.policies.library.policies[policy.id] ?? []
            let inForce = versions.contains { $0.inForce.contains(ask.today) }
            let mark =
                inForce
                ? Parts.tag("agreed", t("施行中", "in force")) : Parts.tag("waiting", t("未施行", "not in force"))
            return Tables.row([
                "<th scope=\"row\">\(Parts.link("/policies/\(policy.id)", t(policy.title)))</th>",
                Tables.cell(policy.documents.map(\.number).joined(separator: t("、", ", "))),
                "<td class=\"day\">\(span(policy.inForce, t)) \(mark)</td>",
                Tables.cell(outcomes(policy).map { t(name($0)) }.joined(separator: t("、", ", "))),
                Tables.number("\(policy.conditions.count)"),
            ])
        }
        let table = Tables.wide(
            t("政策", "Policies"),
            [
                .init(t("政策", "Policy")), .init(t("文件", "Documents")), .init(t("施行期间", "In force")),
                .init(t("给出", "Gives")), .number(t("条件数", "Conditions")),
            ], rows)
        let words = t(
            "平台只按这里的政策判定企业；每一条都注明文件与条款，任何人都可查看。",
            "The platform decides by these policies alone; each line names its document and article."
        )
        let mayDraft = ask.person.may(.draftPolicies) || ask.person.may(.approvePolicies)
        let drafts = "<p>\(Parts.link("/policy-drafts", t("政策草案", "Drafts of policies")))</p>" as HTML
        return Page(ask: ask, title: t("政策", "Policies")).answer(
            "<p class=\"hint\">\(words)</p>\(drafts, if: mayDraft)\(table)")
    }

    static func outcomes(_ policy: Policy) -> [Policy.Outcome] { policy.outcomeTexts.map(\.outcome) }

    static func name(_ outcome: Policy.Outcome) -> Sentence {
        switch outcome {
        case .verdict: Sentence(zh: "是否符合", en: "verdict")
        case .class: Sentence(zh: "类别", en: "class")
        case .score: Sentence(zh: "得分", en: "score")
        case .amount: Sentence(zh: "金额", en: "amount")
        case .others: Sentence(zh: "付给他方的金额", en: "amount to others")
        }
    }

    static func span(_ span: DaySpan, _ t: Language) -> String {
        guard let until = span.until else { return t("\(span.from) 起", "from \(span.from)") }
        return t("\(span.from) 至 \(until)", "\(span.from) to \(until)")
    }
}
