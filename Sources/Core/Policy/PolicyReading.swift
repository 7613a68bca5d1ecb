/// A policy as people read it: rules in the words of its file, without running anything.
public enum PolicyLanguage {
    /// Kept with every decision; it rises when the same policy and facts would give other bytes.
    public static let version = 1
}

extension PolicyDefinition {
    /// What the definition says on a day.
    public indirect enum Reading: Sendable {
        case formula(String)
        case range(String, String)
        case bands(of: String, isUpperInclusive: Bool, steps: [Step])
        case match(of: String, cases: [Case])

        public struct Step: Sendable {
            /// Nil where there is no limit.
            public let from: String?
            public let to: String?
            public let value: Reading
        }

        public struct Case: Sendable {
            /// None for all words that are left over.
            public let words: [String]
            public let value: Reading
        }
    }

    /// Nil where no version is in force on the day.
    public func reading(on day: Day) -> Reading? { version(on: day)?.body.reading }

    /// The days from which a version is in force, where there are several.
    public var versionDays: [Day] { versions.count > 1 ? versions.map(\.from) : [] }
}

extension PolicyDefinition.Body {
    fileprivate var reading: PolicyDefinition.Reading {
        switch self {
        case .formula(let formula): return .formula(formula.scalar.text)
        case .range(let low, let high): return .range(low.scalar.text, high.scalar.text)
        case .bands(let bands): return bands.reading
        case .match(let match):
            let cases = match.cases.map {
                PolicyDefinition.Reading.Case(words: $0.words, value: $0.value.reading)
            }
            let other = match.other.map { PolicyDefinition.Reading.Case(words: [], value: $0.reading) }
            return .match(of: match.of.scalar.text, cases: cases + [other].compactMap { $0 })
        }
    }
}

extension PolicyDefinition.Bands {
    /// Each step with both ends: an end that is left out is the other step's.
    fileprivate var reading: PolicyDefinition.Reading {
        let read = steps.enumerated().map { place, step in
            let before = place > 0 ? steps[place - 1].to : nil
            let after = place + 1 < steps.count ? steps[place + 1].from : nil
            return PolicyDefinition.Reading.Step(
                from: (step.from ?? before)?.scalar.text, to: (step.to ?? after)?.scalar.text,
                value: step.value.reading)
        }
        return .bands(of: of.scalar.text, isUpperInclusive: isUpperInclusive, steps: read)
    }
}

extension PolicyCondition {
    /// What has to hold, as it is written.
    public var text: String { holds.scalar.text }
}

extension Policy {
    /// An outcome that the policy gives.
    public enum Outcome: String, CaseIterable, Sendable {
        case verdict, `class`, score, amount, others
    }

    /// What it answers, each as it is written; nil for the verdict of all conditions.
    public var outcomeTexts: [(outcome: Outcome, text: String?)] {
        var texts: [(Outcome, String?)] = []
        switch outcomes.verdict {
        case .allConditions: texts.append((.verdict, nil))
        case .formula(let formula): texts.append((.verdict, formula.scalar.text))
        case nil: break
        }
        let others: [(Outcome, Formula?)] = [
            (.class, outcomes.class), (.score, outcomes.score), (.amount, outcomes.amount),
            (.others, outcomes.others),
        ]
        return texts + others.compactMap { outcome, formula in formula.map { (outcome, $0.scalar.text) } }
    }
}

extension PolicyExplanation {
    /// The unit of what a register holds.
    public func unit(of register: Int32) -> PolicyUnit { program.registers[Int(register)].unit }

    /// The words that a register may hold; nil where it holds none.
    public func words(_ register: Int32) -> [PolicyWord]? {
        let unit = unit(of: register)
        return unit.isWord ? program.words(self[register], unit) : nil
    }

    /// Whether nothing is known of it: it may be anything that it could ever be.
    public func isUnknown(_ register: Int32) -> Bool {
        let (value, range) = (self[register], program.registers[Int(register)].range)
        if value.isExact { return false }
        return !value.isFinite || (value.low.equals(range.low) && value.high.equals(range.high))
    }
}

extension FactValues {
    /// The known ones with their sources as JSON that has one form only: what is kept of a decision.
    public func json(_ table: FactTable) -> PolicyJSON {
        var members: PolicyJSON.Members = [:]
        for (place, value) in values.enumerated() {
            guard let value else { continue }
            let fact = table.facts[place]
            var member: PolicyJSON.Members = ["value": .text(fact.text(of: value))]
            member["source"] = sources[place].map { .text($0) }
            members[fact.name] = .object(member)
        }
        return .object(members)
    }
}
