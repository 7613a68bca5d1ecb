/// Nearest changes as people read them, and as JSON.
extension FactChange {
    /// `R&D expense of the last year: 312,400.00 yuan more, 1,312,400.00 instead of 1,000,000.00`
    public func sentence(_ fact: Fact) -> Sentence {
        let (title, new) = (fact.title, FactChange.text(to, fact))
        guard let from else {
            return Sentence(zh: "\(title.zh)（现未知）：\(new.zh)", en: "\(title.en) (unknown now): \(new.en)")
        }
        let old = FactChange.text(from, fact)
        guard let change = changeText(from, fact) else {
            return Sentence(
                zh: "\(title.zh)：由\(old.zh)变为\(new.zh)", en: "\(title.en): \(new.en) instead of \(old.en)")
        }
        return Sentence(
            zh: "\(title.zh)：\(change.zh)，由 \(old.zh) 到 \(new.zh)",
            en: "\(title.en): \(change.en), \(new.en) instead of \(old.en)")
    }

    /// By how much in the fact's own unit; nil for yes and no.
    private func changeText(_ from: Int64, _ fact: Fact) -> Sentence? {
        let amount = abs(to - from)
        let (zh, en) = to > from ? ("增加", "more") : ("减少", "less")
        let (size, isLater) = (FactChange.text(amount, fact), to > from)
        switch fact.kind {
        case .money: return Sentence(zh: "\(zh) \(size.zh) 元", en: "\(size.en) yuan \(en)")
        case .count:
            return Sentence(zh: "\(zh) \(amount)", en: "\(amount) \(to > from ? "more" : "fewer")")
        case .points: return Sentence(zh: "\(zh) \(size.zh) 分", en: "\(size.en) points \(en)")
        case .share:
            let points = size.en.dropLast()
            return Sentence(zh: "\(zh) \(points) 个百分点", en: "\(points) percentage points \(en)")
        case .day:
            return Sentence(
                zh: "\(isLater ? "推后" : "提前") \(amount) 天",
                en: "\(amount) days \(isLater ? "later" : "earlier")")
        case .flag, .word, .text: return nil
        }
    }

    private static func text(_ value: Int64, _ fact: Fact) -> Sentence {
        switch fact.kind {
        case .money: same(Fen(value).grouped)
        case .share: same(DecimalText.text(of: Fraction(Int128(value), 10_000), decimals: 4) + "%")
        case .flag: value == 1 ? Sentence(zh: "是", en: "yes") : Sentence(zh: "否", en: "no")
        default: same(fact.text(of: value))
        }
    }

    private static func same(_ text: String) -> Sentence { Sentence(zh: text, en: text) }
}

extension NearestChange.Outcome {
    /// What one fact can do alone.
    public func sentence(_ fact: Fact) -> Sentence {
        switch self {
        case .enough(let change): change.sentence(fact)
        case .notAlone:
            Sentence(
                zh: "\(fact.title.zh)：单独改变不足以达标", en: "\(fact.title.en): no change of it alone is enough")
        case .unknown: Sentence(zh: "\(fact.title.zh)：尚不知道", en: "\(fact.title.en): not known yet")
        case .undecided:
            Sentence(
                zh: "\(fact.title.zh)：在计算次数上限内未能得出", en: "\(fact.title.en): not found within the limit")
        }
    }

    var word: String {
        switch self {
        case .enough: "enough"
        case .notAlone: "not_alone"
        case .unknown: "unknown"
        case .undecided: "undecided"
        }
    }
}

extension NearestChange {
    /// The same facts give the same bytes.
    public func json(_ facts: FactTable) -> PolicyJSON {
        .object([
            "verdict": .text(verdict.rawValue), "limit_reached": .flag(isLimitReached),
            "set": .list(set.map { .object(NearestChange.members($0, facts)) }),
            "single": .list(
                single.map { one in
                    let fact = facts.facts[one.fact]
                    var members: PolicyJSON.Members = ["fact": .text(fact.name)]
                    if case .enough(let change) = one.outcome {
                        members = NearestChange.members(change, facts)
                    }
                    members["outcome"] = .text(one.outcome.word)
                    members["sentence"] = .titles(one.outcome.sentence(fact))
                    return .object(members)
                }),
        ])
    }

    private static func members(_ change: FactChange, _ facts: FactTable) -> PolicyJSON.Members {
        let fact = facts.facts[change.fact]
        let difference = change.from.flatMap { from -> PolicyJSON? in
            switch fact.kind {
            case .money, .count, .points, .share: .text(fact.text(of: change.to - from))
            case .day: .text(String(change.to - from))
            case .flag, .word, .text: nil
            }
        }
        return [
            "fact": .text(fact.name), "from": change.from.map { .text(fact.text(of: $0)) } ?? .null,
            "to": .text(fact.text(of: change.to)), "change": difference ?? .null,
            "sentence": .titles(change.sentence(fact)),
        ]
    }
}

extension PolicyExplanation {
    /// The explanation, and where the verdict is not yes what would make it so as its member `nearest`.
    public var jsonWithNearest: PolicyJSON {
        guard case .object(var members) = json, let verdict = decision.verdict, verdict != .yes else {
            return json
        }
        members["nearest"] = program.nearestChange(facts)?.json(program.policy.facts)
        return .object(members)
    }
}
