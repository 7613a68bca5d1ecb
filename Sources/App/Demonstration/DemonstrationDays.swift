import Core

/// The days of the demonstration province.
enum DemonstrationDays {
    /// The day of the reply whose order of figures the province shows.
    static let reply = day(2017, 7, 19)
    /// The day for which the reply tells the outstanding balance and leverage of all guarantors.
    static let balance = day(2016, 4, 30)
    static let first = day(2013, 9, 2)

    static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
        guard let day = Day(year, month, day) else { preconditionFailure("a day that exists") }
        return day
    }

    static func onOrAfter(_ day: Day) throws -> Day {
        try WorkingDays.isWorkingDay(day) ? day : WorkingDays.add(1, to: day)
    }

    /// The same day of a later month, or the last of a shorter one.
    static func months(_ count: Int, after day: Day) -> Day {
        let (year, month, dayOfMonth) = day.components
        let months = year * 12 + month - 1 + count
        let length = Day.length(ofMonth: months % 12 + 1, in: months / 12)
        return self.day(months / 12, months % 12 + 1, min(dayOfMonth, length))
    }

    /// Milliseconds since 1970 UTC of the n-th of so many acts of a day, between nine and five in Shanghai.
    static func time(of day: Day, act: Int, of count: Int) -> Int64 {
        let nine = Int64(day.number) * 86_400_000 + 3_600_000
        return nine + 28_800_000 * Int64(act) / Int64(count)
    }
}
