/// The month that a guarantee institution reports on, such as 2017-06.
public struct FormMonth: Hashable, Comparable, Sendable {
    public let year: Int
    /// 1 to 12.
    public let month: Int

    /// Nil for what is no month of the years 1900 to 2199.
    public init?(_ year: Int, _ month: Int) {
        guard Day(year, month, 1) != nil else { return nil }
        self.year = year
        self.month = month
    }

    /// The month of a day.
    public init(of day: Day) {
        (year, month, _) = day.components
    }

    /// The number that is stored: 201706.
    public var number: Int64 { Int64(year * 100 + month) }

    public init?(number: Int64) {
        guard (190_001...219_912).contains(number) else { return nil }
        self.init(Int(number / 100), Int(number % 100))
    }

    public var first: Day { day(1) }
    public var last: Day { day(Day.length(ofMonth: month, in: year)) }
    /// The day before the year begins.
    public var beforeYear: Day { Day(number: FormMonth.day(year, 1, 1).number - 1) }
    public var sameMonthLastYear: FormMonth? { FormMonth(year - 1, month) }
    public var lastDecember: FormMonth? { FormMonth(year - 1, 12) }
    public var before: FormMonth? { month == 1 ? FormMonth(year - 1, 12) : FormMonth(year, month - 1) }

    public static func < (left: FormMonth, right: FormMonth) -> Bool { left.number < right.number }

    private func day(_ day: Int) -> Day { FormMonth.day(year, month, day) }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
        guard let day = Day(year, month, day) else { preconditionFailure("a month that exists") }
        return day
    }
}

extension FormMonth: CustomStringConvertible {
    /// `2017-06`.
    public var description: String { "\(year)-\(month < 10 ? "0" : "")\(month)" }

    /// Parses exactly `2017-06`.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 7, let day = Day("\(text)-01") else { return nil }
        self.init(of: day)
    }
}
