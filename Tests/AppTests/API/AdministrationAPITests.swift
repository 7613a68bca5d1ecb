import Core
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// Administration through the API: as the pages do it, done once, secrets shown once, no more than one has.
@Suite struct AdministrationAPITests {
    @Test(arguments: TestEngine.allCases) func peopleAreKept(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let own = try test.token(of: "guarantor.administrator", [.administrator])
        let clerk = try test.token(of: "guarantor.clerk", [.clerk])
        let foreign = try test.token(of: "foreign.guarantor.administrator", [.administrator])
        let path = "/api/v1/people"
        let body = "{\"name\":\"li.si\",\"display_name\":\"李四\",\"role_clerk\":true}"
        try await test.run { browser in
            #expect(try await browser.call(.post, path, clerk, body, key: "person-0001").status == 403)
            #expect(try await browser.call(.post, path, own, body).code == "idempotency_key_needed")
            let added = try await browser.call(.post, path, own, body, key: "person-0001")
            #expect(added.status == 201, "\(added.text)")
            guard case .string(let password)? = added.json["password"] else { throw RequestRefusal.notFound }
            let again = try await browser.call(.post, path, own, body, key: "person-0001")
            #expect(again.status == 201 && again.json["password"] == .null)
            #expect(again.json["roles"] == .array([.string("clerk")]))
            let other = body.replacing("role_clerk", with: "role_viewer")
            let clash = try await browser.call(.post, path, own, other, key: "person-0001")
            #expect(clash.code == "key_used_for_other_content")
            try await browser.signIn("li.si", password: password)
            #expect(try await browser.get("/").location == "/account")

            let address = path + "/li.si"
            #expect(try await browser.call(.get, address, foreign).status == 404)
            let read = try await browser.call(.get, address, own)
            let seen = try #require(read.headers[.eTag])
            #expect(read.headers[.eTag] == again.headers[.eTag])
            let change = "{\"role_viewer\":true,\"disabled\":true}"
            #expect(try await browser.call(.post, address + "/change", own, change).status == 428)
            let changed = try await browser.call(.post, address + "/change", own, change, match: seen)
            #expect(changed.json["state"] == .string("disabled"), "\(changed.text)")
            #expect(
                try await browser.call(.post, address + "/change", own, change, match: seen).status == 412)
            let nobody = try await browser.call(.post, address + "/change", foreign, change, match: seen)
            #expect(nobody.status == 404)

            let reset = try await browser.call(.post, address + "/password", own, key: "reset-0001")
            #expect(reset.status == 200 && reset.json["password"] != .null, "\(reset.text)")
            let repeated = try await browser.call(.post, address + "/password", own, key: "reset-0001")
            #expect(repeated.json["password"] == .null)
            #expect(try await browser.call(.post, address + "/code-off", own).status == 200)
            // What was answered once is nowhere: neither in the log nor among what was entered.
            for secret in [added.json["password"], reset.json["password"]] {
                guard case .string(let text)? = secret else { throw RequestRefusal.notFound }
                #expect(try test.isNowhere(text))
            }
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test(arguments: TestEngine.allCases) func tokensGiveNoMoreThanTheyHave(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let own = try test.token(of: "guarantor.administrator", [.administrator, .viewer])
        let path = "/api/v1/tokens"
        let body = "{\"name\":\"erp.sync\",\"days\":366,\"may_read_book\":true,\"may_keep_people\":true}"
        try await test.run { browser in
            let beyond = "{\"name\":\"erp.more\",\"days\":1,\"may_approve\":true}"
            let refused = try await browser.call(.post, path, own, beyond, key: "token-0000")
            #expect(refused.status == 422 && refused.code == "token_beyond_own", "\(refused.text)")
            let made = try await browser.call(.post, path, own, body, key: "token-0001")
            #expect(made.status == 201, "\(made.text)")
            guard case .string(let token)? = made.json["token"], case .number(let id)? = made.json["id"]
            else { throw RequestRefusal.notFound }
            // No longer than the token that made it, which has thirty days.
            #expect(made.json["expires_at"] == .number(1_700_000_000_000 + 30 * 86_400_000))
            let again = try await browser.call(.post, path, own, body, key: "token-0001")
            #expect(again.status == 201 && again.json["token"] == .null)
            #expect(again.json["id"] == .number(id))
            #expect(try test.isNowhere(String(token.dropFirst(TokenStore.prefix.count))))
            #expect(try await browser.call(.get, "/api/v1/guarantees/G1", token).status == 200)

            let child = body.replacing("erp.sync", with: "erp.child")
            let second = try await browser.call(.post, path, token, child, key: "token-0002")
            guard case .string(let inner)? = second.json["token"] else { throw RequestRefusal.notFound }
            #expect(try await browser.call(.get, path, inner).text.contains("erp.child"))
            // A machine that is disabled takes what it has made with it too.
            let third = try await browser.call(
                .post, path, inner, child.replacing("child", with: "grandchild"), key: "token-0003")
            guard case .string(let innermost)? = third.json["token"] else { throw RequestRefusal.notFound }
            try await browser.signIn("guarantor.administrator")
            _ = try await browser.post(
                "/people/erp.child/change", ["role_administrator": "yes", "disabled": "yes"])
            #expect(try await browser.call(.get, path, innermost).status == 401)
            #expect(try await browser.call(.get, path, token).status == 200)
            for _ in 1...2 {
                let gone = try await browser.call(.post, "\(path)/\(id)/revoke", own)
                #expect(gone.json["state"] == .string("revoked"), "\(gone.text)")
            }
            for dead in [token, inner] { #expect(try await browser.call(.get, path, dead).status == 401) }
            #expect(try test.rich.one("SELECT COUNT(*) FROM audit WHERE action = 'token.revoke'") == 2)
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test(arguments: TestEngine.allCases) func theOperatorKeepsOrganisations(engine: TestEngine) async throws
    {
        let test = try TestSite(engine)
        let own = try test.token(of: "operator.administrator", [.administrator])
        let guarantor = try test.token(of: "guarantor.administrator", [.administrator])
        let supervisor = try test.token(of: "supervisor.viewer", [.viewer])
        let body = "{\"kind\":\"supervisor\",\"code\":\"audit-office\",\"name\":\"审计厅\"}"
        let path = "/api/v1/organisations"
        try await test.run { browser in
            #expect(try await browser.call(.post, path, guarantor, body, key: "office-01").status == 403)
            for _ in 1...2 {
                let added = try await browser.call(.post, path, own, body, key: "office-01")
                #expect(added.status == 201 && added.json["kind"] == .string("supervisor"), "\(added.text)")
            }
            #expect(try await browser.call(.post, path, own, body, key: "office-02").status == 422)
            let person = "{\"name\":\"zhao.liu\",\"organisation\":\"audit-office\",\"role_viewer\":true}"
            let added = try await browser.call(.post, "/api/v1/people", own, person, key: "person-01")
            #expect(added.status == 201, "\(added.text)")
            let health = try await browser.call(.get, "/api/v1/health", own)
            #expect(health.status == 200 && health.json["head"] != .null)
            let record = try await browser.call(.get, "/api/v1/audit/1", supervisor)
            #expect(record.status == 200 && record.json["number"] == .number(1))
        }
    }
}

extension TestSite {
    /// Whether a text stands neither in the audit log nor in what was entered.
    fileprivate func isNowhere(_ text: String) throws -> Bool {
        try rich.book.database.readSynchronously { connection in
            let places: [SQL] = [
                "SELECT 1 FROM audit WHERE before LIKE ", "SELECT 1 FROM audit WHERE after LIKE ",
                "SELECT 1 FROM proposal WHERE fields LIKE ",
            ]
            return try !places.contains {
                try connection.exists($0 + SQL("?", [.text("%\(text)%")]))
            }
        }
    }
}
