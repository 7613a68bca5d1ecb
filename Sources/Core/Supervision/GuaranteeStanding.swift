/// How a guarantee stands on a day, by its money alone.
public enum GuaranteeStanding: String, CaseIterable, Sendable {
    /// Principal is still guaranteed.
    case outstanding
    /// Nothing is guaranteed any more and nothing was compensated.
    case released
    /// Compensated, and the loss is neither recovered nor written off.
    case recovering
    /// Compensated, and all of the loss recovered or written off.
    case settled

    /// Nil before anything was disbursed.
    public init?(_ totals: GuaranteeTotals) {
        guard totals.disbursed.isPositive else { return nil }
        if totals.outstanding.isPositive {
            self = .outstanding
        } else if let losses = totals.losses, losses.loss.isPositive {
            self = losses.net - losses.writtenOff > .zero ? .recovering : .settled
        } else {
            self = .released
        }
    }

    public var name: Sentence {
        switch self {
        case .outstanding: Sentence(zh: "在保", en: "In force")
        case .released: Sentence(zh: "已解保", en: "Released")
        case .recovering: Sentence(zh: "已代偿，追偿中", en: "Compensated, being recovered")
        case .settled: Sentence(zh: "已代偿，已了结", en: "Compensated and settled")
        }
    }
}
