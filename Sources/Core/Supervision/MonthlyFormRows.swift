/// The rows of the monthly form in the official order.
extension MonthlyFormRow {
    public static let all: [MonthlyFormRow] =
        capital
        + business("5", "本年累计发生担保金额", "Guaranteed in the year so far", .guaranteed, .money, .inYear)
        + business(
            "6", "本年累计发生担保户数", "Customers guaranteed in the year so far", .customersGuaranteed, .customers,
            .inYear)
        + business("7", "在保余额", "Outstanding", .outstanding, .money, .asOf)
        + [drawn("8", "融资担保责任余额", "Liability balance of financing guarantees", .liability)]
        + business("9", "在保户数", "Customers in force", .customersInForce, .customers, .asOf)
        + results + risks + rest

    private static let byNumber = Dictionary(uniqueKeysWithValues: all.map { ($0.number, $0) })
    private static let places = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { ($1.number, $0) })

    /// The row of a number.
    public static func find(_ number: String) -> MonthlyFormRow? { byNumber[number] }

    /// Its place in the official order, from 0.
    public static func place(of number: String) -> Int? { places[number] }

    private static let capital = [
        entered("1", "注册资本金", "Registered capital"),
        entered("2", "实收资本", "Paid-in capital"),
        entered("2.1", "国有资本", "State capital"),
        entered("2.2", "民营资本", "Private capital"),
        entered("2.3", "外资资本", "Foreign capital"),
        entered("3", "资产总额", "Total assets"),
        MonthlyFormRow(
            number: "4", name: Sentence(zh: "净资产", en: "Net assets"), unit: .money, span: .asOf,
            source: .netAssets),
    ]

    /// The breakdown by kind and by customer that rows 5, 6, 7 and 9 share.
    private static func business(
        _ number: String, _ zh: String, _ en: String, _ measure: MonthlyFormMeasure, _ unit: Unit,
        _ span: Span
    ) -> [MonthlyFormRow] {
        func row(_ suffix: String, _ zh: String, _ en: String, _ source: Source) -> MonthlyFormRow {
            MonthlyFormRow(
                number: number + suffix, name: Sentence(zh: zh, en: en), unit: unit, span: span,
                source: source)
        }
        func drawn(_ group: MonthlyFormGroup) -> Source { .drawn(measure, group, adds: false) }
        let subtotal: Source =
            measure.isCustomers ? drawn(.all) : .sum([number + ".1.1", number + ".1.2", number + ".1.3"])
        let funds = row(".1.3.1", "其中：保本基金", "of which capital-protected funds", .enteredBusiness)
        return [
            row("", zh, en, .sum([number + ".1.4", number + ".2.4"])),
            row(".1", "融资担保", "Financing guarantees", .heading),
            row(".1.1", "借款担保", "Loans", drawn(.loans)),
            row(".1.1.1", "其中：互联网借款担保", "of which loans over the internet", .enteredBusiness),
            row(".1.2", "发行债券担保", "Bonds", drawn(.bonds)),
            row(".1.3", "其他融资担保", "Other financing", drawn(.otherFinancing)),
        ] + (number == "9" ? [funds] : []) + [
            row(".1.4", "融资担保小计", "Financing, subtotal", subtotal),
            row(".2", "非融资担保", "Non-financing guarantees", .heading),
            row(".2.1", "工程履约担保", "Performance of works", .enteredBusiness),
            row(".2.2", "诉讼保全担保", "Preservation in court", .enteredBusiness),
            row(".2.3", "其他非融资担保", "Other non-financing", .enteredBusiness),
            row(
                ".2.4", "非融资担保小计", "Non-financing, subtotal",
                .sum([number + ".2.1", number + ".2.2", number + ".2.3"])),
            row(".3", "涉农", "Agriculture", drawn(.agriculture)),
            row(".4", "小型企业", "Small firms", drawn(.small)),
            row(".5", "微型企业", "Micro firms", drawn(.micro)),
            row(".6", "个人", "Individuals", drawn(.individuals)),
        ]
    }

    private static let results = [
        entered("10", "本年累计营业收入", "Operating income in the year so far", .inYear),
        drawn("10.1", "其中：担保费收入", "of which guarantee fees", .fees, .inYear, adds: true),
        entered("11", "本年累计净利润", "Net profit in the year so far", .inYear),
        entered("12", "本年累计缴纳税金", "Taxes paid in the year so far", .inYear),
    ]

    private static let risks = [
        drawn("13", "本年累计解除担保金额", "Released in the year so far", .released, .inYear, adds: true),
        drawn("13.1", "其中：融资担保", "of which financing", .released, .inYear),
        drawn("14", "累计解除担保金额", "Released since founding", .released, adds: true),
        drawn("15", "本年累计代偿金额", "Compensated in the year so far", .compensated, .inYear, adds: true),
        drawn("15.1", "其中：融资担保", "of which financing", .compensated, .inYear),
        drawn("16", "累计代偿金额", "Compensated since founding", .compensated, adds: true),
        drawn("17", "本年累计损失金额", "Lost in the year so far", .lost, .inYear, adds: true),
        drawn("17.1", "其中：融资担保", "of which financing", .lost, .inYear),
        drawn("18", "累计损失金额", "Lost since founding", .lost, adds: true),
        drawn("19", "代偿余额", "Compensation balance", .compensationBalance, adds: true),
        drawn("19.1", "其中：融资担保", "of which financing", .compensationBalance),
        drawn("20", "逾期未代偿金额", "Overdue and not yet compensated", .overdue, adds: true),
    ]

    private static let rest = [
        entered("21", "担保准备金", "Reserves"),
        entered("21.1", "担保赔偿准备金", "Compensation reserve"),
        entered("21.2", "未到期责任准备金", "Unearned premium reserve"),
        entered("21.3", "一般风险准备金", "General risk reserve"),
        entered("22", "对外投资", "Investments"),
        entered("22.1", "股权投资", "Equity"),
        entered("22.2", "委托贷款", "Entrusted loans"),
        entered("23", "在职人数", "Staff", unit: .persons),
        entered("23.1", "研究生", "Graduate degree", unit: .persons),
        entered("23.2", "本科", "Bachelor's degree", unit: .persons),
        entered("23.3", "专科及以下", "College and below", unit: .persons),
    ]

    private static func entered(
        _ number: String, _ zh: String, _ en: String, _ span: Span = .asOf, unit: Unit = .money
    ) -> MonthlyFormRow {
        MonthlyFormRow(
            number: number, name: Sentence(zh: zh, en: en), unit: unit, span: span, source: .entered)
    }

    private static func drawn(
        _ number: String, _ zh: String, _ en: String, _ measure: MonthlyFormMeasure, _ span: Span = .asOf,
        adds: Bool = false
    ) -> MonthlyFormRow {
        MonthlyFormRow(
            number: number, name: Sentence(zh: zh, en: en), unit: .money, span: span,
            source: .drawn(measure, .all, adds: adds))
    }
}
