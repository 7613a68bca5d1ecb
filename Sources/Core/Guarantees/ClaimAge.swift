/// How late a claim between parties is on a day.
public enum ClaimAge: Int, CaseIterable, Sendable {
    case notDue, month, quarter, halfYear, year, older
    /// The working days of its year are not published yet.
    case withoutDueDay

    /// - Parameter dueOn: nil while it is not known.
    public init(dueOn: Day?, on day: Day) {
        guard let dueOn else { self = .withoutDueDay; return }
        switch day - dueOn {
        case ...0: self = .notDue
        case ...30: self = .month
        case ...90: self = .quarter
        case ...180: self = .halfYear
        case ...365: self = .year
        default: self = .older
        }
    }

    public var isLate: Bool { self != .notDue && self != .withoutDueDay }

    /// A word for addresses.
    public var word: String {
        switch self {
        case .notDue: "not_due"
        case .month: "1-30"
        case .quarter: "31-90"
        case .halfYear: "91-180"
        case .year: "181-365"
        case .older: "366"
        case .withoutDueDay: "no_due_day"
        }
    }

    public var name: Sentence {
        switch self {
        case .notDue: Sentence(zh: "未到期", en: "Not due")
        case .month: Sentence(zh: "逾期 1–30 天", en: "1–30 days late")
        case .quarter: Sentence(zh: "逾期 31–90 天", en: "31–90 days late")
        case .halfYear: Sentence(zh: "逾期 91–180 天", en: "91–180 days late")
        case .year: Sentence(zh: "逾期 181–365 天", en: "181–365 days late")
        case .older: Sentence(zh: "逾期一年以上", en: "More than a year late")
        case .withoutDueDay: Sentence(zh: "到期日待定", en: "Due day not known yet")
        }
    }
}
