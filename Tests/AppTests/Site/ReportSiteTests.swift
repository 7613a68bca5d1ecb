import Core
import Storage
import TestSupport
import Testing

@testable import App

/// The monthly form in the browser: drawn, led back to its records, entered by its guarantor alone.
@Suite struct ReportSiteTests {
    @Test(arguments: TestEngine.allCases) func theFormIsThatOfTheStore(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let token = try test.token(like: "supervisor.viewer")
        try await test.run { browser in
            let month = FormMonth(2016, 12)!
            let form = try await test.site.book.database.read {
                try MonthlyFormStore.draw("guarantor", month, today: TestSite.today, $0)
            }
            try await browser.signIn("supervisor.viewer")
            let page = try await browser.get("/reports/monthly?guarantor=guarantor&month=2016-12")
            #expect(page.status == 200)
            for finding in MonthlyFormCheck.findings(form) {
                #expect(page.text.contains("href=\"#row-\(finding.row.number)\""))
            }
            let json = try await browser.get(
                "/api/v1/reports/monthly?guarantor=guarantor&month=2016-12", headers: token)
            guard case .array(let rows)? = JSON(parsing: json.bytes)?["rows"] else {
                Issue.record("no rows")
                return
            }
            #expect(rows.count == MonthlyFormRow.all.count)
            for (row, drawn) in zip(MonthlyFormRow.all, rows) {
                #expect(drawn["number"] == .string(row.number))
                #expect(page.text.contains("id=\"row-\(row.number)\""))
                for column in MonthlyFormColumn.allCases {
                    guard let value = form[row, column].value else { continue }
                    let expected: JSON = row.unit == .money ? .string(row.unit.text(value)) : .number(value)
                    #expect(drawn[column.word] == expected)
                    let address = ReportLink.records(row, column, "guarantor", month)
                    #expect(page.text.contains(address.replacing("&", with: "&amp;")))
                    guard value != 0 else { continue }
                    let records = try await browser.get(address)
                    let sum = "<b class=\"sum\">\(row.unit.text(value))</b>"
                    #expect(records.status == 200 && records.text.contains(sum), "\(address)")
                }
            }
            let file = try await browser.get(
                "/reports/monthly/export.xlsx?guarantor=guarantor&month=2016-12")
            #expect(file.bytes.starts(with: Array("PK".utf8)))
            let year = try await browser.get("/reports/yearly?guarantor=guarantor&year=2016")
            #expect(year.status == 200 && year.text.contains("2016 年报表"))
        }
    }

