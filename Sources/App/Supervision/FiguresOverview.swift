import Core

/// All figures of a day of one scope, as their page shows them.
struct FiguresOverview: Sendable {
    let asOf: Day
    let total: Figures
    let divisions: [FiguresTable.Row]
    let guarantors: [Guarantor]
    /// The last 24 months, the last of them up to the day.
    let months: [FiguresMonth]
    /// The number of guarantees by how they stand.
    let standings: [GuaranteeStanding: Int64]
    let ages: [ClaimPair: [ClaimAge: Fen]]
    /// Nil where the register is not the scope's business.
    let coverage: Coverage?

    struct Guarantor: Sendable {
        let row: FiguresTable.Row
        /// The multiple of its net assets that its liability balance may reach (Decree 683 art. 15).
        let ceiling: Int64
    }

    static let monthCount = 24

    /// The tables are added up side by side, as each looks at every guarantee of the book.
    static func make(
        _ reading: FiguresReading, _ columns: EntryColumns, asOf day: Day, in scope: FiguresScope,
        claims: [OpenClaim]
    ) async -> FiguresOverview {
        async let byDivision = reading.table(asOf: day, by: .division, in: scope)
        async let guarantors = guarantors(reading, asOf: day, in: scope)
        async let months = months(reading, columns, asOf: day, in: scope)
        async let standings = standings(reading, in: scope)
        var ages: [ClaimPair: [ClaimAge: Fen]] = [:]
        for claim in claims {
            ages[claim.pair, default: [:]][ClaimAge(dueOn: claim.dueOn, on: day), default: .zero] +=
                claim.open
        }
        return await FiguresOverview(
            asOf: day, total: byDivision.total, divisions: byDivision.rows, guarantors: guarantors,
            months: months, standings: standings, ages: ages,
            coverage: scope == .whole ? Coverage(of: reading.frame.institutions) : nil)
    }

    private static func months(
        _ reading: FiguresReading, _ columns: EntryColumns, asOf day: Day, in scope: FiguresScope
    ) -> [FiguresMonth] {
        let included = scope.agreements(reading.frame)
        let facts = reading.scans[0].facts
        return columns.months(monthCount, until: day) { guarantee in
            included[Int(facts[Int(guarantee) - 1].agreement)]
        }
    }

    private static func standings(
        _ reading: FiguresReading, in scope: FiguresScope
    ) -> [GuaranteeStanding: Int64] {
        let included = scope.agreements(reading.frame)
        var standings: [GuaranteeStanding: Int64] = [:]
        for (place, fact) in reading.scans[0].facts.enumerated() where included[Int(fact.agreement)] {
            if let standing = GuaranteeStanding(reading.sums.totals(of: place + 1)) {
                standings[standing, default: 0] += 1
            }
        }
        return standings
    }

    private static func guarantors(
        _ reading: FiguresReading, asOf day: Day, in scope: FiguresScope
    ) -> [Guarantor] {
        let counts = reading.customers.counts()
        let numbers = Dictionary(
            uniqueKeysWithValues: reading.frame.institutions.map { ($0.code, Int32($0.id.number)) })
        return reading.table(asOf: day, by: .guarantor, in: scope).rows.map { row in
            let customers = numbers[row.key].flatMap { counts[$0] } ?? (0, 0)
            let exposure = Limits.Exposure(
                netAssets: row.figures.netAssets ?? .zero, liability: row.figures.liabilityBalance,
                smallLiability: row.figures.liabilityOfServed, customers: customers.all,
                smallCustomers: customers.served, borrowerLiability: .zero, relatedLiability: .zero)
            return Guarantor(row: row, ceiling: exposure.leverageCeiling)
        }
    }

    /// The rows of the divisions added up by today's cities, in their order; what lies in none of them at the
    /// end, without a city. They have no liability balance, which is rounded for each guarantor.
    var cities: [(city: Division?, figures: Figures)] {
        var byCity: [Division.Code?: Figures] = [:]
        for row in divisions {
            let code = Division.Code(row.key)?.city
            let isCity = Division.cities.contains { $0.code == code }
            byCity[isCity ? code : nil, default: Figures()] += row.figures
        }
        let cities = Division.cities.map { (city: Division?.some($0), figures: byCity[$0.code] ?? Figures()) }
        return cities + (byCity[nil].map { [(nil, $0)] } ?? [])
    }
}
