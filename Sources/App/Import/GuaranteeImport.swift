import Core
import Storage

/// A row of guarantees.csv: a guarantee that was contracted and filed before it came into the book.
struct GuaranteeRow: ImportedRecord {
    static let table = BookTable.guarantees
    static let required = [
        "guarantee_no", "agreement_no", "credit_code", "enterprise_name", "division", "industry", "employees",
        "revenue_yuan", "total_assets_yuan", "principal_yuan", "fee_rate", "contract_on", "starts_on",
        "ends_on",
    ]
    static let optional = [
        "guarantee_kind", "policy_kind", "way_of_issue", "green_credit", "first_loan", "related_party",
        "customer_kind", "housing", "bond_rating",
    ]

    let number: String
    let agreementNumber: String
    let borrower: GuaranteeRegistration.Borrower
    let division: String
    let terms: Guarantee.Terms
    let features: GuaranteeFeatures

    init?(_ fields: inout FieldReader) {
        number = fields.text("guarantee_no", limit: 64)
        agreementNumber = fields.text("agreement_no", limit: 64)
        features = GuaranteeRow.features(&fields)
        let borrower = GuaranteeRow.borrower(&fields)
        division = fields.division("division")
        terms = Guarantee.Terms(
            principal: fields.money("principal_yuan"), feeRate: fields.rate("fee_rate"),
            contractOn: fields.day("contract_on"), startsOn: fields.day("starts_on"),
            endsOn: fields.day("ends_on"))
        guard let borrower else { return nil }
        self.borrower = borrower
    }

    private static func borrower(_ fields: inout FieldReader) -> GuaranteeRegistration.Borrower? {
        let code = creditCode(&fields)
        let name = fields.text("enterprise_name")
        let industry = industry(&fields)
        let employees = fields.count("employees")
        let revenue = fields.money("revenue_yuan")
        let totalAssets = fields.money("total_assets_yuan")
        guard let code, let industry else { return nil }
        // Finance and public bodies have no limits in the standard; they are measured as other industries.
        let size = EnterpriseSize.of(
            industry: (try? SizeIndustry(industry)) ?? .others, employees: Int(employees), revenue: revenue,
            totalAssets: totalAssets)
        return .init(
            creditCode: code.description, name: name, industry: industry.description, employees: employees,
            revenue: revenue, totalAssets: totalAssets, size: size)
    }

    private static func creditCode(_ fields: inout FieldReader) -> CreditCode? {
        do throws(CreditCodeRefusal) {
            return try CreditCode(fields.text("credit_code", limit: 64))
        } catch {
            fields.refuse(error)
            return nil
        }
    }

    private static func industry(_ fields: inout FieldReader) -> IndustryCode? {
        do throws(IndustryCodeRefusal) {
            return try IndustryCode(fields.text("industry", limit: 16))
        } catch {
            fields.refuse(error)
            return nil
        }
    }

    private static func features(_ fields: inout FieldReader) -> GuaranteeFeatures {
        var features = GuaranteeFeatures()
        features.kind = fields.optionalWord("guarantee_kind", GuaranteeFeatures.Kind.self) ?? .loan
        features.policyKind =
            fields.optionalWord("policy_kind", GuaranteeFeatures.PolicyKind.self) ?? .notStated
        features.wayOfIssue =
            fields.optionalWord("way_of_issue", GuaranteeFeatures.WayOfIssue.self) ?? .direct
        features.isGreenCredit = fields.flag("green_credit")
        features.isFirstLoan = fields.flag("first_loan")
        features.isRelatedParty = fields.flag("related_party")
        features.customerKind =
            fields.optionalWord("customer_kind", GuaranteeFeatures.CustomerKind.self) ?? .enterprise
        features.isHousing = fields.flag("housing")
        features.bondRating =
            fields.optionalWord("bond_rating", GuaranteeFeatures.BondRating.self) ?? .notStated
        if features.isHousing, features.kind != .loan {
            fields.refuse("housing", zh: "只用于借款担保", en: "is for loans only")
        }
        if features.bondRating != .notStated, features.kind != .bond {
            fields.refuse("bond_rating", zh: "只用于发行债券担保", en: "is for bonds only")
        }
        return features
    }

