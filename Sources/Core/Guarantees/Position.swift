/// The money of one guarantee as cumulative totals. All balances are functions of them, so that a loss paid
/// in any number of instalments ends the same as one paid at once.
public struct Position: Hashable, Sendable {
    public var disbursed = Fen.zero
    /// Principal that the borrower paid back, and what a release set free.
    public var repaid = Fen.zero
    public var principalClaimed = Fen.zero
    public var interestClaimed = Fen.zero
    /// The loss for which the guarantor has paid the bank; the bank's own share of it included.
    public var loss = Fen.zero
    /// How much of the loss was principal.
    public var principalCompensated = Fen.zero
    public var feePaid = Fen.zero
    public var feeRefunded = Fen.zero
    /// Recovered from the borrower before costs.
    public var recovered = Fen.zero
    public var recoveryCosts = Fen.zero
    public var writtenOff = Fen.zero
    /// What the re-guarantor and the treasury have paid the guarantor.
    public var paid = ByParty()
    /// What recoveries have made the guarantor owe the others, never reduced by later costs.
    public var credited = ByParty()
    /// What of that the guarantor has passed on.
    public var passedOn = ByParty()
    public var extendedUntil: Day?
    /// The day of the last event.
    public var lastOn: Day?

    /// Amounts of the parties other than the guarantor.
    public struct ByParty: Hashable, Sendable {
        public var reguarantor = Fen.zero
        public var bank = Fen.zero
        public var treasury = Fen.zero

        public init(reguarantor: Fen = .zero, bank: Fen = .zero, treasury: Fen = .zero) {
            self.reguarantor = reguarantor
            self.bank = bank
            self.treasury = treasury
        }

        public subscript(party: Party) -> Fen {
            get {
                switch party {
                case .guarantor: preconditionFailure("the guarantor owes itself nothing")
                case .reguarantor: reguarantor
                case .bank: bank
                case .treasury: treasury
                }
            }
            set {
                switch party {
                case .guarantor: preconditionFailure("the guarantor owes itself nothing")
                case .reguarantor: reguarantor = newValue
                case .bank: bank = newValue
                case .treasury: treasury = newValue
                }
            }
        }
    }

    public init() {}

    /// Principal still guaranteed (在保余额).
    public var outstanding: Fen { disbursed - repaid - principalCompensated }
    public var claimed: Fen { principalClaimed + interestClaimed }
    /// Claimed by the bank and not yet compensated.
    public var openClaim: Fen { claimed - loss }
    /// Principal that can still be claimed or repaid.
    public var unclaimed: Fen { disbursed - repaid - principalClaimed }
    /// What recoveries, less their costs, have brought back of the loss.
    public var netRecovered: Fen { min(max(recovered - recoveryCosts, .zero), loss) }
    /// Recovered beyond the loss and the costs.
    public var surplus: Fen { max(recovered - recoveryCosts - loss, .zero) }
    /// The loss that is neither recovered nor written off.
    public var unrecovered: Fen { loss - netRecovered - effectivelyWrittenOff }
    /// A recovery after the write-off takes the written-off amount back.
    public var effectivelyWrittenOff: Fen { min(writtenOff, loss - netRecovered) }
    public var uncoveredCosts: Fen { max(recoveryCosts - recovered, .zero) }
}

extension Position {
    /// What the guarantor has paid the bank: all shares of the loss but the bank's.
    public func paidToBank(_ shares: Shares) -> Fen { loss - shares.part(of: Party.bank.rawValue, in: loss) }

    /// What each party bears of the loss, net of recoveries after their costs, whether or not it has settled.
    public func borne(_ shares: Shares) -> [Fen] { shares.parts(of: loss - netRecovered) }

    /// What a party has been charged so far towards the guarantor: its shares of losses, and of costs that
    /// came after a recovery had been shared out.
    public func charged(_ party: Party, _ shares: Shares) -> Fen {
        let bearing = shares.part(of: party.rawValue, in: loss - netRecovered) + credited[party]
        guard party == .bank else { return bearing }
        return bearing - shares.part(of: party.rawValue, in: loss)
    }

    /// What the party still owes the guarantor.
    public func owedToGuarantor(_ party: Party, _ shares: Shares) -> Fen {
        charged(party, shares) - paid[party]
    }

    /// What the guarantor still owes the party out of recoveries.
    public func owedByGuarantor(_ party: Party) -> Fen { credited[party] - passedOn[party] }
}
