import Core
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// A support platform sees exactly the firms that it hosts, how far they are, and what they earn it.
@Suite struct PlatformSiteTests {
    private func code(_ guarantee: String, _ test: TestSite) throws -> String {
        let sql = SQL(
            """
            SELECT e.credit_code FROM enterprise e JOIN guarantee g ON g.enterprise_id = e.id
            WHERE g.number = ?
            """, [.text(guarantee)])
        return try test.site.book.database.readSynchronously { try $0.first(sql) { $0.text(0) } ?? "" }
    }

    /// Recognised for the first time in the year before the day of the site.
    private func recognise(_ guarantee: String, _ test: TestSite) throws {
        let year = TestSite.today.year - 1
        let granted = try #require(Day(year, 11, 28))
        var records = FirmRecords()
        records.qualifications = [
            Qualification(kind: .hnte, number: "GR1", grantedOn: granted, endsOn: Day(year + 3, 11, 27))
        ]
        let found = records
        try test.rich.write { writing in
            let source = try FactSourceStore.findOrAdd("department", .agency, writing)
            let firm = SQL("SELECT enterprise_id FROM guarantee WHERE number = ?", [.text(guarantee)])
            let number = try writing.connection.first(firm) { $0.int(0) } ?? 0
            try FirmRecordStore.add(found, to: number, from: source, writing)
        }
    }

    @Test(arguments: TestEngine.allCases) func itSeesItsFirmsAndItsAwards(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try recognise("G1", test)
        let (own, other) = (try code("G1", test), try code("G4", test))
        try await test.run { browser in
            try await browser.signIn("platform.clerk")
            let page = try await browser.get("/hosted").text
            #expect(page.contains(own) && !page.contains(other))
            #expect(page.contains("50,000.00"))
            #expect(page.contains("/enterprises/\(own)/policies/hnte"))
            #expect(try await browser.get("/").text.contains("50,000.00"))
            let list = try await browser.get("/enterprises").text
            #expect(list.contains(own) && !list.contains(other))
            // The firm with what it lacks, but neither its loans nor its books.
            let firm = try await browser.get("/enterprises/\(own)")
            #expect(firm.status == 200 && !firm.text.contains("G1") && !firm.text.contains("/research"))
            #expect(try await browser.get("/enterprises/\(own)/policies/hnte").status == 200)
            #expect(try await browser.get("/enterprises/\(own)/research").status == 403)
            #expect(try await browser.get("/enterprises/\(other)").status == 404)
            #expect(try await browser.get("/guarantees/G1").status == 404)
            #expect(try await browser.get("/platforms/foreign.platform").status == 404)
            #expect(try await browser.get("/platforms/platform").status == 200)
            #expect(try await browser.rows("platforms").map { $0["firms"] } == ["1"])
            // The firm sees that it was read.
            try await browser.signIn("enterprise.viewer")
            #expect(try await browser.get("/readings").text.contains("platform.clerk"))
            #expect(try await browser.get("/hosted").status == 404)
            // A supervisor sees all of them; another platform its own firm, which earns it nothing.
            try await browser.signIn("supervisor.viewer")
            #expect(try await browser.rows("platforms").count == 2)
            #expect(try await browser.get("/platforms/platform").text.contains("50,000.00"))
            try await browser.signIn("foreign.platform.viewer")
            let foreign = try await browser.get("/hosted").text
            #expect(foreign.contains(other) && !foreign.contains(own) && !foreign.contains("50,000.00"))
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test func whatHasEndedIsHostedNoMore() async throws {
        let test = try TestSite(.sqlite)
        let own = try code("G1", test)
        _ = try test.rich.tamper("UPDATE hosting SET until_day = \(TestSite.today.number - 1)")
        try await test.run { browser in
            try await browser.signIn("platform.viewer")
            #expect(try await !browser.get("/hosted").text.contains(own))
            #expect(try await browser.get("/enterprises/\(own)").status == 404)
        }
    }

    @Test(arguments: TestEngine.allCases) func machinesReadIt(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try recognise("G1", test)
        let own = try code("G1", test)
        let token = try test.token(of: "platform.viewer", [.viewer])
        try await test.run { browser in
            let reply = try await browser.call(.get, "/api/v1/platforms/platform", token)
            #expect(reply.status == 200, "\(reply.text)")
            let json = try #require(JSON(parsing: reply.bytes))
            #expect(json["award"] == .string("50000.00") && json["awarded"] == .number(1))
            guard case .array(let items)? = json["items"] else { throw NotFound.enterprise(own) }
            #expect(items.map { $0["credit_code"] } == [.string(own)])
            let list = try await browser.call(.get, "/api/v1/platforms", token)
            #expect(list.text.contains("incubator") && !list.text.contains("foreign"))
            #expect(try await browser.call(.get, "/api/v1/platforms/foreign.platform", token).status == 404)
        }
    }

    /// An organisation runs one platform of the register, and a platform has one organisation.
    @Test func theOperatorBindsAPlatform() async throws {
        let test = try TestSite(.sqlite)
        try test.rich.write {
            try FirmRecordStore.addPlatform("众创空间", .makerSpace, division: "450100", $0)
        }
        try await test.run { browser in
            try await browser.signIn("operator.administrator")
            let fields = ["kind": "platform", "code": "P-1", "name": "众创空间"]
            var wrong = fields
            wrong["name"] = "没有的平台"
            let refused = try await browser.post("/add-organisation", wrong)
            #expect(refused.status == 422 && refused.text.contains("没有的平台"))
            #expect(try await browser.post("/add-organisation", fields).status == 303)
            var again = fields
            again["code"] = "P-2"
            let taken = try await browser.post("/add-organisation", again)
            #expect(taken.status == 422 && taken.text.contains("P-1"))
        }
    }
}

/// A book from before platforms signed in keeps its organisations and people.
@Suite struct PlatformMigrationTests {
    @Test(arguments: TestEngine.allCases) func organisationsOfAnOlderBookStay(engine: TestEngine) async throws
    {
        let database = try engine.makeDatabase()
        let old = try Book.open(database.url, migrations: Array(Migrations.all.prefix(15)), now: { 1 })
        try await old.database.write { scope in
            let connection = scope.connection
            try connection.run("INSERT INTO organisation VALUES (1, 'S', 'Supervisor', 'supervisor', NULL)")
            try connection.run(
                """
                INSERT INTO person VALUES (1, 'a.b', 'A', 1, 'viewer', '', 0, 0, 0, 0, NULL, 0, 1)
                """)
        }
        old.close()
        let book = try Book.open(database.url, now: { 2 })
        defer { book.close() }
        let person = try await book.database.read { try PersonStore.find(name: "a.b", $0) }
        #expect(person?.organisation.kind == .supervisor && person?.organisation.platform == nil)
        // What refers to it still holds it.
        await #expect(throws: (any Error).self) {
            try await book.database.write { try $0.connection.run("DELETE FROM organisation WHERE id = 1") }
        }
    }
}
