import Core
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// What a firm newly qualifies for on its home page, and officers who take it up.
@Suite struct EntitlementSiteTests {
    private static func code(_ guarantee: String, _ test: TestSite) throws -> String {
        let sql = SQL(
            """
            SELECT e.credit_code FROM enterprise e JOIN guarantee g ON g.enterprise_id = e.id
            WHERE g.number = ?
            """, [.text(guarantee)])
        return try test.site.book.database.readSynchronously { try $0.first(sql) { $0.text(0) } ?? "" }
    }

    /// Recognises the firm in the year before the site's day and matches all firms.
    private static func recognise(_ code: String, _ test: TestSite, on day: Day) async throws {
        var records = FirmRecords()
        let granted = Day(day.year - 1, 5, 1) ?? day
        records.qualifications = [
            Qualification(kind: .hnte, number: "GR\(granted)", grantedOn: granted, endsOn: day + 900)
        ]
        let entered = records
        try await test.site.book.write(as: Actor("test"), "test") { writing in
            let number = try #require(try EnterpriseFacts.number(of: code, writing.connection))
            let source = try FactSourceStore.findOrAdd("a", .agency, writing)
            try FirmRecordStore.add(entered, to: number, from: source, writing)
        }
        try await EntitlementMatching(test.site.policies.library, on: day).run(in: test.site.book)
    }

    private static func number(_ test: TestSite) throws -> Int64 {
        try test.site.book.database.readSynchronously { connection in
            try connection.first("SELECT id FROM entitlement WHERE policy = 'awards'") { $0.int(0) } ?? 0
        }
    }

