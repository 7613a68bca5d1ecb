/// How an agreement comes to its end before the day that was agreed on.
extension Agreement {
    /// The same with an earlier last day. Guarantees that were made under it stay under it until they end.
    public func ending(on last: Day, today: Day) throws(AgreementEndRefusal) -> Agreement {
        if let until, until < today { throw .hasEnded(until) }
        if let until, last >= until { throw .notEarlier(last, until) }
        guard last >= today else { throw .inThePast(last, today) }
        guard last >= from else { throw .beforeItBegins(last, from) }
        return Agreement(
            id: id, number: number, guarantor: guarantor, reguarantor: reguarantor, bank: bank,
            treasury: treasury,
            shares: shares, from: from, until: last, ceilings: ceilings, refundsUnusedFee: refundsUnusedFee,
            claimDueWorkingDays: claimDueWorkingDays)
    }
}

public enum AgreementEndRefusal: Refusal {
    case hasEnded(Day)
    case notEarlier(Day, Day)
    case inThePast(Day, Day)
    case beforeItBegins(Day, Day)

    public var code: String { "agreement_end_invalid" }

    public var sentence: Sentence {
        switch self {
        case .hasEnded(let day):
            Sentence(zh: "协议已于 \(day) 终止。", en: "The agreement ended on \(day).")
        case .notEarlier(let day, let until):
            Sentence(
                zh: "终止日 \(day) 不早于原定的 \(until)；延长合作请另订新协议。",
                en: "\(day) is not before the agreed end \(until); conclude a new agreement to go on longer.")
        case .inThePast(let day, let today):
            Sentence(
                zh: "终止日 \(day) 早于今天 \(today)，其后可能已有担保；请填今天或以后的日期。",
                en:
                    "\(day) is before today, \(today), and guarantees may have followed; give a later day."
            )
        case .beforeItBegins(let day, let from):
            Sentence(
                zh: "终止日 \(day) 早于起始日 \(from)。", en: "\(day) is before the agreement begins on \(from).")
        }
    }
}
