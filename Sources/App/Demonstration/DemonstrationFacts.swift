import Core

/// What is known of the firms of the demonstration province: their years, rights, certificates and hosts,
/// made so that policies say yes, no and open of them.
struct DemonstrationFacts: Sendable {
    /// By the place of the firm in the plan.
    let firms: [Firm]

    struct Firm: Sendable {
        /// What the department told in the years after 2015 and 2016, by fact.
        let told: [Int: [String: FirmFactValue]]
        /// What the tax office told after 2016; empty where nothing.
        let taxed: [String: FirmFactValue]
        let certificates: [Qualification]
        let records: FirmRecords
    }

    /// Recognised in 2016: 224 for the first time and 126 again, of whom one in ten at a tenth of the scale.
    static func recognised(divisor: Int64) -> (first: Int, again: Int) {
        divisor == 1 ? (224, 126) : (22, 13)
    }

    static let department = "自治区科学技术厅(示例)"
    static let taxOffice = "自治区税务局(示例)"

    static let platforms: [(name: String, kind: PlatformKind, division: String)] = [
        ("南宁示例高新区", .hightechZone, "450100"), ("柳州示例高新区", .hightechZone, "450200"),
        ("桂林示例高新区", .hightechZone, "450300"), ("柳州示例汽车零部件基地", .industryBase, "450200"),
        ("玉林示例中药材基地", .industryBase, "450900"), ("邕例科技企业孵化器", .incubator, "450100"),
        ("漓拟科技企业孵化器", .incubator, "450300"), ("榕样大学科技园", .sciencePark, "450100"),
        ("桂试软件园", .softwarePark, "450300"), ("柳示加速器", .accelerator, "450200"),
        ("八桂例技术转移中心", .transferCentre, "450100"), ("北海例生产力促进中心", .productivityCentre, "450500"),
        ("青设众创空间", .makerSpace, "450100"), ("梧拟众创空间", .makerSpace, "450400"),
    ]

    init(_ firms: [DemonstrationFirm], divisor: Int64, _ random: SeededGenerator) {
        var random = random
        let standings = DemonstrationFacts.standings(firms, divisor, &random)
        self.firms = zip(firms, standings).enumerated().map { place, pair in
            var maker = DemonstrationFactMaker(pair.0, pair.1, number: place, random.fork())
            return maker.make()
        }
    }

    /// What becomes of a firm.
    enum Standing: Sendable {
        case recognisedFirst, recognisedAgain
        /// In that year, valid for three.
        case recognisedEarlier(Int)
        case ordinary
        /// Nobody has told anything.
        case unknown
    }

    private static func standings(
        _ firms: [DemonstrationFirm], _ divisor: Int64, _ random: inout SeededGenerator
    ) -> [Standing] {
        var standings = Array(repeating: Standing.ordinary, count: firms.count)
        let technical = random.shuffled(
            firms.indices.filter { "CIMN".contains(firms[$0].industry.prefix(1)) })
        let (first, again) = recognised(divisor: divisor)
        let earlier = (first + again) * 2 / 3
        for (place, firm) in technical.prefix(first + again + earlier).enumerated() {
            standings[firm] =
                place < first
                ? .recognisedFirst
                : place < first + again ? .recognisedAgain : .recognisedEarlier(2013 + place % 3)
        }
        for firm in firms.indices {
            if case .ordinary = standings[firm], random.chance(percent: 3) { standings[firm] = .unknown }
        }
        return standings
    }
}

/// Makes what is known of one firm.
struct DemonstrationFactMaker {
    private let firm: DemonstrationFirm
    private let standing: DemonstrationFacts.Standing
    private let number: Int
    private var random: SeededGenerator
    private let isStrong: Bool
    private var registered = Day(number: 0)
    /// 2013 to 2016.
    private var revenue: [Int: Int64] = [:]
    private var research: [Int: Int64] = [:]
    private var netAssets: [Int: Int64] = [:]

    init(
        _ firm: DemonstrationFirm, _ standing: DemonstrationFacts.Standing, number: Int,
        _ random: SeededGenerator
    ) {
        self.firm = firm
        self.standing = standing
        self.number = number
        self.random = random
        switch standing {
        case .recognisedFirst, .recognisedAgain, .recognisedEarlier: isStrong = true
        case .ordinary, .unknown: isStrong = false
        }
    }

