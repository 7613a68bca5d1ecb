import Core
import Storage
import TestSupport
import Testing

@testable import App

/// The home page tells each kind of organisation what waits for it, and nobody what does not.
@Suite struct HomeTests {
    @Test(arguments: TestEngine.allCases) func everyKindSeesItsOwn(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let ended = "ends_until=\(TestSite.today + -1)&amp;state=in_force"
        try await test.run { browser in
            let expected: [(String, [String])] = [
                (
                    "guarantor.viewer",
                    [
                        "/guarantees?state=contracted", ended, "/claims?creditor=guarantor&amp;state=late",
                        "/guarantees/G7", "天</span>",
                    ]
                ),
                ("bank.viewer", ["/guarantees?state=filed", ended, "state=overdue"]),
                ("reguarantor.viewer", ["应付分担款", "/guarantees/G7"]),
                ("treasury.viewer", ["应付分担款", "风险分担资金余额", "4,950,010.00"]),
                ("enterprise.viewer", ["没有进行中的申请"]), ("supervisor.viewer", ["逾期未付的分担款"]),
            ]
            for (name, texts) in expected {
                try await browser.signIn(name)
                let page = try await browser.get("/")
                #expect(page.status == 200)
                for text in texts { #expect(page.text.contains(text), "\(name): \(text)") }
            }
            for name in ["foreign.guarantor.viewer", "foreign.treasury.clerk", "operator.administrator"] {
                try await browser.signIn(name)
                let page = try await browser.get("/")
                #expect(!page.text.contains("/guarantees/G"), "\(name)")
                #expect(!page.text.contains("/guarantees?state"), "\(name)")
            }
        }
    }

    /// What a row counts is what its link lists.
    @Test func theLinkListsWhatWasCounted() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("bank.viewer")
            let list = try await browser.get(
                "/guarantees?ends_until=\(TestSite.today + -1)&state=in_force")
            #expect(list.text.contains("/guarantees/G3\""))
            // Of G7 a part is outstanding still.
            #expect(list.text.matches(of: /<td><a href="\/guarantees\/G/).count == 2)
            // Extended to a day after today, it has not ended.
            try test.rich.record("G3", [.extended(until: TestSite.today + 10)], from: 399)
            let extended = try await browser.get(
                "/guarantees?ends_until=\(TestSite.today + -1)&state=in_force")
            #expect(!extended.text.contains("/guarantees/G3\""))
            try await browser.signIn("guarantor.viewer")
            #expect(try await browser.get("/").text.contains("30 天内到期"))
        }
    }

    /// The rows of shares too, for whoever owes or is owed.
    @Test func sharesLeadToTheirList() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            var counted = 0
            for kind in ["guarantor", "reguarantor", "bank", "treasury", "supervisor"] {
                try await browser.signIn("\(kind).viewer")
                let home = try await browser.get("/").text
                #expect(!home.contains("href=\"#claims\""), "\(kind)")
                for match in home.matches(
                    of: /href="\/claims(\?[^"]*)">[^<]*<\/a><\/th>\s*<td class="number">(\d+)/)
                {
                    let rows = try await browser.rows("claims", String(match.1).replacing("&amp;", with: "&"))
                    #expect(rows.count == Int(match.2), "\(kind): \(match.0)")
                    counted += rows.count
                }
            }
            #expect(counted >= 4)
        }
    }

    @Test func approversSeeWhatOthersEntered() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let form = try await browser.get("/guarantees/G1/do/pay_fee")
            _ = try await browser.post(
                "/guarantees/G1/do/pay_fee",
                [
                    "on": TestSite.today.description, "amount": "1", "step": "enter",
                    "once": form.hidden("once"), "version": form.hidden("version"),
                ])
            let own = try await browser.get("/")
            #expect(own.text.contains("我提交的"))
            #expect(!own.text.contains("等待我复核"))
            try await browser.signIn("guarantor.approver")
            #expect(try await browser.get("/").text.contains("等待我复核"))
            try await browser.signIn("bank.approver")
            #expect(!(try await browser.get("/").text.contains("等待我复核")))
        }
    }

    @Test func whatIsLateComesFirst() {
        let today = Day(2017, 7, 19)!
        func task(_ name: String, _ day: Day?, count: Int64 = 1, hasDeadline: Bool = true) -> HomeTask {
            HomeTask(
                title: Sentence(zh: name, en: name), address: "/", count: count, day: day,
                hasDeadline: hasDeadline)
        }
        let tasks = [
            task("none", nil), task("soon", today + 3), task("nothing", today + -9, count: 0),
            task("old", today + -2), task("older", today + -5),
            task("entered", today + -8, hasDeadline: false),
        ]
        let sorted = HomeTask.sorted(tasks, on: today)
        #expect(sorted.map(\.title.en) == ["older", "old", "entered", "soon", "none"])
    }

    @Test(arguments: TestEngine.allCases) func guarantorsAboveALimitAreFound(engine: TestEngine) throws {
        let rich = try RichBook.filled(engine)
        let day = TestSite.today
        func breaches() throws -> [GuarantorLimits.Breach] {
            try rich.book.database.readSynchronously { try GuarantorLimits.breaches(on: day, $0) }
        }
        #expect(try breaches().isEmpty)
        let guarantor = rich.sample.agreement.guarantor
        try rich.write {
            try InstitutionStore.setNetAssets(.yuan(2_900_000), of: guarantor, from: day, $0)
        }
        let found = try breaches()
        #expect(found.map(\.breach.code) == ["borrower_concentration"])
        #expect(found.map(\.guarantor.id) == [guarantor])
    }
}
