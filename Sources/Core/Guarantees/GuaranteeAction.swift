/// What the parties do with a guarantee in the course of their work, and which party does what.
public enum GuaranteeAction: String, CaseIterable, Sendable {
    case accept, decline, approve, withdraw, contract, file
    case startDueDiligence = "start_due_diligence"
    case approveFiling = "approve_filing"
    case markOverdue = "mark_overdue"
    case markCurrent = "mark_current"
    case disburse, repay, release, extend, claim, compensate, recover
    case payFee = "pay_fee"
    case refundFee = "refund_fee"
    case payShare = "pay_share"
    case recoveryCost = "recovery_cost"
    case passOn = "pass_on"
    case writeOff = "write_off"

    /// Who does it.
    public enum Doer: String, CaseIterable, Sendable {
        case enterprise, guarantor, reguarantor, bank, treasury

        /// The party that it is in an agreement; a firm is none.
        public var party: Party? { Party.allCases.first { $0.kind.rawValue == rawValue } }
    }

    /// The parties whose business it is.
    public var doers: Set<Doer> {
        switch self {
        case .accept, .startDueDiligence, .approve, .decline, .contract, .file: [.guarantor]
        case .payFee, .refundFee, .release, .extend, .compensate: [.guarantor]
        case .recover, .recoveryCost, .passOn, .writeOff: [.guarantor]
        case .withdraw: [.enterprise, .guarantor]
        case .approveFiling: [.reguarantor]
        case .disburse, .repay, .claim, .markOverdue, .markCurrent: [.bank]
        case .payShare: [.reguarantor, .bank, .treasury]
        }
    }

    /// Whether a second person has to approve it: all that binds the party or moves money.
    public var needsSecondPerson: Bool {
        switch self {
        case .accept, .startDueDiligence, .withdraw, .markOverdue, .markCurrent: false
        default: true
        }
    }

    /// The step that it takes; nil for what is recorded in the ledger.
    public var step: GuaranteeStep? { GuaranteeStep(rawValue: rawValue) }

    public var name: Sentence {
        if let step { return step.name }
        switch self {
        case .disburse: return Sentence(zh: "放款", en: "disburse")
        case .repay: return Sentence(zh: "还款", en: "record a repayment")
        case .release: return Sentence(zh: "解保", en: "release")
        case .extend: return Sentence(zh: "展期", en: "extend")
        case .claim: return Sentence(zh: "索赔", en: "claim")
        case .compensate: return Sentence(zh: "代偿", en: "compensate")
        case .recover: return Sentence(zh: "登记追偿收入", en: "record a recovery")
        case .payFee: return Sentence(zh: "登记担保费", en: "record a fee paid")
        case .refundFee: return Sentence(zh: "退还担保费", en: "refund a fee")
        case .payShare: return Sentence(zh: "支付分担款", en: "pay one's share")
        case .recoveryCost: return Sentence(zh: "登记追偿费用", en: "record a cost of recovery")
        case .passOn: return Sentence(zh: "分配追偿收入", en: "pass a recovery on")
        case .writeOff: return Sentence(zh: "核销", en: "write off")
        default: preconditionFailure("a step has its own name")
        }
    }
}

extension GuaranteeAction {
    /// Whether a party could do it to the guarantee as it is, with some input, not before the last event.
    public func isPossible(for guarantee: Guarantee, by doer: Doer) -> Bool {
        guard doers.contains(doer) else { return false }
        if let step { return step.from.contains(guarantee.state) }
        let day = guarantee.position.lastOn ?? guarantee.terms.contractOn
        return least(by: doer, guarantee).contains { (try? guarantee.applied($0, on: day)) != nil }
    }

    /// The events of its kind that ask for least: where one of a fen is refused, so is every other.
    private func least(by doer: Doer, _ guarantee: Guarantee) -> [GuaranteeEvent] {
        let fen = Fen(1)
        switch self {
        case .disburse: return [.disbursed(fen)]
        case .repay: return [.repaid(fen)]
        case .release: return [.released]
        case .extend: return [.extended(until: guarantee.endsOn + 1)]
        case .claim: return [.claimed(fen, interest: fen)]
        case .compensate: return [.compensated(fen)]
        case .recover: return [.recovered(fen)]
        case .payFee: return [.feePaid(fen)]
        case .refundFee: return [.feeRefunded(fen)]
        case .payShare: return doer.party.map { [.paid(by: $0, fen)] } ?? []
        case .recoveryCost: return [.recoveryCost(fen)]
        case .passOn: return Party.others.map { .passedOn(to: $0, fen) }
        case .writeOff: return [.writtenOff(fen)]
        default: return []
        }
    }
}
