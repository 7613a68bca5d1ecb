import Core
import Storage

/// How far a hosted firm is: its recognition, where it stands with each policy that gives a verdict, and the
/// award that it earns its platform.
struct HostedProgress: Sendable {
    let firm: SupportPlatform.Firm
    /// The last day of its certificate as a high-tech enterprise; nil where it has none in force.
    let recognisedUntil: Day?
    let recognisedOn: Day?
    let standings: [Standing]
    /// What the platform is due for it; nil where nothing is.
    let award: Fen?

    struct Standing: Sendable {
        let explanation: PolicyExplanation
        let answer: PolicyDecision.Answer
    }

    /// The policy that gives the award, and its definition of the platform's part.
    private static let awards = (policy: "awards", definition: "platform_award")

    static func read(
        _ firm: SupportPlatform.Firm, of platform: SupportPlatform, on day: Day, _ shelf: PolicyShelf,
        _ connection: Connection
    ) throws -> HostedProgress {
        let facts = try EnterpriseFacts.read(firm.number, on: day, connection)
        let standings = try shelf.inForce(on: day).compactMap { policy -> Standing? in
            guard policy.id != awards.policy else { return nil }
            let explanation = try shelf.explain(policy.id, facts)
            return explanation.decision.verdict.map { Standing(explanation: explanation, answer: $0) }
        }
        return HostedProgress(
            firm: firm, recognisedUntil: recognisedUntil(facts),
            recognisedOn: HostedProgress.day("hnte_recognised_on", facts), standings: standings,
            award: try award(facts, of: platform, shelf))
    }

    private static func day(_ name: String, _ facts: EnterpriseFacts) -> Day? {
        facts.facts[name]?.value.number.map { Day(number: Int32(clamping: $0)) }
    }

    fileprivate static func recognisedUntil(_ facts: EnterpriseFacts) -> Day? {
        day("hnte_until", facts).flatMap { $0 >= facts.day ? $0 : nil }
    }

    /// Nothing where another platform counts as the host: each firm earns one award.
    fileprivate static func award(
        _ facts: EnterpriseFacts, of platform: SupportPlatform, _ shelf: PolicyShelf
    ) throws -> Fen? {
        guard facts.facts["hosted_by"]?.value.text == platform.name,
            shelf.inForce(on: facts.day).contains(where: { $0.id == awards.policy })
        else { return nil }
        let amount = try shelf.explain(awards.policy, facts).amount(of: awards.definition)
        return amount.flatMap { $0.isPositive ? $0 : nil }
    }

    /// What the policy says of its part, for the heading of the column.
    static func awardTitle(_ shelf: PolicyShelf, on day: Day) -> Sentence {
        let policy = shelf.inForce(on: day).first { $0.id == awards.policy }
        return policy?.definitions.first { $0.name == awards.definition }?.title
            ?? Sentence(zh: "平台所得奖励", en: "award to the platform")
    }
}

/// What a platform comes to on a day, over all firms that it hosts.
struct HostedSums: Sendable {
    var firms = 0
    var recognised = 0
    var awarded = 0
    var award = Fen.zero

    /// Firms of one platform that are looked at; more are not summed up.
    static let limit: Int64 = 5_000

    static func read(
        _ platform: SupportPlatform, on day: Day, _ shelf: PolicyShelf, _ connection: Connection
    ) throws -> HostedSums {
        var sums = HostedSums()
        for firm in try platform.firms(on: day, limit: limit, connection) {
            let facts = EnterpriseFacts(
                firm.number, on: day, try StatementStore.all(of: firm.number, connection),
                try FirmRecordStore.all(of: firm.number, connection))
            sums.firms += 1
            if HostedProgress.recognisedUntil(facts) != nil { sums.recognised += 1 }
            guard let award = try HostedProgress.award(facts, of: platform, shelf) else { continue }
            sums.awarded += 1
            sums.award += award
        }
        return sums
    }
}
