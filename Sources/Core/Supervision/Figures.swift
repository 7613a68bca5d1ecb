/// The figures that supervisors ask for (在保余额, 代偿率, 追偿率 …) of one group of guarantees on one day: cumulative
/// amounts from the beginning to the day, and the ratios of them. The formulas stand in docs/figures.md.
public struct Figures: Hashable, Sendable {
    /// Principal still guaranteed (在保余额), fen.
    public private(set) var outstanding = Fen.zero
    /// The number of guarantees with principal still guaranteed.
    public private(set) var inForce: Int64 = 0
    public private(set) var outstandingOfSmall = Fen.zero
    public private(set) var inForceOfSmall: Int64 = 0
    /// Principal that was guaranteed and no longer is; what was compensated is part of it (解保).
    public private(set) var released = Fen.zero
    /// What guarantors have paid banks (代偿), fen.
    public private(set) var compensated = Fen.zero
    /// Recovered before costs (追偿), fen.
    public private(set) var recovered = Fen.zero
    public private(set) var writtenOff = Fen.zero
    /// What each party bears of the losses, in the order of `Party`.
    public private(set) var borne = [Fen](repeating: .zero, count: Party.allCases.count)
    /// The weighted balance of Yin Bao Jian Fa 2018 no. 1 (融资担保责任余额), fen; set once all guarantees are in.
    public var liabilityBalance = Fen.zero
    /// The part of it that serves small firms and farmers.
    public var liabilityOfServed = Fen.zero
    /// Of the guarantors of the group; nil where none is known or the group is not one of guarantors.
    public var netAssets: Fen?
    /// Contract amounts of what was disbursed, fen, and the same times the fee rate in millionths.
    public private(set) var contracted = Fen.zero
    private var contractedTimesRate: Int128 = 0

    /// Nothing guaranteed yet.
    public init() {}

    /// Adds a guarantee of which something was disbursed by the day; its losses are added apart.
    public mutating func add(
        _ totals: GuaranteeTotals, principal: Fen, feeRate: Rate, isSmallOrMicro: Bool
    ) {
        if totals.disbursed.isPositive {
            contracted += principal
            contractedTimesRate += Int128(principal.fen) * Int128(feeRate.millionths)
        }
        outstanding += totals.outstanding
        released += totals.disbursed - totals.outstanding
        if totals.outstanding.isPositive {
            inForce += 1
            if isSmallOrMicro {
                outstandingOfSmall += totals.outstanding
                inForceOfSmall += 1
            }
        }
    }

    /// Adds what has happened after a default.
    public mutating func add(_ losses: GuaranteeTotals.Losses, _ shares: Shares) {
        compensated += losses.compensated
        recovered += losses.recovered
        writtenOff += losses.writtenOff
        var parts = Shares.PartBuffer(repeating: 0)
        shares.split(losses.net.fen, into: &parts)
        for party in Party.allCases { borne[party.rawValue] += Fen(parts[party.rawValue]) }
    }
}

/// The ratios; nil where the denominator is zero.
extension Figures {
    /// outstanding / net assets (放大倍数).
    public var leverage: Rate? { netAssets.flatMap { Rate(outstanding, over: $0) } }
    /// compensated / released (代偿率).
    public var compensationRate: Rate? { Rate(compensated, over: released) }
    /// recovered / compensated (追偿率).
    public var recoveryRate: Rate? { Rate(recovered, over: compensated) }
    /// written off / released (损失率).
    public var lossRate: Rate? { Rate(writtenOff, over: released) }
    /// The contracts' yearly fee rates weighted by their amounts (平均担保费率).
    public var averageFeeRate: Rate? {
        guard !contracted.isZero else { return nil }
        return Rate(millionths: Int64(roundedHalfEven(contractedTimesRate, by: Int128(contracted.fen))))
    }
    /// Small and micro firms in the outstanding principal (小微企业占比).
    public var smallFirmShareByAmount: Rate? { Rate(outstandingOfSmall, over: outstanding) }
    /// The same in the number of guarantees in force.
    public var smallFirmShareByNumber: Rate? { Rate(inForceOfSmall, over: inForce) }
}

extension Figures {
    /// Adds another group; the liability balance is rounded once for each group and is not added.
    public static func += (left: inout Figures, right: Figures) {
        left.outstanding += right.outstanding
        left.inForce += right.inForce
        left.outstandingOfSmall += right.outstandingOfSmall
        left.inForceOfSmall += right.inForceOfSmall
        left.released += right.released
        left.compensated += right.compensated
        left.recovered += right.recovered
        left.writtenOff += right.writtenOff
        left.contracted += right.contracted
        left.contractedTimesRate += right.contractedTimesRate
        for party in left.borne.indices { left.borne[party] += right.borne[party] }
    }
}
