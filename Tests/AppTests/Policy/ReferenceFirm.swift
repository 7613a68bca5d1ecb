/// A firm as the plain reference of the policies sees it: figures that may be missing, and no language.
struct ReferenceFirm {
    var sizeIndustry: String?
    var registeredOn: ReferenceDay?
    var employees: Int?
    var technicalStaff: Int?
    /// The share of technical staff that it plans, in millionths.
    var technicalStaffPlanned: Int?

    /// Fen; the last year first.
    var revenue: [Int?] = [nil, nil, nil]
    var rd: [Int?] = [nil, nil, nil]
    var rdDomestic: [Int?] = [nil, nil, nil]
    var netAssets: [Int?] = [nil, nil, nil]
    var transformations: [Int?] = [nil, nil, nil]
    var totalIncome: Int?
    var hightechIncome: Int?
    var totalCosts: Int?
    var totalAssets: Int?

    var ipClass1: Int?
    var ipClass2: Int?
    var ipOwn: Bool?
    var ipCore: Bool?
    var ipApplied: Bool?
    var listedField: Bool?

    var incident: Bool?
    var dishonest: Bool?
    var prohibited: Bool?

    var hnteUntil: ReferenceDay?
    var hnteRecognisedOn: ReferenceDay?
    var hnteTimes: Int?
    var technologySME: Bool?
    var nationalPrize: Bool?
    var provincialRD: Bool?
    var ledStandard: Bool?
    var inRegion: Bool?
    var hosted: Bool?
    var manufacturer: Bool?
    var exceptedIndustry: Bool?

    /// Hundredths of a point by the name of the fact without `score_`.
    var scores: [String: Int] = [:]
    /// Fen by the name of the fact: what the R&D books say.
    var books: [String: Int] = [:]

    static let scoreNames = [
        "ip_advanced", "ip_core", "ip_number", "ip_obtained", "ip_standards", "transformation", "rd_rules",
        "rd_institution", "incentives", "people",
    ]
    static let bookNames = [
        "rd_staff", "rd_direct_input", "rd_depreciation", "rd_deferred", "rd_amortisation", "rd_design",
        "rd_trials", "rd_equipment", "rd_commissioned_domestic", "rd_commissioned_abroad", "rd_other",
        "rd_deductible",
    ]

    /// Whether that year, 0 being the last full one before the day, saw the firm: it counts as nothing else.
    func hadYear(_ back: Int, _ today: ReferenceDay) -> Bool {
        guard let registeredOn else { return true }
        return registeredOn.year <= today.year - 1 - back
    }

    /// What is known of a figure of that year.
    func figure(
        _ values: [Int?], _ back: Int, _ today: ReferenceDay, bounds: ReferenceRange
    ) -> ReferenceRange {
        guard hadYear(back, today) else { return ReferenceRange(0) }
        return values[back].map { ReferenceRange($0) } ?? bounds
    }

    /// The same for three years together.
    func sum(_ values: [Int?], _ today: ReferenceDay, bounds: ReferenceRange) -> ReferenceRange {
        (0..<3).reduce(ReferenceRange(0)) { $0 + figure(values, $1, today, bounds: bounds) }
    }

    /// The facts as a table writes them; what is missing is left out.
    var texts: [String: String] {
        var texts: [String: String] = [:]
        texts["size_industry"] = sizeIndustry
        let days = [
            "registered_on": registeredOn, "hnte_until": hnteUntil, "hnte_recognised_on": hnteRecognisedOn,
        ]
        for (name, day) in days { texts[name] = day?.text }
        let counts = [
            "employees": employees, "technical_staff": technicalStaff, "ip_class1": ipClass1,
            "ip_class2": ipClass2, "hnte_times": hnteTimes,
        ]
        for (name, count) in counts { texts[name] = count.map(String.init) }
        for (name, flag) in flags { texts[name] = flag.map(String.init) }
        for (name, values) in years { texts[name] = values }
        let money = [
            "total_income_y0": totalIncome, "hightech_income_y0": hightechIncome,
            "total_costs_y0": totalCosts, "total_assets_y0": totalAssets,
        ]
        for (name, fen) in money { texts[name] = fen.map { Self.decimal($0, 100) } }
        for (name, score) in scores { texts["score_" + name] = Self.decimal(score, 100) }
        for (name, fen) in books { texts[name] = Self.decimal(fen, 100) }
        texts["technical_staff_planned"] = technicalStaffPlanned.map { Self.decimal($0, 1_000_000) }
        return texts
    }

    private var flags: [String: Bool?] {
        [
            "ip_own": ipOwn, "ip_core": ipCore, "ip_applied": ipApplied, "listed_field": listedField,
            "incident": incident, "dishonest": dishonest, "prohibited": prohibited,
            "technology_sme": technologySME, "national_prize": nationalPrize,
            "provincial_rd": provincialRD, "led_standard": ledStandard, "in_region": inRegion,
            "hosted": hosted, "manufacturer": manufacturer, "excepted_industry": exceptedIndustry,
        ]
    }

    private var years: [String: String] {
        var texts: [String: String] = [:]
        for back in 0..<3 {
            let money = [
                "revenue": revenue, "rd": rd, "rd_domestic": rdDomestic, "net_assets": netAssets,
            ]
            for (name, values) in money {
                texts["\(name)_y\(back)"] = values[back].map { Self.decimal($0, 100) }
            }
            texts["transformations_y\(back)"] = transformations[back].map(String.init)
        }
        return texts
    }

    /// A number of parts as a decimal, with as many places as the parts have.
    static func decimal(_ parts: Int, _ unit: Int) -> String {
        let places = String(unit).count - 1
        let rest = String(parts.magnitude % unit.magnitude)
        let padding = String(repeating: "0", count: places - rest.count)
        return "\(parts < 0 ? "-" : "")\(parts.magnitude / unit.magnitude).\(padding)\(rest)"
    }
}

/// A day by year, month and day of the month.
struct ReferenceDay: Hashable, Comparable {
    let year: Int
    let month: Int
    let day: Int

    init(_ year: Int, _ month: Int, _ day: Int) { (self.year, self.month, self.day) = (year, month, day) }

    /// Days since 1970-01-01, counting every year and month that has passed.
    var number: Int {
        let years = year - 1
        let leapDays = years / 4 - years / 100 + years / 400
        let months = (1..<month).reduce(0) { $0 + Self.length(of: $1, year) }
        return years * 365 + leapDays + months + day - 719_163
    }

    /// So many days later or earlier, one by one.
    func moved(_ days: Int) -> ReferenceDay {
        var moved = self
        for _ in 0..<abs(days) { moved = days > 0 ? moved.next : moved.previous }
        return moved
    }

    private var next: ReferenceDay {
        if day < Self.length(of: month, year) { return ReferenceDay(year, month, day + 1) }
        return month < 12 ? ReferenceDay(year, month + 1, 1) : ReferenceDay(year + 1, 1, 1)
    }

    private var previous: ReferenceDay {
        if day > 1 { return ReferenceDay(year, month, day - 1) }
        guard month > 1 else { return ReferenceDay(year - 1, 12, 31) }
        return ReferenceDay(year, month - 1, Self.length(of: month - 1, year))
    }

    private static func length(of month: Int, _ year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    static func < (left: ReferenceDay, right: ReferenceDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    var text: String {
        "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}
