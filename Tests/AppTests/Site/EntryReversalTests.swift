import Core
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// A wrong entry is taken back in the browser by two hands of the organisation whose entry it is.
@Suite struct EntryReversalTests {
    private static let today = TestSite.today.description

    private static func entry(_ reference: String, _ test: TestSite) throws -> Int64 {
        try test.rich.one("SELECT id FROM entry WHERE reference = '\(reference)'")
    }

    @Test(arguments: TestEngine.allCases) func twoHandsTakeAnEntryBack(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        // The bank's repayment of 1,000 yuan.
        let wrong = try Self.entry("G6-5", test)
        let path = "/entries/\(wrong)/do/reverse"
        let repaid = "SELECT repaid FROM guarantee_position WHERE guarantee_id = 6"
        let before = try test.rich.one(repaid)
        try await test.run { browser in
            try await browser.signIn("bank.clerk")
            #expect(try await browser.get("/guarantees/G6").text.contains("/entries/\(wrong)\""))
            #expect(try await browser.get("/entries/\(wrong)").text.contains(path))
            let form = try await browser.get(path)
            #expect(form.status == 200)
            var fields = [
                "on": Self.today, "because": "回单金额录错", "step": "check", "once": form.hidden("once"),
                "version": form.hidden("version"),
            ]
            let check = try await browser.post(path, fields)
            #expect(check.status == 200)
            for words in ["1,000.00", "999,000.00 元 → 1,000,000.00 元", "回单金额录错"] {
                #expect(check.text.contains(words), "\(words): \(check.text)")
            }
            fields["because"] = ""
            let unexplained = try await browser.post(path, fields)
            #expect(unexplained.status == 422)
            #expect(unexplained.text.contains("#field-because"))

            fields["because"] = "回单金额录错"
            let done = try await browser.enterAndApprove("bank", path, fields)
            #expect(done.location == "/entries/\(wrong)?done=approved", "\(done.text)")
            #expect(try test.rich.one(repaid) == before - 100_000)
            let number = try test.rich.one("SELECT id FROM entry WHERE reverses = \(wrong)")
            // Its postings and those of the wrong entry cancel out.
            let sums = """
                SELECT COUNT(*) FROM (SELECT account FROM posting WHERE entry_id IN (\(wrong), \(number))
                GROUP BY account HAVING SUM(amount) <> 0) q
                """
            #expect(try test.rich.one(sums) == 0)
            let line = try await browser.get("/guarantees/G6").text
            #expect(line.contains("（冲销 \(wrong) 号）"))
            #expect(line.contains("/entries/\(number)\""))
            #expect(try await browser.get("/entries/\(wrong)").text.contains("本分录已被冲销"))
            let page = try await browser.get("/entries/\(number)").text
            for words in ["回单金额录错", "guarantee.reverse", "bank.approver"] {
                #expect(page.contains(words), "\(words)")
            }
            // The other parties of the guarantee are told once.
            let told = "SELECT COUNT(*) FROM notice WHERE kind = 'entry_reversed'"
            #expect(try test.rich.one(told) == 3)
            try await browser.signIn("guarantor.viewer")
            let notices = try await browser.get("/notices").text
            #expect(notices.contains("冲正了担保 G6 的 \(wrong) 号分录（还款 1,000.00 元"), "\(notices)")

            // Neither it nor its reversal is taken back again.
            try await browser.signIn("bank.clerk")
            for (entry, words) in [(wrong, "该笔记录已经冲正。"), (number, "本身是对 \(wrong) 号分录的冲正")] {
                let again = try await browser.get("/entries/\(entry)").text
                #expect(!again.contains("/do/reverse"))
                let refused = try await browser.post(
                    "/entries/\(entry)/do/reverse", ["on": Self.today, "because": "x", "step": "check"])
                #expect(refused.status == 422)
                #expect(refused.text.contains(words), "\(words)")
            }
        }
        #expect(try await Verification.run(test.rich.book).findings == [])
    }

