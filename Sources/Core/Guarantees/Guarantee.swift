/// One guarantee of one loan: its terms, its state and what has happened to its money so far.
///
/// Every transition is a guarded method that returns what is to be recorded (`Recording`) and changes nothing
/// itself.
public struct Guarantee: Hashable, Sendable {
    public let id: ID<Guarantee>
    public let agreement: Agreement
    public let terms: Terms
    public let state: State
    public let position: Position

    /// What was agreed with the borrower, as far as the rules need it.
    public struct Terms: Hashable, Sendable {
        public let principal: Fen
        /// A year, actual/365.
        public let feeRate: Rate
        public let contractOn: Day
        public let startsOn: Day
        public let endsOn: Day

        public init(principal: Fen, feeRate: Rate, contractOn: Day, startsOn: Day, endsOn: Day) {
            self.principal = principal
            self.feeRate = feeRate
            self.contractOn = contractOn
            self.startsOn = startsOn
            self.endsOn = endsOn
        }
    }

    /// The words are stored; `GuaranteeStep.swift` and `GuaranteeMoney.swift` say which state allows what.
    public enum State: String, CaseIterable, Sendable {
        case applied, accepted, approved, declined, withdrawn, contracted, filed, overdue, claimed,
            compensated
        case released, closed
        case dueDiligence = "due_diligence"
        case awaitingApproval = "awaiting_approval"
        case inForce = "in_force"
    }

    init(id: ID<Guarantee>, agreement: Agreement, terms: Terms, state: State, position: Position) {
        self.id = id
        self.agreement = agreement
        self.terms = terms
        self.state = state
        self.position = position
    }

    /// A guarantee as its row says; only storage calls this.
    public static func restored(
        id: ID<Guarantee>, agreement: Agreement, terms: Terms, state: State, position: Position
    ) -> Guarantee {
        Guarantee(id: id, agreement: agreement, terms: terms, state: state, position: position)
    }

    func with(state: State? = nil, position: Position? = nil) -> Guarantee {
        Guarantee(
            id: id, agreement: agreement, terms: terms, state: state ?? self.state,
            position: position ?? self.position)
    }
}

extension Guarantee {
    /// The largest principal, claim or recovery of one guarantee: 10 billion yuan, so that millions of them
    /// can be
    /// added up.
    public static let amountLimit = Fen(1_000_000_000_000)

    /// The day on which it ends, extensions included.
    public var endsOn: Day { position.extendedUntil ?? terms.endsOn }

    /// An application that a borrower makes; the terms must hold together and keep the agreement.
    public static func applied(
        id: ID<Guarantee>, under agreement: Agreement, terms: Terms
    ) throws(GuaranteeRefusal) -> Guarantee {
        try terms.check(against: agreement)
        return Guarantee(id: id, agreement: agreement, terms: terms, state: .applied, position: Position())
    }

    /// A guarantee that was contracted and filed before it came into this book.
    public static func broughtIn(
        id: ID<Guarantee>, under agreement: Agreement, terms: Terms
    ) throws(GuaranteeRefusal) -> Guarantee {
        try applied(id: id, under: agreement, terms: terms).with(state: .filed)
    }
}

extension Guarantee.Terms {
    fileprivate func check(against agreement: Agreement) throws(GuaranteeRefusal) {
        guard principal.isPositive else { throw .principalNotPositive(principal) }
        guard principal <= Guarantee.amountLimit else { throw .aboveLimit(principal) }
        guard feeRate >= .zero, feeRate <= .one else { throw .feeRateOutOfRange(feeRate) }
        guard endsOn > startsOn else { throw .endsBeforeStart(startsOn, endsOn) }
        guard contractOn <= endsOn else { throw .endsBeforeStart(contractOn, endsOn) }
        guard agreement.isInForce(on: contractOn) else {
            throw .agreementNotInForce(
                agreement.number, contractOn, from: agreement.from, until: agreement.until)
        }
        if let ceiling = agreement.ceilings.feeRate, feeRate > ceiling {
            throw .feeAboveCeiling(feeRate, ceiling)
        }
        if let ceiling = agreement.ceilings.borrower, principal > ceiling {
            throw .borrowerAboveCeiling(principal, ceiling)
        }
    }
}
