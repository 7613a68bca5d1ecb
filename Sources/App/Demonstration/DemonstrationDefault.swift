import Core

/// How a loan that is not paid back goes on: the claim, the compensation, what the others pay, the recovery.
struct DemonstrationDefault: Sendable {
    var overdueOn: Day
    var isClaimedInParts = false
    var isCompensatedInParts = false
    /// Working days until the others pay; nil: they don't.
    var reguarantorWorkingDays: Int? = 8
    var treasuryWorkingDays: Int? = 9
    var recovery = Recovery.none
    /// Where it stops, for what is still open on the day of the reply.
    var stopsAfter = Stop.recovery

    enum Recovery: CaseIterable, Sendable { case none, part, whole, surplus, costAfterwards, writtenOff }
    enum Stop: Sendable { case claim, firstCompensation, compensation, recovery }

    init(overdueOn: Day) { self.overdueOn = overdueOn }
}

extension DemonstrationHistory {
    mutating func fail(_ story: DemonstrationDefault, _ random: inout SeededGenerator) throws {
        try serve(before: story.overdueOn)
        try wait(until: story.overdueOn)
        try take(.markOverdue, because: random.pick(DemonstrationNames.reasonsOfDefault))
        try wait(random.number(28...42))
        try claim(inParts: story.isClaimedInParts)
        if story.stopsAfter == .claim { return }
        try wait(random.number(8...13))
        if story.isCompensatedInParts {
            try record(.compensated(Fen.yuan(dueToBank.fen / 100 * 6 / 10)), because: "先行代偿部分款项")
            if story.stopsAfter == .firstCompensation { return }
            try wait(15)
        }
        try record(.compensated(dueToBank))
        try share(story)
        if story.stopsAfter == .compensation { return }
        try recover(story.recovery, &random)
    }

    /// All shares of the claimed loss but the bank's, less what was paid.
    private var dueToBank: Fen {
        let position = guarantee.position
        let shares = agreement.agreement.shares
        let bank = shares.part(of: Party.bank.rawValue, in: position.claimed)
        return position.claimed - bank - position.paidToBank(shares)
    }

    private mutating func claim(inParts: Bool) throws {
        let unpaid = guarantee.position.unclaimed
        let interest = Fee.amount(of: unpaid, rate: .percent(6), from: today, to: today + 75)
        guard inParts else { return try record(.claimed(unpaid + interest, interest: interest)) }
        let first = Fen.yuan(unpaid.fen / 100 / 20_000 * 10_000)
        try record(.claimed(first, interest: .zero), because: "第一笔到期贷款索赔")
        try wait(12)
        try record(.claimed(unpaid - first + interest, interest: interest), because: "其余贷款及利息索赔")
    }

    /// The re-guarantor and the treasury pay their shares, in two parts where it takes them long.
    private mutating func share(_ story: DemonstrationDefault) throws {
        let compensatedOn = today
        let payments: [(party: Party, days: Int?)] = [
            (.reguarantor, story.reguarantorWorkingDays), (.treasury, story.treasuryWorkingDays),
        ]
        for (party, days) in payments.sorted(by: { $0.days ?? 0 < $1.days ?? 0 }) {
            let owed = guarantee.position.owedToGuarantor(party, agreement.agreement.shares)
            guard let days, owed.isPositive else { continue }
            try wait(until: try WorkingDays.add(days, to: compensatedOn))
            if party == .treasury {
                try recordTreasury(owed)
            } else {
                try pay(party, owed, inParts: days > 20)
            }
        }
    }

    private mutating func pay(_ party: Party, _ owed: Fen, inParts: Bool) throws {
        let first = inParts ? Fen(owed.fen / 2) : owed
        try record(.paid(by: party, first))
        guard first < owed else { return }
        try wait(10)
        try record(.paid(by: party, owed - first))
    }
}

// Recovery from the borrower.
extension DemonstrationHistory {
    private mutating func recover(
        _ recovery: DemonstrationDefault.Recovery, _ random: inout SeededGenerator
    ) throws {
        guard recovery != .none else { return }
        let loss = guarantee.position.loss
        let cost = Fen.yuan(Int64(random.number(5...30)) * 1_000)
        try wait(random.number(25...60))
        try record(.recoveryCost(cost), because: "诉讼费、评估费")
        switch recovery {
        case .none: break
        case .part: try recover([Fen.yuan(loss.fen / 100 / 4), Fen.yuan(loss.fen / 100 / 10)])
        case .whole: try recover([Fen.yuan(loss.fen / 200), loss + cost - Fen.yuan(loss.fen / 200)])
        case .surplus:
            try recover([Fen.yuan(loss.fen / 200), loss + cost + .yuan(86_400) - Fen.yuan(loss.fen / 200)])
        case .costAfterwards:
            try recover([Fen.yuan(loss.fen / 250)])
            try chargeCost(.yuan(36_500))
        case .writtenOff:
            try recover([Fen.yuan(loss.fen / 300)])
            try wait(90)
            try record(.writtenOff(guarantee.position.unrecovered), because: "法院裁定终结执行，核销")
        }
    }

    /// Each sum comes in after two months, and the others get their shares of it.
    private mutating func recover(_ sums: [Fen]) throws {
        for sum in sums {
            try wait(35)
            try record(.recovered(sum), because: "处置反担保物")
            try wait(4)
            for party in Party.others {
                let owed = guarantee.position.owedByGuarantor(party)
                if owed.isPositive { try record(.passedOn(to: party, owed)) }
            }
        }
    }

    /// A cost that comes after a recovery was shared out: the others owe their shares of it.
    private mutating func chargeCost(_ cost: Fen) throws {
        try wait(20)
        try record(.recoveryCost(cost), because: "追加执行费用")
        try wait(9)
        for party in Party.others {
            let owed = guarantee.position.owedToGuarantor(party, agreement.agreement.shares)
            guard owed.isPositive else { continue }
            if party == .treasury { try recordTreasury(owed) } else { try record(.paid(by: party, owed)) }
        }
    }
}
