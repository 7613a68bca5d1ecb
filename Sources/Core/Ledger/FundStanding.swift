/// Whether a treasury's risk-sharing fund covers what is claimed from it.
public struct FundStanding: Hashable, Sendable {
    /// Put in by the budget since the beginning.
    public let budget: Fen
    /// What the fund holds.
    public let balance: Fen
    /// Open claims on the treasury, by how long they have been due, in the order of the ages given.
    public let open: [Fen]

    public init(budget: Fen, balance: Fen, open: [Fen]) {
        self.budget = budget
        self.balance = balance
        self.open = open
    }

    /// All that is claimed and not yet paid.
    public var claimed: Fen { open.sum() }
    /// Open claims beyond what the fund holds: what has to be appropriated.
    public var shortfall: Fen { max(claimed - balance, .zero) }
}
