import Core
import Storage
import TestSupport
import Testing

@testable import App

/// A guarantee in the browser: who sees it, and how an action goes through two hands.
@Suite struct GuaranteeSiteTests {
    @Test(arguments: TestEngine.allCases) func anActionGoesThroughTwoHands(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let form = try await browser.get("/guarantees/G1/do/pay_fee")
            #expect(form.status == 200)
            let day = TestSite.today.description
            var fields = [
                "on": day, "amount": "1,234.50", "step": "check", "once": form.hidden("once"),
                "version": form.hidden("version"),
            ]
            let check = try await browser.post("/guarantees/G1/do/pay_fee", fields)
            #expect(check.status == 200)
            #expect(check.text.contains("1,234.50"))
            fields["step"] = "enter"
            let entered = try await browser.post("/guarantees/G1/do/pay_fee", fields)
            #expect(entered.location == "/guarantees/G1?done=entered")
            // Sent twice, entered once.
            _ = try await browser.post("/guarantees/G1/do/pay_fee", fields)
            let waiting = try await test.site.book.database.read { connection in
                try connection.all("SELECT id FROM proposal WHERE state = 'waiting'") { $0.int(0) }
            }
            let number = try #require(waiting.first)
            #expect(waiting.count == 1)

            // The one who entered it can't approve it.
            #expect(try await browser.post("/proposals/\(number)/approve").status == 403)

            try await browser.signIn("guarantor.approver")
            let page = try await browser.get("/proposals/\(number)")
            #expect(page.text.contains("1,234.50"))
            let approved = try await browser.post(
                "/proposals/\(number)/approve", ["version": page.hidden("version")])
            #expect(approved.location == "/guarantees/G1?done=approved")
            #expect(try await browser.get("/guarantees/G1").text.contains("P\(number)"))
            // Approved once.
            #expect(try await browser.post("/proposals/\(number)/approve").status == 422)
        }
    }

    @Test(arguments: TestEngine.allCases) func othersSeeNothing(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            for (name, status) in [
                ("guarantor.viewer", 200), ("foreign.guarantor.viewer", 404), ("bank.viewer", 200),
                ("foreign.bank.clerk", 404), ("enterprise.viewer", 200), ("foreign.enterprise.viewer", 404),
                ("supervisor.viewer", 200), ("operator.administrator", 403),
            ] {
                try await browser.signIn(name)
                #expect(try await browser.get("/guarantees/G1").status == status, "\(name)")
            }
        }
    }

    @Test func wrongInputIsSaidAndKept() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let reply = try await browser.post(
                "/guarantees/G1/do/pay_fee", ["step": "check", "on": "2017-13-01", "amount": "1.234"])
            #expect(reply.status == 422)
            #expect(reply.text.contains("value=\"1.234\""))
            #expect(reply.text.contains("#field-on"))
            #expect(reply.text.contains("#field-amount"))
        }
    }
}
