import Core
import Storage
import TestSupport
import Testing

@testable import App

/// The lists of claims, entries, agreements, institutions and accounts: what is in them, and for whom.
@Suite struct MoneyListTests {
    @Test(arguments: TestEngine.allCases) func listsHoldWhatTheBookHolds(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let open = try await test.sum("SELECT CAST(SUM(amount - paid) AS BIGINT) FROM claim")
        let entries = try await test.sum("SELECT COUNT(*) FROM entry")
        let token = try test.token(of: "supervisor")
        try await test.run { browser in
            try await browser.signIn("supervisor.viewer")
            let claims = try await browser.rows("claims")
            #expect(claims.compactMap { Fen(yuan: $0["open"] ?? "") }.sum() == open)
            #expect(try await browser.rows("entries").count == Int(entries.fen))
            #expect(try await browser.rows("institutions").count == 8)
            #expect(try await browser.rows("agreements").map { $0["shares"] } == ["4:3:2:1"])
            let balances = try await browser.rows("accounts").compactMap { Fen(yuan: $0["balance"] ?? "") }
            #expect(balances.sum() == .zero)
            #expect(balances.count > 10)
            for list in ["claims", "entries", "agreements", "institutions", "accounts"] {
                #expect(try await browser.get("/\(list)").status == 200, "\(list)")
                let items = try await browser.get("/api/v1/\(list)", headers: token)
                #expect(items.text.contains("\"items\":[{"), "\(list)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases) func othersSeeNothing(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            for kind in ["guarantor", "reguarantor", "bank", "treasury"] {
                try await browser.signIn("foreign.\(kind).viewer")
                for list in ["claims", "entries", "agreements", "accounts"] {
                    #expect(try await browser.rows(list).isEmpty, "\(kind) \(list)")
                    #expect(!(try await browser.get("/\(list)").text.contains(">G2<")), "\(kind) \(list)")
                }
                // Who takes part is known to all who do.
                #expect(try await browser.rows("institutions").count == 8)
                #expect(try await browser.get("/agreements/A1").status == 404)
                #expect(try await browser.get("/accounts/17").status == 404)
                let entry = try await test.sum("SELECT MIN(id) FROM entry")
                #expect(try await browser.get("/entries/\(entry.fen)").status == 404)
                #expect(try await browser.get("/funds/treasury").status == 404)
                #expect(!(try await browser.get("/settlements").text.contains("<table")))
            }
            for name in ["enterprise.viewer", "operator.administrator"] {
                try await browser.signIn(name)
                for page in [
                    "claims", "entries", "accounts", "ledger", "funds", "settlements", "trial-balance",
                ] {
                    #expect(try await browser.get("/\(page)").status == 403, "\(name) \(page)")
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases) func eachSeesItsOwnClaims(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            for (place, kind) in ["guarantor", "reguarantor", "bank", "treasury"].enumerated() {
                let own = try await test.sum(
                    "SELECT COUNT(*) FROM claim WHERE debtor = \(place) OR creditor = \(place)")
                try await browser.signIn("\(kind).viewer")
                #expect(own.fen > 0)
                #expect(try await browser.rows("claims").count == Int(own.fen), "\(kind)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases) func claimsTellWhatIsLate(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let today = TestSite.today
        let late = try await test.read { connection in
            try connection.all(
                SQL(
                    """
                    SELECT due_on FROM claim WHERE paid < amount AND due_on < ?
                    ORDER BY due_on DESC, id DESC
                    """,
                    [.int(Int64(today.number))])
            ) { today - $0.day(0) }
        }
        try #require(!late.isEmpty)
        let token = try test.token(of: "guarantor")
        let treasury = try await test.sum("SELECT COUNT(*) FROM claim WHERE 3 IN (debtor, creditor)")
        try await test.run { browser in
            try await browser.signIn("guarantor.viewer")
            let rows = try await browser.rows("claims", "?state=late&sort=-due_on")
            #expect(rows.map { $0["days_late"] } == late.map { String($0) })
            #expect(try await browser.rows("claims", "?state=late&debtor=guarantor").count < rows.count)
            let from = try #require(rows.last?["due_on"])
            #expect(try await browser.rows("claims", "?state=late&due_until=\(from)").count < rows.count)
            #expect(try await browser.rows("claims", "?institution=treasury").count == Int(treasury.fen))
            // Page by page, by the day that may be missing, in both directions.
            var seen: [String] = []
            var address = "/api/v1/claims?limit=3&sort=due_on"
            while true {
                let page = try #require(JSON(parsing: try await browser.get(address, headers: token).bytes))
                guard case .array(let items)? = page["items"] else { break }
                for item in items {
                    if case .number(let claim)? = item["claim"] { seen.append(String(claim)) }
                }
                guard case .string(let next)? = page["next"] else { break }
                address = "/api/v1/claims?limit=3&sort=due_on&after=" + PercentText.encode(next)
            }
            let all = try await browser.rows("claims", "?sort=due_on")
            #expect(seen == all.map { $0["claim"] })
        }
    }
}
