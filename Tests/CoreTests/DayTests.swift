/// Days: what is read, what is refused, and every day of three centuries against Foundation's calendar.
import Foundation
import Testing

@testable import Core

@Suite struct DayTests {
    @Test func everyDayLikeFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        let first = try #require(Day("1900-01-01"))
        let last = try #require(Day("2199-12-31"))
        #expect(last - first + 1 == 109_573)
        var failures = 0
        for offset in 0...(last - first) {
            let day = first + offset
            let date = Date(timeIntervalSince1970: Double(day.number) * 86_400)
            let theirs = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            let ours = day.components
            // Foundation begins the week with Sunday as 1.
            let weekday = (theirs.weekday! + 5) % 7 + 1
            let isSame =
                ours == (theirs.year!, theirs.month!, theirs.day!) && day.weekday == weekday
                && Day(ours.year, ours.month, ours.day) == day && Day(day.description) == day
            if !isSame { failures += 1 }
        }
        #expect(failures == 0)
    }

    @Test(arguments: [
        "", "2017-7-19", "2017-07-9", "2017/07/19", "20170719", "2017-07-19 ", " 2017-07-1", "2017-02-29",
        "1900-02-29",
        "2100-02-29", "2017-00-10", "2017-13-10", "2017-04-31", "2017-01-00", "1899-12-31", "2200-01-01",
        "0000-00-00",
        "2017-07-1９", "2017-07--1", "+017-07-19", "2017-07-19T00:00",
    ])
    func refuses(_ text: String) { #expect(Day(text) == nil) }

    @Test func leapDays() {
        #expect(Day("2000-02-29") != nil && Day("2024-02-29") != nil)
        #expect(Day("1970-01-01")?.number == 0)
        #expect(Day("2024-03-01")! - Day("2024-02-28")! == 2)
        #expect(Day("2017-07-19")!.weekday == 3)
        #expect(Day.length(ofMonth: 2, in: 2100) == 28)
    }
}
