/// The capital that a guarantor needs so that its loans to small firms and farmers can grow (补充资本金).

/// How much must be contributed to keep the liability balance within a multiple of net assets.
public struct CapitalNeed: Hashable, Sendable {
    /// The liability balance now, and the part of it that serves small firms and farmers.
    public let liability: Fen
    public let liabilityOfServed: Fen
    /// Nil where none were stated.
    public let netAssets: Fen?
    /// The liability balance when that part has grown.
    public let planned: Fen
    /// The least net assets that carry it.
    public let required: Fen
    /// Nil where the net assets are not known.
    public let contribution: Fen?

    /// - Parameter multiple: of net assets, at most; above zero.
    public init(liability: Fen, ofServed: Fen, netAssets: Fen?, growth: Rate, multiple: Rate) {
        self.liability = liability
        self.liabilityOfServed = ofServed
        self.netAssets = netAssets
        planned = liability + growth.of(ofServed)
        required = Self.quotientRoundedUp(planned, by: multiple)
        let required = required
        contribution = netAssets.map { max(required - $0, .zero) }
    }

    /// A fen too few would break the ceiling.
    private static func quotientRoundedUp(_ amount: Fen, by multiple: Rate) -> Fen {
        precondition(multiple > .zero, "a multiple is above zero")
        let numerator = Int128(amount.fen) * Int128(Rate.one.millionths)
        let denominator = Int128(multiple.millionths)
        guard numerator > 0 else { return .zero }
        let quotient = (numerator + denominator - 1) / denominator
        return Fen(Int64(clamping: quotient))
    }
}
