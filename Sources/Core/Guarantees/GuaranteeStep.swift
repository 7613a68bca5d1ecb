/// The steps of a guarantee that move no money: from the application to the filing, and the marks of a late
/// loan.
///
///     applied → accepted → due_diligence → approved → contracted → filed → (disbursed) in_force
///        └──────────┴───────────┴→ declined             └→ awaiting_approval → filed
///     withdrawn: from any state before the money flows        in_force ⇄ overdue
public enum GuaranteeStep: String, CaseIterable, Sendable {
    case accept, decline, approve, withdraw, contract, file
    case startDueDiligence = "start_due_diligence"
    case approveFiling = "approve_filing"
    case markOverdue = "mark_overdue"
    case markCurrent = "mark_current"

    /// The states in which the step may be taken.
    public var from: Set<Guarantee.State> {
        switch self {
        case .accept: [.applied]
        case .startDueDiligence: [.accepted]
        case .approve: [.dueDiligence]
        case .decline: [.applied, .accepted, .dueDiligence]
        case .contract: [.approved]
        case .file: [.contracted]
        case .approveFiling: [.awaitingApproval]
        case .withdraw:
            [.applied, .accepted, .dueDiligence, .approved, .contracted, .awaitingApproval, .filed]
        case .markOverdue: [.inForce]
        case .markCurrent: [.overdue]
        }
    }

    /// The state after it.
    public var to: Guarantee.State {
        switch self {
        case .accept: .accepted
        case .startDueDiligence: .dueDiligence
        case .approve: .approved
        case .decline: .declined
        case .contract: .contracted
        case .file, .approveFiling: .filed
        case .withdraw: .withdrawn
        case .markOverdue: .overdue
        case .markCurrent: .inForce
        }
    }

    public var name: Sentence {
        switch self {
        case .accept: Sentence(zh: "受理", en: "accept")
        case .startDueDiligence: Sentence(zh: "尽职调查", en: "start due diligence")
        case .approve: Sentence(zh: "审批同意", en: "approve")
        case .decline: Sentence(zh: "审批不同意", en: "decline")
        case .contract: Sentence(zh: "签订合同", en: "sign the contract")
        case .file: Sentence(zh: "再担保备案", en: "file with the re-guarantor")
        case .approveFiling: Sentence(zh: "同意备案", en: "approve the filing")
        case .withdraw: Sentence(zh: "撤回", en: "withdraw")
        case .markOverdue: Sentence(zh: "标记逾期", en: "mark as overdue")
        case .markCurrent: Sentence(zh: "恢复正常", en: "mark as current")
        }
    }
}

extension Guarantee {
    /// The guarantee after a step. Filing waits for approval while the agreement's stop-loss is exceeded.
    ///
    /// - Parameter compensationRate: of the agreement in the year so far; nil when nothing was released yet.
    public func taking(
        _ step: GuaranteeStep, compensationRate: Rate? = nil
    ) throws(GuaranteeRefusal) -> Guarantee {
        guard step.from.contains(state) else { throw .stepNotAllowed(step, state) }
        if step == .file, let ceiling = agreement.ceilings.stopLoss, let rate = compensationRate,
            rate > ceiling
        {
            return with(state: .awaitingApproval)
        }
        return with(state: step.to)
    }
}
