/// The reference itself, on firms whose answers are known from the documents.
import Testing

@Suite struct ReferenceTests {
    private static let today = ReferenceDay(2017, 6, 30)

    /// Every threshold of recognition reached exactly, experts' points that make 70.01 to 71.01 in all.
    private static var typical: ReferenceFirm {
        var firm = ReferenceFirm()
        firm.sizeIndustry = "software"
        firm.registeredOn = ReferenceDay(2010, 1, 1)
        (firm.employees, firm.technicalStaff) = (100, 10)
        firm.revenue = [2_000_000_000, 2_000_000_000, 2_000_000_000]
        firm.rd = [100_000_000, 100_000_000, 100_000_000]
        firm.rdDomestic = [60_000_000, 60_000_000, 60_000_000]
        (firm.totalIncome, firm.hightechIncome) = (2_000_000_000, 1_200_000_000)
        (firm.totalCosts, firm.totalAssets) = (1_800_000_000, 3_000_000_000)
        firm.netAssets = [1_822_500_000, 1_350_000_000, 1_000_000_000]
        (firm.ipClass1, firm.ipClass2, firm.ipOwn, firm.ipCore) = (1, 0, true, true)
        (firm.listedField, firm.incident, firm.dishonest, firm.prohibited) = (true, false, false, false)
        firm.transformations = [5, 5, 5]
        firm.hnteTimes = 0
        (firm.nationalPrize, firm.provincialRD, firm.ledStandard) = (false, false, false)
        let points = [700, 700, 700, 500, 0, 2500, 501, 500, 0, 0]
        firm.scores = Dictionary(uniqueKeysWithValues: zip(ReferenceFirm.scoreNames, points))
        return firm
    }

    @Test func aFirmAtEveryThresholdIsRecognised() {
        let decision = ReferenceRecognition.hnte(Self.typical, on: Self.today)
        #expect(decision.verdict == .yes)
        #expect(decision.score == ReferenceRange(7001, 7101))
    }

    @Test func oneLessFails() throws {
        let figures: [(String, WritableKeyPath<ReferenceFirm, Int?>)] = [
            ("staff_reached", \.technicalStaff), ("hightech_reached", \.hightechIncome),
            ("rd_intensity_reached", \.rd[1]), ("rd_in_china", \.rdDomestic[2]),
        ]
        for (id, figure) in figures {
            var firm = Self.typical
            firm[keyPath: figure] = try #require(firm[keyPath: figure]) - 1
            // Less R&D leaves a larger part of it in China.
            let decision = ReferenceRecognition.hnte(firm, on: Self.today)
            #expect(decision.verdict == .no)
            #expect(decision.failed == [id])
        }
    }

    @Test func withoutExpertsThePointsAreARange() {
        var firm = Self.typical
        firm.scores = [:]
        let decision = ReferenceRecognition.hnte(firm, on: Self.today)
        #expect(decision.score == ReferenceRange(4100, 9000))
        #expect(decision.open == ["score_reached"])
    }

    @Test func yearsBeforeRegistrationCountAsNothing() {
        var firm = Self.typical
        firm.registeredOn = ReferenceDay(2016, 6, 30)
        firm.rd = [100_000_000, nil, 0]
        let decision = ReferenceRecognition.hnte(firm, on: Self.today)
        #expect(decision.failed == ["score_reached"])
        #expect(decision.score == ReferenceRange(6101))
    }

    @Test func aTechnologySMEAddsUp() {
        // 4 for staff, 40 for R&D of revenue, 30 for a class I right.
        let decision = ReferenceRecognition.technologySME(Self.typical, on: Self.today)
        #expect(decision.score == ReferenceRange(7400))
        #expect(decision.verdict == .yes)
    }

