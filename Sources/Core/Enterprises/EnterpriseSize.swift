/// The size class of a firm by the standard of 2011 (工信部联企业〔2011〕300号) in its statistical edition of 2017.
public enum EnterpriseSize: String, CaseIterable, Comparable, Sendable {
    case micro, small, medium, large

    /// From micro up to large.
    public static func < (left: EnterpriseSize, right: EnterpriseSize) -> Bool { left.rank < right.rank }

    /// The name of the class for people.
    public var name: Sentence {
        switch self {
        case .micro: Sentence(zh: "微型企业", en: "micro enterprise")
        case .small: Sentence(zh: "小型企业", en: "small enterprise")
        case .medium: Sentence(zh: "中型企业", en: "medium enterprise")
        case .large: Sentence(zh: "大型企业", en: "large enterprise")
        }
    }

    /// Whether it counts as small or micro, the firms that policy guarantees are for.
    public var isSmallOrMicro: Bool { self <= .small }

    /// The largest class all of whose lower limits are reached; below those of small it is micro.
    ///
    /// Employees at the end of the year, revenue of the year, total assets at its end; limits are inclusive.
    public static func of(
        industry: SizeIndustry, employees: Int, revenue: Fen, totalAssets: Fen
    ) -> EnterpriseSize {
        let limits = industry.limits
        func reaches(_ limit: SizeLimits) -> Bool {
            employees >= limit.employees && revenue >= limit.revenue && totalAssets >= limit.totalAssets
        }
        if reaches(limits.large) { return .large }
        if reaches(limits.medium) { return .medium }
        return reaches(limits.small) ? .small : .micro
    }

    private var rank: Int {
        switch self {
        case .micro: 0
        case .small: 1
        case .medium: 2
        case .large: 3
        }
    }
}

/// The lower limits of one class; the smallest number there is where the industry does not ask for the
/// figure.
struct SizeLimits: Hashable, Sendable {
    let employees: Int
    let revenue: Fen
    let totalAssets: Fen

    /// Employees, and revenue and total assets in units of 10,000 yuan, as the standard writes them.
    init(employees: Int? = nil, revenue: Int64? = nil, totalAssets: Int64? = nil) {
        self.employees = employees ?? .min
        self.revenue = revenue.map { Fen.yuan($0 * 10_000) } ?? Fen(.min)
        self.totalAssets = totalAssets.map { Fen.yuan($0 * 10_000) } ?? Fen(.min)
    }
}

extension SizeIndustry {
    /// Article 4 of the standard.
    var limits: (large: SizeLimits, medium: SizeLimits, small: SizeLimits) {
        switch self {
        case .agriculture: revenue(20_000, 500, 50)
        case .industry: staffAndRevenue((1000, 40_000), (300, 2000), (20, 300))
        case .construction: revenueAndAssets((80_000, 80_000), (6000, 5000), (300, 300))
        case .wholesale: staffAndRevenue((200, 40_000), (20, 5000), (5, 1000))
        case .retail: staffAndRevenue((300, 20_000), (50, 500), (10, 100))
        case .transport: staffAndRevenue((1000, 30_000), (300, 3000), (20, 200))
        case .storage: staffAndRevenue((200, 30_000), (100, 1000), (20, 100))
        case .post: staffAndRevenue((1000, 30_000), (300, 2000), (20, 100))
        case .hotels, .catering: staffAndRevenue((300, 10_000), (100, 2000), (10, 100))
        case .informationTransmission: staffAndRevenue((2000, 100_000), (100, 1000), (10, 100))
        case .software: staffAndRevenue((300, 10_000), (100, 1000), (10, 50))
        case .realEstateDevelopment: revenueAndAssets((200_000, 10_000), (1000, 5000), (100, 2000))
        case .propertyManagement: staffAndRevenue((1000, 5000), (300, 1000), (100, 500))
        case .leasingAndBusiness:
            (
                SizeLimits(employees: 300, totalAssets: 120_000),
                SizeLimits(employees: 100, totalAssets: 8000),
                SizeLimits(employees: 10, totalAssets: 100)
            )
        case .others:
            (SizeLimits(employees: 300), SizeLimits(employees: 100), SizeLimits(employees: 10))
        }
    }

    private typealias Limits = (large: SizeLimits, medium: SizeLimits, small: SizeLimits)
    private typealias Pair = (Int64, Int64)

    private func revenue(_ large: Int64, _ medium: Int64, _ small: Int64) -> Limits {
        (SizeLimits(revenue: large), SizeLimits(revenue: medium), SizeLimits(revenue: small))
    }

    private func staffAndRevenue(_ large: Pair, _ medium: Pair, _ small: Pair) -> Limits {
        func limits(_ pair: Pair) -> SizeLimits { SizeLimits(employees: Int(pair.0), revenue: pair.1) }
        return (limits(large), limits(medium), limits(small))
    }

    private func revenueAndAssets(_ large: Pair, _ medium: Pair, _ small: Pair) -> Limits {
        func limits(_ pair: Pair) -> SizeLimits { SizeLimits(revenue: pair.0, totalAssets: pair.1) }
        return (limits(large), limits(medium), limits(small))
    }
}
