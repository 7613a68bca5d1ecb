import Core
import HTTPTypes
import NIOCore
import Storage
import TestSupport
import Testing

@testable import App

/// Applications, documents and notices through the API: each organisation its own, done once, as it was seen.
@Suite struct DeskAPITests {
    // MARK: Applications

    private static let body = """
        {"agreement":"A1","amount":"500000","months":12,"starts_on":"\(TestSite.today)","fee_rate":"1.5%",\
        "purpose":"购置设备","employees":20,"revenue":"3000000","total_assets":"5000000","industry":"I65",\
        "division":"450103"}
        """

    @Test(arguments: TestEngine.allCases) func aFirmAppliesOnceAndTakesItBack(engine: TestEngine) async throws
    {
        let test = try TestSite(engine)
        let firm = try test.token(of: "enterprise.clerk", [.clerk])
        let other = try test.token(of: "foreign.enterprise.clerk", [.clerk])
        let guarantor = try test.token(of: "guarantor.clerk", [.clerk])
        let path = "/api/v1/applications"
        try await test.run { browser in
            let trial = try await browser.call(.post, path + "?dry_run=true", firm, Self.body)
            #expect(trial.status == 200)
            #expect(trial.text.contains("7,500.00"))
            #expect(try await browser.call(.post, path, firm, Self.body).code == "idempotency_key_needed")
            let wrong = Self.body.replacing("500000", with: "0")
            #expect(try await browser.call(.post, path, firm, wrong, key: "loan-2017-0").status == 422)
            #expect(try test.rich.one("SELECT COUNT(*) FROM application") == 0)

            let sent = try await browser.call(.post, path, firm, Self.body, key: "loan-2017-1")
            #expect(sent.status == 201, "\(sent.text)")
            #expect(sent.json["guarantee_state"] == .string("applied"))
            let again = try await browser.call(.post, path, firm, Self.body, key: "loan-2017-1")
            #expect(again.json == sent.json)
            let changed = Self.body.replacing("12", with: "11")
            let clash = try await browser.call(.post, path, firm, changed, key: "loan-2017-1")
            #expect(clash.code == "key_used_for_other_content")
            #expect(try test.rich.one("SELECT COUNT(*) FROM application") == 1)

            let address = try #require(sent.headers[.location])
            let read = try await browser.call(.get, address, firm)
            #expect(read.json == sent.json)
            let seen = try #require(read.headers[.eTag])
            let list = try await browser.call(.get, path + "?state=submitted", firm)
            #expect(list.text.contains("SQ2017-000001"))
            #expect(try await browser.call(.get, path + "?state=draft", firm).json["items"] == .array([]))
            for token in [other, guarantor] {
                #expect(try await browser.call(.get, address, token).status == 404)
                #expect(try await browser.call(.get, path, token).json["items"] == .array([]))
                let taken = try await browser.call(.post, address + "/withdraw", token, match: seen)
                #expect(taken.status == 404)
            }
            #expect(
                try await browser.call(.post, path, guarantor, Self.body, key: "loan-2017-2").status == 403)

            // The guarantor takes it up: what the firm has seen is no longer what there is.
            let accept = "/api/v1/guarantees/SQ2017-000001"
            let tag = try await browser.call(.get, accept, guarantor).headers[.eTag]
            let accepted = try await browser.call(
                .post, accept + "/actions/accept", guarantor, "{}", key: "accept-1", match: tag)
            #expect(accepted.status == 201)
            let withdraw = address + "/withdraw"
            #expect(try await browser.call(.post, withdraw, firm).status == 428)
            #expect(try await browser.call(.post, withdraw, firm, match: seen).status == 412)
            let now = try await browser.call(.get, address, firm).headers[.eTag]
            for _ in 1...2 {
                let gone = try await browser.call(.post, withdraw, firm, match: now)
                #expect(gone.status == 200)
                #expect(gone.json["guarantee_state"] == .string("withdrawn"))
            }
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test func aDraftOfThePagesIsDiscarded() async throws {
        let test = try TestSite(.sqlite)
        let firm = try test.token(of: "enterprise.clerk", [.clerk])
        try await test.run { browser in
            try await browser.signIn("enterprise.clerk")
            _ = try await browser.post("/applications", ["agreement": "A1", "once": "one"])
            let address = "/api/v1/applications/1"
            let draft = try await browser.call(.get, address, firm)
            #expect(draft.json["state"] == .string("draft"))
            #expect(draft.json["guarantee_no"] == .null)
            let gone = try await browser.call(
                .post, address + "/withdraw", firm, match: draft.headers[.eTag])
            #expect(gone.json["state"] == .string("discarded"))
        }
    }

    // MARK: Documents

    @Test(arguments: TestEngine.allCases) func aDocumentGoesUpAndComesBack(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let guarantor = try test.token(of: "guarantor.clerk", [.clerk])
        let bank = try test.token(of: "bank.clerk", [.clerk])
        let foreign = try test.token(of: "foreign.bank.clerk", [.clerk])
        let path = "/api/v1/guarantees/G1/documents"
        let bytes = Array("%PDF-1.4\n1 0 obj\n%%EOF\n".utf8)
        try await test.run { browser in
            let added = try await Self.upload(browser, path, guarantor, bytes)
            #expect(added.status == 201, "\(added.text)")
            #expect(added.text.contains("\"person\":\"machine."))
            let address = try #require(added.headers[.location])
            // The same file is kept once.
            #expect(try await Self.upload(browser, path, guarantor, bytes).headers[.location] == address)
            let file = try await browser.call(.get, address, bank)
            #expect(file.bytes == bytes)
            #expect(file.headers[.contentType] == "application/pdf")
            let list = try await browser.call(.get, path, bank)
            #expect(list.text.contains("\"contract\""))
            #expect(!list.text.contains("machine."))
            #expect(try await Self.upload(browser, path, foreign, bytes).status == 404)
            #expect(try await browser.call(.get, path, foreign).status == 404)
            #expect(try await browser.call(.get, address, foreign).status == 404)
            #expect(try await browser.call(.get, path + "/999", bank).status == 404)
            #expect(try await browser.call(.post, path, guarantor, "{}").status == 415)
            let text = try await Self.upload(browser, path, guarantor, Array("MZ\u{0}".utf8))
            #expect(text.status == 422)
            #expect(try test.rich.one("SELECT COUNT(*) FROM document") == 1)
        }
    }

    private static func upload(
        _ browser: Browser, _ path: String, _ token: String, _ bytes: [UInt8]
    ) async throws -> Browser.Reply {
        var body = Array(
            "--mark\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\ncontract\r\n".utf8)
        body += "--mark\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n".utf8
        body += bytes + Array("\r\n--mark--\r\n".utf8)
        return try await browser.send(
            .post, path,
            headers: [
                .authorization: "Bearer \(token)", .contentType: "multipart/form-data; boundary=mark",
            ], body: ByteBuffer(bytes: body))
    }

    // MARK: Notices

    @Test(arguments: TestEngine.allCases) func noticesAreReadByTheirOwn(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        _ = try await DailyNotices.write(for: TestSite.today, in: test.rich.book)
        let treasury = try test.token(of: "treasury.clerk", [.clerk])
        let viewer = try test.token(of: "treasury.viewer", [.viewer])
        let bank = try test.token(of: "bank.clerk", [.clerk])
        let path = "/api/v1/notices"
        try await test.run { browser in
            let unread = try await browser.call(.get, path + "?state=unread", treasury)
            guard case .array(let items)? = unread.json["items"],
                case .number(let number)? = items.first?["notice"]
            else { throw RequestRefusal.notFound }
            let address = "\(path)/\(number)"
            #expect(try await browser.call(.get, address, bank).status == 404)
            #expect(try await browser.call(.post, address + "/read", bank).status == 404)
            #expect(try await browser.call(.post, address + "/read", viewer).status == 403)
            let before = try await browser.call(.get, address, treasury)
            #expect(before.json["read_at"] == .null)
            for _ in 1...2 {
                let read = try await browser.call(.post, address + "/read", treasury)
                #expect(read.json["read_at"] == .number(1_700_000_000_000))
                #expect(read.headers[.eTag] != before.headers[.eTag])
            }
            let left = try await browser.call(.get, path + "?state=unread", treasury)
            #expect(left.json["items"] == .array(Array(items.dropFirst())))
        }
    }
}
