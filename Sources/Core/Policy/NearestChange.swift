/// What would make a firm's verdict yes: the smallest change of each single fact, and the smallest set of
/// facts that do it together.
public struct NearestChange: Sendable {
    /// The verdict as things are.
    public let verdict: PolicyDecision.Answer
    /// One for every fact that the firm can change and the verdict hangs on, in the order of the table.
    public let single: [Single]
    /// The fewest facts, at most three, and of these the smallest sum of relative changes; empty where
    /// nothing was found, or nothing is needed.
    public let set: [FactChange]
    /// Whether the search ended before all was looked at: more, or smaller, may be possible.
    public let isLimitReached: Bool
    /// Decisions made for it.
    public let runs: Int

    /// Facts of a set.
    public static let setLimit = 3

    /// What one fact can do alone.
    public struct Single: Sendable {
        /// Its place in the table of facts.
        public let fact: Int
        public let outcome: Outcome
    }

    public enum Outcome: Sendable, Equatable {
        /// The smallest change that is enough.
        case enough(FactChange)
        /// No change of it alone is.
        case notAlone
        /// The fact is unknown, and unknown facts were not asked for.
        case unknown
        /// The limit came first.
        case undecided
    }
}

/// One fact with another value than now.
public struct FactChange: Sendable, Equatable {
    /// Its place in the table of facts.
    public let fact: Int
    /// As `FactValues` holds it; nil where it is unknown.
    public let from: Int64?
    public let to: Int64
}

/// How far a search may go.
public struct NearestSearchSettings: Sendable {
    /// Whether unknown facts are searched too, from nothing up.
    public var withUnknown = false
    /// Decisions of all searches together.
    public var runLimit = 8_000
    /// Decisions for one fact alone.
    public var singleRunLimit = 1_000

    public init() {}
}

extension PolicyProgram {
    /// What would make the verdict yes; nil where the policy has no verdict.
    public func nearestChange(
        _ facts: FactValues, _ settings: NearestSearchSettings = NearestSearchSettings()
    ) -> NearestChange? {
        guard let verdict else { return nil }
        let reach = changeable(facts, settings.withUnknown)
        let probe = PolicyProbe(self, verdict: verdict, facts, moving: reach.facts.map(\.fact))
        guard probe.present != .yes else {
            return NearestChange(verdict: .yes, single: [], set: [], isLimitReached: false, runs: 0)
        }
        var search = NearestSearch(probe, reach.facts, settings)
        search.run()
        let outcomes = reach.facts.indices.filter { probe.matters($0) }.map { bit in
            NearestChange.Single(
                fact: reach.facts[bit].fact, outcome: search.outcomes[bit].map(proved) ?? .undecided)
        }
        let unknown = reach.unknown.filter { reads($0) }.map {
            NearestChange.Single(fact: $0, outcome: .unknown)
        }
        return NearestChange(
            verdict: probe.present, single: (outcomes + unknown).sorted { $0.fact < $1.fact },
            set: isYes(search.set, facts) ? search.set : [],
            isLimitReached: search.isLimitReached || reach.isCut, runs: probe.runs)

        /// Nothing is answered that a decision would not confirm.
        func proved(_ outcome: NearestChange.Outcome) -> NearestChange.Outcome {
            guard case .enough(let change) = outcome, !isYes([change], facts) else { return outcome }
            assertionFailure("a search and a decision disagree")
            return .notAlone
        }
    }

    /// Whether the verdict is yes with these changes: decided as for any firm.
    public func isYes(_ changes: [FactChange], _ facts: FactValues) -> Bool {
        var changed = facts
        for change in changes { changed.values[change.fact] = change.to }
        return decide(changed).verdict == .yes
    }

    private func reads(_ fact: Int) -> Bool { tables.slots.contains { $0.fact == fact } }

    /// The facts that can be moved, and those that could if they were known.
    private func changeable(
        _ values: FactValues, _ withUnknown: Bool
    ) -> (facts: [ChangeableFact], unknown: [Int], isCut: Bool) {
        var (found, unknown): ([ChangeableFact], [Int]) = ([], [])
        for slot in tables.slots.sorted(by: { $0.fact < $1.fact }) where !slot.isWord {
            let fact = policy.facts.facts[slot.fact]
            guard let change = fact.change else { continue }
            if values.values[slot.fact] == nil, !withUnknown {
                unknown.append(slot.fact)
                continue
            }
            found.append(ChangeableFact(slot, fact, change, values.values[slot.fact]))
        }
        let isCut = found.count > PolicyProbe.factLimit
        return (Array(found.prefix(PolicyProbe.factLimit)), unknown, isCut)
    }
}

/// A fact that a firm can change: how far, in which steps, and what a step weighs against others.
struct ChangeableFact {
    let fact: Int
    /// As it is; nil where it is unknown, and then it starts from nothing.
    let present: Int64?
    let start: Int64
    /// Money goes by the fen, all else by the step that the table of facts gives.
    let step: Int64
    /// Steps that it can go.
    let up: Int64
    let down: Int64
    private let denominator: Int128
    /// What a change is set against: the present value, or one step where that is less.
    private let base: Int128

    init(
        _ slot: PolicyTables.FactSlot, _ fact: Fact, _ change: Fact.Change, _ present: Int64?
    ) {
        (self.fact, self.present) = (slot.fact, present)
        start = present ?? min(max(0, fact.low), fact.high)
        step = fact.kind == .money ? 1 : change.step
        let direction = present == nil ? .up : change.direction
        up = direction == .down ? 0 : max(fact.high - start, 0) / step
        down = direction == .up ? 0 : max(start - fact.low, 0) / step
        denominator = slot.denominator
        base = Int128(max(start.magnitude, change.step.magnitude))
    }

    func value(_ steps: Int64, isDown: Bool) -> Int64 { isDown ? start - steps * step : start + steps * step }

    /// All values from one number of steps to another.
    func range(_ near: Int64, _ far: Int64, isDown: Bool) -> Interval {
        let (one, other) = (value(near, isDown: isDown), value(far, isDown: isDown))
        return Interval(
            Fraction(Int128(min(one, other)), denominator), Fraction(Int128(max(one, other)), denominator))
    }

    /// All values that it can have.
    var everything: Interval {
        Interval(
            Fraction(Int128(value(down, isDown: true)), denominator),
            Fraction(Int128(value(up, isDown: false)), denominator))
    }

    /// The relative change in parts of 10^18, so fine that one step more is always more.
    func cost(_ steps: Int64) -> Int128 {
        Int128(steps) * Int128(step) * 1_000_000_000_000_000_000 / base
    }

    func change(_ steps: Int64, isDown: Bool) -> FactChange {
        FactChange(fact: fact, from: present, to: value(steps, isDown: isDown))
    }
}
