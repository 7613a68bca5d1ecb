/// How long what is open has been due.
public enum ClaimAge: String, CaseIterable, Sendable {
    case notDue = "not_due"
    case upTo30 = "up_to_30"
    case upTo90 = "up_to_90"
    case above90 = "above_90"

    /// - Parameter dueOn: nil while the calendar of that year is not known; such a claim is not due.
    public init(dueOn: Day?, on day: Day) {
        guard let dueOn, day > dueOn else {
            self = .notDue
            return
        }
        switch day - dueOn {
        case ...30: self = .upTo30
        case ...90: self = .upTo90
        default: self = .above90
        }
    }

    public var name: Sentence {
        switch self {
        case .notDue: Sentence(zh: "未到期", en: "Not due")
        case .upTo30: Sentence(zh: "逾期 1 至 30 天", en: "1 to 30 days late")
        case .upTo90: Sentence(zh: "逾期 31 至 90 天", en: "31 to 90 days late")
        case .above90: Sentence(zh: "逾期 90 天以上", en: "More than 90 days late")
        }
    }
}