    mutating func make() -> DemonstrationFacts.Firm {
        registered =
            DemonstrationDays.day(isStrong ? 2001 : 2004, 1, 5)
            + random.number(0...(isStrong ? 4_000 : 4_500))
        makeYears()
        let records = makeRecords()
        let certificates = makeCertificates()
        var told: [Int: [String: FirmFactValue]] = [:]
        if case .unknown = standing {
            return DemonstrationFacts.Firm(
                told: [:], taxed: [:], certificates: [], records: FirmRecords())
        }
        let standing = makeStanding()
        for year in [2015, 2016] where registered.year <= year {
            told[year] = makeTold(year).merging(standing) { $1 }
        }
        return DemonstrationFacts.Firm(
            told: told, taxed: makeTaxed(), certificates: certificates, records: records)
    }

    /// Back from the revenue of 2016, each year smaller or greater by what the firm grew.
    private mutating func makeYears() {
        var amount = firm.revenue.fen / 100
        let intensity = isStrong ? random.number(55...95) : random.low(0...70)
        for year in [2016, 2015, 2014, 2013] {
            let growth = isStrong ? random.number(2...38) : random.number(-15...32)
            if registered.year <= year {
                revenue[year] = amount
                research[year] = amount * Int64(max(0, intensity + random.number(-4...4))) / 1_000
                netAssets[year] =
                    firm.totalAssets.fen / 100 * Int64(random.number(32...44) - (2016 - year)) / 100
            }
            amount = amount * 100 / Int64(100 + growth)
        }
        if isStrong {
            for (year, amount) in revenue { research[year] = max(research[year] ?? 0, amount * 52 / 1_000) }
        }
    }

    private mutating func makeTold(_ year: Int) -> [String: FirmFactValue] {
        var facts: [String: FirmFactValue] = [:]
        func money(_ name: String, _ yuan: Int64?) { if let yuan { facts[name] = .number(yuan * 100) } }
        let knowsResearch = isStrong || random.chance(percent: 88)
        for back in 0..<3 {
            money("revenue_y\(back)", revenue[year - back])
            money("net_assets_y\(back)", netAssets[year - back])
            if knowsResearch {
                money("rd_y\(back)", research[year - back])
                money(
                    "rd_domestic_y\(back)",
                    research[year - back].map { $0 * Int64(random.number(82...100)) / 100 })
            }
            if revenue[year - back] != nil {
                facts["transformations_y\(back)"] = .number(
                    Int64(isStrong ? random.number(2...7) : random.low(0...3)))
            }
        }
        let sales = revenue[year] ?? 0
        let income = sales * Int64(random.number(100...106)) / 100
        money("total_income_y0", income)
        if isStrong || random.chance(percent: 80) {
            let share = isStrong ? random.number(63...96) : random.low(5...85)
            money("hightech_income_y0", income * Int64(share) / 100)
        }
        money("total_costs_y0", sales * Int64(random.number(68...97)) / 100)
        money("total_assets_y0", firm.totalAssets.fen / 100 * Int64(year == 2016 ? 100 : 92) / 100)
        facts["employees"] = .number(firm.employees)
        let technical = isStrong ? random.number(13...48) : random.low(0...34)
        facts["technical_staff"] = .number((firm.employees * Int64(technical) + 99) / 100)
        return facts
    }

    /// What belongs to no year.
    private mutating func makeStanding() -> [String: FirmFactValue] {
        let isTechnical = "CIMN".contains(firm.industry.prefix(1))
        var facts: [String: FirmFactValue] = [
            "division": .text(firm.division.description), "industry": .text(firm.industry),
            "registered_on": .number(Int64(registered.number)),
            "listed_field": .number(isStrong || (isTechnical && random.chance(percent: 60)) ? 1 : 0),
            "incident": .number(0), "dishonest": .number(!isStrong && random.chance(percent: 3) ? 1 : 0),
            "prohibited": .number(!isStrong && random.chance(percent: 2) ? 1 : 0),
            "national_prize": .number(random.chance(percent: 1) ? 1 : 0),
            "provincial_rd": .number(random.chance(percent: isStrong ? 22 : 3) ? 1 : 0),
            "led_standard": .number(random.chance(percent: isStrong ? 9 : 1) ? 1 : 0),
        ]
        if !isStrong, random.chance(percent: 30) {
            for name in ["ip_class1", "ip_class2", "ip_own", "ip_core"] { facts[name] = .number(0) }
        }
        if isStrong {
            facts.merge(makeScores(high: true)) { $1 }
        } else if random.chance(percent: 6) {
            facts.merge(makeScores(high: false)) { $1 }
        }
        return facts
    }

