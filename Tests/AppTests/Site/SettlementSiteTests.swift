import Core
import Storage
import TestSupport
import Testing

@testable import App

/// What two institutions owe each other, line by line, and both sides' ticks.
@Suite struct SettlementSiteTests {
    @Test(arguments: TestEngine.allCases) func statementsEndWithTheClaimsOfTheBook(engine: TestEngine)
        async throws
    {
        let test = try TestSite(engine)
        let guarantor = try await test.institution("guarantor")
        for party in Party.others {
            let other = try await test.institution(party.kind.rawValue)
            let pair = try #require(SettlementStore.Pair(other, guarantor))
            let place = party.rawValue
            let open = "SELECT CAST(COALESCE(SUM(amount - paid), 0) AS BIGINT) FROM claim WHERE"
            let (byOther, byGuarantor) = try await (
                test.sum("\(open) debtor = \(place)"), test.sum("\(open) creditor = \(place)")
            )
            // Wherever the period is cut, what one part ends with the next begins with.
            for cut in 0...14 {
                let day = RichBook.start + cut
                let (early, late) = try await test.read { connection in
                    (
                        try SettlementStore.statement(
                            pair, from: RichBook.start, until: day, connection),
                        try SettlementStore.statement(
                            pair, from: day + 1, until: TestSite.today, connection)
                    )
                }
                #expect(early.owedByOther.opening.isZero && early.owedByGuarantor.opening.isZero)
                #expect(early.owedByOther.closing == late.owedByOther.opening)
                #expect(early.owedByGuarantor.closing == late.owedByGuarantor.opening)
                #expect(late.owedByOther.closing == byOther)
                #expect(late.owedByGuarantor.closing == byGuarantor)
                #expect(
                    (early.lines + late.lines).allSatisfy { $0.guarantee == "G2" || $0.guarantee == "G7" })
            }
        }
        #expect(SettlementStore.Pair(guarantor, guarantor) == nil)
    }

    @Test(arguments: TestEngine.allCases) func bothSidesTickTheSameFigures(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let period = "from=\(RichBook.start)&until=\(RichBook.start + 300)"
        let agreed = SettlementStanding.agreed.name.zh
        try await test.run { browser in
            try await browser.signIn("guarantor.viewer")
            let looked = try await browser.get("/settlements?with=treasury&\(period)")
            #expect(looked.status == 200)
            #expect(looked.text.contains("/guarantees/G2") && looked.text.contains("/entries/"))
            #expect(looked.hidden("seen").isEmpty, "who only looks has nothing to tick")

            func tick(_ name: String, with other: String) async throws -> Browser.Reply {
                try await browser.signIn(name)
                let page = try await browser.get("/settlements?with=\(other)&\(period)")
                return try await browser.post(
                    "/settlements/tick",
                    [
                        "with": other, "from": RichBook.start.description,
                        "until": (RichBook.start + 300).description, "seen": page.hidden("seen"),
                    ])
            }
            #expect(try await tick("guarantor.clerk", with: "treasury").status == 303)
            #expect(
                try await browser.get("/settlements?with=treasury&\(period)").text.contains(
                    SettlementStanding.oneSide.name.zh))
            #expect(try await tick("treasury.clerk", with: "guarantor").status == 303)
            let page = try await browser.get("/settlements?with=guarantor&\(period)").text
            #expect(page.contains(agreed))

            // A payment that is told late changes what both have ticked.
            try test.rich.record("G2", [.paid(by: .treasury, Fen(100))], from: 200)
            let changed = try await browser.get("/settlements?with=guarantor&\(period)").text
            #expect(!changed.contains(agreed) && changed.contains(SettlementStanding.changedSince.name.zh))
            #expect(try await tick("treasury.clerk", with: "guarantor").status == 303)
            #expect(try await tick("guarantor.clerk", with: "treasury").status == 303)
            #expect(try await browser.get("/settlements?with=treasury&\(period)").text.contains(agreed))

            // What was seen must be what is.
            let stale = try await browser.post(
                "/settlements/tick",
                [
                    "with": "treasury", "from": RichBook.start.description,
                    "until": (RichBook.start + 300).description, "seen": "00",
                ])
            #expect(stale.status == 412)
            try await browser.signIn("foreign.guarantor.viewer")
            let foreign = try await browser.get("/settlements?with=treasury&\(period)")
            #expect(!foreign.text.contains(">G2<"))
            try await browser.signIn("supervisor.viewer")
            let seen = try await browser.get("/settlements?of=guarantor&with=treasury&\(period)").text
            #expect(seen.contains(agreed) && !seen.contains("/settlements/tick"))
            #expect(try await browser.get("/settlements").text.contains("of=guarantor"))
            // Whatever is looked at, the periods that were ticked off are told.
            let other = try await browser.get("/settlements?of=guarantor&with=treasury").text
            #expect(other.contains("until=\(RichBook.start + 300)") && other.contains(agreed))
            #expect(try await browser.get("/settlements?with=treasury&from=2017-02-30").status == 404)
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }
}
