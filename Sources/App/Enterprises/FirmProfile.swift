import Core
import Storage

/// What lists find a firm by: initials, place, industry and size, as they are known last. Derived, and
/// written anew whenever something is told.
struct FirmProfile: Hashable {
    let initials: String
    let brand: String
    let division: String
    let industry: String
    let size: EnterpriseSize?

    init(name: String, creditCode: String, _ statements: [FirmStatement]) {
        initials = NameInitials.of(name)
        brand = NameInitials.ofBrand(name)
        // Books tell of a year that still runs and say nothing that a list finds a firm by.
        let statements = statements.filter { $0.source.kind != .books }
        let lastDay = statements.map(\.day).max() ?? Day(number: 0)
        func known(_ name: String, _ lastYear: Int) -> FirmFactValue? {
            guard let fact = FirmFact.byName[name] else { return nil }
            return statements.told(fact, on: lastDay, lastYear: lastYear).first?.value
        }
        let year = statements.map(\.lastYear).max() ?? 0
        division = known("division", year)?.text ?? String(creditCode.dropFirst(2).prefix(6))
        industry = known("industry", year)?.text ?? ""
        size = FirmProfile.size(industry: industry) { known($0, year) }
    }

    /// Nil where something that the standard asks for is not known.
    private static func size(industry: String, _ known: (String) -> FirmFactValue?) -> EnterpriseSize? {
        let told = known("size_industry")?.text.flatMap { SizeIndustry(word: $0) }
        let derived = (try? IndustryCode(industry)).flatMap { try? SizeIndustry($0) }
        guard let kind = told ?? derived, let employees = known("employees")?.number,
            let revenue = known("revenue_y0")?.number, let assets = known("total_assets_y0")?.number
        else { return nil }
        return EnterpriseSize.of(
            industry: kind, employees: Int(employees), revenue: Fen(revenue), totalAssets: Fen(assets))
    }

    func write(of enterprise: Int64, _ connection: Connection) throws {
        try connection.run(
            SQL(
                """
                INSERT INTO enterprise_profile (enterprise_id, initials, brand, division, city, industry,
                    section, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (enterprise_id) DO UPDATE SET initials = excluded.initials,
                    brand = excluded.brand, division = excluded.division, city = excluded.city,
                    industry = excluded.industry, section = excluded.section, size = excluded.size
                """,
                [.int(enterprise)] + columns.map(Value.text)))
    }

    /// As its columns have it: initials, brand, division, city, industry, section, size.
    var columns: [String] {
        [
            initials, brand, division, division.prefix(4) + "00", industry, String(industry.prefix(1)),
            size?.rawValue ?? "",
        ]
    }
}
