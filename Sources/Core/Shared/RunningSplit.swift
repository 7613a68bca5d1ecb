/// A whole that comes in instalments and goes back in recoveries, split among parties step by step.
///
/// Each step is the difference of two splits of the cumulative whole, so that any number of instalments come
/// to the same as one, and recovering everything brings every party back to exactly zero.
public struct RunningSplit: Hashable, Sendable {
    /// How each amount is divided.
    public let shares: Shares
    /// The cumulative whole, never below zero.
    public private(set) var total = Fen.zero

    /// Starts at zero.
    public init(_ shares: Shares) { self.shares = shares }

    /// What each party has in the cumulative whole.
    public var totals: [Fen] { shares.parts(of: total) }

    /// Adds an instalment, or takes off a recovery when it is negative; gives back the part of each party, of
    /// the same sign as the amount or zero. A refused amount changes nothing.
    public mutating func add(_ amount: Fen) throws(RunningSplitRefusal) -> [Fen] {
        let (sum, overflow) = total.fen.addingReportingOverflow(amount.fen)
        guard !overflow else { throw .tooLarge(total: total, amount: amount) }
        guard sum >= 0 else { throw .moreThanTotal(total: total, amount: amount) }
        let before = totals
        total = Fen(sum)
        return zip(totals, before).map { $0 - $1 }
    }
}

/// Why an amount can't be added to a cumulative whole.
public enum RunningSplitRefusal: Refusal {
    case moreThanTotal(total: Fen, amount: Fen)
    case tooLarge(total: Fen, amount: Fen)

    public var code: String {
        switch self {
        case .moreThanTotal: "split_recovery_above_total"
        case .tooLarge: "split_total_too_large"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .moreThanTotal(let total, let amount):
            // The amount is negative; its size can't be had by negation when it is the least number.
            let recovery = amount.grouped.dropFirst()
            return Sentence(
                zh: "退回 \(recovery) 元超过累计金额 \(total.grouped) 元；最多只能退回 \(total.grouped) 元。",
                en: "A recovery of \(recovery) yuan is more than the total of \(total.grouped) yuan; "
                    + "recover at most that.")
        case .tooLarge(let total, let amount):
            return Sentence(
                zh: "累计金额 \(total.grouped) 元加上 \(amount.grouped) 元超出可记的范围；请核对金额。",
                en:
                    """
                    \(amount.grouped) yuan on top of \(total.grouped) yuan is more than can be kept; check \
                    the amount.
                    """
            )
        }
    }
}
