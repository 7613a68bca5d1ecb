/// A decision with all that it rests on: every comparison with its margin, definitions, facts and where
/// they came from.
public struct PolicyExplanation: Sendable {
    public let program: PolicyProgram
    public let facts: FactValues
    public let decision: PolicyDecision
    let run: PolicyRun

    /// What a comparison is short of, or has to spare: below zero it fails.
    public func margin(of relation: Relation, _ left: Int32, _ right: Int32) -> (
        low: Fraction, high: Fraction
    )? {
        let (one, other) = (run[left], run[right])
        let isUpward = relation == .greater || relation == .greaterOrEqual
        guard isUpward || relation == .less || relation == .lessOrEqual else { return nil }
        let (more, less) = isUpward ? (one, other) : (other, one)
        guard let low = more.low.difference(from: less.high), let high = more.high.difference(from: less.low)
        else { return nil }
        return (low, high)
    }

    /// The facts that the decision reads, in the order of the table of facts.
    public var factsRead: [Int] { program.written.facts.map(\.place) }

    public subscript(register: Int32) -> Interval { run[register] }

    /// A definition that is an amount, rounded half-even to the fen; nil where there is none of that name or
    /// it is not certain.
    public func amount(of definition: String) -> Fen? {
        let definitions = program.policy.definitions
        guard let place = definitions.firstIndex(where: { $0.name == definition }) else { return nil }
        let value = run[program.definitions[place]]
        return value.isExact ? PolicyDecision.fen(value.low) : nil
    }
}

extension PolicyProgram {
    /// The answer with all that it rests on.
    public func explain(_ facts: FactValues) -> PolicyExplanation {
        let run = PolicyRun(self, facts, isWhole: true)
        return PolicyExplanation(program: self, facts: facts, decision: decision(run, facts), run: run)
    }
}

/// Why nothing is decided.
public enum PolicyRefusal: Refusal {
    case notInForce(policy: String, on: Day, spans: [DaySpan])
    case unknown(String, nearest: String?)

    public var code: String {
        switch self {
        case .notInForce: "policy_not_in_force"
        case .unknown: "policy_unknown"
        }
    }

    /// Whether there is no such policy at all.
    public var isUnknown: Bool {
        if case .unknown = self { true } else { false }
    }

    public var sentence: Sentence {
        switch self {
        case .notInForce(let policy, let day, let spans):
            let zh = spans.map { "\($0.from) 起\($0.until.map { "至 \($0)" } ?? "")" }.joined(separator: "、")
            let en = spans.map { "from \($0.from)\($0.until.map { " to \($0)" } ?? " on")" }
            return Sentence(
                zh: "政策“\(policy)”在 \(day) 不施行，其施行期间为 \(zh)；请改用期间内的日期。",
                en:
                    "The policy '\(policy)' is not in force on \(day) but "
                    + "\(en.joined(separator: ", ")); ask for a day "
                    + "within.")
        case .unknown(let policy, let nearest):
            return Sentence(
                zh: "没有政策“\(policy)”\(nearest.map { "；最接近的是“\($0)”" } ?? "")；请改用已有的政策。",
                en:
                    "There is no policy '\(policy)'\(nearest.map { "; the nearest is '\($0)'" } ?? ""); "
                    + "name one that there is.")
        }
    }
}
