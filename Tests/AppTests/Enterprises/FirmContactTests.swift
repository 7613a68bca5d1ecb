import Core
import Foundation
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// Contacts of firms: told by table and form, replaced by the same source, whole for few, and never in the
/// audit log.
@Suite struct FirmContactStoreTests {
    private static let number = "13812345678"

    @Test(arguments: TestEngine.allCases) func aTableIsEnteredOnce(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        _ = try await sample.tell("department", ["\(sample.code(1)),甲,,,,,,,"])
        let code = sample.code(1)
        let table = """
            credit_code,person,duty,telephone,mail,until
            \(code),王丽,财务,\(Self.number),wang@example.com,
            \(code),李强,研发,,li@example.com,
            \(code),赵六,法务,123,,
            \(code),钱七,法务,,,
            \(sample.code(9)),孙八,法务,5551234,,

            """
        let first = try await sample.enter(.contacts, table)
        #expect(first.counts.accepted == 2 && first.counts.refused == 3)
        let again = try await sample.enter(.contacts, table)
        #expect(again.counts.alreadyThere == 2 && again.counts.accepted == 0)
        // The same source tells another number: it stands, what was told before stays behind it.
        let changed = table.replacing(Self.number, with: "13900000000")
        #expect(try await sample.enter(.contacts, changed).counts.accepted == 1)
        let standing = try sample.read { try FirmContactStore.standing(of: 1, sample.book.keys, $0) }
        #expect(standing.map(\.contact.telephone).sorted() == ["", "13900000000"])
        #expect(try sample.read { try $0.first("SELECT COUNT(*) FROM contact") { $0.int(0) } } == 3)
        let told = try sample.read { connection in
            try connection.all("SELECT after FROM audit") { $0.text(0) }.joined()
        }
        for secret in [Self.number, "13900000000", "wang@example.com", "王丽"] {
            #expect(!told.contains(secret), "\(secret)")
        }
        #expect(try await Verification.run(sample.book).findings.isEmpty)
    }

