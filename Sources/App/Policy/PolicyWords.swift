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
        return text(explanation[register], explanation.isRatio(register) ? .number : unit)
    }

    func text(_ value: Interval, _ unit: PolicyUnit) -> String {
        let suffix = PolicyWords.suffix(unit, t)
        guard PolicyWords.isEndless(value, unit) else { return explanation.text(value, unit) + suffix }
        guard value.low.isFinite, value.low.numerator != 0 else { return t("未知", "unknown") }
        let low = explanation.text(Interval(value.low), unit) + suffix
        return t("\(low) 以上", "\(low) or more")
    }

    /// Whether its upper end says nothing: it comes of a fact that nobody has told.
    private static func isEndless(_ value: Interval, _ unit: PolicyUnit) -> Bool {
        guard value.isFinite else { return true }
        guard !value.isExact else { return false }
        switch unit {
        case .share: return value.high > Fraction(highestShare, 1)
        case .money: return value.high > Fraction(Int128(highestAmount.fen), 1)
        default: return false
        }
    }

    /// No range of a firm that is known reaches so far.
    private static let highestShare: Int128 = 1_000
    private static let highestAmount = Fen.yuan(1_000_000_000_000)

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
        let isRatio = explanation.isRatio(left) || explanation.isRatio(right)
        let unit = day == .day ? PolicyUnit.days : isRatio ? .number : day
        if explanation.isUnknown(left) || explanation.isUnknown(right), unit != .points { return "" }
        let value = Interval(margin.low, margin.high)
        if PolicyWords.isEndless(value, unit) { return "" }
        if margin.high.numerator < 0 {
            let short = Interval(margin.high.negated, margin.low.negated)
            return t("差 ", "short by ") + points(text(short, unit), unit)
        }
        guard margin.low.numerator >= 0 else { return points(text(value, unit), unit) }
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
            let value = Interval(Fraction(Int128(low.fen), 1), Fraction(Int128(high.fen), 1))
            return text(value, .money)
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

extension Fraction {
    fileprivate var negated: Fraction { Fraction(-numerator, denominator) }
}
