import Core
import Storage
import TestSupport
import Testing

@testable import App

/// The figures from memory: the same as those from the database, for any day and for any institution.
@Suite struct FiguresMemoryTests {
    @Test(arguments: TestEngine.allCases) func anyDayIsThatOfTheStore(_ engine: TestEngine) async throws {
        let province = try Province(engine)
        let memory = FiguresMemory(province.book)
        for day in FiguresTests.days + FiguresTests.days.reversed() {
            let overview = try await memory.overview(asOf: day, in: .whole)
            let divisions = try await FiguresStore.figures(asOf: day, by: .division, in: province.book)
            #expect(overview.total == divisions.total)
            #expect(overview.divisions == divisions.rows)
            let guarantors = try await FiguresStore.figures(asOf: day, by: .guarantor, in: province.book)
            #expect(overview.guarantors.map(\.row) == guarantors.rows)
            #expect(overview.cities.map(\.figures.outstanding).sum() == overview.total.outstanding)
        }
    }

    @Test(arguments: TestEngine.allCases) func recordsAddUpToTheirFigure(_ engine: TestEngine) async throws {
        let province = try Province(engine)
        let memory = FiguresMemory(province.book)
        for day in [FiguresTests.days[4], FiguresTests.days[7], FiguresTests.days[9]] {
            let overview = try await memory.overview(asOf: day, in: .whole)
            for measure in FiguresMeasure.all {
                var question = FiguresQuestion(measure: measure, day: day, scope: .whole)
                let sum = try await self.sum(question, memory)
                #expect(sum == value(measure, overview), "\(measure) on \(day)")
                guard measure.value(overview.total) != nil else { continue }
                for (city, figures) in overview.cities where measure != .liability {
                    question.place = city.map { .city($0.code) } ?? .elsewhere
                    #expect(
                        try await self.sum(question, memory) == measure.value(figures), "\(measure)")
                }
                question.place = .everywhere
                for (place, guarantor) in overview.guarantors.enumerated() {
                    question.guarantor = ID(Int64(place + 1))
                    #expect(
                        try await self.sum(question, memory) == measure.value(guarantor.row.figures),
                        "\(measure)")
                }
            }
        }
    }

    private func sum(_ question: FiguresQuestion, _ memory: FiguresMemory) async throws -> Int64 {
        try await memory.records(question).reduce(0) { $0 + $1.amount }
    }

    private func value(_ measure: FiguresMeasure, _ overview: FiguresOverview) -> Int64? {
        guard case .standing(let standing) = measure else { return measure.value(overview.total) }
        return overview.standings[standing, default: 0]
    }

    @Test(arguments: TestEngine.allCases) func monthsAreThoseOfThePlainList(_ engine: TestEngine) async throws
    {
        let province = try Province(engine)
        let memory = FiguresMemory(province.book)
        for day in FiguresTests.days.dropFirst() {
            let overview = try await memory.overview(asOf: day, in: .whole)
            #expect(overview.months.count == 24)
            #expect(overview.months.last?.month == FormMonth(of: day))
            for month in overview.months {
                let end = min(month.month.last, day)
                let plain = try PlainFigures(province, asOf: end)
                let before = try PlainFigures(province, asOf: month.month.first + -1)
                #expect(month.outstanding.fen == plain.outstanding, "\(month.month) of \(day)")
                #expect(month.compensated.fen == plain.compensated - before.compensated)
                #expect(month.recovered.fen == plain.recovered - before.recovered)
                var question = FiguresQuestion(measure: .recovered, day: end, scope: .whole)
                question.from = month.month.first
                #expect(try await sum(question, memory) == month.recovered.fen)
            }
        }
    }

    @Test(arguments: TestEngine.allCases) func institutionsSeeTheirRow(_ engine: TestEngine) async throws {
        let province = try Province(engine)
        let memory = FiguresMemory(province.book)
        let day = FiguresTests.days[7]
        let institutions = try await province.book.database.read { try InstitutionStore.all($0) }
        for (party, grouping) in [(Party.guarantor, FiguresGrouping.guarantor), (.bank, .bank)] {
            let table = try await FiguresStore.figures(asOf: day, by: grouping, in: province.book)
            for row in table.rows {
                let own = try #require(institutions.first { $0.code == row.key })
                let overview = try await memory.overview(asOf: day, in: .party(party, own.id))
                #expect(overview.total == row.figures, "\(row.key)")
                #expect(overview.coverage == nil)
                for guarantor in overview.guarantors where guarantor.row.key != row.key {
                    #expect(guarantor.row.figures.netAssets == nil)
                }
            }
        }
        // One that is a party of everything, and one that is a party of nothing.
        let treasury = try #require(institutions.first { $0.kind == .treasury })
        let whole = try await memory.overview(asOf: day, in: .whole)
        let all = try await memory.overview(asOf: day, in: .party(.treasury, treasury.id))
        #expect(all.total.outstanding == whole.total.outstanding && all.total.netAssets == nil)
        let none = try await memory.overview(asOf: day, in: .party(.bank, treasury.id))
        #expect(none.total == Figures() && none.divisions.isEmpty && none.guarantors.isEmpty)
        #expect(none.standings.isEmpty && none.ages.isEmpty)
    }

    @Test(arguments: TestEngine.allCases) func whatComesIsSeenAtOnce(_ engine: TestEngine) async throws {
        let rich = try RichBook.filled(engine)
        let memory = FiguresMemory(rich.book)
        let day = RichBook.start + 400
        func agree() async throws {
            let overview = try await memory.overview(asOf: day, in: .whole)
            let table = try await FiguresStore.figures(asOf: day, by: .division, in: rich.book)
            #expect(overview.total == table.total && overview.divisions == table.rows)
        }
        try await agree()
        try rich.bringIn("G9")
        try await agree()
        try rich.record("G9", [.disbursed(.yuan(1_000_000)), .repaid(.yuan(3))])
        try await agree()
        try rich.write { writing in
            try InstitutionStore.setNetAssets(
                .yuan(7), of: rich.sample.agreement.guarantor, from: RichBook.start, writing)
        }
        try await agree()
        // Many at a time, while the book grows.
        try await withThrowingTaskGroup(of: Fen.self) { group in
            for place in 0..<12 {
                group.addTask {
                    try await memory.overview(asOf: day + place % 3, in: .whole).total.outstanding
                }
            }
            try rich.record("G9", [.repaid(.yuan(5))], from: 10)
            for try await outstanding in group { #expect(outstanding.isPositive) }
        }
        try await agree()
    }

    /// Against what the positions of every day say that the parties owe each other.
    @Test(arguments: TestEngine.allCases) func openClaimsAreThoseOfThePositions(_ engine: TestEngine)
        async throws
    {
        let rich = try RichBook.filled(engine)
        let memory = FiguresMemory(rich.book)
        var seen = Set<Fen>()
        for day in (-1...14).map({ RichBook.start + $0 }) + [RichBook.start + 400] {
            let claims = try await memory.openClaims(asOf: day, in: .whole)
            let expected = try rich.book.database.readSynchronously { connection in
                try Self.owed(rich, asOf: day, connection)
            }
            var sums: [ClaimPair: Fen] = [:]
            for claim in claims { sums[claim.pair, default: .zero] += claim.open }
            #expect(sums == expected, "\(day)")
            seen.formUnion(sums.values)
            let overview = try await memory.overview(asOf: day, in: .whole)
            #expect(overview.ages.mapValues { $0.values.sum() } == sums)
            let bank = rich.sample.agreement.bank
            let own = try await memory.openClaims(asOf: day, in: .party(.bank, bank))
            #expect(own == claims.filter { $0.pair.debtor == .bank || $0.pair.creditor == .bank })
        }
        #expect(seen.count > 5)
    }

    private static func owed(
        _ rich: RichBook, asOf day: Day, _ connection: Connection
    ) throws -> [ClaimPair: Fen] {
        let agreement = rich.sample.agreement
        var owed: [ClaimPair: Fen] = [:]
        for number in ["G1", "G2", "G3", "G6", "G7"] {
            let (guarantee, _) = try GuaranteeStore.load(number: number, agreement, connection)
            let past = try EntryStore.past(of: guarantee.id, connection).filter { $0.day <= day }
            let start = Guarantee.restored(
                id: guarantee.id, agreement: agreement, terms: guarantee.terms, state: .filed,
                position: Position())
            let position = try start.replaying(past).position
            for party in Party.allCases where party != .guarantor {
                let there = position.owedToGuarantor(party, agreement.shares)
                let back = position.owedByGuarantor(party)
                if there.isPositive {
                    owed[ClaimPair(debtor: party, creditor: .guarantor), default: .zero] += there
                }
                if back.isPositive {
                    owed[ClaimPair(debtor: .guarantor, creditor: party), default: .zero] += back
                }
            }
        }
        return owed
    }

    @Test func agesHaveTheirBounds() {
        let day = RichBook.start
        let cases: [(Int, ClaimAge)] = [
            (5, .notDue), (0, .notDue), (-1, .month), (-30, .month), (-31, .quarter), (-90, .quarter),
            (-91, .halfYear), (-180, .halfYear), (-181, .year), (-365, .year), (-366, .older),
        ]
        for (days, age) in cases { #expect(ClaimAge(dueOn: day + days, on: day) == age) }
        #expect(ClaimAge(dueOn: nil, on: day) == .withoutDueDay)
    }
}
