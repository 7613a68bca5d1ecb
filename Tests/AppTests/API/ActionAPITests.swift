import Core
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// Changes through the API: the same handlers as the forms, asked once, and only on what was seen.
@Suite struct ActionAPITests {
    private static let fee = "/api/v1/guarantees/G1/actions/pay_fee"
    private static let body = "{\"on\":\"\(TestSite.today)\",\"amount\":\"1234.50\"}"

    @Test(arguments: TestEngine.allCases) func anActionGoesThroughTwoMachines(engine: TestEngine) async throws
    {
        let test = try TestSite(engine)
        let clerk = try test.token(of: "guarantor.clerk", [.clerk])
        let approver = try test.token(of: "guarantor.clerk", [.approver, .viewer])
        try await test.run { browser in
            let record = try await browser.call(.get, "/api/v1/guarantees/G1", clerk)
            #expect(record.status == 200)
            let seen = try #require(record.headers[.eTag])

            let trial = try await browser.call(.post, Self.fee + "?dry_run=true", clerk, Self.body)
            #expect(trial.status == 200)
            #expect(trial.text.contains("1234.50"))

            let entered = try await browser.call(
                .post, Self.fee, clerk, Self.body, key: "fee-2017-1", match: seen)
            #expect(entered.status == 201)
            #expect(entered.json["state"] == .string("waiting"))
            let again = try await browser.call(
                .post, Self.fee, clerk, Self.body, key: "fee-2017-1", match: seen)
            #expect(again.status == 201)
            #expect(again.json == entered.json)
            let other = try await browser.call(
                .post, Self.fee, clerk, Self.body.replacing("1234", with: "4321"), key: "fee-2017-1",
                match: seen)
            #expect(other.status == 422)
            #expect(other.code == "key_used_for_other_content")

            let address = entered.headers[.location] ?? ""
            #expect(try await browser.call(.post, address + "/approve", clerk).status == 403)
            let proposal = try await browser.call(.get, address, approver)
            #expect(proposal.headers[.eTag] == seen)
            #expect(try await browser.call(.post, address + "/approve", approver).status == 428)
            #expect(
                try await browser.call(.post, address + "/approve", approver, match: "\"999\"").status == 412)
            let approved = try await browser.call(.post, address + "/approve", approver, match: seen)
            #expect(approved.status == 200)
            #expect(approved.json["state"] == .string("approved"))
            #expect(try await browser.call(.get, "/api/v1/guarantees/G1", clerk).headers[.eTag] != seen)
            // What was seen before is not enough for the next change.
            let late = try await browser.call(
                .post, Self.fee, clerk, Self.body, key: "fee-2017-2", match: seen)
            #expect(late.status == 412)
            #expect(late.code == "changed_meanwhile")
        }
    }

    @Test func whatIsWrongIsSaidFieldByField() async throws {
        let test = try TestSite(.sqlite)
        let token = try test.token(of: "guarantor.clerk", [.clerk])
        try await test.run { browser in
            let seen = try await browser.call(.get, "/api/v1/guarantees/G1", token).headers[.eTag] ?? ""
            for (body, status, words) in [
                ("{}", 422, ["\"field\":\"on\"", "\"field\":\"amount\"", "\"zh\"", "\"en\""]),
                ("{\"on\":20170719,\"amount\":\"1\"}", 422, ["\"field\":\"on\""]),
                ("{\"on\":\"2017-07-19\",\"amount\":[\"1\"]}", 422, ["\"field\":\"amount\""]),
                ("{\"on\":\"2017-07-19\",\"amount\":\"1\",\"sum\":\"2\"}", 422, ["\"field\":\"sum\""]),
                ("{\"on\":\"2017-07-19\",\"amount\":\"1\",\"reference\":\"a\\u0000b\"}", 422, ["reference"]),
                ("[]", 422, ["form_invalid"]), ("{\"on\":", 400, ["bad_request"]),
            ] {
                let reply = try await browser.call(
                    .post, Self.fee, token, body, key: "12345678", match: seen)
                #expect(reply.status == status, "\(body)")
                for word in words { #expect(reply.text.contains(word), "\(body): \(reply.text)") }
            }
            let plain = try await browser.call(.post, Self.fee, token, Self.body, match: seen)
            #expect(plain.code == "idempotency_key_needed")
            let unseen = try await browser.call(.post, Self.fee, token, Self.body, key: "12345678")
            #expect(unseen.status == 428)
            #expect(try test.rich.one("SELECT COUNT(*) FROM proposal") == 0)
        }
    }

    @Test func addressesAreToldApart() async throws {
        let test = try TestSite(.sqlite)
        let token = try test.token(of: "guarantor.clerk", [.clerk, .administrator])
        let foreign = try test.token(of: "foreign.guarantor.clerk", [.clerk])
        try await test.run { browser in
            let wrong = try await browser.call(.put, "/api/v1/guarantees", token)
            #expect(wrong.status == 405)
            #expect(wrong.headers[.allow] == "GET, HEAD")
            #expect(try await browser.call(.get, Self.fee, token).headers[.allow] == "POST")
            let missing = try await browser.call(.get, "/api/v1/nothing", token)
            #expect(missing.status == 404)
            #expect(missing.headers[.contentType] == "application/problem+json; charset=utf-8")
            #expect(try await browser.call(.get, "/api/v1/guarantees/G1", foreign).status == 404)
            #expect(try await browser.call(.get, "/api/v1/guarantees/G1/actions", foreign).status == 404)
            #expect(try await browser.call(.post, Self.fee, foreign, Self.body).status == 404)
            #expect(try await browser.call(.get, "/api/v1/me", "cassia_wrong").status == 401)
            #expect(try await browser.call(.get, "/api/v1/guarantees?state=none", token).status == 422)
            #expect(try await browser.call(.get, "/api/v1/guarantees?colour=red", token).status == 422)
            #expect(try await browser.call(.get, "/api/v1/guarantees?q=%00", token).status == 400)
            let actions = try await browser.call(.get, "/api/v1/guarantees/G1/actions", token)
            #expect(actions.text.contains("refund_fee"))
            let me = try await browser.call(.get, "/api/v1/me", token)
            #expect(me.text.contains("keep_people"))
            let head = try await browser.call(.head, "/api/v1/me", token)
            #expect(head.status == 200)
            #expect(head.bytes.isEmpty)
        }
    }
}
