import Core

/// The institutions of the demonstration province: guarantors of three levels, the re-guarantor, banks,
/// treasuries.
struct DemonstrationInstitutions: Sendable {
    let all: [Seat]
    let reguarantor: Seat
    let banks: [Seat]
    let guarantors: [Seat]
    let treasuries: [Seat]

    /// An institution and the day on which it was founded or joined.
    struct Seat: Sendable {
        let institution: Institution
        let since: Day
        /// Short and unique, for the numbers of agreements.
        let tag: String

        var isOld: Bool { since < DemonstrationDays.day(2016, 1, 1) }
    }

    /// Counties with a guarantor and a treasury of their own; the first three had theirs before 2016.
    static let counties = [
        "450881", "450923", "450521", "450126", "450127", "450223", "450332", "450721", "451022",
    ]
    /// Cities whose guarantor was founded in 2016.
    private static let newCities = ["450600", "451100", "451200", "451300", "451400"]

    /// 25 guarantors, 12 of them founded in 2016, one re-guarantor, 6 banks and 23 treasuries.
    init() throws {
        var roll = Roll()
        try roll.addGuarantors()
        reguarantor = try roll.add(
            "广西示例再担保有限公司", .reguarantor, .region, "450000", since: DemonstrationDays.day(2015, 12, 18),
            tag: "R")
        for (index, name) in DemonstrationNames.banks.enumerated() {
            try roll.add(
                name + "广西分行", .bank, .region, "450000", since: DemonstrationDays.first, tag: "B\(index + 1)")
        }
        for division in Division.cities.map({ $0.code.description }) + DemonstrationInstitutions.counties {
            let level: Institution.Level = division.hasSuffix("00") ? .city : .county
            try roll.add(
                roll.name(of: division) + "财政局(示例)", .treasury, level, division,
                since: DemonstrationDays.first, tag: "T\(division)")
        }
        all = roll.seats
        guarantors = all.filter { $0.institution.kind == .guarantor }
        banks = all.filter { $0.institution.kind == .bank }
        treasuries = all.filter { $0.institution.kind == .treasury }
    }

    func treasury(of division: String) -> Institution? {
        treasuries.first { $0.institution.division == division }?.institution
    }

    private struct Roll {
        var seats: [Seat] = []

        @discardableResult
        mutating func add(
            _ name: String, _ kind: Institution.Kind, _ level: Institution.Level, _ division: String,
            since: Day,
            tag: String
        ) throws -> Seat {
            let number = seats.count + 1
            guard let place = Division.Code(division) else { throw InstitutionRefusal.division(division) }
            // Position 1 of the code: 1 is the office for public bodies, 9 market regulation.
            let code = try DemonstrationPlaces.creditCode(
                department: kind == .treasury ? "1" : "9", in: place, number: number)
            let institution = try Institution.registered(
                id: ID(Int64(number)), code: code.description, name: name, kind: kind, level: level,
                division: division)
            let seat = Seat(institution: institution, since: try DemonstrationDays.onOrAfter(since), tag: tag)
            seats.append(seat)
            return seat
        }

        mutating func addGuarantors() throws {
            let old = DemonstrationDays.first
            try add("广西示例融资担保集团有限公司", .guarantor, .region, "450000", since: old, tag: "GX1")
            try add(
                "广西示例农业信贷担保有限公司", .guarantor, .region, "450000",
                since: DemonstrationDays.day(2016, 4, 12), tag: "GX2")
            for (index, city) in Division.cities.enumerated() {
                let isNew = DemonstrationInstitutions.newCities.contains(city.code.description)
                try add(
                    "\(city.name)示例融资担保有限公司", .guarantor, .city, city.code.description,
                    since: isNew ? DemonstrationDays.day(2016, 1, 18) + index * 3 : old,
                    tag: city.code.description)
            }
            for (index, county) in DemonstrationInstitutions.counties.enumerated() {
                try add(
                    "\(name(of: county))示例融资担保有限公司", .guarantor, .county, county,
                    since: index < 3 ? old : DemonstrationDays.day(2016, 2, 22) + index * 16, tag: county)
            }
        }

        func name(of division: String) -> String { Division.find(division)?.name ?? division }
    }
}
