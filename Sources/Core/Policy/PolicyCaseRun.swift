/// Runs cases: what was expected beside what was decided.
public struct PolicyCaseResult: Sendable {
    public let name: Sentence
    public let place: TextPlace
    public let differences: [Difference]

    public var isPassed: Bool { differences.isEmpty }

    public struct Difference: Sendable {
        public let key: String
        public let expected: String
        public let found: String
        public let place: TextPlace
    }
}

extension PolicyCase {
    /// The result under a policy; a day on which it is not in force is answered by `in_force: no`.
    public func run(
        _ program: (Day) throws(PolicyProblems) -> PolicyProgram?
    ) throws(PolicyProblems) -> PolicyCaseResult {
        let explanation = try program(day)?.explain(facts)
        var differences: [PolicyCaseResult.Difference] = []
        for one in expected {
            let found =
                explanation.map { PolicyCaseText.found(one.key, $0) }
                ?? (one.key == "in_force" ? "no" : "not in force")
            guard found != one.value else { continue }
            differences.append(
                PolicyCaseResult.Difference(
                    key: one.key.hasPrefix("= ") ? String(one.key.dropFirst(2)) : one.key,
                    expected: one.value,
                    found: found, place: one.place))
        }
        return PolicyCaseResult(name: name, place: place, differences: differences)
    }
}

/// Outcomes as cases write them.
enum PolicyCaseText {
    /// A text as cases compare it: numbers without `_`, needless zeros and percent signs; `true` as yes.
    static func plain(_ text: String) -> String {
        switch text {
        case "true": return "yes"
        case "false": return "no"
        default: break
        }
        let isPercent = text.last == "%"
        let digits = text.filter { $0 != "_" }.prefix { $0 != " " && $0 != "%" }
        let parts = digits.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        let isNumber =
            (1...2).contains(parts.count)
            && parts.allSatisfy {
                !$0.isEmpty && $0.utf8.count <= 17 && $0.utf8.allSatisfy { (48...57).contains($0) }
            }
        guard isNumber, let whole = Int128(parts.joined()) else { return text }
        let places = parts.count == 2 ? parts[1].utf8.count : 0
        let power = (0..<(places + (isPercent ? 2 : 0))).reduce(Int128(1)) { power, _ in power * 10 }
        return DecimalText.text(of: Fraction(digits.hasPrefix("-") ? -whole : whole, power), decimals: 18)
    }

    static func found(_ key: String, _ explanation: PolicyExplanation) -> String {
        let (decision, policy) = (explanation.decision, explanation.program.policy)
        func list(_ names: [String]) -> String { "[\(names.joined(separator: ", "))]" }
        switch key {
        case "verdict": return decision.verdict?.rawValue ?? "none"
        case "class":
            let words = decision.classes?.map(\.word) ?? []
            return words.count == 1 ? words[0] : list(words)
        case "score":
            return decision.score.map { range($0, .points) } ?? "none"
        case "amount":
            guard let amount = decision.amount else { return "none" }
            let (low, high) = (Int128(amount.lowerBound.fen), Int128(amount.upperBound.fen))
            return range(Interval(Fraction(low, 1), Fraction(high, 1)), .money)
        case "failed": return list(decision.failed.map { policy.conditions[$0].id })
        case "open": return list(decision.open.map { policy.conditions[$0].id })
        case "waits_for": return list(decision.waits.facts.map { policy.facts.facts[$0].name })
        case "in_force": return "yes"
        default: return definition(String(key.dropFirst(2)), explanation)
        }
    }

    private static func definition(_ name: String, _ explanation: PolicyExplanation) -> String {
        let program = explanation.program
        guard let place = program.policy.definitions.firstIndex(where: { $0.name == name }) else {
            return "none"
        }
        let register = program.definitions[place]
        let unit = program.registers[Int(register)].unit
        let value = explanation[register]
        if unit == .flag { return PolicyDecision.Answer(value).rawValue }
        if unit.isWord {
            let words = program.words(value, unit).map(\.word)
            return words.count == 1 ? words[0] : "[\(words.joined(separator: ", "))]"
        }
        return range(value, unit)
    }

    private static func range(_ value: Interval, _ unit: PolicyUnit) -> String {
        guard value.isFinite else { return "unknown" }
        let (low, high) = (number(value.low, unit), number(value.high, unit))
        return low == high ? low : "[\(low), \(high)]"
    }

    private static func number(_ value: Fraction, _ unit: PolicyUnit) -> String {
        if unit == .day { return value.day.description }
        // Thirds and the like are compared to six decimals.
        return DecimalText.text(of: value.reduced / Fraction(unit.scale, 1), decimals: 6)
    }
}
