/// The facts about a firm that agencies and firms tell the register, by their stable names: what each
/// holds, and
/// whether it belongs to a year.
public struct FirmFact: Hashable, Sendable {
    /// As in tables and rules: `revenue_y1`.
    public let name: String
    public let kind: Kind
    public let title: Sentence
    /// The year that it belongs to; nil for what holds until something else is told.
    public let year: Year?
    /// Its place in `all`.
    public let place: Int

    public enum Kind: Hashable, Sendable {
        /// Fen; below zero only where said.
        case money(mayBeNegative: Bool)
        case count
        /// Hundredths of a point, from 0 up to a number of points.
        case points(Int64)
        case day
        /// 0 or 1.
        case flag
        case division, industry, sizeIndustry
        /// At most 300 bytes.
        case text

        /// Whether the value is a text; all others are whole numbers.
        public var isText: Bool {
            switch self {
            case .division, .industry, .sizeIndustry, .text: true
            default: false
            }
        }
    }

    /// What a firm has every year, and how many years before the last one.
    public struct Year: Hashable, Sendable {
        public let series: String
        public let back: Int
        /// How many years one statement tells.
        public let length: Int
    }

    public static let all: [FirmFact] = {
        var facts: [FirmFact] = []
        for line in lines {
            for back in 0..<max(line.years, 1) {
                let year = line.years > 0 ? Year(series: line.name, back: back, length: line.years) : nil
                let name = line.isNumbered ? "\(line.name)_y\(back)" : line.name
                facts.append(
                    FirmFact(
                        name: name, kind: line.kind, title: line.title(back), year: year, place: facts.count))
            }
        }
        return facts
    }()

    public static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// A fact that is known to be there.
    public static func named(_ name: String) -> FirmFact {
        guard let fact = byName[name] else { preconditionFailure("there is no fact \(name)") }
        return fact
    }

    /// What a firm has every year, in the order of the facts.
    public static let series: [FirmFact] = all.filter { $0.year?.back == 0 }

    /// The fact of the same series that many years before the last; nil outside of what a statement tells.
    public func sibling(back: Int) -> FirmFact? {
        guard let year, (0..<year.length).contains(back) else { return nil }
        return FirmFact.all[place - year.back + back]
    }

    /// The name of the series, without the year.
    public var seriesTitle: Sentence { FirmFact.lines.first { $0.name == year?.series }?.words ?? title }

    private struct Line {
        let name: String
        let kind: Kind
        let words: Sentence
        /// How many years a statement tells; 0 for what belongs to no year.
        let years: Int
        let isNumbered: Bool

        init(_ name: String, _ kind: Kind, _ zh: String, _ en: String, years: Int = 0, numbered: Bool = true)
        {
            self.name = name
            self.kind = kind
            words = Sentence(zh: zh, en: en)
            self.years = years
            isNumbered = years > 0 && numbered
        }

        func title(_ back: Int) -> Sentence {
            guard isNumbered else { return words }
            let zh = ["上年度", "前一年度", "前两年度"][back]
            let en = ["last year", "a year before", "two years before"][back]
            return Sentence(zh: words.zh + "（" + zh + "）", en: words.en + " (" + en + ")")
        }
    }

    private static let money = Kind.money(mayBeNegative: false)

    private static let lines: [Line] = [
        Line("division", .division, "注册地行政区划", "Division of registration"),
        Line("industry", .industry, "行业代码", "Industry"),
        Line("size_industry", .sizeIndustry, "划型行业", "Industry of the size standard"),
        Line("registered_on", .day, "注册日期", "Registered on"),
        Line("employees", .count, "职工总数", "Employees", years: 1, numbered: false),
        Line("technical_staff", .count, "科技人员数", "Technical staff", years: 1, numbered: false),
        Line("revenue", money, "销售收入", "Sales revenue", years: 3),
        Line("total_income", money, "总收入", "Total income", years: 1),
        Line("hightech_income", money, "高新技术产品（服务）收入", "High-tech income", years: 1),
        Line("total_costs", money, "成本费用总额", "Total costs", years: 1),
        Line("total_assets", money, "资产总额", "Total assets", years: 1),
        Line("net_assets", .money(mayBeNegative: true), "净资产", "Net assets", years: 3),
        Line("rd", money, "研发费用", "R&D expense", years: 3),
        Line("rd_domestic", money, "境内研发费用", "R&D expense in China", years: 3),
        Line("ip_class1", .count, "Ⅰ类知识产权数", "Class I rights"),
        Line("ip_class2", .count, "Ⅱ类知识产权数", "Class II rights"),
        Line("ip_own", .flag, "有自主研发的知识产权", "A right from own R&D"),
        Line("ip_core", .flag, "对主要产品起核心支持作用的知识产权", "IP that supports the main products"),
        Line("listed_field", .flag, "属于国家重点支持的高新技术领域", "Technology in the national list"),
        Line("transformations", .count, "科技成果转化数", "Results turned into products", years: 3),
        Line("incident", .flag, "近一年有重大事故或严重环境违法", "A major incident within a year"),
        Line("dishonest", .flag, "列入失信、异常名单或科研失信", "On a list of dishonest firms"),
        Line("prohibited", .flag, "产品属禁止、限制或淘汰类", "Prohibited or restricted products"),
        Line("hnte_until", .day, "高新技术企业证书有效期至", "HNTE certificate until"),
        Line("hnte_recognised_on", .day, "最近一次高企认定日", "Last recognised as HNTE on"),
        Line("hnte_times", .count, "高企认定次数", "Times recognised as HNTE"),
        Line("national_prize", .flag, "近五年获国家科技奖前三名", "National S&T prize in five years"),
        Line("provincial_rd", .flag, "有省部级以上研发机构", "R&D institution of province level"),
        Line("led_standard", .flag, "近五年主导制定标准", "Led a standard in five years"),
        Line("score_ip_advanced", .points(8), "知识产权先进程度得分", "Points for advancedness"),
        Line("score_ip_core", .points(8), "知识产权核心支持得分", "Points for core support"),
        Line("score_ip_number", .points(8), "知识产权数量得分", "Points for the number of rights"),
        Line("score_ip_obtained", .points(6), "知识产权获得方式得分", "Points for how rights were obtained"),
        Line("score_ip_standards", .points(2), "参与标准制定加分", "Points for standards"),
        Line("score_transformation", .points(30), "成果转化得分", "Points for transformation"),
        Line("score_rd_rules", .points(6), "研发制度与核算得分", "Points for R&D rules"),
        Line("score_rd_institution", .points(6), "研发机构与合作得分", "Points for R&D institution"),
        Line("score_incentives", .points(4), "转化激励得分", "Points for incentives"),
        Line("score_people", .points(4), "人才得分", "Points for people"),
        Line("hosted_by", .text, "入驻的支撑平台", "Hosted by"),
    ]
}

/// The value of a fact: fen, things, hundredths of points, the number of a day, 0 or 1; or a text.
public enum FirmFactValue: Hashable, Sendable {
    case number(Int64)
    case text(String)

    public var number: Int64? { if case .number(let number) = self { number } else { nil } }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
}

extension SizeIndustry {
    /// The word of the fact `size_industry`.
    public var word: String {
        switch self {
        case .informationTransmission: "information_transmission"
        case .realEstateDevelopment: "real_estate"
        case .propertyManagement: "property_management"
        case .leasingAndBusiness: "leasing_business"
        case .others: "other"
        default: rawValue
        }
    }

    public init?(word: some StringProtocol) {
        guard let found = SizeIndustry.allCases.first(where: { $0.word == word }) else { return nil }
        self = found
    }
}
