/// What supervisors ask of a guarantee beyond its money (the project-level return).
public struct GuaranteeFeatures: Hashable, Sendable {
    public var kind = Kind.loan
    public var policyKind = PolicyKind.notStated
    public var wayOfIssue = WayOfIssue.direct
    public var isGreenCredit = false
    public var isFirstLoan = false
    public var isRelatedParty = false
    public var customerKind = CustomerKind.enterprise
    /// Of a loan with which a home is bought.
    public var isHousing = false
    /// Of the issuer, where a bond is guaranteed.
    public var bondRating = BondRating.notStated

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

    /// Who borrows; sole traders and cooperatives are enterprises here.
    public enum CustomerKind: String, CaseIterable, Sendable {
        case enterprise, farmer, individual
    }

    /// The rating of an issuer, best first.
    public enum BondRating: String, CaseIterable, Sendable {
        case notStated = ""
        case aaa = "AAA"
        case aaPlus = "AA+"
        case aa = "AA"
        case aaMinus = "AA-"
        case aPlus = "A+"
        case a = "A"
        case aMinus = "A-"
        case bbbPlus = "BBB+"
        case bbb = "BBB"
        case bbbMinus = "BBB-"
        case bbPlus = "BB+"
        case bb = "BB"
        case bbMinus = "BB-"
        case bPlus = "B+"
        case b = "B"
        case bMinus = "B-"
        case ccc = "CCC"
        case cc = "CC"
        case c = "C"

        public var isAAOrBetter: Bool { self == .aaa || self == .aaPlus || self == .aa }
    }

    public enum WayOfIssue: String, CaseIterable, Sendable {
        case direct, transferred, other
    }
}
