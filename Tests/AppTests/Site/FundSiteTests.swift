import Core
import Storage
import TestSupport
import Testing

@testable import App

/// A treasury's fund in the browser: its figures, and money put into it by two hands.
@Suite struct FundSiteTests {
    @Test(arguments: TestEngine.allCases) func theFundShowsWhatItLacks(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let treasury = try await test.institution("treasury")
        let standing = try await test.read {
            try FundStore.standing(of: treasury.id, on: TestSite.today, $0)
        }
        let open = try await test.sum("SELECT CAST(SUM(amount - paid) AS BIGINT) FROM claim WHERE debtor = 3")
        #expect(standing.claimed == open)
        let late = zip(ClaimAge.allCases, standing.open).filter { $0.0.isLate }.map(\.1).sum()
        #expect(late == open, "all of it is late")
        #expect(standing.budget == .yuan(5_000_000))
        let years = try await test.read { try FundStore.years(of: treasury.id, $0) }
        #expect(years.last?.balance == standing.balance)
        #expect(years.map { $0.appropriated - $0.paid + $0.returned }.sum() == standing.balance)
        try await test.run { browser in
            for (name, status) in [
                ("treasury.viewer", 200), ("supervisor.viewer", 200), ("foreign.treasury.viewer", 404),
                ("guarantor.viewer", 404), ("enterprise.viewer", 403),
            ] {
                try await browser.signIn(name)
                #expect(try await browser.get("/funds/treasury").status == status, "\(name)")
            }
            try await browser.signIn("treasury.viewer")
            #expect(try await browser.get("/funds").location == "/funds/treasury")
            let page = try await browser.get("/funds/treasury").text
            for amount in [standing.balance, standing.claimed, standing.budget] {
                #expect(page.contains(amount.grouped))
            }
            try await browser.signIn("supervisor.viewer")
            let all = try await browser.get("/funds").text
            #expect(all.contains("/funds/X-treasury") && all.contains(standing.claimed.grouped))
            #expect(try await browser.get("/funds/treasury/do/appropriate").status == 403)
        }
    }

    @Test(arguments: TestEngine.allCases) func moneyIsAppropriatedByTwoHands(engine: TestEngine) async throws
    {
        let test = try TestSite(engine)
        let treasury = try await test.institution("treasury")
        try await test.run { browser in
            let day = TestSite.today.description
            let path = "/funds/treasury/do/appropriate"
            let done = try await browser.enterAndApprove(
                "treasury", path, ["on": day, "amount": "1,000.01", "reference": "桂财 2017-1"])
            #expect(done.location == "/funds/treasury?done=approved")
            let standing = try await test.read {
                try FundStore.standing(of: treasury.id, on: TestSite.today, $0)
            }
            #expect(standing.budget == .yuan(5_001_000) + Fen(1))
            try await browser.signIn("treasury.clerk")
            let later = try await browser.post(
                path, ["step": "check", "on": (TestSite.today + 1).description, "amount": "5"])
            #expect(later.status == 422)
            #expect(later.text.contains("#field-on"))
            // A clerk of another treasury finds nothing there.
            try await browser.signIn("foreign.treasury.clerk")
            #expect(try await browser.get(path).status == 404)
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }
}
