import Core
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// Drafts of applications and the monthly form's own figures through the API.
@Suite struct FormAPITests {
    @Test(arguments: TestEngine.allCases) func aDraftIsBegunKeptAndSent(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let firm = try test.token(of: "enterprise.clerk", [.clerk])
        let foreign = try test.token(of: "foreign.enterprise.clerk", [.clerk])
        let guarantor = try test.token(of: "guarantor.clerk", [.clerk])
        let drafts = "/api/v1/application-drafts"
        try await test.run { browser in
            let offers = try await browser.call(.get, "/api/v1/application-offers", firm)
            #expect(offers.text.contains("\"agreement\":\"A1\""), "\(offers.text)")
            #expect(try await browser.call(.get, "/api/v1/application-offers", guarantor).status == 403)
            #expect(try await browser.call(.post, drafts, guarantor, "{}", key: "draft-001").status == 403)
            let body = "{\"agreement\":\"A1\",\"amount\":\"much\"}"
            let begun = try await browser.call(.post, drafts, firm, body, key: "draft-001")
            #expect(begun.status == 201, "\(begun.text)")
            #expect(begun.json["fields"]?["amount"] == .string("much"))
            #expect(begun.json["fields"]?["industry"] == .string("I65"))
            let again = try await browser.call(.post, drafts, firm, body, key: "draft-001")
            #expect(again.json == begun.json)
            let address = try #require(begun.headers[.location])
            let seen = try #require(begun.headers[.eTag])

            let members = ApplicationSiteTests.right.map { "\"\($0.key)\":\"\($0.value)\"" }
            let right = "{\(members.joined(separator: ","))}"
            #expect(try await browser.call(.post, address + "/save", firm, right).status == 428)
            let wrong = try await browser.call(.post, address + "/submit", firm, match: seen)
            #expect(wrong.status == 422)
            #expect(
                try await browser.call(.post, address + "/save", foreign, right, match: seen).status == 404)
            let saved = try await browser.call(.post, address + "/save", firm, right, match: seen)
            #expect(saved.status == 200 && saved.headers[.eTag] != seen, "\(saved.text)")
            #expect(try await browser.call(.post, address + "/save", firm, right, match: seen).status == 412)
            let now = saved.headers[.eTag]
            for _ in 1...2 {
                let sent = try await browser.call(.post, address + "/submit", firm, match: now)
                #expect(sent.json["guarantee_state"] == .string("applied"), "\(sent.text)")
            }
            #expect(try test.rich.one("SELECT COUNT(*) FROM guarantee WHERE number LIKE 'SQ%'") == 1)
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test(arguments: TestEngine.allCases) func aMonthIsEnteredAsSeen(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let clerk = try test.token(of: "guarantor.clerk", [.clerk])
        let viewer = try test.token(of: "guarantor.viewer", [.viewer])
        let bank = try test.token(of: "bank.clerk", [.clerk])
        let path = "/api/v1/reports/entries"
        let body = "{\"month\":\"2016-11\",\"23\":\"14\",\"3\":\"1,250.5\",\"checked_by\":\"李四\"}"
        try await test.run { browser in
            let empty = try await browser.call(.get, path + "?month=2016-11", clerk)
            #expect(empty.status == 200, "\(empty.text)")
            let seen = try #require(empty.headers[.eTag])
            for token in [viewer, bank] {
                #expect(try await browser.call(.get, path + "?month=2016-11", token).status == 403)
            }
            #expect(try await browser.call(.post, path, clerk, body).status == 428)
            let wrong = try await browser.call(
                .post, path, clerk, body.replacing("\"14\"", with: "\"many\""), match: seen)
            #expect(wrong.status == 422 && wrong.text.contains("\"field\":\"23\""))
            let entered = try await browser.call(.post, path, clerk, body, match: seen)
            #expect(entered.status == 200 && entered.text.contains("\"1250.50\""), "\(entered.text)")
            #expect(entered.json["checked_by"] == .string("李四"))
            let other = body.replacing("\"14\"", with: "\"15\"")
            #expect(try await browser.call(.post, path, clerk, other, match: seen).status == 412)
            let next = try await browser.call(.get, path + "?month=2016-12", clerk)
            #expect(next.text.contains("\"proposed\":\"1250.50\""))
            let records = "/api/v1/reports/records?month=2016-11&row=23"
            let cell = try await browser.call(.get, records, viewer)
            #expect(cell.json["sum"] == .string("14"), "\(cell.text)")
            #expect(try await browser.call(.get, records + "x", viewer).status == 422)
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }
}
