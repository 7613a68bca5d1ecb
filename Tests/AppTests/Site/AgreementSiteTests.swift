import Core
import Storage
import TestSupport
import Testing

@testable import App

/// Agreements and institutions in the browser: terms, the split of any amount, concluding, ending, stating.
@Suite struct AgreementSiteTests {
    @Test func anyAmountIsSplitExactly() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("guarantor.viewer")
            let page = try await browser.get("/agreements/A1?amount=1,234.57").text
            let parts = try Shares([4, 3, 2, 1]).parts(of: Fen(123_457))
            for part in parts { #expect(page.contains(">\(part.grouped)<")) }
            for wrong in ["1.234", "-5", "x%22%3E%3Cscript%3E"] {
                let reply = try await browser.get("/agreements/A1?amount=\(wrong)").text
                #expect(reply.contains("aria-invalid"), "\(wrong)")
                #expect(!reply.contains("<script>"))
            }
            #expect(page.contains("/guarantees/G8"))
            #expect(page.contains("/institutions/treasury"))
        }
    }

    @Test(arguments: TestEngine.allCases) func anAgreementIsConcludedAndEnded(engine: TestEngine) async throws
    {
        let test = try TestSite(engine)
        let today = TestSite.today
        try await test.run { browser in
            let path = "/agreements/new/do/conclude"
            let fields = [
                "number": "A2", "guarantor": "X-guarantor", "bank": "bank", "treasury": "",
                "shares": "5:3:2:0",
                "from": today.description, "until": "", "fee_rate_max": "1.5%", "borrower_max": "5000000",
                "stop_loss": "", "claim_due_working_days": "15", "refunds_unused_fee": "yes",
            ]
            let done = try await browser.enterAndApprove("reguarantor", path, fields)
            #expect(done.location == "/agreements/new?done=approved")
            let made = try await test.read { try AgreementStore.find(number: "A2", $0) }
            let agreement = try #require(made)
            #expect(agreement.shares.description == "5:3:2:0")
            #expect(agreement.treasury == nil)
            #expect(agreement.ceilings.borrower == .yuan(5_000_000))
            #expect(agreement.claimDueWorkingDays == 15)
            // Its number is taken now, and shares that can't be are said at their field.
            try await browser.signIn("reguarantor.clerk")
            for (name, value) in [("number", "A2"), ("shares", "4:3"), ("shares", "a"), ("bank", "treasury")]
            {
                var wrong = fields
                wrong["number"] = "A3"
                wrong[name] = value
                wrong["step"] = "check"
                #expect(try await browser.post(path, wrong).status == 422, "\(name) \(value)")
            }
            for name in ["guarantor.clerk", "bank.clerk"] {
                try await browser.signIn(name)
                #expect(try await browser.get(path).status == 403, "\(name)")
                #expect(try await browser.get("/agreements/A1/do/end").status == 403, "\(name)")
            }
            try await browser.signIn("foreign.reguarantor.clerk")
            #expect(try await browser.get("/agreements/A1/do/end").status == 404)

            // Firms see the terms of their own guarantees, and no others.
            try await browser.signIn("enterprise.viewer")
            #expect(try await browser.get("/agreements/A1").status == 200)
            #expect(try await browser.get("/agreements/A2").status == 404)
            #expect(try await browser.rows("agreements").compactMap { $0["agreement_no"] } == ["A1"])

            let end = try await browser.enterAndApprove(
                "reguarantor", "/agreements/A2/do/end", ["on": (today + 30).description])
            #expect(end.location == "/agreements/A2?done=approved")
            #expect(try await test.read { try AgreementStore.find(number: "A2", $0) }?.until == today + 30)
            try await browser.signIn("reguarantor.clerk")
            let past = try await browser.post(
                "/agreements/A2/do/end", ["step": "check", "on": (today + -1).description])
            #expect(past.status == 422)
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test(arguments: TestEngine.allCases) func institutionsStateTheirMoney(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            let stated = try await browser.enterAndApprove(
                "guarantor", "/institutions/guarantor/do/state_net_assets",
                ["on": TestSite.today.description, "amount": "95000000"])
            #expect(stated.location == "/institutions/guarantor?done=approved")
            let paid = try await browser.enterAndApprove(
                "guarantor", "/institutions/guarantor/do/contribute_capital",
                ["on": TestSite.today.description, "amount": "5000000"])
            #expect(paid.location == "/institutions/guarantor?done=approved")
            try await browser.signIn("guarantor.viewer")
            #expect(try await browser.get("/institutions/guarantor").text.contains("95,000,000.00"))
            for (name, sees) in [("supervisor.viewer", true), ("bank.viewer", false)] {
                try await browser.signIn(name)
                let page = try await browser.get("/institutions/guarantor")
                #expect(page.status == 200)
                #expect(page.text.contains("95,000,000.00") == sees, "\(name)")
            }
            try await browser.signIn("bank.clerk")
            #expect(try await browser.get("/institutions/bank/do/state_net_assets").status == 404)
            try await browser.signIn("foreign.guarantor.clerk")
            let path = "/institutions/guarantor/do/state_net_assets"
            #expect(try await browser.get(path).status == 403)
            #expect(!(try await browser.get("/institutions/guarantor").text.contains("/agreements/A1")))
        }
        let guarantor = try await test.institution("guarantor")
        let capital = try await test.read { try LedgerStore.balance(of: Account(guarantor.id, .capital), $0) }
        #expect(capital == -.yuan(95_000_000))
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }
}
