/// A calendar day (Gregorian), without a time or a zone; the type of every effective date.
public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let number: Int32

    /// The day that many days after 1970-01-01.
    public init(number: Int32) { self.number = number }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
    /// The days from the right one to the left one.
    public static func - (left: Day, right: Day) -> Int { Int(left.number) - Int(right.number) }
    /// The day that many days later, earlier when negative; traps far beyond the calendar.
    public static func + (day: Day, days: Int) -> Day { Day(number: day.number + Int32(days)) }

    /// A day that exists between the years 1900 and 2199; nil otherwise.
    public init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1900...2199).contains(year), (1...12).contains(month) else { return nil }
        guard day >= 1, day <= Day.length(ofMonth: month, in: year) else { return nil }
        // Days are counted from March so that the leap day is the last of its year.
        let shifted = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear
        self.init(number: Int32(days - 719_468))
    }

    /// Year, month 1 to 12 and day 1 to 31.
    public var components: (year: Int, month: Int, day: Int) {
        let days = Int(number) + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The calendar year.
    public var year: Int { components.year }

    /// 1 is Monday, 7 is Sunday.
    public var weekday: Int { (Int(number) % 7 + 10) % 7 + 1 }

    /// The number of days of a month, 28 to 31.
    public static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether the year has a 29 February.
    public static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }
}

extension Day: CustomStringConvertible {
    /// ISO 8601: `2017-07-19`.
    public var description: String {
        let (year, month, day) = components
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}

extension Day {
    /// Parses exactly `2017-07-19`; a day that does not exist is nil.
    public init?(_ text: some StringProtocol) { self.init(ascii: text.utf8) }

    /// The same for bytes.
    @inlinable
    public init?(ascii bytes: some Collection<UInt8>) {
        guard bytes.count == 10 else { return nil }
        var fields = (0, 0, 0)
        for (offset, byte) in bytes.enumerated() {
            if offset == 4 || offset == 7 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let digit = Int(byte - UInt8(ascii: "0"))
            if offset < 4 {
                fields.0 = fields.0 * 10 + digit
            } else if offset < 7 {
                fields.1 = fields.1 * 10 + digit
            } else {
                fields.2 = fields.2 * 10 + digit
            }
        }
        self.init(fields.0, fields.1, fields.2)
    }
}
