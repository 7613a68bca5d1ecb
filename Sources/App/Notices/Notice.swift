import Core

/// Something that an organisation is told, in the site and by mail.
struct Notice: Sendable {
    let organisation: Int64
    let kind: Kind
    /// Where it leads, such as `guarantees/G1`.
    let subject: String
    /// What it is about, so that it is told once.
    let key: String
    let text: Sentence

    enum Kind: String, CaseIterable, Sendable {
        case shareDueSoon = "share_due_soon"
        case shareDueToday = "share_due_today"
        case shareOverdue = "share_overdue"
        case guaranteeEndsSoon = "guarantee_ends_soon"
        case guaranteeEnded = "guarantee_ended"
        case entryReversed = "entry_reversed"
        case entitlementGained = "entitlement_gained"
        case entitlementChanged = "entitlement_changed"
        case entitlementLost = "entitlement_lost"

        var name: Sentence {
            switch self {
            case .shareDueSoon: Sentence(zh: "分担款即将到期", en: "share due soon")
            case .shareDueToday: Sentence(zh: "分担款今日到期", en: "share due today")
            case .shareOverdue: Sentence(zh: "分担款逾期", en: "share overdue")
            case .guaranteeEndsSoon: Sentence(zh: "担保即将到期", en: "guarantee ends soon")
            case .guaranteeEnded: Sentence(zh: "担保已到期未结清", en: "guarantee ended, still outstanding")
            case .entryReversed: Sentence(zh: "分录被冲正", en: "entry taken back")
            case .entitlementGained: Sentence(zh: "新符合政策", en: "newly qualifies")
            case .entitlementChanged: Sentence(zh: "政策结果有变", en: "benefit changed")
            case .entitlementLost: Sentence(zh: "不再符合政策", en: "no longer qualifies")
            }
        }

        /// Whether something has not been done in time.
        var isLate: Bool { self == .shareOverdue || self == .guaranteeEnded }
    }
}

extension Notice {
    /// What a share of a loss gives cause to tell on a day; nil while it is far off.
    ///
    /// - Parameter soon: the last day that is near.
    static func kind(dueOn: Day, on day: Day, soon: Day) -> Kind? {
        if dueOn < day { return .shareOverdue }
        if dueOn == day { return .shareDueToday }
        return dueOn <= soon ? .shareDueSoon : nil
    }

    static func text(
        _ kind: Kind, number: String, firm: String, amount: Fen, on day: Day
    ) -> Sentence {
        let sum = amount.grouped
        switch kind {
        case .shareDueSoon:
            return Sentence(
                zh: "担保 \(number)（\(firm)）的分担款 \(sum) 元将于 \(day) 到期。",
                en: "The share of \(sum) yuan for guarantee \(number) falls due on \(day).")
        case .shareDueToday:
            return Sentence(
                zh: "担保 \(number)（\(firm)）的分担款 \(sum) 元今日（\(day)）到期。",
                en: "The share of \(sum) yuan for guarantee \(number) falls due today, \(day).")
        case .shareOverdue:
            return Sentence(
                zh: "担保 \(number)（\(firm)）的分担款 \(sum) 元已于 \(day) 到期，尚未付清。",
                en: "The share of \(sum) yuan for guarantee \(number) was due on \(day) and is not paid.")
        case .guaranteeEndsSoon:
            return Sentence(
                zh: "担保 \(number)（\(firm)）将于 \(day) 到期，在保余额 \(sum) 元。",
                en: "Guarantee \(number) ends on \(day) with \(sum) yuan outstanding.")
        case .guaranteeEnded:
            return Sentence(
                zh: "担保 \(number)（\(firm)）已于 \(day) 到期，仍有 \(sum) 元未还。",
                en: "Guarantee \(number) ended on \(day); \(sum) yuan are still outstanding.")
        case .entryReversed, .entitlementGained, .entitlementChanged, .entitlementLost:
            preconditionFailure("said where it comes about")
        }
    }
}
