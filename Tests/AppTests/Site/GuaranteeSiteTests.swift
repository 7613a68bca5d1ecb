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
            // Nobody approves what they have not seen as it is.
            for version in ["", "x", "1"] {
                let unseen = try await browser.post("/proposals/\(number)/approve", ["version": version])
                #expect(unseen.status == 422, "\(version)")
            }
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

    /// A history names one's own people, and of others their organisation and role only.
    @Test(arguments: TestEngine.allCases) func othersAreNamedByTheirOrganisation(engine: TestEngine)
        async throws
    {
        let test = try TestSite(engine)
        try await test.run { browser in
            let fields = ["on": TestSite.today.description, "amount": "1"]
            let paid = try await browser.enterAndApprove(
                "guarantor", "/guarantees/G1/do/pay_fee", fields)
            #expect(paid.location == "/guarantees/G1?done=approved")
            let entry = try test.rich.one("SELECT MAX(id) FROM entry")
            for (name, sees) in [
                ("guarantor.viewer", true), ("bank.viewer", false), ("supervisor.viewer", false),
            ] {
                try await browser.signIn(name)
                for address in ["/guarantees/G1", "/entries/\(entry)"] {
                    let page = try await browser.get(address).text
                    #expect(page.contains("guarantor.approver") == sees, "\(name) \(address)")
                    #expect(page.contains("guarantor · 复核") == !sees, "\(name) \(address)")
                }
            }
        }
    }

    @Test func nothingIsEnteredUnseen() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            for version in ["", "1"] {
                let reply = try await browser.post(
                    "/guarantees/G1/do/pay_fee",
                    [
                        "step": "enter", "on": TestSite.today.description, "amount": "1",
                        "once": "12345678", "version": version,
                    ])
                #expect(reply.status == 422, "\(version)")
            }
            #expect(try test.rich.one("SELECT COUNT(*) FROM proposal") == 0)
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