    @Test(arguments: TestEngine.allCases) func fromTheMatchToTheOfficer(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let code = try Self.code("G1", test)
        try await Self.recognise(code, test, on: TestSite.today)
        let number = try Self.number(test)
        let explanation = "/enterprises/\(code)/policies/awards"
        try await test.run { browser in
            try await browser.signIn("enterprise.clerk")
            var home = try await browser.get("/").text
            #expect(home.contains("本企业新符合的政策") && home.contains("100,000.00 元"))
            #expect(home.contains(explanation) && home.contains("\(TestSite.today)"))
            #expect(try await browser.get(explanation).status == 200)
            #expect(try await browser.get("/notices").text.contains("无需申请"))
            // A firm takes nothing up; others do not see it.
            #expect(
                try await browser.post("/entitlements/\(number)/take-up", ["note": "x"]).status == 403)
            #expect(try await browser.post("/entitlements/\(number)/seen").status == 303)
            home = try await browser.get("/").text
            #expect(!home.contains("本企业新符合的政策"))
            for stranger in ["foreign.enterprise.clerk", "foreign.guarantor.clerk"] {
                try await browser.signIn(stranger)
                #expect(try await browser.get("/entitlements/\(number)").status == 404, "\(stranger)")
                #expect(try await !browser.get("/entitlements").text.contains(code), "\(stranger)")
                #expect(try await !browser.get("/").text.contains("本企业新符合"))
            }
            try await browser.signIn("foreign.enterprise.clerk")
            #expect(try await browser.post("/entitlements/\(number)/seen").status == 404)
            try await Self.officers(browser, test, code, number)
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    private static func officers(
        _ browser: Browser, _ test: TestSite, _ code: String, _ number: Int64
    ) async throws {
        let address = "/entitlements/\(number)"
        try await browser.signIn("supervisor.viewer")
        #expect(try await browser.get(address).status == 200)
        #expect(try await browser.post(address + "/take-up", ["note": "x"]).status == 403)
        try await browser.signIn("supervisor.clerk")
        for query in [
            "", "?policy=awards", "?state=waiting", "?since=\(TestSite.today)", "?q=\(code)",
            "?city=\(code.dropFirst(2).prefix(4))00",
        ] {
            #expect(try await browser.get("/entitlements\(query)").text.contains(code), "\(query)")
        }
        for query in ["?policy=hnte", "?state=taken_up", "?state=lost", "?since=\(TestSite.today + 1)"] {
            #expect(try await !browser.get("/entitlements\(query)").text.contains(code), "\(query)")
        }
        let table = try await browser.get("/entitlements/export.csv?policy=awards").text
        #expect(table.contains(code) && table.contains("100000.00"))
        #expect(try await browser.get("/entitlements/export.xlsx").bytes.starts(with: [0x50, 0x4B]))
        #expect(try await browser.post(address + "/take-up", ["note": " "]).status == 422)
        #expect(try await browser.post(address + "/take-up", ["note": "桂科认字〔2017〕3号"]).status == 303)
        #expect(try await browser.post(address + "/take-up", ["note": "again"]).status == 422)
        let page = try await browser.get(address).text
        #expect(page.contains("桂科认字〔2017〕3号") && page.contains("supervisor.clerk"))
        #expect(try await browser.get("/entitlements?state=taken_up").text.contains(code))
        // The firm sees who has looked.
        try await browser.signIn("enterprise.viewer")
        #expect(try await browser.get("/readings").text.contains("supervisor.clerk"))
        let token = try test.token(of: "supervisor.clerk", [.clerk])
        let items = try await browser.call(.get, "/api/v1/entitlements?policy=awards", token).text
        #expect(items.contains(code) && items.contains("100000.00"))
    }

    @Test(arguments: TestEngine.allCases) func machinesSeeAndTakeUp(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let code = try Self.code("G1", test)
        try await Self.recognise(code, test, on: TestSite.today)
        let number = try Self.number(test)
        let address = "/api/v1/entitlements/\(number)"
        let firm = try test.token(of: "enterprise.clerk", [.clerk])
        let officer = try test.token(of: "supervisor.clerk", [.clerk])
        let stranger = try test.token(of: "foreign.enterprise.clerk", [.clerk])
        try await test.run { browser in
            #expect(try await browser.call(.post, address + "/seen", stranger, "{}").status == 404)
            #expect(try await browser.call(.post, address + "/seen", officer, "{}").status == 403)
            let seen = try await browser.call(.post, address + "/seen", firm, "{}")
            #expect(seen.status == 200 && seen.text.contains("\"awards\""), "\(seen.text)")
            #expect(
                try await browser.call(.post, address + "/take-up", firm, "{\"note\":\"x\"}").status == 403)
            for wrong in ["{}", "{\"note\":\" \"}", "{\"note\":\"x\",\"more\":1}"] {
                let refused = try await browser.call(.post, address + "/take-up", officer, wrong)
                #expect(refused.status == 422, "\(wrong)")
            }
            let taken = try await browser.call(.post, address + "/take-up", officer, "{\"note\":\"桂科认字\"}")
            #expect(taken.status == 200, "\(taken.text)")
            #expect(JSON(parsing: taken.bytes)?["note"] == .string("桂科认字"))
            #expect(
                try await browser.call(.post, address + "/take-up", officer, "{\"note\":\"y\"}").status == 422
            )
            #expect(try await browser.call(.get, address, officer).text.contains("桂科认字"))
            #expect(try await browser.call(.get, address, stranger).status == 404)
        }
        let readers = try await test.site.book.database.read { connection in
            try connection.all("SELECT what FROM access_record") { $0.text(0) }
        }
        #expect(readers == ["interface", "interface"])
    }

    /// The year after nothing is due any more: the firm is told, and nobody can take it up.
    @Test func whatIsLostIsTold() async throws {
        let test = try TestSite(.sqlite)
        let code = try Self.code("G1", test)
        try await Self.recognise(code, test, on: TestSite.today)
        let before = try Self.number(test)
        let later = Day(TestSite.today.year + 1, 2, 1)!
        let matching = try EntitlementMatching(test.site.policies.library, on: later)
        #expect(try await matching.run(in: test.site.book).notices == 1)
        #expect(try await matching.run(in: test.site.book).notices == 0)
        let number = try Self.number(test)
        #expect(number > before)
        try await test.run { browser in
            try await browser.signIn("enterprise.viewer")
            let home = try await browser.get("/").text
            #expect(home.contains("本企业不再符合的政策") && !home.contains("本企业新符合"))
            try await browser.signIn("supervisor.clerk")
            #expect(try await browser.get("/entitlements/\(before)").status == 404)
            #expect(try await browser.get("/entitlements?state=lost").text.contains(code))
            let reply = try await browser.post("/entitlements/\(number)/take-up", ["note": "x"])
            #expect(reply.status == 422 && reply.text.contains("不再符合"))
        }
    }
}
