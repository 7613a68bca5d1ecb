/// How values are written in the unit of their row, and what may be entered.
extension MonthlyFormRow.Unit {
    /// `1234.5` (10,000 yuan, exact to the fen, two decimals at least) or `14`.
    public func text(_ value: Int64) -> String {
        guard self == .money else { return String(value) }
        let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        var decimals = String(rest)
        decimals = String(repeating: "0", count: 6 - decimals.count) + decimals
        while decimals.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(value < 0 ? "-" : "")\(whole).\(decimals)"
    }

    /// Reads what a person enters: digits, at most six decimals of 10,000 yuan, a minus; nil otherwise.
    public func value(_ text: some StringProtocol) -> Int64? {
        var body = Array(text.utf8)[...]
        let isNegative = body.first == UInt8(ascii: "-")
        if isNegative { body = body.dropFirst() }
        guard (1...18).contains(body.count) else { return nil }
        var value: Int64 = 0
        var decimals: Int?
        for (index, byte) in body.enumerated() {
            if byte == UInt8(ascii: "."), decimals == nil, index > 0, self == .money {
                decimals = 0
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            decimals = decimals.map { $0 + 1 }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        guard decimals != 0, decimals ?? 0 <= 6 else { return nil }
        guard self == .money else { return value <= Self.countLimit ? (isNegative ? -value : value) : nil }
        for _ in (decimals ?? 0)..<6 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
        }
        return value <= Fen.limit.fen ? (isNegative ? -value : value) : nil
    }

    private static let countLimit: Int64 = 10_000_000
}

/// A value that a guarantor enters for a month.
public enum MonthlyFormEntry: Hashable, Sendable {
    case value(MonthlyFormRow, Int64)
    case checkedBy(String)
    case telephone(String)

    /// The words that stand for the foot of the form where a row is asked for.
    public static let checkedByWord = "checked_by"
    public static let telephoneWord = "telephone"

    /// What a row number and a value as text say.
    public init(row number: String, value text: String) throws(MonthlyFormRefusal) {
        switch number {
        case Self.checkedByWord, "审核人": self = .checkedBy(try Self.words(text))
        case Self.telephoneWord, "联系电话": self = .telephone(try Self.words(text))
        default:
            guard let row = MonthlyFormRow.find(number) else { throw .unknownRow(number) }
            guard row.source.takesEntry else { throw .rowIsDrawn(row) }
            guard let value = row.unit.value(text) else { throw .notAValue(row, text) }
            guard value >= 0 || row.mayBeNegative else { throw .belowZero(row, text) }
            self = .value(row, value)
        }
    }

    /// What stands for it in the book.
    public var key: String {
        switch self {
        case .value(let row, _): row.number
        case .checkedBy: Self.checkedByWord
        case .telephone: Self.telephoneWord
        }
    }

    private static let wordsLimit = 60

    private static func words(_ text: String) throws(MonthlyFormRefusal) -> String {
        guard !text.isEmpty, text.utf8.count <= wordsLimit, text.utf8.allSatisfy({ $0 >= 0x20 }) else {
            throw .notWords
        }
        return text
    }
}

/// Why nothing is entered, or no form drawn.
public enum MonthlyFormRefusal: Refusal {
    case unknownRow(String)
    case rowIsDrawn(MonthlyFormRow)
    case notAValue(MonthlyFormRow, String)
    case belowZero(MonthlyFormRow, String)
    case notWords
    case notAGuarantor(String)
    case monthInFuture(FormMonth, FormMonth)
    case nothingEntered

    public var code: String {
        switch self {
        case .unknownRow: "monthly_form_unknown_row"
        case .rowIsDrawn: "monthly_form_row_is_drawn"
        case .notAValue: "monthly_form_not_a_value"
        case .belowZero: "monthly_form_below_zero"
        case .notWords: "monthly_form_not_words"
        case .notAGuarantor: "monthly_form_not_a_guarantor"
        case .monthInFuture: "monthly_form_month_in_future"
        case .nothingEntered: "monthly_form_nothing_entered"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .unknownRow(let number):
            Sentence(
                zh: "月报表没有第“\(number)”行；行次见 docs/monthly-form.md，例如 23 或 21.1。",
                en: """
                    The form has no row '\(number)'; docs/monthly-form.md lists them, such as 23 or 21.1.
                    """)
        case .rowIsDrawn(let row):
            Sentence(
                zh: "第 \(row.number) 行“\(row.name.zh)”由账本或其他行得出，不能填报；请更正账本中的记录。",
                en: """
                    Row \(row.number), \(row.name.en), comes from the book or from other rows and is not \
                    entered; correct the records of the book instead.
                    """)
        case .notAValue(let row, let text):
            Sentence(
                zh: "“\(text)”不是第 \(row.number) 行的数；单位为\(row.unit.name.zh)，例如 \(example(row))。",
                en: """
                    '\(text)' is no value for row \(row.number); its unit is \(row.unit.name.en), such as \
                    \(example(row)).
                    """)
        case .belowZero(let row, let text):
            Sentence(
                zh: "第 \(row.number) 行“\(row.name.zh)”不能小于零，填的是 \(text)；没有业务填 0。",
                en: "Row \(row.number), \(row.name.en), can't be below zero as \(text) is; enter 0 for none.")
        case .notWords:
            Sentence(
                zh: "审核人和联系电话不能为空，且不超过 60 字节，不含换行。",
                en: "Give a name or telephone number of at most 60 bytes, on one line.")
        case .notAGuarantor(let code):
            Sentence(
                zh: "机构 \(code) 不是担保机构；月报表由担保机构报送。",
                en: "Institution \(code) is no guarantor; only guarantors hand in the form.")
        case .monthInFuture(let month, let now):
            Sentence(
                zh: "\(month) 还没有到，现在是 \(now)；请给出已经开始的月份。",
                en: "\(month) has not begun, it is \(now) now; name a month that has.")
        case .nothingEntered:
            Sentence(
                zh: "没有可填报的内容；请给出行次和数，或给出文件。",
                en: "There is nothing to enter; give a row and a value, or a file.")
        }
    }

    private func example(_ row: MonthlyFormRow) -> String { row.unit == .money ? "1250.5" : "14" }
}
