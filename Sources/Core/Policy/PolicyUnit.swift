/// The units of the language: what may be added to, compared with and multiplied by what.
public enum PolicyUnit: Hashable, Sendable {
    /// Fen; as a number of yuan in texts.
    case money
    /// Things, persons, times.
    case count
    /// Hundredths of a point.
    case points
    /// A part of one.
    case share
    /// A day, by its number.
    case day
    case years
    /// A number of days.
    case days
    /// Yes or no: 1 or 0.
    case flag
    /// A plain number, which takes the unit asked for among count, share and years.
    case number
    /// One word of the set with that index in the program.
    case word(Int)
    /// A word between quotation marks, of no set yet.
    case anyWord

    /// How many of what registers hold make one of what people write.
    public var scale: Int128 {
        switch self {
        case .money, .points: 100
        default: 1
        }
    }

    var isWord: Bool {
        switch self {
        case .word, .anyWord: true
        default: false
        }
    }

    /// Numbers that can be added, multiplied and put in order.
    var isNumeric: Bool {
        switch self {
        case .money, .count, .points, .share, .years, .days, .number: true
        default: false
        }
    }

    /// Without a unit of its own: a share, a count, a plain number.
    var isBare: Bool { self == .share || self == .count || self == .number }

    /// Whether a plain number may stand for it.
    var takesPlainNumbers: Bool { self == .count || self == .share || self == .years }

    /// The unit that both have once a plain number has taken the other's; nil when they don't fit.
    static func common(_ left: PolicyUnit, _ right: PolicyUnit) -> PolicyUnit? {
        if left == right { return left }
        if left == .number, right.takesPlainNumbers { return right }
        if right == .number, left.takesPlainNumbers { return left }
        if left == .anyWord, right.isWord { return right }
        if right == .anyWord, left.isWord { return left }
        return nil
    }

    /// The unit of a product; nil where neither side is bare, or one is no number.
    static func product(_ left: PolicyUnit, _ right: PolicyUnit) -> PolicyUnit? {
        guard left.isNumeric, right.isNumeric else { return nil }
        if left.isBare, right.isBare {
            if left == .number { return right }
            if right == .number { return left }
            return left == .count || right == .count ? .count : .share
        }
        if left.isBare { return right }
        return right.isBare ? left : nil
    }

    /// The unit of a quotient; nil where there is none.
    static func quotient(_ left: PolicyUnit, _ right: PolicyUnit) -> PolicyUnit? {
        guard left.isNumeric, right.isNumeric else { return nil }
        if common(left, right) != nil || (left.isBare && right.isBare) { return .share }
        return right.isBare ? left : nil
    }

    var title: Sentence {
        switch self {
        case .money: Sentence(zh: "金额", en: "money")
        case .count: Sentence(zh: "个数", en: "a count")
        case .points: Sentence(zh: "分数", en: "points")
        case .share: Sentence(zh: "比例", en: "a share")
        case .day: Sentence(zh: "日期", en: "a day")
        case .years: Sentence(zh: "年数", en: "years")
        case .days: Sentence(zh: "天数", en: "a number of days")
        case .flag: Sentence(zh: "是否", en: "yes or no")
        case .number: Sentence(zh: "纯数字", en: "a plain number")
        case .word, .anyWord: Sentence(zh: "词", en: "a word")
        }
    }
}
