/// Technology SMEs and high and new technology enterprises, plainly from 国科发政〔2017〕115号 and 国科发火〔2016〕
/// 32号 with its guide; points in hundredths.
enum ReferenceRecognition {
    // MARK: Technology SME

    static func technologySME(_ firm: ReferenceFirm, on today: ReferenceDay) -> ReferenceDecision {
        let employees = ReferenceRange(firm.employees, else: .count)
        let revenue = firm.figure(firm.revenue, 0, today, bounds: .money)
        let assets = ReferenceRange(firm.totalAssets, else: .money)
        let staff = ReferenceRatio(part: ReferenceRange(firm.technicalStaff, else: .count), whole: employees)
        let staffPoints = staff.points(steps([10: 4, 15: 8, 20: 12, 25: 16, 30: 20]))
        let total = staffPoints + rdPoints(firm, revenue, today) + resultPoints(firm)
        let isScored = total.isAtLeast(6000) && staffPoints.isAtLeast(1)
        var decision = ReferenceDecision([
            ("resident", .yes),
            ("employees_within", !employees.isAtLeast(501)),
            ("revenue_within", !revenue.isAtLeast(20_000_000_001)),
            ("assets_within", !assets.isAtLeast(20_000_000_001)),
            ("products_allowed", !ReferenceAnswer(firm.prohibited)),
            ("no_offence", !ReferenceAnswer(firm.incident) && !ReferenceAnswer(firm.dishonest)),
            ("evaluated", isStraightIn(firm, today) || isScored),
        ])
        decision.score = total
        return decision
    }

    private static func rdPoints(
        _ firm: ReferenceFirm, _ revenue: ReferenceRange, _ today: ReferenceDay
    ) -> ReferenceRange {
        let rd = firm.figure(firm.rd, 0, today, bounds: .money)
        let costs = ReferenceRange(firm.totalCosts, else: .money)
        let ofRevenue = ReferenceRatio(part: rd, whole: revenue)
            .points(steps([2: 10, 3: 20, 4: 30, 5: 40, 6: 50]))
        let ofCosts = ReferenceRatio(part: rd, whole: costs)
            .points(steps([10: 10, 15: 20, 20: 30, 25: 40, 30: 50]))
        return ReferenceRange(max(ofRevenue.low, ofCosts.low), max(ofRevenue.high, ofCosts.high))
    }

    private static func resultPoints(_ firm: ReferenceFirm) -> ReferenceRange {
        let best = ReferenceRange(3000)
        let second = ReferenceRange(firm.ipClass2, else: .count)
        let secondPoints = ReferenceRange(min(second.low, 4) * 600, min(second.high, 4) * 600)
        switch ReferenceRange(firm.ipClass1, else: .count).isAtLeast(1) {
        case .yes: return best
        case .no: return secondPoints
        case .open: return secondPoints.joined(best)
        }
    }

    private static func isStraightIn(_ firm: ReferenceFirm, _ today: ReferenceDay) -> ReferenceAnswer {
        let isRecognised = ReferenceRange(firm.hnteTimes, else: .count).isAtLeast(1)
        let isValid = isRecognised && ReferenceAnswer(firm.hnteUntil.map { $0 >= today })
        return isValid || ReferenceAnswer(firm.nationalPrize) || ReferenceAnswer(firm.provincialRD)
            || ReferenceAnswer(firm.ledStandard)
    }

    private static func steps(_ points: [Int128: Int]) -> [(percent: Int128, points: ReferenceRange)] {
        points.keys.sorted().map { ($0, ReferenceRange(points[$0]! * 100)) }
    }

    // MARK: High and new technology enterprise

    static func hnte(_ firm: ReferenceFirm, on today: ReferenceDay) -> ReferenceDecision {
        let staff = ReferenceRatio(
            part: ReferenceRange(firm.technicalStaff, else: .count),
            whole: ReferenceRange(firm.employees, else: .count))
        let rd = firm.sum(firm.rd, today, bounds: .money)
        let intensity = ReferenceRatio(part: rd, whole: firm.sum(firm.revenue, today, bounds: .money))
        let domestic = ReferenceRatio(part: firm.sum(firm.rdDomestic, today, bounds: .money), whole: rd)
        let hightech = ReferenceRatio(
            part: ReferenceRange(firm.hightechIncome, else: .money),
            whole: ReferenceRange(firm.totalIncome, else: .money))
        let total = score(firm, today)
        var decision = ReferenceDecision([
            ("registered_a_year", ReferenceAnswer(firm.registeredOn.map { today.number - $0.number >= 365 })),
            ("core_rights", ReferenceAnswer(firm.ipCore)),
            ("field_listed", ReferenceAnswer(firm.listedField)),
            ("staff_reached", staff.isAtLeast(percent: 10)),
            ("rd_intensity_reached", intensity.isAtLeast(percent: intensityNeeded(firm, today))),
            ("rd_in_china", domestic.isAtLeast(percent: 60)),
            ("hightech_reached", hightech.isAtLeast(percent: 60)),
            ("score_reached", total.isAtLeast(7001)),
            ("no_incident", !ReferenceAnswer(firm.incident)),
        ])
        decision.score = total
        return decision
    }

