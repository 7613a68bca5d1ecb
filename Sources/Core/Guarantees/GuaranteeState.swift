/// Which state allows which event, and which state follows.
extension GuaranteeEvent {
    /// The states in which the event may happen; what its amount may be is checked beside it.
    public var allowedIn: Set<Guarantee.State> {
        switch self {
        case .disbursed: GuaranteeEvent.filedOrInForce
        case .feePaid: GuaranteeEvent.fromContract
        case .feeRefunded: GuaranteeEvent.ended
        case .repaid: GuaranteeEvent.running
        case .released: GuaranteeEvent.inForceOrOverdue
        case .extended: GuaranteeEvent.inForceOrOverdue
        case .claimed: GuaranteeEvent.running
        case .compensated: GuaranteeEvent.claimedOnly
        case .paid, .passedOn, .recovered, .recoveryCost, .writtenOff: GuaranteeEvent.afterCompensation
        }
    }

    private static let filedOrInForce: Set<Guarantee.State> = [.filed, .inForce]
    private static let fromContract: Set<Guarantee.State> =
        [
            .contracted, .awaitingApproval, .filed, .inForce, .overdue, .claimed, .compensated, .released,
            .closed,
        ]
    private static let ended: Set<Guarantee.State> = [.released, .withdrawn, .compensated, .closed]
    private static let inForceOrOverdue: Set<Guarantee.State> = [.inForce, .overdue]
    private static let running: Set<Guarantee.State> = [.inForce, .overdue, .claimed]
    private static let claimedOnly: Set<Guarantee.State> = [.claimed]
    /// A claim paid in part leaves the guarantee claimed or, with principal outstanding, in force.
    private static let afterCompensation: Set<Guarantee.State> =
        [.inForce, .overdue, .claimed, .compensated, .closed]

    public var kind: EntryKind {
        switch self {
        case .disbursed: .disbursed
        case .feePaid: .feePaid
        case .feeRefunded: .feeRefunded
        case .repaid: .repaid
        case .released: .released
        case .extended: .extended
        case .claimed: .claimed
        case .compensated: .compensated
        case .paid(by: .treasury, _): .treasuryPaid
        case .paid(by: .bank, _): .bankPaid
        case .paid: .reguarantorPaid
        case .recovered: .recovered
        case .recoveryCost: .recoveryCost
        case .passedOn(to: .treasury, _): .recoveryToTreasury
        case .passedOn(to: .bank, _): .recoveryToBank
        case .passedOn: .recoveryToReguarantor
        case .writtenOff: .writtenOff
        }
    }

    /// The amount named in the event; zero where it names none.
    public var amount: Fen {
        switch self {
        case .disbursed(let amount), .feePaid(let amount), .feeRefunded(let amount), .repaid(let amount),
            .compensated(let amount), .recovered(let amount), .recoveryCost(let amount),
            .writtenOff(let amount),
            .claimed(let amount, _), .paid(_, let amount), .passedOn(_, let amount):
            amount
        case .released, .extended: .zero
        }
    }

    public var interest: Fen {
        if case .claimed(_, let interest) = self { interest } else { .zero }
    }
}

extension Guarantee {
    func nextState(after event: GuaranteeEvent, _ position: Position) -> State {
        switch event {
        case .feePaid, .feeRefunded, .extended, .paid, .passedOn: return state
        case .disbursed: return .inForce
        case .claimed: return .claimed
        case .released, .repaid, .compensated, .recovered, .recoveryCost, .writtenOff: break
        }
        if position.openClaim.isPositive { return .claimed }
        if position.loss.isZero { return event == .released ? .released : state }
        if position.outstanding.isPositive { return state == .overdue ? .overdue : .inForce }
        return position.unrecovered.isZero ? .closed : .compensated
    }
}
