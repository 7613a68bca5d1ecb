public import Core

/// How much of a province is made. The totals are met exactly by the records, on the day of the reply.
public struct DemonstrationScale: Hashable, Sendable {
    /// Firms in the register.
    public let firms: Int
    /// Those of them with at least one guarantee disbursed by the day of the reply.
    public let guaranteedFirms: Int
    /// Disbursed under guarantees by the day of the reply.
    public let guaranteed: Fen
    /// Outstanding under agreements 4:3:2:1 on the day of the reply, at an average fee rate of 1.5%.
    public let reguaranteedOutstanding: Fen
    /// How many times smaller than a province it is: its guarantors' net assets are as large nevertheless.
    let divisor: Int64

    /// The whole province: the figures of the reply.
    public static let province = DemonstrationScale(
        firms: 3_000, guaranteedFirms: 2_474, guaranteed: .yuan(35_080_000_000),
        reguaranteedOutstanding: .yuan(719_000_000), divisor: 1)

    /// A tenth of it, for tests.
    public static let tenth = DemonstrationScale(
        firms: 300, guaranteedFirms: 247, guaranteed: .yuan(3_508_000_000),
        reguaranteedOutstanding: .yuan(71_900_000),
        divisor: 10)
}

/// Units of 10,000 yuan, in which guarantees are agreed.
enum DemonstrationUnit {
    static func fen(_ units: Int64) -> Fen { .yuan(units * 10_000) }
    static func units(_ amount: Fen) -> Int64 { amount.fen / 1_000_000 }
}
