/// What a policy answers for one firm on one day.
public struct PolicyDecision: Sendable, Equatable {
    public let verdict: Answer?
    /// The words that the class may be, one where it is certain; nil where the policy gives none.
    public let classes: [PolicyWord]?
    /// In hundredths of a point.
    public let score: Interval?
    /// Rounded half-even to the fen.
    public let amount: ClosedRange<Fen>?
    /// The conditions that are surely not fulfilled, by their place in the policy.
    public let failed: [Int]
    /// Those that are open.
    public let open: [Int]
    /// What an open answer hangs on.
    public let waits: PolicyWaits

    public enum Answer: String, Sendable {
        case yes, no, open

        init(_ value: Interval) { self = value.isYes ? .yes : value.isNo ? .no : .open }
    }
}

/// What an open answer hangs on.
public struct PolicyWaits: Sendable, Equatable {
    /// Unknown facts, by their place in the table of facts, in its order.
    public var facts: [Int] = []
    /// Registers that divide by what is zero.
    public var zeroDivisors: [Int32] = []
    /// Whether it also hangs on a range that the policy itself leaves to judgement.
    public var isLeftToJudgement = false
}

extension PolicyProgram {
    /// The answer for a firm.
    public func decide(_ facts: FactValues) -> PolicyDecision { decision(PolicyRun(self, facts), facts) }

    func decision(_ run: PolicyRun, _ facts: FactValues) -> PolicyDecision {
        let answers = conditions.map { run[$0] }
        let money = amount.map { register -> ClosedRange<Fen> in
            let value = run[register]
            return PolicyDecision.fen(value.low)...PolicyDecision.fen(value.high)
        }
        return PolicyDecision(
            verdict: verdict.map { PolicyDecision.Answer(run[$0]) },
            classes: self.class.map { words(run[$0], registers[Int($0)].unit) },
            score: score.map { run[$0] }, amount: money,
            failed: answers.indices.filter { answers[$0].isNo },
            open: answers.indices.filter { !answers[$0].isNo && !answers[$0].isYes },
            waits: waits(run, facts))
    }

    /// The words that a value may be.
    func words(_ value: Interval, _ unit: PolicyUnit) -> [PolicyWord] {
        guard case .word(let set) = unit else { return [] }
        return wordSets[set].enumerated().filter { value.mask & (1 << UInt64($0.offset)) != 0 }.map(\.element)
    }

    private func waits(_ run: PolicyRun, _ facts: FactValues) -> PolicyWaits {
        var roots = [verdict, self.class, amount].compactMap { $0 }
        if roots.isEmpty, let score { roots = [score] }
        var walk = PolicyDependence(program: self, run: run, facts: facts)
        for root in roots { walk.follow(root) }
        return walk.sorted
    }
}

extension PolicyDecision {
    /// Rounded half-even; what has no bound is the largest amount of its sign.
    static func fen(_ value: Fraction) -> Fen {
        guard value.isFinite else { return Fen(value.numerator < 0 ? -Fen.limit.fen : Fen.limit.fen) }
        return Fen(Int64(clamping: roundedHalfEven(value.numerator, by: value.denominator)))
    }
}
