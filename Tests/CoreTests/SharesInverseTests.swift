import Core
import Testing

/// The way back from a part to the whole, tried against the definition.
@Suite struct SharesInverseTests {
    @Test func everyPartIsMetByTheNearestWhole() throws {
        for weights: [Int64] in [
            [1, 0, 1, 0], [1, 0, 0, 0], [2, 0, 3, 0], [1861, 0, 8139, 0], [7, 0, 9993, 0], [4, 3, 2, 1],
        ] {
            let shares = try Shares(weights)
            for amount in (0...40 as ClosedRange<Int64>).map({ Fen($0) }) {
                let whole = try #require(shares.whole(giving: amount, to: 0))
                #expect(shares.part(of: 0, in: whole) == amount)
                // No other whole that gives the amount is nearer to amount x sum / weight.
                let target = amount.fen * shares.sum
                let distance = abs(whole.fen * shares.weights[0] - target)
                for other in max(whole.fen - 3, 0)...whole.fen + 3
                where shares.part(of: 0, in: Fen(other)) == amount {
                    #expect(abs(other * shares.weights[0] - target) >= distance)
                }
            }
        }
    }

    @Test func whatHasNoWholeIsNil() throws {
        let shares = try Shares([1, 0, 9999, 0])
        #expect(shares.whole(giving: Fen(5), to: 1) == nil)
        #expect(shares.whole(giving: Fen(-5), to: 0) == nil)
        #expect(shares.whole(giving: Fen.limit, to: 0) == nil)
        #expect(shares.whole(giving: .zero, to: 0) == .zero)
    }
}