    private mutating func makeScores(high: Bool) -> [String: FirmFactValue] {
        let ranges: [(String, ClosedRange<Int>, ClosedRange<Int>)] = [
            ("score_ip_advanced", 6...8, 1...5), ("score_ip_core", 6...8, 1...5),
            ("score_ip_number", 5...8, 0...4), ("score_ip_obtained", 4...6, 1...4),
            ("score_ip_standards", 0...2, 0...0), ("score_transformation", 20...28, 2...14),
            ("score_rd_rules", 4...6, 1...4), ("score_rd_institution", 4...6, 1...4),
            ("score_incentives", 3...4, 1...3), ("score_people", 3...4, 1...3),
        ]
        var facts: [String: FirmFactValue] = [:]
        for (name, strong, weak) in ranges {
            facts[name] = .number(Int64(random.number(high ? strong : weak)) * 100)
        }
        return facts
    }

    /// What a third of the firms declared for tax; of a few something else than they told the department.
    private mutating func makeTaxed() -> [String: FirmFactValue] {
        guard number.isMultiple(of: 3), let sales = revenue[2016] else { return [:] }
        let declared = random.chance(percent: 6) ? sales * Int64(random.number(91...98)) / 100 : sales
        return ["revenue_y0": .number(declared * 100)]
    }

    // MARK: Records

    private mutating func makeCertificates() -> [Qualification] {
        switch standing {
        case .recognisedFirst: [certificate(2016)]
        case .recognisedAgain: [certificate(2013), certificate(2016)]
        case .recognisedEarlier(let year): [certificate(year)]
        case .ordinary, .unknown: []
        }
    }

    private func certificate(_ year: Int) -> Qualification {
        let digits = String(number + 1)
        let running = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let granted = DemonstrationDays.day(year, 11, 28)
        return Qualification(
            kind: .hnte, number: "DM\(year)45\(running)", grantedOn: granted,
            endsOn: DemonstrationDays.day(year + 3, 11, 27))
    }

    private mutating func makeRecords() -> FirmRecords {
        var records = FirmRecords()
        let isTechnical = "CIMN".contains(firm.industry.prefix(1))
        let one = isStrong ? random.low(0...3) : isTechnical && random.chance(percent: 12) ? 1 : 0
        let two = isStrong ? random.number(5...12) : isTechnical ? random.low(0...5) : random.low(0...1)
        for place in 0..<(one + two) { records.rights.append(right(place, isClassOne: place < one)) }
        if random.chance(percent: isStrong ? 60 : 35) {
            let platform = random.pick(DemonstrationFacts.platforms)
            let from = DemonstrationDays.day(2012, 3, 1) + random.number(0...1_500)
            records.hostings.append(Hosting(platform: platform.name, from: max(from, registered), until: nil))
        }
        if !isStrong, random.chance(percent: 2) {
            let day = DemonstrationDays.day(2016, 8, 1) + random.number(0...300)
            let kind = random.pick(Incident.Kind.allCases)
            records.incidents.append(Incident(kind: kind, day: day, text: "示例：主管部门通报"))
        }
        return records
    }

    private mutating func right(_ place: Int, isClassOne: Bool) -> IPRight {
        let kind: IPRight.Kind =
            isClassOne
            ? .invention : firm.industry == "I65" ? .software : random.pick([.utility, .utility, .design])
        let granted = max(DemonstrationDays.day(2010, 1, 4), registered) + random.number(0...1_900)
        let day = min(granted, DemonstrationDays.day(2016, 5, 20))
        let years = kind == .invention ? 15 : kind == .software ? 50 : 9
        let words = ["一种装置", "一种方法", "控制系统", "检测设备", "管理平台", "加工工艺"]
        return IPRight(
            kind: kind, number: "DM\(number + 1)-\(place + 1)", title: random.pick(words),
            obtained: random.chance(percent: 90) ? .own : .bought,
            isCore: place < 2 && (isStrong || random.chance(percent: 40)),
            grantedOn: day, endsOn: DemonstrationDays.months(12 * years, after: day))
    }
}
