/// A decision for people at the terminal.
import Core

struct PolicyPrint {
    let explanation: PolicyExplanation
    let language: Language

    private var decision: PolicyDecision { explanation.decision }
    private var policy: Policy { explanation.program.policy }

    func show(isWhole: Bool) {
        print("\(policy.title.text(in: language))  \(explanation.program.day)")
        for line in outcomes + waits { print(line.text(in: language)) }
        guard isWhole else { return }
        let headings = [
            Sentence(zh: "条件", en: "Condition"), Sentence(zh: "结论", en: "Holds"),
            Sentence(zh: "数值", en: "Value"),
            Sentence(zh: "界限", en: "Threshold"), Sentence(zh: "余量", en: "Margin"),
            Sentence(zh: "依据", en: "Article"),
        ]
        printTable(headings: headings.map { $0.text(in: language) }, rows: rows)
    }

    private var outcomes: [Sentence] {
        var lines: [Sentence] = []
        if let verdict = decision.verdict {
            let word = self.word(verdict)
            lines.append(Sentence(zh: "结论：\(word.zh)", en: "Verdict: \(word.en)"))
        }
        if let classes = decision.classes {
            let (zh, en) = (classes.map(\.title.zh), classes.map(\.title.en))
            lines.append(
                Sentence(
                    zh: "类别：\(zh.joined(separator: "或"))", en: "Class: \(en.joined(separator: " or "))"))
        }
        if let score = decision.score {
            let text = explanation.text(score, .points)
            lines.append(Sentence(zh: "得分：\(text)", en: "Score: \(text)"))
        }
        if let amount = decision.amount {
            let (low, high) = (amount.lowerBound.grouped, amount.upperBound.grouped)
            let text = low == high ? low : "\(low) – \(high)"
            lines.append(Sentence(zh: "金额：\(text) 元", en: "Amount: \(text) yuan"))
        }
        return lines
    }

    private var waits: [Sentence] {
        let facts = decision.waits.facts.map { policy.facts.facts[$0] }
        guard !facts.isEmpty else { return [] }
        let names = facts.map { "\($0.title.zh)（\($0.name)）" }
        let titles = facts.map { "\($0.title.en) (\($0.name))" }
        return [
            Sentence(
                zh: "尚待：\(names.joined(separator: "、"))", en: "Waits for: \(titles.joined(separator: ", "))")
        ]
    }

    private var rows: [[String]] {
        policy.conditions.indices.flatMap { place -> [[String]] in
            let condition = policy.conditions[place]
            let article = condition.citations.map { citation in
                let document = policy.documents.first { $0.id == citation.document }
                return "\(document?.number ?? "") \(citation.article)"
            }
            return rows(
                explanation.program.trees[place], condition.title.text(in: language),
                article.joined(separator: ", "))
        }
    }

    private func rows(_ tree: ConditionTree, _ title: String, _ article: String) -> [[String]] {
        let holds = word(explanation.answer(tree.register)).text(in: language)
        var row = [title, holds, "", "", "", article]
        if case .comparison(let relation, let left, let right) = tree.kind {
            let (value, threshold) = explanation.texts(left.register, right.register)
            row[2] = value
            row[3] = "\(relation.rawValue) \(threshold)"
            row[4] = explanation.marginText(relation, left.register, right.register)
        }
        let parts = tree.children.flatMap { child in
            rows(child, "  " + (child.title?.text(in: language) ?? child.text), "")
        }
        return [row] + parts
    }

    private func word(_ answer: PolicyDecision.Answer) -> Sentence {
        switch answer {
        case .yes: Sentence(zh: "是", en: "yes")
        case .no: Sentence(zh: "否", en: "no")
        case .open: Sentence(zh: "待定", en: "open")
        }
    }
}
