import Core
import Storage
import TestSupport
import Testing

@testable import App

@Suite struct FiguresTests {
    static let days = [-1, 0, 45, 95, 131, 205, 300, 411, 700, 2_000].map { Province.first + $0 }

    @Test(arguments: TestEngine.allCases)
    func everyFigureIsThatOfThePlainList(_ engine: TestEngine) async throws {
        let province = try Province(engine)
        for day in Self.days {
            let table = try await FiguresStore.figures(asOf: day, in: province.book)
            expect(table.total, try PlainFigures(province, asOf: day))
            #expect(table.rows.isEmpty)
            let known = Province.netAssets.reduce(0, +)
            #expect(table.total.netAssets == (day < Province.first ? Fen(2) : Fen(known)))
        }
        // A loss, a release and a reversal must be among them.
        let last = try await FiguresStore.figures(asOf: Self.days[9], in: province.book).total
        #expect(last.compensated.isPositive && last.released.isPositive && last.writtenOff.isPositive)
    }

    @Test(arguments: TestEngine.allCases)
    func rowsAreThoseOfThePlainListAndAddUp(_ engine: TestEngine) async throws {
        let province = try Province(engine)
        for day in [Self.days[5], Self.days[7]] {
            for grouping in FiguresGrouping.allCases {
                let table = try await FiguresStore.figures(asOf: day, by: grouping, in: province.book)
                for (place, row) in table.rows.enumerated() {
                    expect(
                        row.figures, try PlainFigures(province, asOf: day) { $0.place(by: grouping) == place }
                    )
                }
                expectRowsAddUp(table)
            }
        }
    }

    @Test func anyNumberOfReadersGivesTheSame() async throws {
        let province = try Province(.sqlite)
        let day = Self.days[7]
        let one = try await FiguresStore.figures(asOf: day, by: .division, in: province.book, lanes: 1)
        for lanes in [2, 3, 7, 64] {
            let more = try await FiguresStore.figures(
                asOf: day, by: .division, in: province.book, lanes: lanes)
            #expect(more == one)
        }
        #expect(one.rows.map(\.key) == Province.divisions.sorted())
        #expect(one.rows.first?.name == Sentence(zh: "南宁市", en: "Nanning"))
    }

    @Test(arguments: TestEngine.allCases)
    func anEmptyBookHasNoRatios(_ engine: TestEngine) async throws {
        let database = try engine.makeDatabase()
        let book = try Book.open(database.url, now: { 0 })
        defer { book.close() }
        let total = try await FiguresStore.figures(asOf: Province.first, by: .bank, in: book).total
        #expect(total == Figures())
        #expect(total.leverage == nil && total.lossRate == nil && total.averageFeeRate == nil)
    }

    /// `EntrySums` tells the kinds that matter apart by their length and first letter.
    @Test func lengthAndFirstLetterTellTheKindsApart() {
        let wanted: [EntryKind] = [.disbursed, .compensated, .recovered, .recoveryCost, .writtenOff]
        for kind in EntryKind.allCases {
            let alike = wanted.filter {
                $0.rawValue.count == kind.rawValue.count && $0.rawValue.first == kind.rawValue.first
            }
            #expect(alike == (wanted.contains(kind) ? [kind] : []))
        }
    }

    private func expect(_ figures: Figures, _ plain: PlainFigures) {
        #expect(figures.outstanding.fen == plain.outstanding)
        #expect(figures.inForce == plain.inForce)
        #expect(figures.released.fen == plain.released)
        #expect(figures.compensated.fen == plain.compensated)
        #expect(figures.recovered.fen == plain.recovered)
        #expect(figures.writtenOff.fen == plain.writtenOff)
        #expect(figures.borne.map(\.fen) == plain.borne)
        #expect(figures.liabilityBalance.fen == plain.liability)
        expect(figures.averageFeeRate, plain.contractedTimesRate, plain.contracted * 1_000_000)
        expect(figures.compensationRate, Int128(plain.compensated), Int128(plain.released))
        expect(figures.recoveryRate, Int128(plain.recovered), Int128(plain.compensated))
        expect(figures.lossRate, Int128(plain.writtenOff), Int128(plain.released))
        expect(figures.smallFirmShareByAmount, Int128(plain.small), Int128(plain.outstanding))
        expect(figures.smallFirmShareByNumber, Int128(plain.smallInForce), Int128(plain.inForce))
        expect(figures.leverage, Int128(plain.outstanding), Int128(figures.netAssets?.fen ?? 0))
    }

    /// The rate is the millionth nearest to the quotient, and there is none where the denominator is zero.
    private func expect(_ rate: Rate?, _ numerator: Int128, _ denominator: Int128) {
        guard let rate else {
            #expect(denominator == 0 || numerator * 1_000_000 / denominator > Int128(Int64.max))
            return
        }
        let difference = Int128(rate.millionths) * denominator - numerator * 1_000_000
        #expect(denominator != 0 && difference.magnitude * 2 <= denominator.magnitude)
    }

    private func expectRowsAddUp(_ table: FiguresTable) {
        func sum(_ value: (Figures) -> Int64) -> Bool {
            table.rows.reduce(0) { $0 + value($1.figures) } == value(table.total)
        }
        #expect(sum(\.outstanding.fen) && sum(\.inForce) && sum(\.released.fen) && sum(\.compensated.fen))
        #expect(sum(\.recovered.fen) && sum(\.writtenOff.fen) && sum(\.outstandingOfSmall.fen))
        for party in Party.allCases { #expect(sum { $0.borne[party.rawValue].fen }) }
        // Each guarantor's balance is rounded on its own; elsewhere its parts may differ by fen.
        let difference =
            table.rows.reduce(0) { $0 + $1.figures.liabilityBalance.fen }
            - table.total.liabilityBalance.fen
        #expect(abs(difference) <= (table.grouping == .guarantor ? 0 : table.rows.count * 9))
        let worth = table.rows.compactMap(\.figures.netAssets)
        #expect(table.grouping == .guarantor ? worth.sum() == table.total.netAssets : worth.isEmpty)
    }
}

extension Province.Made {
    /// The row that it belongs to.
    func place(by grouping: FiguresGrouping) -> Int {
        switch grouping {
        case .division: Province.divisions.sorted().firstIndex(of: division)!
        case .guarantor: guarantor
        case .bank: bank
        }
    }
}
