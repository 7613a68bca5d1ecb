/// Size, awards, entry into the library, measures and deduction of R&D, written plainly from the documents.
enum ReferencePolicies {
    /// Every policy by its id.
    static let all: [(id: String, decide: @Sendable (ReferenceFirm, ReferenceDay) -> ReferenceDecision)] = [
        ("sme-size", { size($0, on: $1) }),
        ("technology-sme", { ReferenceRecognition.technologySME($0, on: $1) }),
        ("hnte", { ReferenceRecognition.hnte($0, on: $1) }), ("awards", { awards($0, on: $1) }),
        ("cultivation-entry", { cultivationEntry($0, on: $1) }), ("rd-measures", { rdMeasures($0, on: $1) }),
        ("extra-deduction", { extraDeduction($0, on: $1) }),
    ]

    // MARK: Size (工信部联企业〔2011〕300号)

    private struct SizeLimits {
        let word: String
        /// Employees, revenue and total assets (10,000 yuan) of large, medium and small; 0 is no limit.
        let rows: [[Int128]]
    }

    private static let sizeLimits = [
        SizeLimits(word: "agriculture", rows: [[0, 20000, 0], [0, 500, 0], [0, 50, 0]]),
        SizeLimits(word: "industry", rows: [[1000, 40000, 0], [300, 2000, 0], [20, 300, 0]]),
        SizeLimits(word: "construction", rows: [[0, 80000, 80000], [0, 6000, 5000], [0, 300, 300]]),
        SizeLimits(word: "wholesale", rows: [[200, 40000, 0], [20, 5000, 0], [5, 1000, 0]]),
        SizeLimits(word: "retail", rows: [[300, 20000, 0], [50, 500, 0], [10, 100, 0]]),
        SizeLimits(word: "transport", rows: [[1000, 30000, 0], [300, 3000, 0], [20, 200, 0]]),
        SizeLimits(word: "storage", rows: [[200, 30000, 0], [100, 1000, 0], [20, 100, 0]]),
        SizeLimits(word: "post", rows: [[1000, 30000, 0], [300, 2000, 0], [20, 100, 0]]),
        SizeLimits(word: "hotels", rows: [[300, 10000, 0], [100, 2000, 0], [10, 100, 0]]),
        SizeLimits(word: "catering", rows: [[300, 10000, 0], [100, 2000, 0], [10, 100, 0]]),
        SizeLimits(
            word: "information_transmission", rows: [[2000, 100000, 0], [100, 1000, 0], [10, 100, 0]]),
        SizeLimits(word: "software", rows: [[300, 10000, 0], [100, 1000, 0], [10, 50, 0]]),
        SizeLimits(word: "real_estate", rows: [[0, 200000, 10000], [0, 1000, 5000], [0, 100, 2000]]),
        SizeLimits(word: "property_management", rows: [[1000, 5000, 0], [300, 1000, 0], [100, 500, 0]]),
        SizeLimits(word: "leasing_business", rows: [[300, 0, 120000], [100, 0, 8000], [10, 0, 100]]),
        SizeLimits(word: "other", rows: [[300, 0, 0], [100, 0, 0], [10, 0, 0]]),
    ]

    static let sizeIndustries = sizeLimits.map(\.word)

    /// Every limit of every industry, in persons and fen.
    static let sizeEdges = (
        employees: Set(sizeLimits.flatMap { $0.rows.map { Int($0[0]) } }),
        money: Set(
            sizeLimits.flatMap { $0.rows.flatMap { [Int($0[1]), Int($0[2])] } }.map { $0 * 1_000_000 })
    )

    static func size(_ firm: ReferenceFirm, on today: ReferenceDay) -> ReferenceDecision {
        let figures = [
            ReferenceRange(firm.employees, else: .count),
            firm.figure(firm.revenue, 0, today, bounds: .money),
            ReferenceRange(firm.totalAssets, else: .money),
        ]
        let possible = sizeLimits.filter { firm.sizeIndustry == nil || $0.word == firm.sizeIndustry }
        // Of an industry that is not known, each limit lies between the lowest and the highest of all.
        func reaches(_ row: Int) -> ReferenceAnswer {
            (0..<3).reduce(.yes) { answer, measure in
                let limits = possible.map { $0.rows[row][measure] * (measure == 0 ? 1 : 1_000_000) }
                return answer && figures[measure].isAtLeast(ReferenceRange(limits.min()!, limits.max()!))
            }
        }
        var decision = ReferenceDecision()
        for (row, word) in ["large", "medium", "small"].enumerated() {
            switch reaches(row) {
            case .yes:
                decision.sizeClass = word
                return decision
            case .open: return decision
            case .no: continue
            }
        }
        decision.sizeClass = "micro"
        return decision
    }

    // MARK: Awards and the cultivation library (the reply of 2017)

    /// Recognitions of last year, from 2016 on: 100,000 the first, 50,000 each further one.
    static func awards(_ firm: ReferenceFirm, on today: ReferenceDay) -> ReferenceDecision {
        let isRecognised = ReferenceRange(firm.hnteTimes, else: .count).isAtLeast(1)
        let isOfLastYear = ReferenceAnswer(
            firm.hnteRecognisedOn.map { $0.year == today.year - 1 && $0.year >= 2016 })
        let isDue = isRecognised && isOfLastYear
        var decision = ReferenceDecision([("recognised_last_year", isDue)])
        let (first, repeated, none) = (
            ReferenceRange(10_000_000), ReferenceRange(5_000_000), ReferenceRange(0)
        )
        let award = firm.hnteTimes.map { $0 == 1 ? first : repeated } ?? repeated.joined(first)
        decision.amount = isDue == .yes ? award : isDue == .no ? none : none.joined(award)
        return decision
    }

