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

    /// The states in which it can be done.
    public var states: Set<Guarantee.State> { step?.from ?? sample.allowedIn }

    /// An event of its kind, for what does not depend on the amount.
    private var sample: GuaranteeEvent {
        switch self {
        case .disburse: .disbursed(.zero)
        case .repay: .repaid(.zero)
        case .release: .released
        case .extend: .extended(until: Day(number: 0))
        case .claim: .claimed(.zero, interest: .zero)
        case .compensate: .compensated(.zero)
        case .recover: .recovered(.zero)
        case .payFee: .feePaid(.zero)
        case .refundFee: .feeRefunded(.zero)
        case .payShare: .paid(by: .treasury, .zero)
        case .recoveryCost: .recoveryCost(.zero)
        case .passOn: .passedOn(to: .treasury, .zero)
        case .writeOff: .writtenOff(.zero)
        default: preconditionFailure("a step is not recorded in the ledger")
        }
    }

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
