import Core
import Storage

/// The terms of a guarantee as the audit log keeps them: every column of its row but the numbers of other
/// rows.
struct GuaranteeText {
    var number: String
    var agreement: String
    var creditCode: String
    var name: String
    var division: String
    var industry: String
    var employees: Int64
    var revenue: Fen
    var totalAssets: Fen
    var size: String
    var terms: Guarantee.Terms
    var kind: String
    var policyKind: String
    var wayOfIssue: String
    var isGreenCredit: Bool
    var isFirstLoan: Bool
    var isRelatedParty: Bool
    var renews: Int64?
    var customerKind: String
    var isHousing: Bool
    var bondRating: String

    /// Features that are as usual are left out.
    func write(to json: inout JSONText, state: String) {
        json.add("number", number)
        json.add("agreement", agreement)
        json.add("credit_code", creditCode)
        json.add("name", name)
        json.add("division", division)
        json.add("industry", industry)
        json.add("employees", employees)
        json.add("revenue", revenue)
        json.add("total_assets", totalAssets)
        json.add("size", size)
        json.add("principal", terms.principal)
        json.add("fee_rate", terms.feeRate)
        json.add("contract_on", terms.contractOn)
        json.add("starts_on", terms.startsOn)
        json.add("ends_on", terms.endsOn)
        if kind != GuaranteeFeatures.Kind.loan.rawValue { json.add("kind", kind) }
        if !policyKind.isEmpty { json.add("policy_kind", policyKind) }
        if wayOfIssue != GuaranteeFeatures.WayOfIssue.direct.rawValue { json.add("way_of_issue", wayOfIssue) }
        if isGreenCredit { json.add("green_credit", 1) }
        if isFirstLoan { json.add("first_loan", 1) }
        if isRelatedParty { json.add("related_party", 1) }
        if customerKind != GuaranteeFeatures.CustomerKind.enterprise.rawValue {
            json.add("customer_kind", customerKind)
        }
        if isHousing { json.add("housing", 1) }
        if !bondRating.isEmpty { json.add("bond_rating", bondRating) }
        if let renews { json.add("renews", renews) }
        json.add("state", state)
    }
}

extension GuaranteeText {
    init(_ registration: GuaranteeRegistration) {
        let (borrower, features) = (registration.borrower, registration.features)
        self.init(
            number: registration.number, agreement: registration.agreement.number,
            creditCode: borrower.creditCode,
            name: borrower.name, division: registration.division, industry: borrower.industry,
            employees: borrower.employees, revenue: borrower.revenue, totalAssets: borrower.totalAssets,
            size: borrower.size.rawValue, terms: registration.terms, kind: features.kind.rawValue,
            policyKind: features.policyKind.rawValue, wayOfIssue: features.wayOfIssue.rawValue,
            isGreenCredit: features.isGreenCredit, isFirstLoan: features.isFirstLoan,
            isRelatedParty: features.isRelatedParty, renews: registration.renews?.number,
            customerKind: features.customerKind.rawValue, isHousing: features.isHousing,
            bondRating: features.bondRating.rawValue)
    }

    /// The rows of guarantees in a range of numbers, in the columns that `init(_:)` reads.
    static func rows(_ numbers: ClosedRange<Int64>) -> SQL {
        SQL(
            """
            SELECT g.id, g.number, a.number, f.credit_code, f.name, g.division, g.industry, g.employees,
                g.revenue, g.total_assets, g.size, g.principal, g.fee_rate, g.contract_on, g.starts_on,
                g.ends_on, g.kind, g.policy_kind, g.way_of_issue, g.green_credit, g.first_loan,
                g.related_party, g.renews_id, g.enterprise_id, g.customer_kind, g.housing, g.bond_rating
            FROM guarantee g LEFT JOIN agreement a ON a.id = g.agreement_id
                LEFT JOIN enterprise f ON f.id = g.enterprise_id
            WHERE g.id BETWEEN ? AND ? ORDER BY g.id
            """, [.int(numbers.lowerBound), .int(numbers.upperBound)])
    }

