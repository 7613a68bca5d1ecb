import Core

/// What can become of a guarantee in the demonstration province.
enum DemonstrationFate: Sendable {
    case ordinary, early, extended, late, corrected
    /// Overdue on the day of the reply.
    case overdue
    case defaulted(DemonstrationDefault)
}

extension DemonstrationHistory {
    /// Lives the whole life from the filing on.
    mutating func live(_ fate: DemonstrationFate, _ random: inout SeededGenerator) throws {
        try begin(inParts: random.chance(percent: 4))
        switch fate {
        case .ordinary: try end()
        case .early: try endEarly(afterPercent: random.number(35...80))
        case .extended: try extend(months: random.pick([3, 6]), because: "销售回款周期延长，银行同意展期")
        case .late: try fallLate()
        case .corrected: try correctRepayment()
        case .overdue:
            try serve(before: DemonstrationDays.reply + -12)
            try wait(until: DemonstrationDays.reply + -random.number(3...25))
            try take(.markOverdue, because: "利息逾期未付")
            try wait(60)
            try settle()
        case .defaulted(let story): try fail(story, &random)
        }
    }

    private var length: Int { terms.endsOn - terms.startsOn }

    private mutating func endEarly(afterPercent percent: Int) throws {
        let day = terms.startsOn + length * percent / 100
        try serve(before: day)
        try wait(until: day)
        try record(.released, because: "企业提前还款，解除担保责任")
        try wait(2)
        let refund = guarantee.unusedFee(on: today)
        if refund.isPositive { try record(.feeRefunded(refund), because: "提前解保，退还未到期担保费") }
    }

    private mutating func extend(months: Int, because reason: String) throws {
        try serve(before: guarantee.endsOn + -10)
        try wait(until: guarantee.endsOn + -10)
        try record(.extended(until: DemonstrationDays.months(months, after: terms.endsOn)), because: reason)
        try end()
    }

    private mutating func fallLate() throws {
        let day = DemonstrationDays.months(nextInstalment, after: terms.startsOn)
        try serve(before: day)
        try wait(until: day + 5)
        try take(.markOverdue, because: "应还款日未足额还款")
        try wait(22)
        try take(.markCurrent, because: "已补足欠款")
        try end()
    }

    private var nextInstalment: Int { length > 400 ? 12 : 6 }

    /// A repayment is entered with a digit too many and taken back.
    private mutating func correctRepayment() throws {
        let day = terms.startsOn + length / 3
        try serve(before: day)
        try wait(until: day)
        let wrong = Fen.yuan(terms.principal.fen / 100 / 20_000 * 10_000)
        let right = Fen.yuan(wrong.fen / 100 / 100_000 * 10_000)
        try record(.repaid(wrong))
        try wait(1)
        try reverseLast(because: "金额录入错误，多录一位")
        if right.isPositive { try record(.repaid(right)) }
        try end()
    }
}
