/// What one person has entered and another is to decide on: four eyes.
public struct Proposal: Hashable, Sendable {
    public let id: ID<Proposal>
    /// The number of the person who entered it.
    public let enteredBy: Int64
    /// The number of the organisation for which it was entered.
    public let organisation: Int64
    public let state: State

    public enum State: String, CaseIterable, Sendable {
        case waiting, approved, rejected, withdrawn

        public var name: Sentence {
            switch self {
            case .waiting: Sentence(zh: "待复核", en: "waiting")
            case .approved: Sentence(zh: "已同意", en: "approved")
            case .rejected: Sentence(zh: "已退回", en: "rejected")
            case .withdrawn: Sentence(zh: "已撤回", en: "withdrawn")
            }
        }
    }

    public enum Decision: String, CaseIterable, Sendable {
        case approve, reject, withdraw
    }

    public init(id: ID<Proposal>, enteredBy: Int64, organisation: Int64, state: State) {
        self.id = id
        self.enteredBy = enteredBy
        self.organisation = organisation
        self.state = state
    }

    /// The state after a decision. Only the one who entered it withdraws it; anyone else of the organisation
    /// decides.
    public func deciding(
        _ decision: Decision, by person: Int64, of organisation: Int64
    ) throws(ProposalRefusal) -> State {
        guard organisation == self.organisation else { throw .otherOrganisation }
        guard state == .waiting else { throw .decided(state) }
        switch decision {
        case .withdraw:
            guard person == enteredBy else { throw .notEntered }
            return .withdrawn
        case .approve, .reject:
            guard person != enteredBy else { throw .fourEyes }
            return decision == .approve ? .approved : .rejected
        }
    }

    /// The state after what was approved is taken back, which is possible as long as it has had no effect.
    /// Anyone of the organisation but the one who entered it does so.
    public func takingBack(
        by person: Int64, of organisation: Int64
    ) throws(ProposalRefusal) -> State {
        guard organisation == self.organisation else { throw .otherOrganisation }
        guard state != .waiting else { throw .undecided }
        guard state == .approved else { throw .decided(state) }
        guard person != enteredBy else { throw .fourEyes }
        return .withdrawn
    }
}

public enum ProposalRefusal: Refusal {
    case fourEyes, notEntered, otherOrganisation, undecided
    case decided(Proposal.State)

    public var code: String {
        switch self {
        case .fourEyes: "four_eyes"
        case .notEntered: "not_entered"
        case .otherOrganisation: "other_organisation"
        case .undecided: "proposal_undecided"
        case .decided: "proposal_decided"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .fourEyes:
            Sentence(
                zh: "这是您本人录入的，须由同机构的另一位复核人员处理。",
                en: "You entered this yourself; another approver of your organisation has to decide on it.")
        case .notEntered:
            Sentence(
                zh: "只有录入人可以撤回；如不同意，请退回并写明原因。",
                en: "Only the person who entered it withdraws it; if you disagree, reject it and say why.")
        case .otherOrganisation:
            Sentence(zh: "这项事务属于另一家机构。", en: "This belongs to another organisation.")
        case .undecided:
            Sentence(
                zh: "这项事务还在等待复核；如不同意，请退回。",
                en: "This still waits for a decision; reject it if you disagree.")
        case .decided(let state):
            Sentence(
                zh: "这项事务已处理：\(state.name.zh)。", en: "This has been decided already: \(state.name.en).")
        }
    }
}