    @Test(arguments: [
        (100, 1_000_000_000, "medium"), (99, 1_000_000_000, "small"), (10, 50_000_000, "small"),
        (10, 49_999_999, "micro"), (300, 10_000_000_000, "large"), (300, 9_999_999_999, "medium"),
    ])
    func sizeOfASoftwareFirm(employees: Int, revenue: Int, word: String) {
        var firm = Self.typical
        firm.employees = employees
        firm.revenue[0] = revenue
        #expect(ReferencePolicies.size(firm, on: Self.today).sizeClass == word)
    }

    /// The 350 firms recognised in 2016 were paid 28.7 million yuan in 2017.
    @Test func theAwardsOf2017AddUp() throws {
        var sum: Int128 = 0
        for number in 0..<350 {
            var firm = Self.typical
            firm.hnteTimes = number < 224 ? 1 : 2
            firm.hnteRecognisedOn = ReferenceDay(2016, 1 + number % 12, 15)
            let amount = try #require(ReferencePolicies.awards(firm, on: Self.today).amount)
            #expect(amount.low == amount.high)
            sum += amount.low
        }
        #expect(sum == 2_870_000_000)
    }

    @Test func measuresOfOneBook() {
        var firm = ReferenceFirm()
        firm.books = Dictionary(uniqueKeysWithValues: ReferenceFirm.bookNames.map { ($0, 0) })
        firm.books["rd_staff"] = 900_000_000
        firm.books["rd_other"] = 300_000_000
        firm.books["rd_commissioned_abroad"] = 100_000_000
        let before = ReferencePolicies.deductible(firm, on: ReferenceDay(2017, 12, 31))
        let after = ReferencePolicies.deductible(firm, on: ReferenceDay(2018, 1, 1))
        #expect(ReferencePolicies.rdMeasures(firm, on: Self.today).amount == ReferenceRange(1_225_000_000))
        #expect(before == ReferenceRange(1_000_000_000 * 135))
        #expect(after == ReferenceRange(1_080_000_000 * 135))
    }

    /// The firms that the comparison with the language uses: every answer comes up often, on the edges too.
    @Test func theFirmsAreOnTheEdges() {
        var firms = ReferenceFirms(seed: 2017, on: Self.today)
        var seen: [String: Int] = [:]
        for _ in 0..<5_000 {
            let firm = firms.next()
            let size = ReferencePolicies.size(firm, on: Self.today)
            seen["size \(size.sizeClass ?? "open")", default: 0] += 1
            for (name, decision) in Self.decisions(firm) {
                seen["\(name) \(decision.verdict?.rawValue ?? "-")", default: 0] += 1
                for id in decision.failed { seen["\(name) \(id) failed", default: 0] += 1 }
                for id in decision.open { seen["\(name) \(id) open", default: 0] += 1 }
            }
        }
        for word in ["large", "medium", "small", "micro", "open"] {
            #expect(seen["size \(word)", default: 0] > 50)
        }
        for name in ["hnte", "technology-sme", "awards", "cultivation-entry", "extra-deduction"] {
            for verdict in ["yes", "no", "open"] {
                #expect(seen["\(name) \(verdict)", default: 0] > 10, "\(name) \(verdict)")
            }
        }
        for id in [
            "rd_intensity_reached", "rd_in_china", "staff_reached", "hightech_reached", "score_reached",
        ] {
            #expect(seen["hnte \(id) failed", default: 0] > 25, "\(id)")
            #expect(seen["hnte \(id) open", default: 0] > 25, "\(id)")
        }
    }

    private static func decisions(_ firm: ReferenceFirm) -> [(String, ReferenceDecision)] {
        [
            ("hnte", ReferenceRecognition.hnte(firm, on: today)),
            ("technology-sme", ReferenceRecognition.technologySME(firm, on: today)),
            ("awards", ReferencePolicies.awards(firm, on: today)),
            ("cultivation-entry", ReferencePolicies.cultivationEntry(firm, on: today)),
            ("extra-deduction", ReferencePolicies.extraDeduction(firm, on: today)),
        ]
    }
}
