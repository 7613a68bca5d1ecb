/// What a guarantor sets aside at the end of a year: Interim Measures for Financing Guarantee Companies
/// (2010) art. 31 (融资性担保公司管理暂行办法).

/// The reserves of one year, and what they are computed from. Uses of the reserve are not in the book.
public struct Reserves: Hashable, Sendable {
    public let year: Int
    /// Guarantee fees of the year, less refunds.
    public let fees: Fen
    /// Principal guaranteed at the end of the year.
    public let outstanding: Fen
    /// Half of the year's fees (未到期责任准备金).
    public let unearnedPremium: Fen
    /// Added to the compensation reserve in the year (担保赔偿准备金).
    public let compensationAdded: Fen
    /// The compensation reserve with it.
    public let compensation: Fen

    public static let ofFees = Rate.percent(50)
    /// Of the balance, at least, each year.
    public static let ofOutstanding = Rate.percent(1)
    /// Once the reserve has reached so much of the balance, only the difference to it is added.
    public static let fullAt = Rate.percent(10)

    /// - Parameter before: the compensation reserve at the end of the year before.
    public init(year: Int, fees: Fen, outstanding: Fen, before: Fen) {
        self.year = year
        self.fees = fees
        self.outstanding = outstanding
        unearnedPremium = max(Self.ofFees.of(fees), .zero)
        let room = max(Self.fullAt.of(outstanding) - before, .zero)
        compensationAdded = min(Self.ofOutstanding.of(outstanding), room)
        compensation = before + compensationAdded
    }

    /// The reserves of years that follow each other.
    public static func of(_ years: [(year: Int, fees: Fen, outstanding: Fen)]) -> [Reserves] {
        var reserves: [Reserves] = []
        for year in years {
            let before = reserves.last?.compensation ?? .zero
            reserves.append(
                Reserves(year: year.year, fees: year.fees, outstanding: year.outstanding, before: before))
        }
        return reserves
    }
}