    static func cultivationEntry(_ firm: ReferenceFirm, on today: ReferenceDay) -> ReferenceDecision {
        let rights =
            ReferenceRange(firm.ipClass1, else: .count) + ReferenceRange(firm.ipClass2, else: .count)
        let rd = ReferenceRatio(
            part: firm.figure(firm.rd, 0, today, bounds: .money),
            whole: firm.figure(firm.revenue, 0, today, bounds: .money))
        let staff = ReferenceRatio(
            part: ReferenceRange(firm.technicalStaff, else: .count),
            whole: ReferenceRange(firm.employees, else: .count))
        let plan = ReferenceRange(firm.technicalStaffPlanned, else: ReferenceRange(0, 1_000_000))
        let times = ReferenceRange(firm.hnteTimes, else: .count)
        return ReferenceDecision([
            ("registered_in_region", ReferenceAnswer(firm.inRegion)),
            ("rights_or_application", rights.isAtLeast(1) || ReferenceAnswer(firm.ipApplied)),
            ("rd_reached", rd.isAtLeast(percent: 3)),
            ("staff_reached", staff.isAtLeast(percent: 5) || plan.isAtLeast(100_000)),
            ("no_offence", !ReferenceAnswer(firm.incident) && !ReferenceAnswer(firm.dishonest)),
            ("not_recognised", !times.isAtLeast(1)),
        ])
    }

    // MARK: R&D expense (guide of 2016; 财税〔2015〕119号 and what followed)

    /// The measure for recognition; in twentieths of a fen until the end.
    static func rdMeasures(_ firm: ReferenceFirm, on today: ReferenceDay) -> ReferenceDecision {
        let kinds = ownDeductible + ["rd_deferred", "rd_equipment"]
        let whole = book(firm, kinds) * 20
        let commissioned = book(firm, ["rd_commissioned_domestic", "rd_commissioned_abroad"]) * 16
        let rest = whole + commissioned
        // At most 20% of the total is a quarter of all the rest.
        let other = (book(firm, ["rd_other"]) * 20).atMost(
            ReferenceRange(rest.low / 4, rest.high / 4))
        var decision = ReferenceDecision()
        decision.amount = (rest + other).divided(by: 20)
        return decision
    }

    /// The measure for the extra deduction in 135ths of a fen: other expense up to a ninth of the first five
    /// kinds, abroad up to two thirds of what was spent in China.
    static func deductible(_ firm: ReferenceFirm, on today: ReferenceDay) -> ReferenceRange {
        let own = book(firm, ownDeductible)
        let other = (book(firm, ["rd_other"]) * 135).atMost(own * 15)
        let domestic = own * 135 + other + book(firm, ["rd_commissioned_domestic"]) * 108
        guard today.year >= 2018 else { return domestic }
        let limit = ReferenceRange(domestic.low * 2 / 3, domestic.high * 2 / 3)
        return domestic + (book(firm, ["rd_commissioned_abroad"]) * 108).atMost(limit)
    }

    private static let ownDeductible = [
        "rd_staff", "rd_direct_input", "rd_depreciation", "rd_amortisation", "rd_design", "rd_trials",
    ]

    private static func book(_ firm: ReferenceFirm, _ names: [String]) -> ReferenceRange {
        names.reduce(ReferenceRange(0)) { $0 + ReferenceRange(firm.books[$1], else: .money) }
    }

    static func extraDeduction(_ firm: ReferenceFirm, on today: ReferenceDay) -> ReferenceDecision {
        let isCovered =
            today.year < 2016
            ? ReferenceAnswer(firm.listedField) : !ReferenceAnswer(firm.exceptedIndustry)
        var decision = ReferenceDecision([("covered", isCovered)])
        let amount = ReferenceRange(firm.books["rd_deductible"], else: .money)
        let (least, most) = rates(firm, on: today)
        let deducted = ReferenceRange(amount.low * least, amount.high * most).divided(by: 100)
        let none = ReferenceRange(0)
        decision.amount = isCovered == .yes ? deducted : isCovered == .no ? none : none.joined(deducted)
        return decision
    }

    /// Percent, the least and the most for what may be known of the firm.
    private static func rates(_ firm: ReferenceFirm, on today: ReferenceDay) -> (Int128, Int128) {
        func rate(_ isTechnologySME: Bool, _ isManufacturer: Bool) -> Int128 {
            if today >= ReferenceDay(2022, 10, 1) { return 100 }
            if isManufacturer, today.year >= 2021 { return 100 }
            if isTechnologySME, today.year >= 2022 { return 100 }
            if today.year >= 2018 { return 75 }
            return isTechnologySME && today.year == 2017 ? 75 : 50
        }
        let rates = [false, true].filter { firm.technologySME == nil || $0 == firm.technologySME }.flatMap {
            sme in
            [false, true].filter { firm.manufacturer == nil || $0 == firm.manufacturer }.map { rate(sme, $0) }
        }
        return (rates.min()!, rates.max()!)
    }
}