    @Test(arguments: TestEngine.allCases) func aClerkEntersTheMonth(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let empty = try await browser.get("/reports/entry?month=2016-11")
            var fields = ["month": "2016-11", "23": "14", "3": "1,250.5", "checked_by": "李四"]
            fields["seen"] = ReportSiteTests.plain(empty.hidden("seen"))
            // What is wrong is said at its field, what was entered stays, and nothing is kept.
            fields["11"] = "-3.5"
            fields["21"] = "-1"
            fields["2"] = "zwei"
            let wrong = try await browser.post("/reports/entry", fields)
            #expect(wrong.status == 422)
            for piece in ["#field-21", "#field-2\"", "value=\"zwei\"", "value=\"1,250.5\"", "value=\"李四\""] {
                #expect(wrong.text.contains(piece), "\(piece)")
            }
            #expect(!wrong.text.contains("#field-11\""))
            #expect(try await ReportSiteTests.entries(test).isEmpty)
            (fields["21"], fields["2"]) = ("1", "")
            let done = try await browser.post("/reports/entry", fields)
            #expect(done.location == "/reports/monthly?guarantor=guarantor&month=2016-11&done=entered")
            let entered = try await ReportSiteTests.entries(test)
            #expect(entered == ["23": 14, "3": 1_250_500_000, "11": -3_500_000, "21": 1_000_000])
            #expect(try await browser.get(done.location).text.contains("1,250.50"))
            // Sent again from the same page: someone has changed it meanwhile, and that is said.
            fields["23"] = "15"
            let stale = try await browser.post("/reports/entry", fields)
            #expect(stale.status == 422 && stale.text.contains("value=\"15\""))
            #expect(try await ReportSiteTests.entries(test)["23"] == 14)
            // Sent again after that it holds; what was entered can't be emptied.
            fields["seen"] = ReportSiteTests.plain(stale.hidden("seen"))
            #expect(try await browser.post("/reports/entry", fields).status == 303)
            #expect(try await ReportSiteTests.entries(test)["23"] == 15)
            fields["seen"] = ReportSiteTests.plain(
                try await browser.get("/reports/entry?month=2016-11").hidden("seen"))
            fields["23"] = ""
            let emptied = try await browser.post("/reports/entry", fields)
            #expect(emptied.status == 422 && emptied.text.contains("#field-23"))
            // The next month is offered what stands, and not what flows.
            let next = try await browser.get("/reports/entry?month=2016-12").text
            #expect(next.contains("value=\"1250.50\"") && next.contains("value=\"15\""))
            #expect(next.contains("value=\"李四\"") && !next.contains("value=\"-3.50\""))
        }
    }

    private static func plain(_ text: String) -> String {
        text.replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    }

    private static func entries(_ test: TestSite) async throws -> [String: Int64] {
        let guarantor = test.rich.sample.agreement.guarantor
        return try await test.site.book.database.read {
            try MonthlyEntryStore.load(guarantor, FormMonth(2016, 11)!, $0).values
        }
    }

    @Test(arguments: TestEngine.allCases) func othersSeeNothing(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            let addresses = [
                "/reports/monthly?guarantor=guarantor", "/reports/yearly?guarantor=guarantor",
                "/reports/monthly/export.xlsx?guarantor=guarantor",
                "/reports/records?guarantor=guarantor&row=7",
            ]
            let api = "/api/v1/reports/monthly?guarantor=guarantor"
            for (name, status) in [
                ("supervisor.viewer", 200), ("guarantor.viewer", 200), ("foreign.guarantor.viewer", 404),
                ("bank.viewer", 403), ("treasury.clerk", 403), ("reguarantor.approver", 403),
                ("enterprise.clerk", 403), ("operator.administrator", 403),
            ] {
                try await browser.signIn(name)
                let token = try test.token(like: name)
                #expect(try await browser.get(api, headers: token).status == status, "\(name)")
                for address in addresses {
                    #expect(try await browser.get(address).status == status, "\(name) \(address)")
                }
            }
            // Entering is for clerks of guarantors, each for its own.
            for name in ["supervisor.viewer", "bank.clerk", "guarantor.viewer", "guarantor.approver"] {
                try await browser.signIn(name)
                #expect(try await browser.get("/reports/entry").status == 403, "\(name)")
                #expect(
                    try await browser.post("/reports/entry", ["month": "2016-11", "23": "1"]).status == 403)
            }
            #expect(try await ReportSiteTests.entries(test).isEmpty)
        }
    }

    @Test func supervisorsSeeWhoHasEntered() async throws {
        let test = try TestSite(.sqlite)
        let guarantor = try test.rich.book.database.readSynchronously {
            try MonthlyEntryStore.guarantor("guarantor", $0)
        }
        try test.rich.write { writing in
            let entries = ReportEntries.required.map { MonthlyFormEntry.value($0, 0) }
            try MonthlyEntryStore.enter(
                entries, of: guarantor, for: FormMonth(2016, 11)!, today: TestSite.today, writing)
            try MonthlyEntryStore.enter(
                [entries[0]], of: guarantor, for: FormMonth(2016, 12)!, today: TestSite.today, writing)
        }
        try await test.run { browser in
            try await browser.signIn("supervisor.viewer")
            let required = ReportEntries.required.count
            for (month, words) in [
                ("2016-10", "0 / \(required)"), ("2016-11", "\(required) / \(required)"),
                ("2016-12", "1 / \(required)"),
            ] {
                let page = try await browser.get("/reports/monthly?month=\(month)")
                #expect(page.status == 200 && page.text.contains(words), "\(month)")
            }
            #expect(try await browser.get("/reports/yearly?year=2016").text.contains("1 / \(required)"))
        }
    }

    @Test func wrongQuestionsAreSaid() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("supervisor.viewer")
            for (address, words) in [
                ("/reports/monthly?month=2016-13", "“2016-13”不是月份"),
                ("/reports/monthly?guarantor=guarantor&month=2017-03", "2017-03 还没有到"),
                ("/reports/yearly?year=16", "“16”不是年份"),
                ("/reports/monthly?guarantor=bank", "不是担保机构"),
                ("/reports/records?guarantor=guarantor&row=99", "没有第“99”行"),
                ("/reports/records?guarantor=guarantor&row=7&column=x", "没有“x”这一栏"),
            ] {
                let reply = try await browser.get(address)
                #expect(reply.status == 422 && reply.text.contains(words), "\(address)")
            }
            #expect(try await browser.get("/reports/monthly?guarantor=nobody").status == 404)
        }
    }
}
