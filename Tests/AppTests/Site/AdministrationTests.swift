import Core
import Foundation
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// Keeping people, organisations and tokens in the browser, and looking into the audit log.
@Suite struct AdministrationTests {
    @Test(arguments: TestEngine.allCases) func anAdministratorKeepsPeople(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("guarantor.administrator")
            let wrong = try await browser.post("/add-person", ["name": "new.person", "display_name": "新人"])
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("value=\"new.person\""))
            let made = try await browser.post(
                "/add-person", ["name": "new.person", "display_name": "新人", "role_clerk": "yes"])
            #expect(made.status == 200)
            let first = Self.code(made.text)
            #expect(first.count == 16)
            #expect(try await browser.get("/people").text.contains("new.person"))
            #expect(!(try await browser.get("/people").text.contains("bank.clerk")))
            #expect(try await browser.get("/people/bank.clerk").status == 404)

            try await browser.signIn("new.person", password: first)
            #expect(try await browser.get("/guarantees").location == "/account")
            let same = try await browser.post("/account/password", ["old": first, "new": first])
            #expect(same.text.contains(PasswordRefusal.unchanged.sentence.zh))
            #expect(try await browser.get("/guarantees").location == "/account")
            _ = try await browser.post(
                "/account/password", ["old": first, "new": "a long new password"])
            #expect(try await browser.get("/guarantees").status == 200)

            try await browser.signIn("guarantor.administrator")
            let changed = try await browser.post(
                "/people/new.person/change", ["role_viewer": "yes", "disabled": "yes"])
            #expect(changed.status == 303)
            let refused = try await browser.post(
                "/sign-in", ["name": "new.person", "password": "a long new password"])
            #expect(refused.status == 422)
            _ = try await browser.post("/people/new.person/change", ["role_viewer": "yes"])
            let reset = try await browser.post("/people/new.person/password")
            try await browser.signIn("new.person", password: Self.code(reset.text))
            #expect(try await browser.get("/guarantees").location == "/account")

