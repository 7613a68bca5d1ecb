import Core
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// Money through the API: funds, limits, statements and their ticks, accounts, entries, the trial balance.
@Suite struct MoneyAPITests {
    @Test(arguments: TestEngine.allCases) func fundsAndLimitsOfOnesOwn(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let treasury = try test.token(of: "treasury.viewer", [.viewer])
        let guarantor = try test.token(of: "guarantor.viewer", [.viewer])
        let supervisor = try test.token(of: "supervisor.viewer", [.viewer])
        try await test.run { browser in
            let fund = try await browser.call(.get, "/api/v1/funds/treasury", treasury)
            #expect(fund.status == 200, "\(fund.text)")
            let standing = try await test.site.book.database.read { connection in
                let found = try #require(try InstitutionStore.find(code: "treasury", connection))
                return try FundStore.standing(of: found.id, on: TestSite.today, connection)
            }
            #expect(fund.json["budget"] == .money(standing.budget))
            #expect(fund.json["shortfall"] == .money(standing.shortfall))
            #expect(fund.json["open_by_age"]?["not_due"] == .money(standing.open[0]))
            #expect(try await browser.call(.get, "/api/v1/funds/treasury", guarantor).status == 404)
            #expect(try await browser.call(.get, "/api/v1/funds", guarantor).json["items"] == .array([]))
            let first = try await browser.call(.get, "/api/v1/funds?limit=1", supervisor)
            #expect(first.json["next"] == .string("1"))
            let second = try await browser.call(.get, "/api/v1/funds?limit=1&after=1", supervisor)
            #expect(second.json["next"] == .null && second.json["items"] != first.json["items"])
            for query in ["limit=0", "after=x", "colour=red", "limit=1&limit=2"] {
                #expect(try await browser.call(.get, "/api/v1/funds?" + query, supervisor).status == 422)
            }

            let own = try await browser.call(.get, "/api/v1/limits/guarantor", guarantor)
            #expect(own.status == 200, "\(own.text)")
            #expect(try await browser.call(.get, "/api/v1/limits/guarantor", supervisor).json == own.json)
            #expect(try await browser.call(.get, "/api/v1/limits/X-guarantor", guarantor).status == 404)
            #expect(try await browser.call(.get, "/api/v1/limits/guarantor", treasury).status == 403)
        }
    }

    @Test(arguments: TestEngine.allCases) func bothSidesTickThroughTheAPI(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let guarantor = try test.token(of: "guarantor.clerk", [.clerk])
        let treasury = try test.token(of: "treasury.clerk", [.clerk])
        let viewer = try test.token(of: "treasury.viewer", [.viewer])
        let foreign = try test.token(of: "foreign.guarantor.clerk", [.clerk])
        let period = "from=\(RichBook.start)&until=\(RichBook.start + 300)"
        let body = "{\"from\":\"\(RichBook.start)\",\"until\":\"\(RichBook.start + 300)\"}"
        let (mine, theirs) = ("/api/v1/settlements/treasury", "/api/v1/settlements/guarantor")
        try await test.run { browser in
            let list = try await browser.call(.get, "/api/v1/settlements", guarantor)
            #expect(list.text.contains("\"other\":\"treasury\""))
            let read = try await browser.call(.get, "\(mine)?\(period)", guarantor)
            #expect(read.status == 200 && read.text.contains("\"G2\""), "\(read.text)")
            #expect(read.json["standing"] == .string("open"))
            let seen = try #require(read.headers[.eTag])
            #expect(try await browser.call(.post, mine + "/tick", guarantor, body).status == 428)
            let stale = try await browser.call(.post, mine + "/tick", guarantor, body, match: "\"1\"")
            #expect(stale.status == 412)
            #expect(try await browser.call(.post, theirs + "/tick", viewer, body, match: seen).status == 403)
            for _ in 1...2 {
                let ticked = try await browser.call(.post, mine + "/tick", guarantor, body, match: seen)
                #expect(ticked.json["standing"] == .string("one_side"), "\(ticked.text)")
            }
            #expect(try test.rich.one("SELECT COUNT(*) FROM audit WHERE action = 'settlement.tick'") == 1)
            let other = try await browser.call(.get, "\(theirs)?\(period)", treasury)
            #expect(other.headers[.eTag] == seen)
            let agreed = try await browser.call(.post, theirs + "/tick", treasury, body, match: seen)
            #expect(agreed.json["standing"] == .string("agreed"))
            #expect(!(try await browser.call(.get, "\(mine)?\(period)", foreign).text.contains("\"G2\"")))
            #expect(try await browser.call(.get, mine + "?until=1", guarantor).status == 422)
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test(arguments: TestEngine.allCases) func theLedgerIsRead(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let guarantor = try test.token(of: "guarantor.viewer", [.viewer])
        let foreign = try test.token(of: "foreign.guarantor.viewer", [.viewer])
        let supervisor = try test.token(of: "supervisor.viewer", [.viewer])
        let account = Account(test.rich.sample.agreement.guarantor, .cash).number
        let path = "/api/v1/accounts/\(account)"
        try await test.run { browser in
            let statement = try await browser.call(.get, path + "?from=\(RichBook.start)", guarantor)
            #expect(statement.status == 200, "\(statement.text)")
            guard case .array(let lines)? = statement.json["items"], let line = lines.last else {
                throw RequestRefusal.notFound
            }
            #expect(line["balance"] == statement.json["closing"])
            #expect(try await browser.call(.get, path, foreign).status == 404)
            #expect(try await browser.call(.get, path + "?after=1", guarantor).status == 422)
            guard case .number(let number)? = line["entry"] else { throw RequestRefusal.notFound }
            let entry = try await browser.call(.get, "/api/v1/entries/\(number)", guarantor)
            #expect(entry.status == 200 && entry.headers[.eTag] != nil, "\(entry.text)")
            #expect(try await browser.call(.get, "/api/v1/entries/\(number)", foreign).status == 404)

            let whole = try await browser.call(.get, "/api/v1/trial-balance?limit=2", supervisor)
            #expect(whole.json["debits"] == whole.json["credits"] && whole.json["next"] == .string("2"))
            let own = try await browser.call(.get, "/api/v1/trial-balance?institution=guarantor", guarantor)
            #expect(own.text.contains("\"balance\":"))
            let other = "/api/v1/trial-balance?institution=bank"
            #expect(try await browser.call(.get, other, guarantor).status == 404)
            #expect(try await browser.call(.get, "/api/v1/trial-balance?on=2017", guarantor).status == 422)

            let claims = try await browser.call(.get, "/api/v1/figures/claims?age=not_due", guarantor)
            #expect(claims.status == 200 && claims.json["sum"] != nil, "\(claims.text)")
            #expect(try await browser.call(.get, "/api/v1/figures/claims?age=old", guarantor).status == 422)
        }
    }
}