    /// Whoever has the database without its key reads no number, and changes none.
    @Test(arguments: TestEngine.allCases) func numbersAreSealed(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        _ = try await sample.tell("department", ["\(sample.code(1)),甲,,,,,,,"])
        let table =
            "credit_code,person,duty,telephone,mail\n"
            + "\(sample.code(1)),王丽,财务,\(Self.number),wang@example.com\n"
        _ = try await sample.enter(.contacts, table)
        let stored = try sample.read { connection in
            try connection.all("SELECT telephone, mail FROM contact") { $0.text(0) + $0.text(1) }.joined()
        }
        #expect(!stored.contains(Self.number) && !stored.contains("wang"))
        #expect(stored.contains("sealed:"))
        let other = NSTemporaryDirectory() + "cassia-test-\(UUID().uuidString).key"
        defer { try? FileManager.default.removeItem(atPath: other) }
        let locked = try Book.open(sample.database.url, keyFile: other, now: { 1_500_000_000_000 })
        defer { locked.close() }
        let seen = try await locked.database.read { try FirmContactStore.standing(of: 1, locked.keys, $0) }
        #expect(seen.map(\.contact.telephone) == ["138****5678"] && seen.allSatisfy { !$0.isReadable })
        #expect(try await Verification.run(locked).findings.isEmpty)
        func tell() async throws {
            try await locked.write(as: Actor("test"), "test") { writing in
                let source = try FactSourceStore.findOrAdd("department", .agency, writing)
                let contact = try FirmContact.told(
                    person: "李", duty: "x", telephone: Self.number, mail: "", until: nil)
                try FirmContactStore.add(contact, to: 1, from: source, on: FirmImportTests.day, writing)
            }
        }
        // Neither without the key nor with another one.
        await #expect(throws: FieldKeyRefusal.self) { try await tell() }
        try "\(FieldKey().text)\n".write(toFile: other, atomically: true, encoding: .utf8)
        await #expect(throws: FieldKeyRefusal.self) { try await tell() }
        let mode = try FileManager.default.attributesOfItem(atPath: sample.database.keyFile)[
            .posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test(arguments: [
        ("UPDATE contact SET telephone = '13800000000' WHERE id = 1", "row_differs"),
        ("DELETE FROM contact WHERE id = 1", "row_missing"),
        ("DELETE FROM contact WHERE id = 2", "row_missing"),
        ("UPDATE contact SET told_in = 1 WHERE id = 2", "row_without_record"),
    ])
    func aChangeBehindTheBackIsFound(sql: String, code: String) async throws {
        let sample = try FirmSample(.sqlite)
        _ = try await sample.tell("department", ["\(sample.code(1)),甲,,,,,,,"])
        let table = """
            credit_code,person,duty,telephone,mail
            \(sample.code(1)),王丽,财务,\(Self.number),
            \(sample.code(1)),李强,研发,,li@example.com

            """
        _ = try await sample.enter(.contacts, table)
        try sample.tamper(sql)
        let findings = try await Verification.run(sample.book).findings
        #expect(findings.map(\.code) == [code], "\(findings)")
    }

    @Test(arguments: TestEngine.allCases) func relatedPartiesAreToldOnce(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        _ = try await sample.tell("department", (1...3).map { "\(sample.code($0)),甲\($0),,,,,,," })
        let (one, two) = (sample.code(1), sample.code(2))
        let table = "credit_code,related_code\n\(one),\(two)\n\(one),\(one)\n\(one),\(sample.code(9))\n"
        let first = try await sample.enter(.related, table)
        #expect(first.counts.accepted == 1 && first.counts.refused == 2)
        let back = try await sample.enter(.related, "credit_code,related_code\n\(two),\(one)\n")
        #expect(back.counts.alreadyThere == 1)
        #expect(try await Verification.run(sample.book).findings.isEmpty)
    }

    /// What differs is told with who told it, and stays; a hosting that goes on may end.
    @Test(arguments: TestEngine.allCases) func whatDiffersIsNotOverwritten(engine: TestEngine) async throws {
        let sample = try FirmSample(engine)
        _ = try await sample.tell("department", ["\(sample.code(1)),甲,,,,,,,"])
        let code = sample.code(1)
        let head = "credit_code,kind,number,title,obtained,core,granted_on,ends_on\n"
        _ = try await sample.enter(.rights, head + "\(code),invention,ZL1,一种方法,own,true,2015-01-01,\n")
        let other = try await sample.enter(
            .rights, head + "\(code),invention,ZL1,另一种方法,own,true,2015-01-01,\n")
        #expect(other.counts.refused == 1)
        let reason = try #require(other.refusals.first?.reasons.first)
        #expect(reason.zh.contains("一种方法") && reason.zh.contains("department"), "\(reason.zh)")
        _ = try await sample.enter(.platforms, "name,kind,division\n平台,incubator,450100\n")
        let hosting = "credit_code,platform,from,until\n\(code),平台,2016-01-01,"
        #expect(try await sample.enter(.hosting, hosting + "\n").counts.accepted == 1)
        #expect(try await sample.enter(.hosting, hosting + "2016-12-31\n").counts.accepted == 1)
        #expect(try await sample.enter(.hosting, hosting + "2017-12-31\n").counts.refused == 1)
        #expect(try await sample.enter(.hosting, hosting + "\n").counts.refused == 1)
        #expect(try await Verification.run(sample.book).findings.isEmpty)
    }
}

/// Records told by hand, and who sees contacts whole.
@Suite struct FirmRecordSiteTests {
    private func code(_ guarantee: String, _ test: TestSite) throws -> String {
        let sql = SQL(
            """
            SELECT e.credit_code FROM enterprise e JOIN guarantee g ON g.enterprise_id = e.id
            WHERE g.number = ?
            """, [.text(guarantee)])
        return try test.site.book.database.readSynchronously { try $0.first(sql) { $0.text(0) } ?? "" }
    }

    private let contact = [
        "person": "王丽", "duty": "财务", "telephone": "13812345678", "mail": "wang@example.com",
    ]

    @Test(arguments: TestEngine.allCases) func contactsAreWholeForFew(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let code = try code("G1", test)
        let address = "/enterprises/\(code)/enter/contacts"
        try await test.run { browser in
            try await browser.signIn("enterprise.clerk")
            var wrong = contact
            wrong["telephone"] = "138"
            let refused = try await browser.post(address, wrong)
            #expect(refused.status == 422 && refused.text.contains("wang@example.com"))
            #expect(refused.text.contains("aria-invalid"))
            // All that is wrong is told at once, each at its field.
            let all = ["person": "", "duty": "财务", "telephone": "138", "mail": "wang"]
            let faulty = try await browser.post(address, all)
            #expect(faulty.status == 422)
            for field in ["person", "telephone", "mail"] {
                #expect(faulty.text.contains("href=\"#field-\(field)\""), "\(field): \(faulty.text)")
            }
            let told = try await browser.post(address, contact)
            #expect(told.status == 200 && told.text.contains("已登记"), "\(told.text)")
            #expect(try await browser.post(address, contact).text.contains("未作改动"))
            for (name, isWhole) in [
                ("enterprise.viewer", true), ("supervisor.clerk", true), ("supervisor.viewer", false),
                ("guarantor.clerk", true), ("guarantor.viewer", false), ("bank.clerk", true),
                ("treasury.clerk", false), ("platform.clerk", true), ("platform.viewer", false),
            ] {
                try await browser.signIn(name)
                let page = try await browser.get("/enterprises/\(code)").text
                #expect(page.contains("13812345678") == isWhole, "\(name)")
                #expect(page.contains("138****5678") != isWhole, "\(name)")
                let list = try await browser.get("/contacts").text
                #expect(list.contains("138****5678") && !list.contains("13812345678"), "\(name)")
                let table = try await browser.get("/contacts/export.csv").text
                #expect(table.contains("w***@example.com") && !table.contains("wang@"), "\(name)")
            }
            for stranger in ["foreign.guarantor.clerk", "foreign.platform.clerk", "foreign.enterprise.clerk"]
            {
                try await browser.signIn(stranger)
                #expect(try await !browser.get("/contacts").text.contains("王丽"), "\(stranger)")
                #expect(try await browser.post(address, contact).status != 200, "\(stranger)")
            }
            let token = try test.token(of: "bank.viewer", [.viewer])
            let masked = try await browser.call(.get, "/api/v1/enterprises/\(code)/contacts", token).text
            #expect(masked.contains("138****5678") && !masked.contains("13812345678"))
            #expect(try await browser.call(.get, "/api/v1/contacts", token).text.contains("138****5678"))
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test(arguments: TestEngine.allCases) func officersTellEachRecord(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let (code, other) = (try code("G1", test), try code("G4", test))
        let forms: [(String, [String: String])] = [
            (
                "rights",
                [
                    "kind": "invention", "number": "ZL1", "title": "一种方法", "obtained": "own", "core": "yes",
                    "granted_on": "2015-01-01",
                ]
            ),
            ("qualifications", ["kind": "hnte", "number": "GR1", "granted_on": "2016-11-28"]),
            ("hosting", ["platform": "foreign.platform", "from": "2016-01-01"]),
            ("incidents", ["kind": "safety", "on": "2016-05-05", "words": "通报"]),
            ("contacts", contact), ("related", ["related_code": other]),
        ]
        try await test.run { browser in
            try await browser.signIn("supervisor.clerk")
            for (table, fields) in forms {
                let address = "/enterprises/\(code)/enter/\(table)"
                #expect(try await browser.get(address).status == 200, "\(table)")
                // Nothing entered is lost when something is missing.
                let first = try #require(fields.first { $0.key != "core" })
                let partial = fields.filter { $0.key != first.key && $0.key != "core" }
                if table != "contacts", !partial.isEmpty {
                    let refused = try await browser.post(address, partial)
                    #expect(refused.status == 422, "\(table)")
                    for value in partial.values { #expect(refused.text.contains(value), "\(table) \(value)") }
                }
                let told = try await browser.post(address, fields)
                #expect(told.status == 200 && told.text.contains("已登记"), "\(table) \(told.text)")
                #expect(try await browser.post(address, fields).text.contains("未作改动"), "\(table)")
            }
            let page = try await browser.get("/enterprises/\(code)").text
            for word in ["ZL1", "GR1", "foreign.platform", "通报", "13812345678", other] {
                #expect(page.contains(word), "\(word)")
            }
            // What is there with another content is shown, and stays.
            var fields = forms[0].1
            fields["title"] = "另一种方法"
            let refused = try await browser.post("/enterprises/\(code)/enter/rights", fields)
            #expect(refused.status == 422 && refused.text.contains("另一种方法"))
            #expect(refused.text.contains("一种方法”") && refused.text.contains("监管部门"))
            fields["granted_on"] = "2999-01-01"
            #expect(try await browser.post("/enterprises/\(code)/enter/rights", fields).status == 422)
            #expect(try await browser.get("/enterprises/\(code)/enter/platforms").status == 404)
            // A firm bears no witness for itself, and viewers tell nothing.
            try await browser.signIn("enterprise.clerk")
            #expect(try await browser.get("/enterprises/\(code)/enter/rights").status == 403)
            #expect(try await browser.get("/enterprises/\(code)/enter/contacts").status == 200)
            #expect(try await browser.get("/enterprises/\(other)/enter/contacts").status == 404)
            try await browser.signIn("supervisor.viewer")
            #expect(try await browser.get("/enterprises/\(code)/enter/rights").status == 403)
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test func machinesTellThem() async throws {
        let test = try TestSite(.sqlite)
        let code = try code("G1", test)
        let officer = try test.token(of: "supervisor.clerk", [.clerk])
        let firm = try test.token(of: "enterprise.clerk", [.clerk])
        let right = """
            {"kind":"invention","number":"ZL1","title":"x","obtained":"own","granted_on":"2015-01-01"}
            """
        try await test.run { browser in
            let address = "/api/v1/enterprises/\(code)"
            #expect(
                try await browser.call(.post, address + "/rights", officer, right).text == "{\"new\":true}")
            #expect(
                try await browser.call(.post, address + "/rights", officer, right).text == "{\"new\":false}")
            #expect(try await browser.call(.post, address + "/rights", firm, right).status == 403)
            let wrong = try await browser.call(.post, address + "/rights", officer, "{\"kind\":\"x\"}")
            #expect(wrong.status == 422 && wrong.text.contains("granted_on"))
            let contact = "{\"person\":\"王丽\",\"duty\":\"财务\",\"telephone\":\"13812345678\"}"
            #expect(try await browser.call(.post, address + "/contacts", firm, contact).status == 200)
            let faulty = contact.replacing("13812345678", with: "138\",\"mail\":\"wang")
            let refused = try await browser.call(.post, address + "/contacts", firm, faulty)
            #expect(refused.status == 422)
            for field in ["telephone", "mail"] {
                #expect(refused.text.contains("\"field\":\"\(field)\""), "\(refused.text)")
            }
            let own = try await browser.call(.get, address + "/contacts", firm).text
            #expect(own.contains("13812345678"))
        }
    }

    @Test func tablesOfRecordsComeInOnThePage() async throws {
        let test = try TestSite(.sqlite)
        let (code, other) = (try code("G1", test), try code("G4", test))
        try await test.run { browser in
            try await browser.signIn("enterprise.clerk")
            let template = try await browser.get("/enterprises/template-contacts.csv").text
            #expect(template.contains("credit_code,person,duty,telephone,mail,until"))
            let table = "credit_code,person,duty,telephone\n\(code),王丽,财务,5551234\n\(other),x,y,5551234\n"
            let fields = ["on": "2017-02-01", "kind": "contacts"]
            let told = try await browser.upload("/enterprises/import", table, fields)
            #expect(told.text.contains("接受 1 行") && told.text.contains("拒绝 1 行"), "\(told.text)")
            let faulty = "credit_code,person,duty,telephone,mail\n\(code),,财务,138,wang\n"
            let refused = try await browser.upload("/enterprises/import", faulty, fields)
            for words in ["person", "电话应为 7 至 15 位数字", "电子邮箱应如"] {
                #expect(refused.text.contains(words), "\(words): \(refused.text)")
            }
            let rights = try await browser.upload(
                "/enterprises/import", table, ["on": "2017-02-01", "kind": "rights"])
            #expect(rights.status == 403)
        }
    }
}