    /// Percent: 5 up to 50 million of last year's revenue, 4 up to 200 million, 3 above.
    private static func intensityNeeded(_ firm: ReferenceFirm, _ today: ReferenceDay) -> ReferenceRange {
        let revenue = firm.figure(firm.revenue, 0, today, bounds: .money)
        func percent(_ fen: Int128) -> Int128 { fen <= 5_000_000_000 ? 5 : fen <= 20_000_000_000 ? 4 : 3 }
        return ReferenceRange(percent(revenue.high), percent(revenue.low))
    }

    private static func score(_ firm: ReferenceFirm, _ today: ReferenceDay) -> ReferenceRange {
        let management =
            judged(firm, "rd_rules", 0, 6) + judged(firm, "rd_institution", 0, 6)
            + judged(firm, "incentives", 0, 4) + judged(firm, "people", 0, 4)
        return rightsPoints(firm) + transformationPoints(firm, today) + management
            + growthPoints(firm, firm.netAssets, today, bounds: .signedMoney)
            + growthPoints(firm, firm.revenue, today, bounds: .money)
    }

    /// What the experts said, else what the guide allows.
    private static func judged(
        _ firm: ReferenceFirm, _ name: String, _ low: Int128, _ high: Int128
    ) -> ReferenceRange {
        ReferenceRange(firm.scores[name], else: ReferenceRange(low * 100, high * 100))
    }

    private static func rightsPoints(_ firm: ReferenceFirm) -> ReferenceRange {
        let second = ReferenceRange(firm.ipClass2, else: .count)
        func least(_ rights: Int128) -> Int128 { rights >= 5 ? 5 : rights >= 3 ? 3 : rights >= 1 ? 1 : 0 }
        func most(_ rights: Int128) -> Int128 { rights >= 5 ? 6 : rights >= 3 ? 4 : rights >= 1 ? 2 : 0 }
        var number = ReferenceRange(least(second.low), most(second.high))
        let best = ReferenceRange(7, 8)
        switch firm.ipClass1 {
        case nil: number = number.joined(best)
        case let first?: number = first >= 1 ? best : number
        }
        let points =
            judged(firm, "ip_advanced", 0, 8) + judged(firm, "ip_core", 0, 8)
            + judged(firm, "ip_number", number.low, number.high)
            + judged(firm, "ip_obtained", 0, firm.ipOwn == false ? 3 : 6) + judged(firm, "ip_standards", 0, 2)
        return points.atMost(ReferenceRange(3000))
    }

    private static func transformationPoints(
        _ firm: ReferenceFirm, _ today: ReferenceDay
    ) -> ReferenceRange {
        let years = (0..<3).count { firm.hadYear($0, today) }
        guard years > 0 else { return judged(firm, "transformation", 0, 30) }
        let results = firm.sum(firm.transformations, today, bounds: .count)
        // Whole results in an average year, five at most: 0, 1-6, 7-12, 13-18, 19-24, 25-30 points.
        let (least, most) = (min(results.low / Int128(years), 5), min(results.high / Int128(years), 5))
        return judged(firm, "transformation", least == 0 ? 0 : least * 6 - 5, most * 6)
    }

    /// Growth over three years, y1 being the first and y3 the last.
    private static func growthPoints(
        _ firm: ReferenceFirm, _ values: [Int?], _ today: ReferenceDay, bounds: ReferenceRange
    ) -> ReferenceRange {
        let (y3, y2, y1) = (
            firm.figure(values, 0, today, bounds: bounds), firm.figure(values, 1, today, bounds: bounds),
            firm.figure(values, 2, today, bounds: bounds)
        )
        if y2 == ReferenceRange(0) { return ReferenceRange(0) }
        guard y2.low == y2.high, y1.low == y1.high else { return ReferenceRange(0, 1000) }
        // The rate rises or falls with y3, so the ends tell.
        return points(y3.low, y2.low, y1.low).joined(points(y3.high, y2.low, y1.low))
    }

    /// y2 is not zero.
    private static func points(_ y3: Int128, _ y2: Int128, _ y1: Int128) -> ReferenceRange {
        // The rate plus one is `above / below`, or half of it where there are two ratios.
        let (above, below) = y1 == 0 ? (2 * y3, y2) : (y2 * y2 + y3 * y1, y1 * y2)
        let sign: Int128 = below < 0 ? -1 : 1
        func reaches(_ percent: Int128) -> Bool { above * sign * 100 >= below * sign * (200 + 2 * percent) }
        if above * sign <= below * sign * 2 { return ReferenceRange(0) }
        let steps: [(percent: Int128, least: Int)] = [(35, 9), (25, 7), (15, 5), (5, 3)]
        let least = steps.first { reaches($0.percent) }?.least ?? 1
        return ReferenceRange(Int128(least) * 100, Int128(least + 1) * 100)
    }
}
