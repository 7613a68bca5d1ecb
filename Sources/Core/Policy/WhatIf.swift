/// One policy before and after a change, firm by firm: who gains, who loses, and what it costs.
public struct FirmOutcome: Sendable, Equatable {
    public let verdict: PolicyDecision.Answer?
    /// The one word that the class is; nil where the policy gives none or it isn't certain.
    public let classWord: String?
    /// In hundredths of a point.
    public let score: Interval?
    public let amount: ClosedRange<Fen>?
    /// What others get for the firm, such as the platform that hosts it.
    public var others: ClosedRange<Fen>?

    public init(
        verdict: PolicyDecision.Answer?, classWord: String?, score: Interval?, amount: ClosedRange<Fen>?
    ) {
        (self.verdict, self.classWord, self.score, self.amount) = (verdict, classWord, score, amount)
    }

    /// Whether nothing that is still unknown could give another verdict or amount.
    var isCertain: Bool { verdict != .open && amount.map { $0.lowerBound == $0.upperBound } ?? true }
}

extension PolicyBuffer {
    /// Decides for a firm, without asking why.
    public func outcome(_ facts: FactValues) -> FirmOutcome {
        run(facts)
        let words = program.class.map { program.words(self[$0], program.registers[Int($0)].unit) }
        return FirmOutcome(
            verdict: program.verdict.map { PolicyDecision.Answer(self[$0]) },
            classWord: words.flatMap { $0.count == 1 ? $0[0].word : nil },
            score: program.score.map { self[$0] },
            amount: program.amount.map {
                PolicyDecision.fen(self[$0].low)...PolicyDecision.fen(self[$0].high)
            })
    }
}

/// What a change does to a firm.
public enum WhatIfEffect: String, CaseIterable, Sendable {
    case gains, loses
    /// Another class, or a range of amounts that moved both ways: neither better nor worse.
    case changes
    case none

    public init(_ before: FirmOutcome, _ after: FirmOutcome) {
        let ranks = (WhatIfEffect.rank(before.verdict), WhatIfEffect.rank(after.verdict))
        if ranks.0 != ranks.1 {
            self = ranks.1 > ranks.0 ? .gains : .loses
        } else if let one = before.amount, let other = after.amount, one != other {
            let isNoLess = other.lowerBound >= one.lowerBound && other.upperBound >= one.upperBound
            let isNoMore = other.lowerBound <= one.lowerBound && other.upperBound <= one.upperBound
            self = isNoLess ? .gains : isNoMore ? .loses : .changes
        } else {
            self = before.classWord == after.classWord ? .none : .changes
        }
    }

    private static func rank(_ verdict: PolicyDecision.Answer?) -> Int {
        switch verdict {
        case .yes: 2
        case .open: 1
        case .no, nil: 0
        }
    }
}

/// A count of firms before and after a change.
public struct WhatIfCount: Sendable, Equatable {
    public private(set) var firms = 0
    public private(set) var effects: [WhatIfEffect: Int] = [:]
    /// Those of them that are so whatever of the firm isn't known.
    public private(set) var certain: [WhatIfEffect: Int] = [:]
    public private(set) var before = Side()
    public private(set) var after = Side()

    public struct Side: Sendable, Equatable {
        public private(set) var verdicts: [PolicyDecision.Answer: Int] = [:]
        public private(set) var classes: [String: Int] = [:]
        /// Fen a year: the amounts of all firms at their lowest and at their highest.
        public private(set) var costLow: Int128 = 0
        public private(set) var costHigh: Int128 = 0
        /// The same of what others get for the firms.
        public private(set) var othersLow: Int128 = 0
        public private(set) var othersHigh: Int128 = 0

        /// All that is paid.
        public var paidLow: Int128 { costLow + othersLow }
        public var paidHigh: Int128 { costHigh + othersHigh }

        fileprivate mutating func add(_ outcome: FirmOutcome) {
            if let verdict = outcome.verdict { verdicts[verdict, default: 0] += 1 }
            if let word = outcome.classWord { classes[word, default: 0] += 1 }
            costLow += Int128(outcome.amount?.lowerBound.fen ?? 0)
            costHigh += Int128(outcome.amount?.upperBound.fen ?? 0)
            othersLow += Int128(outcome.others?.lowerBound.fen ?? 0)
            othersHigh += Int128(outcome.others?.upperBound.fen ?? 0)
        }
    }

    public init() {}

    /// How many there are of an effect: those that are sure, and all that are possible where these are more,
    /// as `224–2648`.
    public func text(of effect: WhatIfEffect) -> String {
        let (sure, all) = (certain[effect] ?? 0, effects[effect] ?? 0)
        return sure == all ? "\(all)" : "\(sure)–\(all)"
    }

    public mutating func add(_ one: FirmOutcome, _ other: FirmOutcome, _ effect: WhatIfEffect) {
        firms += 1
        effects[effect, default: 0] += 1
        if one.isCertain, other.isCertain { certain[effect, default: 0] += 1 }
        before.add(one)
        after.add(other)
    }
}

/// All firms, and the same by city and by industry.
public struct WhatIfSums: Sendable, Equatable {
    public private(set) var all = WhatIfCount()
    /// By the code of the city; empty where it isn't known.
    public private(set) var cities: [String: WhatIfCount] = [:]
    /// By the letter of the industry's section; empty where it isn't known.
    public private(set) var industries: [String: WhatIfCount] = [:]

    public init() {}

    /// Counts a firm, however its outcomes were decided, and says what the change does to it.
    @discardableResult
    public mutating func add(
        _ before: FirmOutcome, _ after: FirmOutcome, city: String, industry: String
    ) -> WhatIfEffect {
        let effect = WhatIfEffect(before, after)
        all.add(before, after, effect)
        cities[city, default: WhatIfCount()].add(before, after, effect)
        industries[industry, default: WhatIfCount()].add(before, after, effect)
        return effect
    }
}
