import Core
import HTTPTypes
import NIOCore
import Storage
import TestSupport
import Testing

@testable import App

/// A firm applies in the browser: drafts are kept as they are typed, and sent once.
@Suite struct ApplicationSiteTests {
    @Test(arguments: TestEngine.allCases) func aDraftIsKeptWhateverStandsInIt(engine: TestEngine) async throws
    {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("enterprise.clerk")
            let offers = try await browser.get("/applications/new?amount=1000000&months=12")
            #expect(offers.status == 200)
            // 1,000,000 × 1.5% for the year of the loan.
            #expect(offers.text.contains("15,000.00"))
            let once = offers.hidden("once")
            let begun = try await browser.post("/applications", ["agreement": "A1", "once": once])
            #expect(begun.location == "/applications/1")
            // The button pressed twice begins one draft.
            #expect(
                try await browser.post("/applications", ["agreement": "A1", "once": once]).location
                    == "/applications/1")
            let form = try await browser.get("/applications/1")
            // What the last guarantee says of the firm.
            #expect(form.text.contains("value=\"3000000.00\""))
            #expect(form.text.contains("value=\"I65\""))

            let saved = try await browser.post(
                "/applications/1/save",
                ["amount": "not a number <b>", "version": "1", "editor": "page-one"],
                headers: [.origin: "http://localhost", .accept: "application/json"])
            #expect(saved.status == 200)
            #expect(saved.text.contains("\"version\":2"))
            // The page that saved last may save again though it has not heard that it did.
            let again = try await browser.post(
                "/applications/1/save", ["amount": "12", "version": "1", "editor": "page-one"])
            #expect(again.text.contains("\"version\":3"))
            // Another that has not seen it may not.
            let other = try await browser.post(
                "/applications/1/save", ["amount": "13", "version": "1", "editor": "page-two"])
            #expect(other.status == 412)
            let kept = try await browser.post(
                "/applications/1", ["amount": "14", "version": "1", "editor": "page-two", "step": "save"])
            #expect(kept.status == 422)
            #expect(kept.text.contains("value=\"14\""))
            #expect(try await browser.get("/applications/1").text.contains("value=\"12\""))
            #expect(try await browser.get("/applications").text.contains("/applications/1\""))
            let records = try test.rich.one("SELECT COUNT(*) FROM audit WHERE action = 'application.save'")
            #expect(records == 2)

            // Nobody else sees it.
            for name in ["foreign.enterprise.clerk", "guarantor.clerk", "supervisor.viewer"] {
                try await browser.signIn(name)
                #expect(try await browser.get("/applications/1").status >= 403, "\(name)")
                let change = try await browser.post(
                    "/applications/1/save", ["amount": "1", "version": "3", "editor": "page-one"])
                #expect(change.status >= 403, "\(name)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases) func itIsSentOnceAndNumbered(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("enterprise.clerk")
            for draft in 1...2 {
                _ = try await browser.post("/applications", ["agreement": "A1", "once": "word-\(draft)"])
                var fields = Self.right
                fields["version"] = "1"
                fields["step"] = "check"
                let checked = try await browser.post("/applications/\(draft)", fields)
                #expect(checked.location == "/applications/\(draft)/check")
                let check = try await browser.get(checked.location)
                #expect(check.text.contains("购置设备"))
                #expect(check.text.contains("7,500.00"))
                let version = check.hidden("version")
                for _ in 1...3 {
                    let sent = try await browser.post("/applications/\(draft)/submit", ["version": version])
                    #expect(sent.location == "/guarantees/SQ2017-00000\(draft)?done=applied")
                }
            }
            #expect(try test.rich.one("SELECT COUNT(*) FROM guarantee WHERE number LIKE 'SQ%'") == 2)
            let page = try await browser.get("/guarantees/SQ2017-000001")
            #expect(page.text.contains("购置设备"))
            #expect(page.text.contains("/do/withdraw"))
            #expect(try await browser.get("/applications/1").location == "/guarantees/SQ2017-000001")
            let form = try await browser.get("/guarantees/SQ2017-000001/do/withdraw")
            let gone = try await browser.post(
                "/guarantees/SQ2017-000001/do/withdraw",
                ["step": "enter", "once": form.hidden("once"), "version": form.hidden("version")])
            #expect(gone.location == "/guarantees/SQ2017-000001?done=done")
            #expect(
                try test.rich.one(
                    """
                    SELECT COUNT(*) FROM guarantee_position p JOIN guarantee g ON g.id = p.guarantee_id
                    WHERE g.number = 'SQ2017-000001' AND p.state = 'withdrawn'
                    """) == 1)
        }
    }

    @Test func whatIsWrongIsSaidAtItsField() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("enterprise.clerk")
            _ = try await browser.post("/applications", ["agreement": "A1", "once": "w"])
            var fields = Self.right
            (fields["version"], fields["step"]) = ("1", "check")
            (fields["starts_on"], fields["fee_rate"], fields["industry"]) = ("2016-12-31", "200%", "Q99")
            let reply = try await browser.post("/applications/1", fields)
            #expect(reply.status == 422)
            for field in ["starts_on", "fee_rate", "industry"] {
                #expect(reply.text.contains("#field-\(field)"), "\(field)")
            }
            #expect(reply.text.contains("value=\"200%\""))
            // It was saved all the same.
            #expect(try await browser.get("/applications/1").text.contains("value=\"200%\""))
            // And can't be sent past the form.
            #expect(try await browser.post("/applications/1/submit", ["version": "2"]).status == 422)
            #expect(try test.rich.one("SELECT COUNT(*) FROM guarantee WHERE number LIKE 'SQ%'") == 0)
            // A day at the end of the calendar is refused, not a fault.
            (fields["starts_on"], fields["version"]) = ("2199-12-31", "2")
            #expect(try await browser.post("/applications/1", fields).status == 422)
        }
    }

    static let right = [
        "agreement": "A1", "amount": "500,000", "months": "12", "starts_on": TestSite.today.description,
        "fee_rate": "1.5%", "purpose": "购置设备", "employees": "20", "revenue": "3000000",
        "total_assets": "5000000", "industry": "I65", "division": "450103",
    ]
}
