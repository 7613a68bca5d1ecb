/// Guarantee fees: amount x yearly rate x days / 365, rounded half-even to the fen (actual/365).
public enum Fee {
    /// The fee for the days from one day to another; zero when there are none.
    public static func amount(of principal: Fen, rate: Rate, from: Day, to: Day) -> Fen {
        let days = Int128(max(to - from, 0))
        let numerator = Int128(principal.fen) * Int128(rate.millionths) * days
        return Fen(Int64(roundedHalfEven(numerator, by: 365 * 1_000_000)))
    }
}

extension Guarantee {
    /// The fee for the whole term, extensions included.
    public var wholeFee: Fen {
        Fee.amount(of: terms.principal, rate: terms.feeRate, from: terms.startsOn, to: endsOn)
    }

    /// What an early release on a day gives back of the fee that was paid; zero unless the agreement says so.
    public func unusedFee(on day: Day) -> Fen {
        guard agreement.refundsUnusedFee else { return .zero }
        let used = Fee.amount(of: terms.principal, rate: terms.feeRate, from: terms.startsOn, to: day)
        return max(position.feePaid - position.feeRefunded - used, .zero)
    }
}
