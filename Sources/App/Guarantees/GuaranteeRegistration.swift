public import Core
import Storage

/// Entering a guarantee in the book: who borrows, on which terms, under which agreement.
public struct GuaranteeRegistration: Sendable {
    public var number: String
    public var agreement: Agreement
    public var borrower: Borrower
    public var division: String
    public var terms: Guarantee.Terms
    public var features = GuaranteeFeatures()
    /// The guarantee that it renews.
    public var renews: ID<Guarantee>?

    /// The firm as it was when it asked for the guarantee.
    public struct Borrower: Sendable {
        public var creditCode: String
        public var name: String
        public var industry: String
        public var employees: Int64
        public var revenue: Fen
        public var totalAssets: Fen
        public var size: EnterpriseSize

        public init(
            creditCode: String, name: String, industry: String, employees: Int64, revenue: Fen,
            totalAssets: Fen,
            size: EnterpriseSize
        ) {
            self.creditCode = creditCode
            self.name = name
            self.industry = industry
            self.employees = employees
            self.revenue = revenue
            self.totalAssets = totalAssets
            self.size = size
        }
    }

    public init(
        number: String, agreement: Agreement, borrower: Borrower, division: String, terms: Guarantee.Terms
    ) {
        self.number = number
        self.agreement = agreement
        self.borrower = borrower
        self.division = division
        self.terms = terms
    }
}

extension GuaranteeStore {
    /// Enters an application; the steps up to the filing follow.
    @discardableResult
    public static func apply(_ registration: GuaranteeRegistration, _ writing: Writing) throws -> Guarantee {
        let id = try nextID(writing)
        return try insert(
            try Guarantee.applied(id: id, under: registration.agreement, terms: registration.terms),
            registration, writing)
    }

    /// Enters a guarantee that was contracted and filed before the book was kept here.
    @discardableResult
    public static func bringIn(_ registration: GuaranteeRegistration, _ writing: Writing) throws -> Guarantee
    {
        let id = try nextID(writing)
        let guarantee = try Guarantee.broughtIn(
            id: id, under: registration.agreement, terms: registration.terms)
        return try insert(guarantee, registration, writing)
    }

    private static func nextID(_ writing: Writing) throws -> ID<Guarantee> {
        ID(try writing.scope.nextNumber(of: .guarantee))
    }

    private static func insert(
        _ guarantee: Guarantee, _ registration: GuaranteeRegistration, _ writing: Writing
    ) throws -> Guarantee {
        writing.scope.took(guarantee.id.number, of: .guarantee)
        let enterprise = try EnterpriseStore.findOrAdd(registration.borrower, writing)
        let features = registration.features
        try writing.connection.run(
            SQL(
                """
                INSERT INTO guarantee (id, number, agreement_id, enterprise_id, division, industry, employees,
                    revenue, total_assets, size, principal, fee_rate, contract_on, starts_on, ends_on, kind,
                    policy_kind, way_of_issue, green_credit, first_loan, related_party, renews_id,
                    customer_kind, housing, bond_rating)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .int(guarantee.id.number), .text(registration.number),
                    .int(guarantee.agreement.id.number),
                    .int(enterprise), .text(registration.division), .text(registration.borrower.industry),
                    .int(registration.borrower.employees), .int(registration.borrower.revenue.fen),
                    .int(registration.borrower.totalAssets.fen), .text(registration.borrower.size.rawValue),
                    .int(guarantee.terms.principal.fen), .int(guarantee.terms.feeRate.millionths),
                    Value(guarantee.terms.contractOn), Value(guarantee.terms.startsOn),
                    Value(guarantee.terms.endsOn),
                    .text(features.kind.rawValue), .text(features.policyKind.rawValue),
                    .text(features.wayOfIssue.rawValue), .int(features.isGreenCredit ? 1 : 0),
                    .int(features.isFirstLoan ? 1 : 0), .int(features.isRelatedParty ? 1 : 0),
                    Value(registration.renews?.number), .text(features.customerKind.rawValue),
                    .int(features.isHousing ? 1 : 0), .text(features.bondRating.rawValue),
                ]))
        try PositionRow.insert(guarantee, writing)
        try writing.record(
            "guarantee/\(guarantee.id)",
            action: guarantee.state == .applied ? "guarantee.apply" : "guarantee.bring_in",
            after: registration.description(state: guarantee.state))
        return guarantee
    }
}

extension GuaranteeRegistration {
    /// All terms, for the audit log.
    fileprivate func description(state: Guarantee.State) -> String {
        var after = JSONText()
        GuaranteeText(self).write(to: &after, state: state.rawValue)
        return after.text
    }
}
