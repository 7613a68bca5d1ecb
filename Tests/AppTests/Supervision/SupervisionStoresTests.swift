import Core
import Storage
import TestSupport
import Testing

@testable import App

/// Reserves, capital need and coverage out of a book.
@Suite struct SupervisionStoresTests {
    @Test(arguments: TestEngine.allCases) func reservesFollowFeesAndBalances(_ engine: TestEngine)
        async throws
    {
        let rich = try RichBook(engine)
        let start = RichBook.start
        try rich.bringIn("G1")
        try rich.record("G1", [.disbursed(.yuan(1_000_000)), .feePaid(.yuan(15_000))])
        try rich.record("G1", [.repaid(.yuan(400_000))], from: 100)
        try rich.record("G1", [.released, .feeRefunded(.yuan(1_000))], from: 300)
        let guarantor = try await rich.book.database.read { try InstitutionStore.all($0) }
            .first { $0.kind == .guarantor }
        let code = try #require(guarantor?.code)
        let (found, years) = try await ReservesStore.reserves(of: code, until: start + 800, in: rich.book)
        #expect(found == guarantor)
        let span = start.year...(start + 800).year
        #expect(years.map(\.year) == Array(span))
        let expected: [(Fen, Fen)] = span.map { year in
            let end = min(Day(year, 12, 31)!, start + 800)
            let outstanding: Int64 = end < start + 100 ? 1_000_000 : end < start + 300 ? 600_000 : 0
            let fees: Int64 =
                (year == (start + 1).year ? 15_000 : 0) - (year == (start + 301).year ? 1_000 : 0)
            return (.yuan(fees), .yuan(outstanding))
        }
        #expect(years.map(\.fees) == expected.map(\.0))
        #expect(years.map(\.outstanding) == expected.map(\.1))
        #expect(years.map(\.unearnedPremium) == expected.map { max(Rate.percent(50).of($0.0), .zero) })
        #expect(years[0].compensation == Rate.percent(1).of(years[0].outstanding))
        await #expect(throws: NotFound.self) {
            try await ReservesStore.reserves(of: "nobody", until: start, in: rich.book)
        }
    }

    @Test(arguments: TestEngine.allCases) func theCapitalNeedIsOfEachGuarantor(_ engine: TestEngine)
        async throws
    {
        let province = try Province(engine)
        let day = FiguresTests.days[5]
        let figures = try await FiguresStore.figures(asOf: day, by: .guarantor, in: province.book)
        let multiple = Rate(millionths: 10_000)
        let table = try await CapitalNeedTable.table(
            asOf: day, growth: .percent(20), multiple: multiple, in: province.book)
        #expect(table.rows.map(\.code) == figures.rows.map(\.key))
        for (row, of) in zip(table.rows, figures.rows) {
            #expect(row.need.liability == of.figures.liabilityBalance)
            #expect(row.need.liabilityOfServed <= of.figures.liabilityBalance)
            #expect(row.need.netAssets == of.figures.netAssets)
        }
        #expect(table.contribution == table.rows.compactMap(\.need.contribution).sum())
        #expect(table.rows.contains { $0.need.liabilityOfServed.isPositive })
        let served = figures.rows.map(\.figures.liabilityOfServed).sum()
        #expect(figures.total.liabilityOfServed == served)
    }

    @Test(arguments: TestEngine.allCases) func theCoverageIsThatOfTheRegister(_ engine: TestEngine)
        async throws
    {
        let rich = try RichBook(engine)
        try rich.write { writing in
            try InstitutionStore.register(
                code: "N", name: "N", kind: .guarantor, level: .county, division: "450103", writing)
        }
        let coverage = try await CoverageStore.coverage(in: rich.book)
        #expect(coverage.coveredCounties == 1)
        #expect(coverage.cities[0].counties.flatMap(\.guarantors).map(\.code) == ["N"])
    }
}
