/// What a firm asks a guarantor for: the terms that follow from it, what it would cost, and what stands in
/// its way.
public struct Application: Hashable, Sendable {
    public let principal: Fen
    /// The term of the loan.
    public let months: Int
    /// The day on which the loan is wanted.
    public let startsOn: Day
    /// A year, actual/365.
    public let feeRate: Rate

    public init(principal: Fen, months: Int, startsOn: Day, feeRate: Rate) {
        self.principal = principal
        self.months = months
        self.startsOn = startsOn
        self.feeRate = feeRate
    }

    /// The terms that can be asked for.
    public static let monthsAllowed = 1...60
    /// How far ahead a loan can be asked for.
    public static let daysAhead = 180
    /// Asked for where the agreement has no ceiling: the average of the region.
    public static let usualFeeRate = Rate(millionths: 15_000)

    /// The terms of the guarantee that it becomes.
    public var terms: Guarantee.Terms {
        Guarantee.Terms(
            principal: principal, feeRate: feeRate, contractOn: startsOn, startsOn: startsOn,
            endsOn: startsOn.adding(months: months) ?? startsOn + months * 31)
    }

    /// What the guarantee costs over the whole term.
    public var fee: Fen {
        Fee.amount(of: principal, rate: feeRate, from: terms.startsOn, to: terms.endsOn)
    }

    /// All that stands in its way, in the order of the form.
    ///
    /// - Parameter committed: what the firm has outstanding, or agreed and not yet disbursed, under the
    ///   agreement.
    public func obstacles(under agreement: Agreement, committed: Fen, on today: Day) -> [ApplicationObstacle]
    {
        var obstacles: [ApplicationObstacle] = []
        if !agreement.isInForce(on: startsOn) || !agreement.isInForce(on: today) {
            obstacles.append(.agreementNotInForce(agreement.number, startsOn))
        }
        if !principal.isPositive { obstacles.append(.nothingAsked) }
        if principal > Guarantee.amountLimit { obstacles.append(.tooMuch(Guarantee.amountLimit)) }
        if let ceiling = agreement.ceilings.borrower, principal + committed > ceiling {
            obstacles.append(.aboveCeiling(max(ceiling - committed, .zero), ceiling, committed))
        }
        if !Self.monthsAllowed.contains(months) { obstacles.append(.term) }
        if startsOn < today || startsOn > today + Self.daysAhead {
            obstacles.append(.start(today, today + Self.daysAhead))
        }
        let ceiling = agreement.ceilings.feeRate ?? .one
        if feeRate < .zero || feeRate > ceiling { obstacles.append(.feeRate(ceiling)) }
        return obstacles
    }
}

/// What stands in the way of an application, and which part of it.
public enum ApplicationObstacle: Refusal {
    case agreementNotInForce(String, Day)
    case nothingAsked, term
    case tooMuch(Fen)
    case aboveCeiling(Fen, Fen, Fen)
    case start(Day, Day)
    case feeRate(Rate)

    /// What has to be mended.
    public enum Part: String, Sendable { case agreement, amount, months, startsOn, feeRate }

    public var part: Part {
        switch self {
        case .agreementNotInForce: .agreement
        case .nothingAsked, .tooMuch, .aboveCeiling: .amount
        case .term: .months
        case .start: .startsOn
        case .feeRate: .feeRate
        }
    }

    public var code: String { "application_not_possible" }

    public var sentence: Sentence {
        switch self {
        case .agreementNotInForce(let number, let day):
            Sentence(
                zh: "协议 \(number) 在 \(day) 不在有效期内；请选择另一份协议。",
                en: "Agreement \(number) is not in force on \(day); choose another.")
        case .nothingAsked: Sentence(zh: "申请金额应大于 0。", en: "Ask for more than nothing.")
        case .term: termSentence
        case .tooMuch(let limit):
            Sentence(
                zh: "申请金额不能超过 \(limit.grouped) 元。", en: "Ask for at most \(limit.grouped) yuan.")
        case .aboveCeiling(let left, let ceiling, let committed):
            Sentence(
                zh: """
                    这份协议对一家企业的上限是 \(ceiling.grouped) 元，已占用 \(committed.grouped) 元，\
                    最多还可申请 \(left.grouped) 元。
                    """,
                en: """
                    The agreement allows one firm \(ceiling.grouped) yuan, of which \(committed.grouped) are \
                    taken; ask for at most \(left.grouped).
                    """)
        case .start(let first, let last):
            Sentence(
                zh: "用款日期应在 \(first) 至 \(last) 之间。",
                en: "The day should lie between \(first) and \(last).")
        case .feeRate(let ceiling):
            Sentence(
                zh: "费率应在 0 至协议上限 \(ceiling.percentage) 之间。",
                en: "The fee rate should lie between 0 and the agreement's ceiling, \(ceiling.percentage).")
        }
    }

    private var termSentence: Sentence {
        let (first, last) = (Application.monthsAllowed.lowerBound, Application.monthsAllowed.upperBound)
        return Sentence(
            zh: "期限应为 \(first) 至 \(last) 个月。", en: "The term should be \(first) to \(last) months.")
    }
}

/// The number that the platform gives an application, dense in each year: `SQ2017-000123`.
public struct ApplicationNumber: Hashable, Sendable {
    public let year: Int
    public let sequence: Int64

    public init(year: Int, sequence: Int64) {
        self.year = year
        self.sequence = sequence
    }

    public var text: String {
        let digits = String(sequence)
        return "SQ\(year)-" + String(repeating: "0", count: max(6 - digits.count, 0)) + digits
    }
}

extension Day {
    /// The same day of a later month, its last day where the month is shorter; nil beyond the calendar.
    public func adding(months: Int) -> Day? {
        let (year, month, day) = components
        let index = year * 12 + month - 1 + months
        let (newYear, newMonth) = (index / 12, index % 12 + 1)
        return Day(newYear, newMonth, min(day, Day.length(ofMonth: newMonth, in: newYear)))
    }
}
