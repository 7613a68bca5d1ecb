/// An event that is dated so far ahead that it can't have happened: most likely a slip in the year.
public struct DayAhead: Refusal {
    public let day: Day
    /// The last day that is taken.
    public let last: Day

    public var code: String { "day_ahead" }

    public var sentence: Sentence {
        Sentence(
            zh: "日期 \(day) 太靠后：最晚只能登记到 \(last)；请核对年份，或到时再登记。",
            en:
                """
                The day \(day) lies too far ahead: the last that is taken is \(last). Check the year, or \
                record it when it comes.
                """
        )
    }

    /// How far after today a day may lie: what is agreed at the end of a month is often entered before.
    public static let daysAllowed = 31

    /// - Parameter last: any day will do when nil.
    public static func check(_ day: Day, _ last: Day?) throws(DayAhead) {
        guard let last, day > last else { return }
        throw DayAhead(day: day, last: last)
    }
}