    /// A row as it stands, whatever it holds; only verification reads so.
    init(_ row: borrowing Row) {
        self.init(
            number: row.text(1), agreement: row.optionalText(2) ?? "", creditCode: row.optionalText(3) ?? "",
            name: row.optionalText(4) ?? "", division: row.text(5), industry: row.text(6),
            employees: row.int(7),
            revenue: Fen(row.int(8)), totalAssets: Fen(row.int(9)), size: row.text(10),
            terms: Guarantee.Terms(
                principal: Fen(row.int(11)), feeRate: Rate(millionths: row.int(12)), contractOn: row.day(13),
                startsOn: row.day(14), endsOn: row.day(15)),
            kind: row.text(16), policyKind: row.text(17), wayOfIssue: row.text(18),
            isGreenCredit: row.int(19) == 1, isFirstLoan: row.int(20) == 1, isRelatedParty: row.int(21) == 1,
            renews: row.optionalInt(22), customerKind: row.text(24), isHousing: row.int(25) == 1,
            bondRating: row.text(26))
    }
}

/// An agreement as the audit log keeps it, with the codes of its parties.
struct AgreementText {
    /// Guarantor, re-guarantor, bank and treasury; empty for none.
    var parties: [String]
    var number: String
    var shares: String
    var from: Day
    var until: Day?
    var feeRate: Rate?
    var borrower: Fen?
    var stopLoss: Rate?
    var refundsUnusedFee: Bool
    var claimDueWorkingDays: Int64

    var json: JSONText {
        var json = JSONText()
        json.add("number", number)
        json.add("shares", shares)
        json.add("guarantor", parties[0])
        json.add("reguarantor", parties[1])
        json.add("bank", parties[2])
        json.add("treasury", parties[3])
        json.add("from", from)
        json.add("until", until)
        json.add("fee_rate_max", feeRate)
        json.add("borrower_max", borrower)
        json.add("stop_loss", stopLoss)
        json.add("refunds_unused_fee", refundsUnusedFee ? 1 : 0)
        json.add("claim_due_working_days", claimDueWorkingDays)
        return json
    }
}

extension AgreementText {
    init(_ agreement: Agreement, _ parties: [Party: Institution]) {
        self.init(
            parties: Party.allCases.map { parties[$0]?.code ?? "" }, number: agreement.number,
            shares: agreement.shares.description, from: agreement.from, until: agreement.until,
            feeRate: agreement.ceilings.feeRate, borrower: agreement.ceilings.borrower,
            stopLoss: agreement.ceilings.stopLoss, refundsUnusedFee: agreement.refundsUnusedFee,
            claimDueWorkingDays: Int64(agreement.claimDueWorkingDays))
    }

    /// All agreements, in the columns that `init(_:)` reads.
    static let rows: SQL =
        """
        SELECT a.id, g.code, r.code, b.code, t.code, a.number, a.shares, a.from_day, a.until_day,
            a.fee_rate_max, a.borrower_max, a.stop_loss, a.refunds_unused_fee, a.claim_due_working_days
        FROM agreement a LEFT JOIN institution g ON g.id = a.guarantor_id
            LEFT JOIN institution r ON r.id = a.reguarantor_id LEFT JOIN institution b ON b.id = a.bank_id
            LEFT JOIN institution t ON t.id = a.treasury_id
        ORDER BY a.id
        """

    init(_ row: borrowing Row) {
        var parties: [String] = []
        for column in 1...4 { parties.append(row.optionalText(column) ?? "") }
        self.init(
            parties: parties, number: row.text(5), shares: row.text(6), from: row.day(7),
            until: row.optionalInt(8).map { Day(number: Int32(truncatingIfNeeded: $0)) },
            feeRate: row.optionalInt(9).map { Rate(millionths: $0) },
            borrower: row.optionalInt(10).map { Fen($0) },
            stopLoss: row.optionalInt(11).map { Rate(millionths: $0) }, refundsUnusedFee: row.int(12) == 1,
            claimDueWorkingDays: row.int(13))
    }
}

/// An institution as the audit log keeps it.
struct InstitutionText {
    var code: String
    var name: String
    var kind: String
    var level: String
    var division: String

    var json: JSONText {
        var json = JSONText()
        json.add("code", code)
        json.add("name", name)
        json.add("kind", kind)
        json.add("level", level)
        json.add("division", division)
        return json
    }
}

extension InstitutionText {
    /// What stands for net assets that hold from a day on.
    static func worth(_ netAssets: Fen, from day: Day) -> JSONText {
        var json = JSONText()
        json.add("net_assets", netAssets)
        json.add("from", day)
        return json
    }
}

extension Row {
    /// A day, whatever number stands there.
    func day(_ column: Int) -> Day { Day(number: Int32(truncatingIfNeeded: int(column))) }
}
