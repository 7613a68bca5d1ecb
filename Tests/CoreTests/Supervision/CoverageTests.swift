import Core
import Testing

/// Every city and county of the region is named, with its guarantors or without.
@Suite struct CoverageTests {
    private static func institution(
        _ number: Int64, _ level: Institution.Level, _ division: String, _ kind: Institution.Kind = .guarantor
    ) throws -> Institution {
        try Institution.registered(
            id: ID(number), code: "G\(number)", name: "G\(number)", kind: kind, level: level,
            division: division)
    }

    @Test func anEmptyRegisterCoversNothing() {
        let coverage = Coverage(of: [])
        #expect(coverage.cities.count == 14)
        #expect(coverage.countyCount == Division.counties.count)
        #expect(coverage.coveredCities == 0 && coverage.coveredCounties == 0 && !coverage.isFull)
    }

    @Test func eachCountsAtItsOwnLevelAndPlace() throws {
        let coverage = Coverage(of: [
            try Self.institution(1, .region, "450000"), try Self.institution(2, .city, "450100"),
            try Self.institution(3, .city, "450100"), try Self.institution(4, .county, "450103"),
            // A bank covers nothing, nor does a level that is not that of the place, nor a place that is
            // gone.
            try Self.institution(5, .city, "450200", .bank), try Self.institution(6, .city, "450203"),
            try Self.institution(7, .county, "450106"), try Self.institution(8, .county, "110101"),
        ])
        #expect(coverage.region.map(\.code) == ["G1"])
        #expect(coverage.coveredCities == 1 && coverage.coveredCounties == 1)
        let nanning = try #require(coverage.cities.first)
        #expect(nanning.place.guarantors.map(\.code) == ["G2", "G3"])
        #expect(nanning.counties.filter(\.isCovered).map(\.division.name) == ["青秀区"])
        #expect(coverage.elsewhere.map(\.code) == ["G6", "G7", "G8"])
    }

    @Test func oneEverywhereIsFull() throws {
        let all = [Division.region] + Division.cities + Division.counties
        let institutions = try all.enumerated().map { number, division in
            try Self.institution(
                Int64(number + 1), Institution.Level(rawValue: division.level.rawValue)!,
                division.code.description)
        }
        #expect(Coverage(of: institutions).isFull)
        for left in [0, 1, 40] {
            var others = institutions
            others.remove(at: left)
            #expect(!Coverage(of: others).isFull)
        }
    }
}
