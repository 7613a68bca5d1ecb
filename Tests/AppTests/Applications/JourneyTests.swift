import Core
import Storage
import TestSupport
import Testing

@testable import App

/// One loan from the application to the release, each party doing its part in the browser.
@Suite struct JourneyTests {
    @Test(arguments: TestEngine.allCases) func fromApplicationToRelease(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("enterprise.clerk")
            _ = try await browser.post("/applications", ["agreement": "A1", "once": "one"])
            var fields = ApplicationSiteTests.right
            (fields["version"], fields["step"]) = ("1", "check")
            _ = try await browser.post("/applications/1", fields)
            let version = try await browser.get("/applications/1/check").hidden("version")
            _ = try await browser.post("/applications/1/submit", ["version": version])

            let day = TestSite.today.description
            for step in ["accept", "start_due_diligence", "approve", "contract", "file"] {
                try await perform(step, [:], as: "guarantor", browser)
            }
            try await perform("pay_fee", ["on": day, "amount": "7500"], as: "guarantor", browser)
            try await perform("disburse", ["on": day, "amount": "500000"], as: "bank", browser)
            try await perform("repay", ["on": day, "amount": "500000"], as: "bank", browser)
            try await perform("release", ["on": day], as: "guarantor", browser)

            try await browser.signIn("enterprise.viewer")
            let page = try await browser.get("/guarantees/\(Self.number)")
            #expect(page.text.contains("已解保"))
            #expect(page.text.contains("500,000.00"))
        }
    }

    private static let number = "SQ2017-000001"

    /// Enters an action, and has a second person approve it where two are needed.
    private func perform(
        _ action: String, _ fields: [String: String], as kind: String, _ browser: Browser
    ) async throws {
        try await browser.signIn("\(kind).clerk")
        let address = "/guarantees/\(Self.number)/do/\(action)"
        let form = try await browser.get(address)
        #expect(form.status == 200, "\(action)")
        let hidden = ["once": form.hidden("once"), "version": form.hidden("version"), "step": "enter"]
        let entered = try await browser.post(address, fields.merging(hidden) { $1 })
        guard entered.location.hasSuffix("entered") else {
            #expect(entered.location.hasSuffix("done=done"), "\(action): \(entered.status)")
            return
        }
        try await browser.signIn("\(kind).approver")
        let list = try await browser.get("/proposals")
        let number = try #require(list.text.firstMatch(of: /\/proposals\/(\d+)/)?.1)
        let proposal = try await browser.get("/proposals/\(number)")
        let approved = try await browser.post(
            "/proposals/\(number)/approve", ["version": proposal.hidden("version")])
        #expect(approved.location.hasSuffix("approved"), "\(action): \(approved.text)")
    }
}
