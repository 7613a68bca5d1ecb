import Core

/// A made-up firm: its code, name, place and size, and how much it usually borrows.
struct DemonstrationFirm: Sendable {
    let creditCode: CreditCode
    let name: String
    /// County or district.
    let division: Division.Code
    let industry: String
    let employees: Int64
    let revenue: Fen
    let totalAssets: Fen
    let size: EnterpriseSize
    /// A usual loan, in units of 10,000 yuan.
    let usualLoan: Int64

    /// Firms of a province, no two with the same code or name.
    static func make(_ count: Int, _ random: inout SeededGenerator) throws -> [DemonstrationFirm] {
        var names: Set<String> = []
        let numbers = random.shuffled(Array(0..<count))
        return try (0..<count).map { try make(number: numbers[$0], besides: &names, &random) }
    }

    var borrower: GuaranteeRegistration.Borrower {
        .init(
            creditCode: creditCode.description, name: name, industry: industry, employees: employees,
            revenue: revenue, totalAssets: totalAssets, size: size)
    }

    private static func make(
        number: Int, besides names: inout Set<String>, _ random: inout SeededGenerator
    ) throws -> DemonstrationFirm {
        let city = Division.cities[random.pick(weights: cityWeights)]
        let division = random.pick(DemonstrationPlaces.counties(of: city))
        let industry = DemonstrationIndustry.all[
            random.pick(weights: DemonstrationIndustry.all.map(\.weight))]
        var name = ""
        repeat { name = self.name(in: city, industry, &random) } while !names.insert(name).inserted
        let size = [EnterpriseSize.micro, .small, .medium][random.pick(weights: [24, 62, 14])]
        return try DemonstrationFirm(
            creditCode: DemonstrationPlaces.creditCode(in: division.code, number: 100_000 + number * 7),
            name: name,
            division: division.code, industry: industry.code, wanted: size, &random)
    }

    /// Nanning, Liuzhou, Guilin, … in the order of their codes.
    private static let cityWeights = [24, 15, 13, 6, 5, 3, 5, 6, 9, 4, 3, 3, 2, 2]

    private static func name(
        in city: Division, _ industry: DemonstrationIndustry, _ random: inout SeededGenerator
    ) -> String {
        let place = DemonstrationNames.short(city.name)
        let form = random.pick(["有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司"])
        return place + DemonstrationNames.brand(&random) + random.pick(industry.words) + form
    }

    private init(
        creditCode: CreditCode, name: String, division: Division.Code, industry: String,
        wanted: EnterpriseSize, _ random: inout SeededGenerator
    ) throws {
        self.creditCode = creditCode
        self.name = name
        self.division = division
        self.industry = industry
        switch wanted {
        case .micro:
            employees = Int64(random.number(3...9))
            usualLoan = Int64(random.low(30...260))
        case .small:
            employees = Int64(random.low(24...95))
            usualLoan = Int64(random.low(150...1900))
        case .medium, .large:
            employees = Int64(industry.hasPrefix("C") ? random.low(300...800) : random.low(100...280))
            usualLoan = Int64(random.low(800...4200))
        }
        revenue = .yuan(usualLoan * Int64(random.number(18_000...52_000)))
        totalAssets = .yuan(usualLoan * Int64(random.number(16_000...45_000)))
        size = EnterpriseSize.of(
            industry: try SizeIndustry(IndustryCode(industry)), employees: Int(employees), revenue: revenue,
            totalAssets: totalAssets)
    }
}

/// Places and codes of the demonstration province.
enum DemonstrationPlaces {
    /// The districts and counties of a city whose codes held from 2014 to 2017.
    static func counties(of city: Division) -> [Division] {
        Division.all.filter { county in
            county.level == .county && county.code.city == city.code
                && county.isInForce(on: DemonstrationDays.day(2014, 1, 1))
                && county.isInForce(on: DemonstrationDays.reply)
        }
    }

    /// Organisation codes that begin with DM were never given out: no real body has such a credit code.
    static func creditCode(
        department: Character = "9", in division: Division.Code, number: Int
    ) throws -> CreditCode {
        let digits = String(number)
        precondition(digits.count <= 6, "at most six digits")
        let organisation = "DM" + String(repeating: "0", count: 6 - digits.count) + digits
        return try CreditCode.make(
            department: department, kind: "1", division: division, organisation: organisation)
    }
}
