/// What supervisors ask of a guarantee beyond its money (the project-level return).
public struct GuaranteeFeatures: Hashable, Sendable {
    public var kind = Kind.loan
    public var policyKind = PolicyKind.notStated
    public var wayOfIssue = WayOfIssue.direct
    public var isGreenCredit = false
    public var isFirstLoan = false
    public var isRelatedParty = false

    public init() {}

    /// What is guaranteed; all are financing guarantees.
    public enum Kind: String, CaseIterable, Sendable {
        case loan, bond
        case otherFinancing = "other_financing"
    }

    public enum PolicyKind: String, CaseIterable, Sendable {
        case notStated = ""
        case innovation, farmer, other
        case smallFirm = "small_firm"
        case strategicIndustry = "strategic_industry"
        case notPolicy = "not_policy"
    }

    public enum WayOfIssue: String, CaseIterable, Sendable {
        case direct, transferred, other
    }
}
