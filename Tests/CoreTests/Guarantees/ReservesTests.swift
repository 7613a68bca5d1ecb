import Core
import Testing

/// Half of the year's fees, and one in a hundred of the balance until ten are there.
@Suite struct ReservesTests {
    @Test func aYearOfItsOwn() {
        let reserves = Reserves(
            year: 2020, fees: Fen(1_000_001), outstanding: .yuan(1_000_000), before: .zero)
        #expect(reserves.unearnedPremium == Fen(500_000))
        #expect(reserves.compensationAdded == .yuan(10_000))
        #expect(reserves.compensation == .yuan(10_000))
    }

    @Test func onceATenthIsReachedOnlyTheDifferenceIsAdded() {
        let full = Reserves(year: 2020, fees: .zero, outstanding: .yuan(1_000_000), before: .yuan(95_000))
        #expect(full.compensationAdded == .yuan(5_000))
        let above = Reserves(year: 2020, fees: .zero, outstanding: .yuan(1_000_000), before: .yuan(120_000))
        #expect(above.compensationAdded == .zero)
        #expect(above.compensation == .yuan(120_000))
    }

    @Test func yearsBuildOnEachOther() {
        let years = (2001...2012).map { (year: $0, fees: Fen.yuan(100), outstanding: Fen.yuan(100_000)) }
        let reserves = Reserves.of(years)
        #expect(reserves.map(\.compensation.fen) == (1...12).map { Int64(min($0, 10)) * 100_000 })
        #expect(reserves.last?.compensationAdded == .zero)
        #expect(reserves.allSatisfy { $0.unearnedPremium == .yuan(50) })
    }

    @Test func refundsAboveTheFeesLeaveNothingToReserve() {
        let reserves = Reserves(year: 2020, fees: .yuan(-5), outstanding: .zero, before: .zero)
        #expect(reserves.unearnedPremium == .zero)
        #expect(reserves.compensationAdded == .zero)
    }
}
