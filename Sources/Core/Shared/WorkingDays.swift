/// The working days of China: weekdays but for public holidays, and the weekend days worked in exchange.
///
/// Periods of public notice and of reply run in them. Holidays are set year by year; a year without data is a
/// refusal that names it, not a guess.
public enum WorkingDays {
    /// The first and the last year with data.
    public static let years = calendar.years

    /// Whether people work on that day.
    public static func isWorkingDay(_ day: Day) throws(CalendarRefusal) -> Bool {
        let offset = try calendar.offset(of: day)
        let before = offset == 0 ? 0 : calendar.countThrough[offset - 1]
        return calendar.countThrough[offset] > before
    }

    /// The n-th working day after a day, which does not count itself; before it when n is negative, the day
    /// for 0.
    ///
    /// So a notice of 10 working days that goes up on a day ends with the tenth working day after it.
    public static func add(_ count: Int, to day: Day) throws(CalendarRefusal) -> Day {
        let offset = try calendar.offset(of: day)
        guard count != 0 else { return day }
        // Whatever lies beyond the table is refused the same, however far.
        let steps = max(-calendar.workingDays.count, min(calendar.workingDays.count, count))
        let isWorking = try isWorkingDay(day)
        // `workingDays[next]` is the first one after the day; going back, the day itself does not count
        // either.
        let next = Int(calendar.countThrough[offset])
        let index = count > 0 ? next - 1 + steps : next - (isWorking ? 1 : 0) + steps
        guard index < calendar.workingDays.count else { throw .yearWithoutData(years.upperBound + 1) }
        guard index >= 0 else { throw .yearWithoutData(years.lowerBound - 1) }
        return calendar.workingDays[index]
    }

    /// The number of working days after the first day up to and with the second; negative when it comes
    /// before.
    public static func count(after first: Day, through last: Day) throws(CalendarRefusal) -> Int {
        let from = try calendar.offset(of: first)
        let to = try calendar.offset(of: last)
        return Int(calendar.countThrough[to]) - Int(calendar.countThrough[from])
    }

    private static let calendar = WorkingCalendar(rows: WorkingDayTable.rows)
}

/// Why a working day can't be told.
public enum CalendarRefusal: Refusal {
    case yearWithoutData(Int)

    public var code: String { "calendar_year_without_data" }

    public var sentence: Sentence {
        switch self {
        case .yearWithoutData(let year):
            let known = "\(WorkingDays.years.lowerBound)–\(WorkingDays.years.upperBound)"
            return Sentence(
                zh: "没有 \(year) 年的节假日安排(现有 \(known) 年)，无法计算工作日；"
                    + "请按国务院办公厅通知补充该年数据。",
                en: "There is no holiday table for \(year) (there is one for \(known)), so working days "
                    + "can't be counted; add that year from the notice of the State Council.")
        }
    }
}

/// All working days of the years with data, numbered, so that every question is one or two look-ups.
private struct WorkingCalendar: Sendable {
    let years: ClosedRange<Int>
    private let first: Day
    /// For each day since the first of January of the first year, how many working days there were to its
    /// end.
    let countThrough: [Int32]
    let workingDays: [Day]

    func offset(of day: Day) throws(CalendarRefusal) -> Int {
        let offset = day - first
        guard countThrough.indices.contains(offset) else { throw .yearWithoutData(day.year) }
        return offset
    }

    init(rows: String) {
        var years: [Int] = []
        var exceptions: Set<Day> = []
        for row in rows.split(separator: "\n") {
            let fields = row.split(separator: " ")
            let year = Int(fields[0])!
            precondition(years.isEmpty || years.last == year - 1, "the years follow each other")
            years.append(year)
            for field in fields.dropFirst() where field != "|" {
                let date = Int(field)!
                exceptions.insert(Day(year, date / 100, date % 100)!)
            }
        }
        let first = Day(years.first!, 1, 1)!
        let end = Day(years.last! + 1, 1, 1)!
        var workingDays: [Day] = []
        var countThrough: [Int32] = []
        for offset in 0..<(end - first) {
            let day = first + offset
            // A listed day is the contrary of what its weekday says.
            if (day.weekday <= 5) != exceptions.contains(day) { workingDays.append(day) }
            countThrough.append(Int32(workingDays.count))
        }
        self.years = years.first!...years.last!
        self.first = first
        self.workingDays = workingDays
        self.countThrough = countThrough
    }
}
