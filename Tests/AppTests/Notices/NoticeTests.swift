import Core
import Storage
import TestSupport
import Testing

@testable import App

/// Due days are told to those whom they concern, once.
@Suite struct NoticeTests {
    @Test(arguments: TestEngine.allCases) func everyDayIsToldOnce(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let due = Day(number: Int32(try test.rich.one("SELECT MIN(due_on) FROM claim WHERE paid < amount")))
        let before = try WorkingDays.add(-3, to: due)
        #expect(try await DailyNotices.write(for: try WorkingDays.add(-4, to: due), in: test.rich.book) == 0)
        func count(_ kind: Notice.Kind) throws -> Int64 {
            try test.rich.one("SELECT COUNT(*) FROM notice WHERE kind = '\(kind.rawValue)'")
        }
        for (day, kind) in [
            (before, Notice.Kind.shareDueSoon), (due, .shareDueToday), (due + 1, .shareOverdue),
        ] {
            #expect(try count(kind) == 0)
            // Two servers at once.
            async let first = DailyNotices.write(for: day, in: test.rich.book)
            async let second = DailyNotices.write(for: day, in: test.rich.book)
            let added = try await first + second
            #expect(added > 0)
            #expect(try count(kind) > 0)
            #expect(try await DailyNotices.write(for: day, in: test.rich.book) == 0)
        }
        #expect(
            try test.rich.one("SELECT COUNT(*) FROM notice")
                == test.rich.one("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND attempts = 0"))
        // The late share is told to the creditor too, that which is due to the debtor alone.
        let creditor = """
            SELECT COUNT(*) FROM notice n JOIN organisation o ON o.id = n.organisation_id
            WHERE o.code = 'guarantor' AND n.kind =
            """
        #expect(try test.rich.one("\(creditor) 'share_due_today'") == 0)
        #expect(try test.rich.one("\(creditor) 'share_overdue'") > 0)
    }

    @Test(arguments: TestEngine.allCases) func endsOfGuaranteesAreTold(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let ends = RichBook.start + 365
        _ = try await DailyNotices.write(for: ends + -31, in: test.rich.book)
        let soon = "SELECT COUNT(*) FROM notice WHERE kind = 'guarantee_ends_soon'"
        #expect(try test.rich.one(soon) == 0)
        _ = try await DailyNotices.write(for: ends + -30, in: test.rich.book)
        // G3, G6 and a part of G7 run; guarantor and bank are told, their firms have no people here.
        #expect(try test.rich.one(soon) == 6)
        _ = try await DailyNotices.write(for: ends, in: test.rich.book)
        let ended = "SELECT COUNT(*) FROM notice WHERE kind = 'guarantee_ended'"
        #expect(try test.rich.one(ended) == 0)
        _ = try await DailyNotices.write(for: ends + 1, in: test.rich.book)
        #expect(try test.rich.one(ended) == 6)
        // A guarantee that was extended is told of its new end.
        try test.rich.record("G3", [.extended(until: TestSite.today + 10)], from: 399)
        _ = try await DailyNotices.write(for: TestSite.today, in: test.rich.book)
        #expect(try test.rich.one(soon) == 8)
    }

    @Test(arguments: TestEngine.allCases) func theyAreReadInTheSite(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        _ = try await DailyNotices.write(for: TestSite.today, in: test.rich.book)
        try await test.run { browser in
            try await browser.signIn("treasury.clerk")
            let home = try await browser.get("/")
            let unread = try #require(home.text.firstMatch(of: /class="count">(\d+)<span/)?.1)
            let page = try await browser.get("/notices")
            #expect(page.text.matches(of: /\/notices\/\d+\/read/).count == Int(unread))
            #expect(page.text.contains("/guarantees/G7"))
            let number = try #require(page.text.firstMatch(of: /\/notices\/(\d+)\/read/)?.1)

            // Not by others, and not by those who only look.
            try await browser.signIn("foreign.treasury.clerk")
            #expect(!(try await browser.get("/notices").text.contains("/guarantees/G7")))
            _ = try await browser.post("/notices/\(number)/read")
            try await browser.signIn("treasury.viewer")
            #expect(try await browser.post("/notices/\(number)/read").status == 403)
            #expect(try test.rich.one("SELECT COUNT(*) FROM notice WHERE read_at IS NOT NULL") == 0)

            try await browser.signIn("treasury.clerk")
            #expect(try await browser.post("/notices/\(number)/read").status == 303)
            #expect(try await browser.post("/notices/\(number)/read").status == 303)
            #expect(try test.rich.one("SELECT COUNT(*) FROM notice WHERE read_at IS NOT NULL") == 1)
            let newest = try await browser.get("/notices").hidden("up_to")
            if !newest.isEmpty { _ = try await browser.post("/notices/read", ["up_to": newest]) }
            #expect(!(try await browser.get("/").text.contains("class=\"count\">")))
        }
    }

    @Test func midnightIsThatOfTheRegion() {
        // 2017-07-18 16:00 UTC is midnight in Shanghai.
        let midnight: Int64 = 1_500_393_600_000
        #expect(Day(atShanghai: midnight) == Day(2017, 7, 19)!)
        #expect(NoticeKeeper.untilMidnight(midnight) == 86_400_000)
        #expect(NoticeKeeper.untilMidnight(midnight - 1) == 1)
        #expect(NoticeKeeper.untilMidnight(midnight + 3_600_000) == 82_800_000)
    }

    @Test(.timeLimit(.minutes(1))) func aRunningSiteTellsByItself() async throws {
        let test = try TestSite(.sqlite)
        await NoticeKeeper(site: test.site).keep()
        #expect(try test.rich.one("SELECT COUNT(*) FROM notice") > 0)
    }
}