    func enter(_ writing: Writing) throws -> ImportFate {
        if try isKnown(writing.connection) { return .alreadyThere }
        guard let agreement = try writing.scope.agreement(number: agreementNumber) else {
            throw NotFound.agreement(agreementNumber)
        }
        var registration = GuaranteeRegistration(
            number: number, agreement: agreement, borrower: borrower, division: division, terms: terms)
        registration.features = features
        let notes = try [registeredName(writing.connection), divisionNote].compactMap { $0 }
        try GuaranteeStore.bringIn(registration, writing)
        return notes.isEmpty ? .accepted : .noted(notes)
    }

    /// Firms keep the name under which they are registered; another one stands in the audit log alone.
    private func registeredName(_ connection: Connection) throws -> Sentence? {
        let sql = SQL("SELECT name FROM enterprise WHERE credit_code = ?", [.text(borrower.creditCode)])
        guard let name = try connection.first(sql, { $0.text(0) }), name != borrower.name else { return nil }
        return Sentence(
            zh: "\(borrower.creditCode) 登记的名称是“\(name)”，本行为“\(borrower.name)”；担保已按登记的企业录入，名称未改。",
            en: """
                \(borrower.creditCode) is registered as '\(name)', here it is '\(borrower.name)'; the \
                guarantee was entered for that firm, whose name stays.
                """)
    }

    private var divisionNote: Sentence? {
        guard let code = Division.Code(division), code.isInRegion, code.level != .region,
            Division.find(code, on: terms.contractOn) == nil
        else { return nil }
        let known = Division.find(code)
        let years = known.map { "\($0.name) \($0.firstYear)–\($0.lastYear.map(String.init) ?? "")" }
        return Sentence(
            zh: "区划代码 \(division) 在 \(terms.contractOn) 不在用（\(years ?? "区划表中没有")）；担保已录入，请核对所在地。",
            en: """
                Division \(division) was not in force on \(terms.contractOn) \
                (\(years ?? "not in the table of divisions")); the guarantee was entered, check its place.
                """)
    }

    private func isKnown(_ connection: Connection) throws -> Bool {
        let sql = SQL(
            """
            SELECT a.number, e.credit_code, g.division, g.industry, g.employees, g.revenue, g.total_assets,
                g.principal, g.fee_rate, g.contract_on, g.starts_on, g.ends_on, g.kind, g.policy_kind,
                g.way_of_issue, g.green_credit, g.first_loan, g.related_party, g.customer_kind, g.housing,
                g.bond_rating
            FROM guarantee g JOIN agreement a ON a.id = g.agreement_id
                JOIN enterprise e ON e.id = g.enterprise_id
            WHERE g.number = ?
            """, [.text(number)])
        let pairs = try connection.first(sql) { row in
            [
                ("agreement_no", row.text(0), agreementNumber),
                ("credit_code", row.text(1), borrower.creditCode),
                ("division", row.text(2), division), ("industry", row.text(3), borrower.industry),
                ("employees", String(row.int(4)), String(borrower.employees)),
                ("revenue_yuan", "\(Fen(row.int(5)))", "\(borrower.revenue)"),
                ("total_assets_yuan", "\(Fen(row.int(6)))", "\(borrower.totalAssets)"),
                ("principal_yuan", "\(Fen(row.int(7)))", "\(terms.principal)"),
                ("fee_rate", "\(Rate(millionths: row.int(8)))", "\(terms.feeRate)"),
                ("contract_on", "\(Day(number: Int32(row.int(9))))", "\(terms.contractOn)"),
                ("starts_on", "\(Day(number: Int32(row.int(10))))", "\(terms.startsOn)"),
                ("ends_on", "\(Day(number: Int32(row.int(11))))", "\(terms.endsOn)"),
                ("guarantee_kind", row.text(12), features.kind.rawValue),
                ("policy_kind", row.text(13), features.policyKind.rawValue),
                ("way_of_issue", row.text(14), features.wayOfIssue.rawValue),
                ("green_credit", "\(row.int(15) == 1)", "\(features.isGreenCredit)"),
                ("first_loan", "\(row.int(16) == 1)", "\(features.isFirstLoan)"),
                ("related_party", "\(row.int(17) == 1)", "\(features.isRelatedParty)"),
                ("customer_kind", row.text(18), features.customerKind.rawValue),
                ("housing", "\(row.int(19) == 1)", "\(features.isHousing)"),
                ("bond_rating", row.text(20), features.bondRating.rawValue),
            ]
        }
        guard let pairs else { return false }
        try OtherContent.check(number, pairs)
        return true
    }
}
