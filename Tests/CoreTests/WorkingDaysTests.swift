/// Working days against known periods, and against chinesecalendar for every day and over random spans.
import Testing

@testable import Core

@Suite struct WorkingDaysTests {
    @Test(arguments: [
        ("2025-01-26", true),  // a Sunday worked for the spring festival
        ("2025-01-28", false),
        ("2024-10-01", false),
        ("2024-09-29", true),
        ("2026-10-10", true),
        ("2017-07-19", true),
    ])
    func knownDays(_ text: String, _ isWorking: Bool) throws {
        #expect(try WorkingDays.isWorkingDay(Day(text)!) == isWorking)
    }

    @Test(
        arguments: [
            // Over the Sunday of 29 September, which was worked, and the October holiday.
            (10, "2024-09-20", "2024-10-10"),
            (1, "2024-09-30", "2024-10-08"),
            (0, "2024-10-01", "2024-10-01"),
            (1, "2024-10-03", "2024-10-08"),
            (-1, "2024-10-08", "2024-09-30"),
            (-1, "2024-10-03", "2024-09-30"),
            (5, "2017-07-19", "2017-07-26"),
        ] as [(Int, String, String)])
    func knownPeriods(_ count: Int, _ from: String, _ to: String) throws {
        #expect(try WorkingDays.add(count, to: Day(from)!) == Day(to)!)
    }

    @Test func aYearWithoutDataIsRefused() {
        let last = WorkingDays.years.upperBound
        let first = WorkingDays.years.lowerBound
        let refusals: [(Int, () throws(CalendarRefusal) -> Void)] = [
            (
                first - 1,
                { () throws(CalendarRefusal) in _ = try WorkingDays.isWorkingDay(Day(first - 1, 12, 31)!) }
            ),
            (
                last + 1,
                { () throws(CalendarRefusal) in _ = try WorkingDays.isWorkingDay(Day(last + 1, 1, 1)!) }
            ),
            (last + 1, { () throws(CalendarRefusal) in _ = try WorkingDays.add(10, to: Day(last, 12, 25)!) }),
            (last + 1, { () throws(CalendarRefusal) in _ = try WorkingDays.add(.max, to: Day(last, 1, 1)!) }),
            (
                first - 1,
                { () throws(CalendarRefusal) in _ = try WorkingDays.add(.min, to: Day(last, 1, 1)!) }
            ),
            (2190, { () throws(CalendarRefusal) in _ = try WorkingDays.add(0, to: Day(2190, 1, 1)!) }),
        ]
        for (year, act) in refusals {
            #expect(throws: CalendarRefusal.yearWithoutData(year)) { try act() }
        }
        #expect(CalendarRefusal.yearWithoutData(2027).sentence.zh.contains("2027"))
    }

    @Test func addingAndCountingAgree() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            let day = Day(2004, 1, 1)! + Int.random(in: 200..<8000, using: &random)
            let count = Int.random(in: 1...100, using: &random)
            let later = try WorkingDays.add(count, to: day)
            #expect(try WorkingDays.isWorkingDay(later))
            #expect(try WorkingDays.count(after: day, through: later) == count)
            let earlier = try WorkingDays.add(-count, to: day)
            #expect(try WorkingDays.count(after: earlier, through: day + -1) == count - 1)
        }
    }

    @Test func agreesWithChineseCalendarOnEveryDay() throws {
        let script = """
            import datetime, chinese_calendar
            day = datetime.date(\(WorkingDays.years.lowerBound), 1, 1)
            while day.year <= \(WorkingDays.years.upperBound):
                print(day, int(chinese_calendar.is_workday(day)))
                day += datetime.timedelta(days=1)
            """
        let lines = try runPython(script, needing: ["chinesecalendar>=1.11"])
        #expect(lines.count == 8401)
        for line in lines {
            let fields = line.split(separator: " ")
            #expect(try WorkingDays.isWorkingDay(Day(fields[0])!) == (fields[1] == "1"), "\(line)")
        }
    }

    @Test func agreesWithChineseCalendarOnPeriods() throws {
        var random = SeededGenerator(seed: 6)
        let cases = (0..<2000).map { _ in
            (
                Day(2004, 1, 1)! + Int.random(in: 0..<8200, using: &random),
                Int.random(in: 1...60, using: &random)
            )
        }
        let script = """
            import sys, datetime, chinese_calendar
            for line in sys.stdin:
                day, count = line.split()
                day, count = datetime.date.fromisoformat(day), int(count)
                while count:
                    day += datetime.timedelta(days=1)
                    count -= chinese_calendar.is_workday(day)
                print(day)
            """
        let answers = try runPython(
            script, needing: ["chinesecalendar>=1.11"], input: cases.map { "\($0.0) \($0.1)\n" }.joined())
        try #require(answers.count == cases.count)
        for ((day, count), answer) in zip(cases, answers) {
            #expect(try WorkingDays.add(count, to: day).description == answer, "\(day) + \(count)")
        }
    }
}
