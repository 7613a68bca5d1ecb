import Core
import HTTPTypes
import NIOCore
import Storage
import TestSupport
import Testing

@testable import App

/// The register in the browser: who sees which firm, what the firm sees of that, and telling by table.
@Suite struct EnterpriseSiteTests {
    private func code(_ number: String, _ test: TestSite) throws -> String {
        let sql = SQL(
            """
            SELECT e.credit_code FROM enterprise e JOIN guarantee g ON g.enterprise_id = e.id
            WHERE g.number = ?
            """, [.text(number)])
        return try test.site.book.database.readSynchronously { try $0.first(sql) { $0.text(0) } ?? "" }
    }

    @Test(arguments: TestEngine.allCases) func theFirmSeesWhoHasReadIt(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let code = try code("G1", test)
        try await test.run { browser in
            for (name, status) in [
                ("guarantor.viewer", 200), ("foreign.guarantor.viewer", 404), ("bank.viewer", 200),
                ("foreign.bank.clerk", 404), ("enterprise.viewer", 200), ("foreign.enterprise.viewer", 404),
                ("supervisor.viewer", 200), ("operator.administrator", 403),
            ] {
                try await browser.signIn(name)
                #expect(try await browser.get("/enterprises/\(code)").status == status, "\(name)")
            }
            // Its own reading and those that were refused leave no record; the three others do, in order.
            let readers = try await test.site.book.database.read { connection in
                try connection.all(
                    "SELECT h.name FROM access_record r JOIN person h ON h.id = r.person_id ORDER BY r.id"
                ) { $0.text(0) }
            }
            #expect(readers == ["guarantor.viewer", "bank.viewer", "supervisor.viewer"])
            try await browser.signIn("enterprise.viewer")
            let page = try await browser.get("/readings")
            #expect(page.status == 200 && page.text.contains("bank.viewer"))
            try await browser.signIn("foreign.enterprise.viewer")
            #expect(try await !browser.get("/readings").text.contains("bank.viewer"))
            try await browser.signIn("guarantor.viewer")
            #expect(try await !browser.get("/readings").text.contains("bank.viewer"))
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test(arguments: TestEngine.allCases) func aClerkTellsATableAndFindsTheFirm(engine: TestEngine)
        async throws
    {
        let test = try TestSite(engine)
        let sample = try FirmSample(.sqlite)
        let codes = (1...3).map(sample.code)
        try await test.run { browser in
            try await browser.signIn("supervisor.viewer")
            #expect(try await browser.get("/enterprises/import").status == 403)
            try await browser.signIn("supervisor.clerk")
            #expect(try await browser.get("/enterprises/template.xlsx").bytes.starts(with: [0x50, 0x4B]))
            let table = """
                credit_code,name,division,industry,employees,revenue_y0,total_assets_y0,revenue_y1
                \(codes[0]),南宁云例软件有限公司,450103,I65,60,12000000,9000000,8000000
                \(codes[1]),柳州鑫样机械有限公司,450202,C35,12,3000000,2000000,
                \(codes[2]),,450103,X99,,,,

                """
            let told = try await browser.upload("/enterprises/import", table, ["on": "2017-02-01"])
            #expect(told.status == 200, "\(told.text)")
            #expect(told.text.contains("接受 2 行") && told.text.contains("拒绝 1 行"))
            for (query, name) in [
                ("?q=nnyl", "南宁云例"), ("?q=ylrj", "南宁云例"), ("?q=LZXY", "柳州鑫样"), ("?q=云例", "南宁云例"),
                ("?q=\(codes[1].prefix(12))", "柳州鑫样"), ("?city=450200", "柳州鑫样"), ("?section=I", "南宁云例"),
                ("?size=small", "南宁云例"), ("?size=micro", "柳州鑫样"),
            ] {
                let address = "/enterprises" + query.replacing("云例", with: PercentText.encode("云例"))
                let list = try await browser.get(address).text
                #expect(list.contains(name), "\(query)")
                let other = name == "南宁云例" ? "柳州鑫样" : "南宁云例"
                let isBoth = query.contains(codes[0].prefix(12))
                #expect(isBoth || !list.contains(other), "\(query)")
            }
            let page = try await browser.get("/enterprises/\(codes[0])")
            #expect(page.text.contains("1,200") && page.text.contains("<svg"))
            #expect(page.bytes.count < 100_000)
            // Wrong files are said where they are.
            let wrong = try await browser.upload("/enterprises/import", "a,b\n1,2\n", ["on": "2017-02-01"])
            #expect(wrong.status == 422 && wrong.text.contains("credit_code"))
            #expect(
                try await browser.upload("/enterprises/import", table, ["on": "2099-01-01"]).status == 422)
        }
    }

    @Test func aFirmTellsOfItselfAlone() async throws {
        let test = try TestSite(.sqlite)
        let (own, other) = (try code("G1", test), try code("G4", test))
        try await test.run { browser in
            try await browser.signIn("enterprise.clerk")
            let table = "credit_code,name,employees\n\(own),x,7\n\(other),y,8\n"
            let told = try await browser.upload("/enterprises/import", table, ["on": "2017-02-01"])
            #expect(told.text.contains("接受 1 行") && told.text.contains("拒绝 1 行"))
            // Both names are shown, and nothing is overwritten.
            let page = try await browser.get("/enterprises/\(own)").text
            #expect(page.contains("Firm 1") && page.contains("其他来源所报名称"))
        }
    }

    @Test(arguments: TestEngine.allCases) func theHistoryIsWhole(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let code = try code("G1", test)
        for (place, employees) in (7...36).enumerated() {
            let facts: [String: FirmFactValue] = [
                "employees": .number(Int64(employees)), "revenue_y0": .number(100_000),
            ]
            let row = FirmRow(creditCode: code, name: "x", values: FirmFact.all.map { facts[$0.name] })
            let item = FirmBatch.Item(offset: 0, line: 0, row: row, reasons: [])
            let origin = FirmBatch.Origin(
                source: "department", kind: .agency, day: Day(2017, 1, 1)! + place)
            try await test.site.book.write(as: Actor("test"), "enterprise.tell") { writing in
                _ = try FirmBatch.enter([item], from: origin, writing)
            }
        }
        try await test.run { browser in
            try await browser.signIn("supervisor.clerk")
            let right = [
                "kind": "invention", "number": "ZL1", "title": "一种方法", "obtained": "own",
                "granted_on": "2015-01-01",
            ]
            _ = try await browser.post("/enterprises/\(code)/enter/rights", right)
            let firm = try await browser.get("/enterprises/\(code)").text
            #expect(firm.contains("35 → 36") && firm.contains("/enterprises/\(code)/history"))
            var page = try await browser.get("/enterprises/\(code)/history").text
            #expect(page.contains("ZL1") && page.contains("35 → 36") && !page.contains("7 → 8<"))
            #expect(page.contains("supervisor.clerk") && page.contains("2017-01-30"))
            let next = try #require(page.firstMatch(of: /history\?before=([0-9]+)/))
            page = try await browser.get("/enterprises/\(code)/history?before=\(next.1)").text
            #expect(page.contains("7 → 8<") && page.contains("1,000.00") && !page.contains("35 → 36"))
            #expect(page.contains("入驻 platform"))
            let token = try test.token(of: "supervisor.viewer", [.viewer])
            let json = try await browser.call(.get, "/api/v1/enterprises/\(code)/history", token)
            #expect(json.status == 200 && json.text.contains("\"before\":\"35\",\"after\":\"36\""))
            try await browser.signIn("foreign.bank.clerk")
            #expect(try await browser.get("/enterprises/\(code)/history").status == 404)
        }
    }

    @Test func machinesReadAFirmAndLeaveARecord() async throws {
        let test = try TestSite(.sqlite)
        let code = try code("G1", test)
        let token = try test.token(of: "bank.clerk", [.clerk])
        try await test.run { browser in
            let reply = try await browser.call(.get, "/api/v1/enterprises/\(code)", token)
            #expect(reply.status == 200)
            #expect(JSON(parsing: reply.bytes)?["credit_code"] == .string(code))
            let list = try await browser.call(.get, "/api/v1/enterprises?q=\(code)", token)
            #expect(list.text.contains(code))
        }
        let ways = try await test.site.book.database.read { connection in
            try connection.all("SELECT what FROM access_record") { $0.text(0) }
        }
        #expect(ways == ["interface"])
    }
}

/// Initials of names in pinyin.
@Suite struct NameInitialsTests {
    @Test(arguments: [
        ("南宁云例信息技术有限公司", "nnylxxjsyxgs", "ylxxjsyxgs"), ("桂林漓拟陶瓷有限公司", "gllntcyxgs", "lntcyxgs"),
        ("柳州鑫试ABC股份有限公司", "lzxsabcgfyxgs", "xsabcgfyxgs"), ("Firm 4", "firm4", "firm4"),
        ("阿（广西）做", "agxz", "agxz"),
    ])
    func theyAreThoseOfTheStandard(name: String, initials: String, brand: String) {
        #expect(NameInitials.of(name) == initials)
        #expect(NameInitials.ofBrand(name) == brand)
    }
}

extension Browser {
    /// Sends a form with a file.
    func upload(_ path: String, _ file: String, _ fields: [String: String]) async throws -> Reply {
        let boundary = "----cassia-test"
        var body = ""
        for (name, value) in fields.merging(["form_word": word], uniquingKeysWith: { $1 }) {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"firms.csv\"\r\n"
        body += "Content-Type: text/csv\r\n\r\n\(file)\r\n--\(boundary)--\r\n"
        return try await send(
            .post, path,
            headers: [
                .origin: "http://localhost", .contentType: "multipart/form-data; boundary=\(boundary)",
            ], body: ByteBuffer(string: body))
    }
}
