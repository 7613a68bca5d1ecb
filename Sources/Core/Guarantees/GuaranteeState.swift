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

extension Guarantee.State {
    /// Whether the guarantor is bound for the principal, also for what is not disbursed yet.
    public var binds: Bool {
        switch self {
        case .filed, .awaitingApproval, .inForce, .overdue, .claimed: true
        case .applied, .accepted, .dueDiligence, .approved, .declined, .withdrawn, .contracted, .compensated,
            .released, .closed:
            false
        }
    }

    public var name: Sentence {
        switch self {
        case .applied: Sentence(zh: "已申请", en: "applied")
        case .accepted: Sentence(zh: "已受理", en: "accepted")
        case .dueDiligence: Sentence(zh: "尽职调查中", en: "in due diligence")
        case .approved: Sentence(zh: "已批准", en: "approved")
        case .declined: Sentence(zh: "未批准", en: "declined")
        case .withdrawn: Sentence(zh: "已撤回", en: "withdrawn")
        case .contracted: Sentence(zh: "已签约", en: "contracted")
        case .awaitingApproval: Sentence(zh: "备案待批", en: "filing awaits approval")
        case .filed: Sentence(zh: "已备案", en: "filed")
        case .inForce: Sentence(zh: "在保", en: "in force")
        case .overdue: Sentence(zh: "逾期", en: "overdue")
        case .claimed: Sentence(zh: "已索赔", en: "claimed")
        case .compensated: Sentence(zh: "已代偿", en: "compensated")
        case .released: Sentence(zh: "已解保", en: "released")
        case .closed: Sentence(zh: "已结案", en: "closed")
        }
    }
}
