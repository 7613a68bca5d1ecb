/// The coverage of the region by guarantors, for programs and for people.
import Core

struct CoverageOutput: Encodable {
    private let coverage: Coverage

    init(_ coverage: Coverage) { self.coverage = coverage }

    private enum CodingKeys: String, CodingKey {
        case region, cities, elsewhere, full
        case cityCount = "city_count"
        case coveredCities = "cities_covered"
        case countyCount = "county_count"
        case coveredCounties = "counties_covered"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(coverage.region.map(Member.init), forKey: .region)
        try values.encode(coverage.cities.map(City.init), forKey: .cities)
        try values.encode(coverage.elsewhere.map(Member.init), forKey: .elsewhere)
        try values.encode(coverage.isFull, forKey: .full)
        try values.encode(coverage.cities.count, forKey: .cityCount)
        try values.encode(coverage.coveredCities, forKey: .coveredCities)
        try values.encode(coverage.countyCount, forKey: .countyCount)
        try values.encode(coverage.coveredCounties, forKey: .coveredCounties)
    }

    private struct Member: Encodable {
        let code: String
        let name: String

        init(_ institution: Institution) { (code, name) = (institution.code, institution.name) }
    }

    private struct Place: Encodable {
        let code: String
        let name: String
        let guarantors: [Member]

        init(_ place: Coverage.Place) {
            (code, name) = (place.division.code.description, place.division.name)
            guarantors = place.guarantors.map(Member.init)
        }
    }

    private struct City: Encodable {
        let code: String
        let name: String
        let guarantors: [Member]
        let counties: [Place]

        init(_ city: Coverage.City) {
            let place = Place(city.place)
            (code, name, guarantors) = (place.code, place.name, place.guarantors)
            counties = city.counties.map(Place.init)
        }
    }

    func show(_ json: Bool) throws {
        if json { return try printJSON(self) }
        let headings = [
            Sentence(zh: "设区市", en: "City"), Sentence(zh: "市级机构", en: "City level"),
            Sentence(zh: "县级机构", en: "County level"), Sentence(zh: "未覆盖的县(市、区)", en: "Counties without"),
        ].map { $0.text(in: commandLanguage) }
        printTable(headings: headings, rows: coverage.cities.map(cells))
        print(summary.text(in: commandLanguage))
        if !coverage.elsewhere.isEmpty { print(elsewhere.text(in: commandLanguage)) }
    }

    private func cells(_ city: Coverage.City) -> [String] {
        let covered = city.counties.filter(\.isCovered).count
        let without = city.counties.filter { !$0.isCovered }.map { name(of: $0.division) }
        let separator = commandLanguage == .chinese ? "、" : ", "
        return [
            name(of: city.place.division), String(city.place.guarantors.count),
            "\(covered)/\(city.counties.count)", without.joined(separator: separator),
        ]
    }

    private func name(of division: Division) -> String {
        commandLanguage == .chinese ? division.name : division.englishName
    }

    private var summary: Sentence {
        let (cities, counties) = (coverage.cities.count, coverage.countyCount)
        return Sentence(
            zh: """
                自治区级机构 \(coverage.region.count) 家；\(coverage.coveredCities)/\(cities) 个设区市、\
                \(coverage.coveredCounties)/\(counties) 个县(市、区)有本级担保机构。
                """,
            en: """
                Guarantors of the region: \(coverage.region.count). With one of their own: \
                \(coverage.coveredCities) of \(cities) cities, \
                \(coverage.coveredCounties) of \(counties) counties.
                """)
    }

    private var elsewhere: Sentence {
        let codes = coverage.elsewhere.map(\.code)
        return Sentence(
            zh: "级次与行政区划不符、未计入的机构：\(codes.joined(separator: "、"))。",
            en:
                "Not counted, as their level is not that of the division: \(codes.joined(separator: ", "))."
        )
    }
}
