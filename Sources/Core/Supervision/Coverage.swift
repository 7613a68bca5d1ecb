/// Which cities and counties have a guarantee institution of their own, and which have none (三级全覆盖).

/// The guarantors of a register by the divisions of the region that are in force.
public struct Coverage: Hashable, Sendable {
    /// Guarantors of the region itself.
    public let region: [Institution]
    public let cities: [City]
    /// Guarantors whose level is not that of a division in force.
    public let elsewhere: [Institution]

    public struct Place: Hashable, Sendable {
        public let division: Division
        public let guarantors: [Institution]

        public var isCovered: Bool { !guarantors.isEmpty }
    }

    public struct City: Hashable, Sendable {
        public let place: Place
        public let counties: [Place]
    }

    /// Other kinds of institutions are left out.
    public init(of institutions: [Institution]) {
        let guarantors = institutions.filter { $0.kind == .guarantor }.sorted { $0.code < $1.code }
        let byPlace = Dictionary(grouping: guarantors) { Self.place(of: $0) }
        func place(_ division: Division) -> Place {
            Place(division: division, guarantors: byPlace[division.code, default: []])
        }
        region = byPlace[Division.region.code, default: []]
        cities = Division.cities.map { City(place: place($0), counties: $0.counties.map(place)) }
        elsewhere = byPlace[nil, default: []]
    }

    public var countyCount: Int { cities.reduce(0) { $0 + $1.counties.count } }
    public var coveredCities: Int { cities.filter(\.place.isCovered).count }
    public var coveredCounties: Int { cities.reduce(0) { $0 + $1.counties.filter(\.isCovered).count } }

    /// Whether each of the three levels has one everywhere.
    public var isFull: Bool {
        !region.isEmpty && coveredCities == cities.count && coveredCounties == countyCount
    }

    /// The division in force for which it stands; nil where its level is another.
    private static func place(of guarantor: Institution) -> Division.Code? {
        guard let division = Division.find(guarantor.division), division.lastYear == nil else { return nil }
        return division.level.rawValue == guarantor.level.rawValue ? division.code : nil
    }
}
