import Core
import Storage

/// The form of an application: its fields, what stands in them at first, and what is wrong with them.
enum ApplicationForm {
    /// Kept of each field, so that a draft stays small.
    private static let fieldBytes = 6_000

    static func fields(_ offers: AgreementOffers, on day: Day) -> [FormField] {
        loan(offers.choices) + firm(divisions(on: day))
    }

    /// The same without the choices of a day, for the description of the API.
    static let described = loan([]) + firm([])

    private static func loan(_ offers: [FormField.Choice]) -> [FormField] {
        [
            FormField(
                name: "agreement", title: Sentence(zh: "担保机构和银行", en: "Guarantor and bank"),
                kind: .choice(offers)),
            FormField(name: "amount", title: Sentence(zh: "申请金额", en: "Amount"), kind: .money),
            FormField(
                name: "months", title: Sentence(zh: "期限（月）", en: "Term (months)"),
                kind: .number(
                    Int64(Application.monthsAllowed.lowerBound)...Int64(Application.monthsAllowed.upperBound))
            ),
            FormField(name: "starts_on", title: Sentence(zh: "用款日期", en: "Wanted on"), kind: .day),
            FormField(
                name: "fee_rate", title: Sentence(zh: "年担保费率", en: "Fee rate a year"), kind: .rate,
                hint: Sentence(
                    zh: "与担保机构商定的费率，不超过协议上限，例如 1.5%。",
                    en: "As agreed with the guarantor, at most the agreement's ceiling, such as 1.5%.")),
            FormField(name: "purpose", title: Sentence(zh: "用途", en: "Purpose"), kind: .note(1_500)),
        ]
    }

    private static func firm(_ divisions: [FormField.Choice]) -> [FormField] {
        [
            FormField(
                name: "employees", title: Sentence(zh: "从业人数", en: "Employees"),
                kind: .number(0...10_000_000)),
            FormField(
                name: "revenue", title: Sentence(zh: "上年营业收入", en: "Revenue of last year"), kind: .money),
            FormField(
                name: "total_assets", title: Sentence(zh: "资产总额", en: "Total assets"), kind: .money),
            FormField(
                name: "industry", title: Sentence(zh: "行业代码", en: "Industry code"), kind: .text(5),
                hint: Sentence(
                    zh: "GB/T 4754 的门类字母和数字，例如 I65。",
                    en: "The letter and digits of GB/T 4754, such as I65.")),
            FormField(
                name: "division", title: Sentence(zh: "所在县（市、区）", en: "County or district"),
                kind: .choice(divisions)),
        ]
    }

    private static func divisions(on day: Day) -> [FormField.Choice] {
        Division.all.filter { $0.isInForce(on: day) && $0.level != .region }.map { division in
            let code = division.code.description
            let (zh, en) = ("\(code) \(division.name)", "\(code) \(division.englishName)")
            return FormField.Choice(value: code, title: Sentence(zh: zh, en: en))
        }
    }

    /// What was typed, whether it is right or not; nothing but the form's own fields.
    static func typed(_ entered: (String) -> String, _ fields: [FormField]) -> Inputs {
        var texts: [String: String] = [:]
        for field in fields {
            let text = entered(field.name)
            if !text.isEmpty { texts[field.name] = bounded(text) }
        }
        return Inputs(texts: texts)
    }

    private static func bounded(_ text: String) -> String {
        text.utf8.count <= fieldBytes ? text : String(text.prefix(fieldBytes / 4))
    }

    /// The application as far as it can be read; nil while the amount, the term or the day is missing or
    /// beyond all bounds.
    static func application(_ typed: Inputs) -> Application? {
        guard let principal = Fen(yuan: typed.text("amount").trimmingSpaces().replacing(",", with: "")),
            let months = Int(typed.text("months").trimmingSpaces()),
            Application.monthsAllowed.contains(months), principal.isPositive,
            principal <= Guarantee.amountLimit,
            let startsOn = Day(typed.text("starts_on").trimmingSpaces()),
            let feeRate = Rate(typed.text("fee_rate").trimmingSpaces()), feeRate >= .zero, feeRate <= .one
        else { return nil }
        return Application(principal: principal, months: months, startsOn: startsOn, feeRate: feeRate)
    }

    /// What is asked for, once everything in the form is right.
    struct Checked {
        let application: Application
        let offer: AgreementOffers.Offer
        let inputs: Inputs
        let size: EnterpriseSize
        let industry: String
    }

    /// Checks a draft against its fields, the agreement and the register.
    static func check(
        _ typed: Inputs, _ offers: AgreementOffers, firm: String, on today: Day, _ connection: Connection
    ) throws -> Checked {
        let inputs = try fields(offers, on: today).read { typed.text($0) }
        guard let offer = offers.find(inputs.text("agreement")) else { throw RequestRefusal.badRequest }
        let application = Application(
            principal: inputs.money("amount"), months: Int(inputs.number("months")),
            startsOn: inputs.day("starts_on"), feeRate: inputs.rate("fee_rate") ?? .zero)
        let committed = try ApplicationStore.committed(to: firm, under: offer.agreement, connection)
        var problems = application.obstacles(under: offer.agreement, committed: committed, on: today).map {
            FormRefusal.Problem(field: $0.part.field, sentence: $0.sentence)
        }
        var found: (size: EnterpriseSize, industry: String)?
        do {
            found = try size(of: inputs)
        } catch let refusal as any Refusal {
            problems.append(.init(field: "industry", sentence: refusal.sentence))
        }
        guard problems.isEmpty, let found else { throw FormRefusal(problems: problems) }
        return Checked(
            application: application, offer: offer, inputs: inputs, size: found.size, industry: found.industry
        )
    }

    private static func size(of inputs: Inputs) throws -> (EnterpriseSize, String) {
        let code = try IndustryCode(inputs.text("industry"))
        let size = EnterpriseSize.of(
            industry: try SizeIndustry(code), employees: Int(inputs.number("employees")),
            revenue: inputs.money("revenue"), totalAssets: inputs.money("total_assets"))
        return (size, code.description)
    }
}

extension ApplicationObstacle.Part {
    /// The field of the form.
    fileprivate var field: String {
        switch self {
        case .agreement: "agreement"
        case .amount: "amount"
        case .months: "months"
        case .startsOn: "starts_on"
        case .feeRate: "fee_rate"
        }
    }
}
