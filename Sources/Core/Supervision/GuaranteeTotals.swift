/// What the entries of one guarantee add up to from the beginning to a day. Amounts in fen.
///
/// A reversal has the kind of the entry that it takes back and amounts of the other sign, so it needs no
/// rule.
public struct GuaranteeTotals: Hashable, Sendable {
    public var disbursed = Fen.zero
    /// Principal still guaranteed (在保余额).
    public var outstanding = Fen.zero
    /// Nil for the many guarantees of which nothing was ever compensated.
    public var losses: Losses?

    /// What happened after a default.
    public struct Losses: Hashable, Sendable {
        /// Paid by the guarantor to the bank (代偿).
        public var compensated = Fen.zero
        /// The compensated loss, the bank's share of it included.
        public var loss = Fen.zero
        /// Recovered from the borrower before costs (追偿).
        public var recovered = Fen.zero
        public var recoveryCosts = Fen.zero
        public var writtenOff = Fen.zero

        public init() {}

        /// The loss that is left to be borne: less the recoveries after their costs, as `Position.borne` has
        /// it.
        public var net: Fen { loss - min(max(recovered - recoveryCosts, .zero), loss) }

        public static func += (left: inout Losses, right: Losses) {
            left.compensated += right.compensated
            left.loss += right.loss
            left.recovered += right.recovered
            left.recoveryCosts += right.recoveryCosts
            left.writtenOff += right.writtenOff
        }
    }

    @inlinable
    public init(disbursed: Fen = .zero, outstanding: Fen = .zero, losses: Losses? = nil) {
        self.disbursed = disbursed
        self.outstanding = outstanding
        self.losses = losses
    }
}