    @Test(arguments: TestEngine.allCases) func whatCannotBeTakenBackSaysWhy(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let loan = try Self.entry("G6-0", test)
        let path = "/entries/\(loan)/do/reverse"
        let fields = ["on": Self.today, "because": "x", "step": "check"]
        let day = RichBook.start + 5
        try await test.run { browser in
            try await browser.signIn("bank.clerk")
            let page = try await browser.get("/entries/\(loan)").text
            #expect(!page.contains(path))
            #expect(page.contains("不能冲正：\(day) 的“还款”以该笔记录为前提，请先冲正它。"))
            let refused = try await browser.post(path, fields)
            #expect(refused.status == 422)
            #expect(refused.text.contains("以该笔记录为前提"))
            await browser.setCookie("cassia_language", "en")
            let english = try await browser.post(path, fields).text
            #expect(english.contains("rests on this entry; reverse that one first."))

            let repayment = "/entries/\(try Self.entry("G6-5", test))/do/reverse"
            for (name, value, words) in [
                ("reference", "G6-0", "already stands for an entry"),
                ("on", (TestSite.today + 1).description, "lies too far ahead"),
                ("on", (RichBook.start + 4).description, "is before the last entry"),
            ] {
                var wrong = fields
                wrong[name] = value
                let reply = try await browser.post(repayment, wrong)
                #expect(reply.status == 422, "\(words)")
                #expect(reply.text.contains(words), "\(words): \(reply.text)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases) func whatWaitsStandsOnTheGuaranteesPage(engine: TestEngine)
        async throws
    {
        let test = try TestSite(engine)
        let path = "/entries/\(try Self.entry("G6-5", test))/do/reverse"
        try await test.run { browser in
            try await browser.signIn("bank.clerk")
            #expect(!(try await browser.get("/guarantees/G6").text.contains("等待复核")))
            let form = try await browser.get(path)
            let entered = try await browser.post(
                path,
                [
                    "on": Self.today, "because": "x", "step": "enter", "once": form.hidden("once"),
                    "version": form.hidden("version"),
                ])
            #expect(entered.status == 303)
            let page = try await browser.get("/guarantees/G6").text
            #expect(page.contains("href=\"/proposals/") && page.contains("等待复核"))
            // The other parties learn of it when it is done; another guarantee says nothing of it.
            try await browser.signIn("guarantor.clerk")
            #expect(!(try await browser.get("/guarantees/G6").text.contains("等待复核")))
            try await browser.signIn("bank.clerk")
            #expect(!(try await browser.get("/guarantees/G7").text.contains("等待复核")))
        }
    }

    @Test func onlyTheOrganisationWhoseEntryItIsMayAsk() async throws {
        let test = try TestSite(.sqlite)
        let wrong = try Self.entry("G6-5", test)
        let path = "/entries/\(wrong)/do/reverse"
        try await test.run { browser in
            for (name, status) in [
                ("bank.clerk", 200), ("guarantor.clerk", 403), ("reguarantor.clerk", 403),
                ("treasury.clerk", 403), ("bank.viewer", 403), ("bank.approver", 403),
                ("supervisor.clerk", 403), ("foreign.bank.clerk", 404), ("enterprise.clerk", 404),
            ] {
                try await browser.signIn(name)
                #expect(try await browser.get(path).status == status, "\(name)")
                let shown = try await browser.get("/entries/\(wrong)").text.contains(path)
                #expect(shown == (status == 200), "\(name)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases) func machinesTakeEntriesBackToo(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let wrong = try Self.entry("G6-5", test)
        let path = "/api/v1/entries/\(wrong)/actions"
        let clerk = try test.token(of: "bank.clerk", [.clerk])
        let approver = try test.token(of: "bank.approver", [.approver])
        let other = try test.token(of: "guarantor.clerk", [.clerk])
        let body = "{\"on\":\"\(Self.today)\",\"because\":\"wrong receipt\"}"
        try await test.run { browser in
            let list = try await browser.call(.get, path, clerk)
            #expect(list.text.contains("\"name\":\"reverse\""), "\(list.text)")
            let seen = try #require(list.headers[.eTag])
            #expect(try await browser.call(.get, path, other).json["items"] == .array([]))
            let reverse = path + "/reverse"
            let trial = try await browser.call(.post, reverse + "?dry_run=true", clerk, body)
            #expect(trial.status == 200)
            #expect(trial.text.contains("\"1000.00\"") && trial.text.contains("\"-1000.00\""))
            #expect(try await browser.call(.post, reverse, clerk, body, key: "wrong-2017").status == 428)
            let entered = try await browser.call(
                .post, reverse, clerk, body, key: "wrong-2017", match: seen)
            #expect(entered.status == 201)
            let address = entered.headers[.location] ?? ""
            let approved = try await browser.call(.post, address + "/approve", approver, match: seen)
            #expect(approved.status == 200, "\(approved.text)")
            let late = try await browser.call(.post, reverse + "?dry_run=true", clerk, body)
            #expect(late.code == "already_reversed")
            #expect(try await browser.call(.get, path, clerk).json["items"] == .array([]))
        }
    }

    /// Money from outside goes back too, as far as it has not been spent.
    @Test(arguments: TestEngine.allCases) func anAppropriationIsTakenBackUnlessItIsSpent(
        engine: TestEngine
    ) async throws {
        let test = try TestSite(engine)
        let treasury = try await test.institution("treasury")
        try test.rich.write { writing in
            try LedgerStore.appropriate(
                .yuan(100), to: treasury.id, on: RichBook.start + 9, reference: "f2", writing)
        }
        let (large, small) = (try Self.entry("f1", test), try Self.entry("f2", test))
        let fund = "SELECT amount FROM balance WHERE account = \(Account(treasury.id, .fund).number)"
        let before = try test.rich.one(fund)
        try await test.run { browser in
            try await browser.signIn("treasury.clerk")
            let page = try await browser.get("/entries/\(large)").text
            #expect(page.contains("不能冲正：账户“"), "\(page)")
            let fields = ["on": Self.today, "because": "拨款文号错误"]
            let done = try await browser.enterAndApprove("treasury", "/entries/\(small)/do/reverse", fields)
            #expect(done.location == "/entries/\(small)?done=approved", "\(done.text)")
            #expect(try test.rich.one(fund) == before - 10_000)
            try await browser.signIn("foreign.treasury.clerk")
            #expect(try await browser.get("/entries/\(large)/do/reverse").status == 404)
        }
    }
}
