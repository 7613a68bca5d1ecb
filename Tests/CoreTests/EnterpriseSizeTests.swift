/// Size classes at and just under every limit, and the industries that they are looked up by.
import Testing

@testable import Core

@Suite struct EnterpriseSizeTests {
    /// One row of the rule: the limits of large, medium and small as (employees, revenue, assets), in 10,000
    /// yuan.
    typealias Row = (industry: SizeIndustry, limits: [[Int64?]])

    static let rule: [Row] = [
        (.agriculture, [[nil, 20_000, nil], [nil, 500, nil], [nil, 50, nil]]),
        (.industry, [[1000, 40_000, nil], [300, 2000, nil], [20, 300, nil]]),
        (.construction, [[nil, 80_000, 80_000], [nil, 6000, 5000], [nil, 300, 300]]),
        (.wholesale, [[200, 40_000, nil], [20, 5000, nil], [5, 1000, nil]]),
        (.retail, [[300, 20_000, nil], [50, 500, nil], [10, 100, nil]]),
        (.transport, [[1000, 30_000, nil], [300, 3000, nil], [20, 200, nil]]),
        (.storage, [[200, 30_000, nil], [100, 1000, nil], [20, 100, nil]]),
        (.post, [[1000, 30_000, nil], [300, 2000, nil], [20, 100, nil]]),
        (.hotels, [[300, 10_000, nil], [100, 2000, nil], [10, 100, nil]]),
        (.catering, [[300, 10_000, nil], [100, 2000, nil], [10, 100, nil]]),
        (.informationTransmission, [[2000, 100_000, nil], [100, 1000, nil], [10, 100, nil]]),
        (.software, [[300, 10_000, nil], [100, 1000, nil], [10, 50, nil]]),
        (.realEstateDevelopment, [[nil, 200_000, 10_000], [nil, 1000, 5000], [nil, 100, 2000]]),
        (.propertyManagement, [[1000, 5000, nil], [300, 1000, nil], [100, 500, nil]]),
        (.leasingAndBusiness, [[300, nil, 120_000], [100, nil, 8000], [10, nil, 100]]),
        (.others, [[300, nil, nil], [100, nil, nil], [10, nil, nil]]),
    ]

    @Test func theRuleNamesEveryIndustry() {
        #expect(Self.rule.map(\.industry) == SizeIndustry.allCases)
    }

    /// Exactly at its limits a firm is of the class; under any one of them by the least step it is below.
    @Test(arguments: SizeIndustry.allCases)
    func atAndUnderEveryLimit(_ industry: SizeIndustry) throws {
        let limits = try #require(Self.rule.first { $0.industry == industry }).limits
        let classes: [EnterpriseSize] = [.large, .medium, .small, .micro]
        for (index, limit) in limits.enumerated() {
            var firm = limit.map { $0 ?? 0 }
            for field in [1, 2] { firm[field] *= 1_000_000 }
            #expect(size(industry, firm) == classes[index])
            for field in 0..<3 where limit[field] != nil {
                var lesser = firm
                lesser[field] -= 1
                #expect(size(industry, lesser) == classes[index + 1], "\(industry) \(lesser)")
            }
        }
    }

    /// Many people with little revenue: the class is the largest whose limits are all reached.
    @Test(
        arguments: [
            (SizeIndustry.industry, 5000, 3000, EnterpriseSize.medium), (.industry, 5000, 299, .micro),
            (.industry, 19, 90_000, .micro), (.software, 99, 50_000, .small), (.catering, 400, 500, .small),
        ] as [(SizeIndustry, Int, Int64, EnterpriseSize)])
    func fallsToTheClassBelow(
        _ industry: SizeIndustry, _ employees: Int, _ wan: Int64, _ expected: EnterpriseSize
    ) {
        #expect(size(industry, [Int64(employees), wan * 1_000_000, 0]) == expected)
    }

    @Test func ordered() {
        #expect(EnterpriseSize.allCases == EnterpriseSize.allCases.sorted())
        #expect(EnterpriseSize.allCases.map(\.isSmallOrMicro) == [true, true, false, false])
    }

    private func size(_ industry: SizeIndustry, _ firm: [Int64]) -> EnterpriseSize {
        EnterpriseSize.of(
            industry: industry, employees: Int(firm[0]), revenue: Fen(firm[1]), totalAssets: Fen(firm[2]))
    }
}

@Suite struct IndustryCodeTests {
    @Test(
        arguments: [
            ("A", SizeIndustry.agriculture), ("A05", .agriculture), ("B06", .industry), ("C", .industry),
            ("C3912", .industry), ("D4620", .industry), ("E50", .construction), ("F", .wholesale),
            ("F51", .wholesale),
            ("F5299", .retail), ("G", .transport), ("G53", .others), ("G5411", .transport),
            ("G58", .transport),
            ("G59", .storage), ("G591", .transport), ("G5910", .transport), ("G5920", .storage),
            ("G60", .post),
            ("H", .catering), ("H61", .hotels), ("H6210", .catering), ("I", .software),
            ("I63", .informationTransmission),
            ("I6410", .informationTransmission), ("I65", .software), ("I6511", .software),
            ("K", .propertyManagement),
            ("K70", .propertyManagement), ("K7010", .realEstateDevelopment), ("K702", .propertyManagement),
            ("K703", .others), ("L71", .leasingAndBusiness), ("L72", .leasingAndBusiness), ("M7320", .others),
            ("N77", .others), ("O81", .others), ("P83", .others), ("Q85", .others), ("R90", .others),
            ("i65", .software),
        ] as [(String, SizeIndustry)])
    func industryOfCode(_ text: String, _ industry: SizeIndustry) throws {
        let code = try IndustryCode(text)
        #expect(try SizeIndustry(code) == industry)
        #expect(code.description == text.uppercased())
    }

    @Test(arguments: ["J", "J66", "S91", "T", "T97"])
    func withoutLimits(_ text: String) throws {
        let code = try IndustryCode(text)
        #expect(throws: SizeIndustryRefusal.withoutLimits(code)) { try SizeIndustry(code) }
    }

    @Test(arguments: [
        ("C65", IndustryCodeRefusal.divisionOutside(65, of: "C", belongsTo: "I")),
        ("B01", .divisionOutside(1, of: "B", belongsTo: "A")),
        ("A00", .divisionOutside(0, of: "A", belongsTo: nil)),
        ("T98", .divisionOutside(98, of: "T", belongsTo: nil)), ("U", .unknownSection("U")),
        ("I6", .malformed),
        ("I65111", .malformed), ("", .malformed), ("6", .malformed), ("6510", .sectionMissing("I")),
        ("00", .malformed), ("I6５", .malformed), ("I-5", .malformed), ("é65", .malformed),
        ("I 65", .malformed),
    ])
    func refuses(_ text: String, _ refusal: IndustryCodeRefusal) {
        #expect(throws: refusal) { try IndustryCode(text) }
        #expect(!refusal.sentence.zh.isEmpty && !refusal.sentence.en.isEmpty)
    }

    @Test func everyDivisionHasOneSection() throws {
        for division in 1...97 {
            let number = division < 10 ? "0\(division)" : "\(division)"
            let sections = "ABCDEFGHIJKLMNOPQRST".filter { (try? IndustryCode("\($0)\(number)")) != nil }
            #expect(sections.count == 1, "\(number)")
        }
    }
}
