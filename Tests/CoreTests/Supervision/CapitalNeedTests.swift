import Core
import Testing

@Suite struct CapitalNeedTests {
    private func need(
        _ liability: Int64, ofServed: Int64, netAssets: Int64?, growth: Rate, multiple: Int64 = 10_000_000
    ) -> CapitalNeed {
        CapitalNeed(
            liability: .yuan(liability), ofServed: .yuan(ofServed), netAssets: netAssets.map { .yuan($0) },
            growth: growth, multiple: Rate(millionths: multiple))
    }

    @Test func onlyWhatServesSmallFirmsGrows() {
        let need = need(1_000, ofServed: 600, netAssets: 100, growth: .percent(50))
        #expect(need.planned == .yuan(1_300))
        #expect(need.required == .yuan(130))
        #expect(need.contribution == .yuan(30))
    }

    @Test func whereThereIsRoomNothingIsNeeded() {
        #expect(need(1_000, ofServed: 1_000, netAssets: 500, growth: .percent(100)).contribution == .zero)
        #expect(need(0, ofServed: 0, netAssets: -5, growth: .percent(100)).contribution == .yuan(5))
    }

    @Test func unknownNetAssetsGiveNoAnswer() {
        #expect(need(1_000, ofServed: 0, netAssets: nil, growth: .zero).contribution == nil)
    }

    /// The contribution keeps the ceiling, and a fen less would not.
    @Test func itIsTheLeastThatWillDo() throws {
        var generator = CapitalNeedNumbers()
        for _ in 0..<100_000 {
            let multiple = Int64(generator.next() % 20_000_000) + 1_000
            let liability = Fen(Int64(generator.next() % 1_000_000_000_000_000))
            let need = CapitalNeed(
                liability: liability, ofServed: liability, netAssets: .zero,
                growth: Rate(millionths: Int64(generator.next() % 2_000_000)),
                multiple: Rate(millionths: multiple))
            let carried = Int128(need.required.fen) * Int128(multiple)
            let wanted = Int128(need.planned.fen) * 1_000_000
            #expect(carried >= wanted && carried - Int128(multiple) < wanted)
        }
    }
}

/// A linear congruence from a fixed seed.
private struct CapitalNeedNumbers {
    private var state: UInt64 = 7

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 11
    }
}
