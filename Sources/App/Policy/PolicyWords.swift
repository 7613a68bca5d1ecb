import Core

/// Verdicts, values, margins and articles in the words of a page, every figure with its unit.
struct PolicyWords {
    let explanation: PolicyExplanation
    let t: Language

    static func verdict(_ answer: PolicyDecision.Answer) -> Sentence {
        switch answer {
        case .yes: Sentence(zh: "符合", en: "qualifies")
        case .no: Sentence(zh: "不符合", en: "does not qualify")
        case .open: Sentence(zh: "待定", en: "open")
        }
    }

    /// The tag of a verdict or of a condition.
    static func tag(_ answer: PolicyDecision.Answer, _ words: String) -> HTML {
        let look =
            switch answer {
            case .yes: "agreed"
            case .no: "rejected"
            case .open: "waiting"
            }
        return Parts.tag(look, words)
    }

    func holds(_ register: Int32) -> HTML {
        let answer = explanation.answer(register)
        return PolicyWords.tag(answer, flag(answer))
    }

    private func flag(_ answer: PolicyDecision.Answer) -> String {
        switch answer {
        case .yes: t("是", "yes")
        case .no: t("否", "no")
        case .open: t("待定", "open")
        }
    }

    // MARK: Values

    /// What a register holds, with its unit.
    func value(_ register: Int32) -> String {
        if let words = explanation.words(register) {
            return words.map { t($0.title) }.joined(separator: t(" 或 ", " or "))
        }
        let unit = explanation.unit(of: register)
        if unit == .flag { return flag(explanation.answer(register)) }
        if explanation.isUnknown(register), unit != .points { return t("未知", "unknown") }
        return text(explanation[register], unit)
    }

    func text(_ value: Interval, _ unit: PolicyUnit) -> String {
        explanation.text(value, unit).replacing("?", with: t("未知", "unknown"))
            + PolicyWords.suffix(unit, t)
    }

    static func suffix(_ unit: PolicyUnit, _ t: Language) -> String {
        switch unit {
        case .money: t(" 元", " yuan")
        case .points: t(" 分", " points")
        case .years: t(" 年", " years")
        case .days: t(" 天", " days")
        default: ""
        }
    }

    /// What a comparison is short of, or has to spare; nothing where that has no bound.
    func margin(_ relation: Relation, _ left: Int32, _ right: Int32) -> String {
        guard let margin = explanation.margin(of: relation, left, right), margin.low.isFinite,
            margin.high.isFinite
        else { return "" }
        let day = explanation.unit(of: left)
        let unit = day == .day ? PolicyUnit.days : day
        if explanation.isUnknown(left) || explanation.isUnknown(right), unit != .points { return "" }
        let value = Interval(margin.low, margin.high)
        guard value.isExact else { return points(text(value, unit), unit) }
        if margin.low.numerator < 0 {
            let short = Interval(Fraction(-margin.low.numerator, margin.low.denominator))
            return t("差 ", "short by ") + points(text(short, unit), unit)
        }
        return t("余 ", "to spare: ") + points(text(value, unit), unit)
    }

    /// The difference of two shares is told in percentage points.
    private func points(_ text: String, _ unit: PolicyUnit) -> String {
        guard unit == .share else { return text }
        return text.replacing("%", with: "") + t(" 个百分点", " percentage points")
    }

    /// The value of a fact, with its unit.
    static func fact(_ fact: Fact, _ value: Int64, _ t: Language) -> String {
        switch fact.kind {
        case .money: return Fen(value).grouped + suffix(.money, t)
        case .points: return fact.text(of: value) + suffix(.points, t)
        case .share:
            return DecimalText.text(of: Fraction(Int128(value), 10_000), decimals: 4) + "%"
        case .flag: return value == 1 ? t("是", "yes") : t("否", "no")
        case .word: return t(fact.words[Int(value)].title)
        case .count, .day, .text: return fact.text(of: value)
        }
    }

    // MARK: Outcomes

    var score: String? { explanation.decision.score.map { text($0, .points) } }

    var classes: String? {
        explanation.decision.classes.map { words in
            words.map { t($0.title) }.joined(separator: t(" 或 ", " or "))
        }
    }

    var amount: String? {
        explanation.decision.amount.map { amount in
            let (low, high) = (amount.lowerBound, amount.upperBound)
            if low == high { return low.grouped + PolicyWords.suffix(.money, t) }
            if high.fen >= Fen.limit.fen { return t("未知", "unknown") }
            return "\(low.grouped) – \(high.grouped)" + PolicyWords.suffix(.money, t)
        }
    }

    func conditions(_ places: [Int]) -> String {
        places.map { t(explanation.program.policy.conditions[$0].title) }.joined(separator: t("；", "; "))
    }

    func facts(_ places: [Int]) -> String {
        places.map { t(explanation.program.policy.facts.facts[$0].title) }.joined(separator: t("；", "; "))
    }

    /// Document and article of each citation.
    static func articles(_ citations: [Citation], _ policy: Policy, _ t: Language) -> String {
        citations.map { citation in
            let document = policy.documents.first { $0.id == citation.document }
            return "\(document?.number ?? citation.document) \(citation.article)"
        }.joined(separator: t("、", ", "))
    }
}