            // Nobody locks the last administrator out, or takes a short cut to a password of their own.
            try await browser.signIn("guarantor.administrator")
            let last = try await browser.post(
                "/people/guarantor.administrator/change", ["role_viewer": "yes"])
            #expect(last.status == 422)
            #expect(try await browser.post("/people/guarantor.administrator/password").status == 403)
        }
    }

    @Test(arguments: TestEngine.allCases) func theOperatorAddsOrganisations(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try test.rich.write { writing in
            _ = try InstitutionStore.register(
                code: "NEW-BANK", name: "新银行", kind: .bank, level: .city, division: "450200", writing)
        }
        try await test.run { browser in
            try await browser.signIn("operator.administrator")
            let added = try await browser.post(
                "/add-organisation", ["kind": "book", "code": "NEW-BANK"])
            #expect(added.location == "/add-person?organisation=NEW-BANK")
            let twice = try await browser.post(
                "/add-organisation", ["kind": "book", "code": "NEW-BANK"])
            #expect(twice.status == 422)
            let unknown = try await browser.post(
                "/add-organisation", ["kind": "book", "code": "NO-BANK"])
            #expect(unknown.status == 422)
            let made = try await browser.post(
                "/add-person", ["name": "bank.boss", "organisation": "NEW-BANK", "role_administrator": "yes"])
            #expect(made.status == 200)
            #expect(try await browser.get("/organisations").text.contains("新银行"))
            #expect(try await browser.get("/people?q=NEW-BANK").text.contains("bank.boss"))
            let health = try await browser.get("/health")
            #expect(health.text.contains(engine == .sqlite ? "SQLite" : "PostgreSQL"))
        }
    }

    @Test(arguments: TestEngine.allCases) func aTokenIsShownOnceAndRevoked(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("guarantor.administrator")
            let made = try await browser.post(
                "/tokens", ["name": "erp.sync", "days": "30", "may_read_book": "yes"])
            let token = Self.code(made.text)
            #expect(token.hasPrefix("cassia_"))
            #expect(!(try await browser.get("/tokens").text.contains(token)))
            #expect(try await browser.call(.get, "/api/v1/guarantees/G1", token).status == 200)
            let act = try await browser.call(
                .post, "/api/v1/guarantees/G1/actions/pay_fee", token, "{}")
            #expect(act.status == 403)
            let list = try await browser.get("/tokens").text
            let start = try #require(list.range(of: "/tokens/"))
            let id = list[start.upperBound...].prefix { $0.isNumber }
            #expect(try await browser.post("/tokens/\(id)/revoke").status == 303)
            #expect(try await browser.call(.get, "/api/v1/guarantees/G1", token).status == 401)
            let wrong = try await browser.post("/tokens", ["name": "erp.two", "days": "900"])
            #expect(wrong.status == 422)
        }
    }

    @Test(arguments: TestEngine.allCases) func theAuditLogIsSearched(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("guarantor.administrator")
            _ = try await browser.post("/people/guarantor.viewer/change", ["role_clerk": "yes"])
            try await browser.signIn("supervisor.viewer")
            let found = try await browser.get("/audit?actor=guarantor.administrator&action=person.")
            #expect(found.text.contains("person.change"))
            #expect(!found.text.contains("session.begin"))
            let day = Day(atShanghai: 1_700_000_000_000)
            #expect(try await browser.get("/audit?from=\(day)&until=\(day)").text.contains("变更人员"))
            #expect(!(try await browser.get("/audit?from=\(day + 1)").text.contains("变更人员")))
            let start = try #require(found.text.range(of: "<td><a href=\"/audit/"))
            let number = found.text[start.upperBound...].prefix { $0.isNumber }
            let record = try await browser.get("/audit/\(number)").text
            for text in ["roles", ">viewer<", ">clerk<"] { #expect(record.contains(text), "\(text)") }
            // Who keeps the platform sees who was let in, and no business.
            try await browser.signIn("operator.administrator")
            let seen = try await browser.rows("audit")
            #expect(seen.contains { $0["action"] == "person.change" })
            let subjects = seen.compactMap { $0["subject"] }
            let own = ["person/", "organisation/", "token/"]
            #expect(subjects.allSatisfy { subject in own.contains { subject.hasPrefix($0) } })
            #expect(try await browser.get("/audit/\(number)").status == 200)
            let entry = try test.rich.one("SELECT MIN(id) FROM entry")
            #expect(try await browser.get("/audit/\(entry)").status == 404)
            try await browser.signIn("guarantor.viewer")
            #expect(try await browser.get("/audit").status == 403)
        }
    }

    @Test(arguments: TestEngine.allCases) func anAuthenticatorCountsOnceConfirmed(engine: TestEngine)
        async throws
    {
        let test = try TestSite(engine)
        let step = TestSite.now / 30_000
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let text = try await browser.get("/account/code").hidden("secret")
            let secret = try #require(OneTimeCode.secret(base32: text))
            func code(_ step: Int64) -> String { OneTimeCode.digits(secret, step: step) }
            let wrong = try await browser.post("/account/code/on", ["secret": text, "code": code(step + 9)])
            #expect(wrong.status == 422)
            #expect(wrong.text.contains(text))
            let on = try await browser.post("/account/code/on", ["secret": text, "code": code(step - 1)])
            #expect(on.location == "/account?done=code_on")
            // The code that confirmed it is used up; the book's clock is the one that counts at the door.
            #expect(
                try test.rich.one("SELECT totp_used FROM person WHERE name = 'guarantor.clerk'") == step - 1)

            try await browser.signIn("guarantor.administrator")
            #expect(try await browser.post("/people/guarantor.clerk/code").status == 303)
            try await browser.signIn("guarantor.clerk")
            #expect(try await browser.get("/account").status == 200)
        }
    }

    /// What stands between the first `<code>` and its end.
    private static func code(_ text: String) -> String {
        guard let start = text.range(of: "<code>") else { return "" }
        return String(text[start.upperBound...].prefix { $0 != "<" })
    }
}

/// The audit log is read in both languages.
@Suite struct AuditWordsTests {
    @Test func everyActionHasAName() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Sources/App")
        var actions = Set(GuaranteeStep.allCases.map { "guarantee.\($0.rawValue)" })
        actions.formUnion(EntryKind.allCases.map { "guarantee.\($0.rawValue)" })
        for case let file as URL in try #require(
            FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            actions.formUnion(text.matches(of: /action: "([a-z_]+\.[a-z_]+)"/).map { String($0.1) })
        }
        #expect(actions.count > 60)
        for action in actions.sorted() { #expect(AuditWords.name(action) != nil, "\(action)") }
    }
}

/// First passwords that are made for people.
@Suite struct MadePasswordTests {
    @Test func chanceDoesNotPutTheNameIn() throws {
        for name in ["x", "ab", "e1", "wang.li"] {
            for _ in 0..<200 { try PasswordRule.check(Secret.password(for: name), name: name) }
        }
    }
}
