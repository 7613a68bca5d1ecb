/// What some firms, one behind the other in the register, come to under each policy.
import Core

/// How a firm stands with a policy under which it has qualified once.
enum EntitlementVerdict: String, CaseIterable, Sendable {
    case yes, open, no
    /// The policy is no longer in force.
    case ended

    init(_ answer: PolicyDecision.Answer) {
        self =
            switch answer {
            case .yes: .yes
            case .no: .no
            case .open: .open
            }
    }

    var name: Sentence {
        switch self {
        case .yes: Sentence(zh: "符合", en: "qualifies")
        case .open: Sentence(zh: "不再确定", en: "no longer certain")
        case .no: Sentence(zh: "不再符合", en: "no longer qualifies")
        case .ended: Sentence(zh: "政策已停止施行", en: "policy no longer in force")
        }
    }
}

/// What a firm that qualifies is given.
struct EntitlementValues: Sendable, Equatable {
    /// The word of the class; empty where the policy gives none or it isn't certain.
    let classWord: String
    /// Hundredths of a point, from the lowest to the highest; nil where that has no bound.
    let scoreLow: Int64?
    let scoreHigh: Int64?
    let amount: ClosedRange<Fen>?

    /// Whether the firm is to be told of the difference: points that move within a verdict it is not.
    func isSame(for other: EntitlementValues) -> Bool {
        classWord == other.classWord && amount == other.amount
    }
}

struct MatchedFirms: Sendable {
    /// By rising number.
    private(set) var numbers: [Int64]
    /// By the place of the policy, then by firm.
    private(set) var verdicts: [[EntitlementVerdict]]
    private(set) var entitled: [Entitled] = []

    struct Entitled: Sendable {
        let enterprise: Int64
        /// The place of the policy.
        let policy: Int
        let values: EntitlementValues
    }

    init(policies: Int) {
        numbers = []
        verdicts = Array(repeating: [], count: policies)
    }

    mutating func add(_ part: RegisterRun.Part) {
        numbers += part.columns.numbers[part.rows]
        for number in part.rows.indices {
            let row = number - part.rows.lowerBound
            for (policy, answers) in part.answers.enumerated() {
                let verdict = MatchedFirms.verdict(answers, row)
                verdicts[policy].append(verdict)
                guard verdict == .yes else { continue }
                entitled.append(
                    Entitled(
                        enterprise: part.columns.numbers[number], policy: policy,
                        values: MatchedFirms.values(answers, row)))
            }
        }
    }

    /// A policy without a verdict gives something where its amount is surely above zero.
    private static func verdict(_ answers: FirmAnswers, _ row: Int) -> EntitlementVerdict {
        if let answer = answers.verdict(row) { return EntitlementVerdict(answer) }
        guard let amount = answers.amount(row), amount.upperBound.isPositive else { return .no }
        return amount.lowerBound.isPositive ? .yes : .open
    }

    private static func values(_ answers: FirmAnswers, _ row: Int) -> EntitlementValues {
        let classes = answers.program.policy.classes
        let mask = answers.classes(row) ?? 0
        let score = answers.score(row)
        return EntitlementValues(
            classWord: mask.nonzeroBitCount == 1 ? classes[mask.trailingZeroBitCount].word : "",
            scoreLow: score.flatMap { points($0.low, roundsUp: false) },
            scoreHigh: score.flatMap { points($0.high, roundsUp: true) }, amount: answers.amount(row))
    }

    /// Whole hundredths of a point, so that the range holds what was worked out.
    private static func points(_ value: Fraction, roundsUp: Bool) -> Int64? {
        guard value.isFinite else { return nil }
        let (whole, rest) = value.numerator.quotientAndRemainder(dividingBy: value.denominator)
        let step: Int128 = roundsUp ? (rest > 0 ? 1 : 0) : (rest < 0 ? -1 : 0)
        return Int64(exactly: whole + step)
    }
}
