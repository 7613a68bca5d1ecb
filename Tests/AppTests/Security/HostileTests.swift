import Core
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Storage
import TestSupport
import Testing

@testable import App

/// What those try who mean harm, and what comes of colleagues who act at once.
@Suite struct HostileTests {
    // MARK: Forms from elsewhere

    @Test func formsFromElsewhereAreRefused() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("bank.clerk")
            let foreign = await browser.word
            try await browser.signIn("guarantor.clerk")
            let own = await browser.word
            let site = HTTPField.Name("Sec-Fetch-Site")!
            let path = "/account/password"
            for (word, headers, isTaken) in [
                ("", [.origin: "http://localhost"], false), (foreign, [.origin: "http://localhost"], false),
                (own, [.origin: "http://evil.example"], false), (own, [.origin: "null"], false),
                (own, [:], false),
                (own, [site: "cross-site", .origin: "http://localhost"], false),
                (own, [site: "same-site"], false),
                (own, [site: "none"], false), (own, [.origin: "http://localhost"], true),
                (own, [site: "same-origin"], true),
            ] as [(String, HTTPFields, Bool)] {
                let reply = try await browser.post(path, ["form_word": word], headers: headers)
                #expect(reply.status == (isTaken ? 422 : 403), "\(headers)")
            }
            // Nor is anyone signed in from elsewhere.
            await browser.signOut()
            let reply = try await browser.post(
                "/sign-in", ["name": "guarantor.clerk", "password": TestSite.password],
                headers: [.origin: "http://evil.example"])
            #expect(reply.status == 403)
        }
    }

    // MARK: Sessions

    @Test(arguments: TestEngine.allCases) func aSessionIsMadeAnewAndEndsOnTheServer(engine: TestEngine)
        async throws
    {
        let test = try TestSite(engine)
        try await test.run { browser in
            let planted = String(repeating: "a", count: 43)
            await browser.setCookie("cassia_session", planted)
            _ = try await browser.post(
                "/sign-in", ["name": "guarantor.clerk", "password": TestSite.password])
            let given = try #require(await browser.cookie("cassia_session"))
            #expect(given != planted)
            await browser.setCookie("cassia_session", planted)
            #expect(try await browser.get("/account").status == 303)
            await browser.setCookie("cassia_session", given)
            let account = try await browser.get("/account")
            #expect(account.status == 200)
            let out = try await browser.post("/sign-out", ["form_word": account.hidden("form_word")])
            #expect(out.status == 303)
            await browser.setCookie("cassia_session", given)
            #expect(try await browser.get("/account").status == 303)
        }
    }

    /// Both may find the session before one of them ends it.
    @Test(arguments: TestEngine.allCases) func whatHasEndedEndsOnceMore(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            #expect(try await browser.post("/account/sessions/999999/end").status == 404)
            async let first = browser.post("/sign-out")
            async let second = browser.post("/sign-out")
            for reply in try await [first, second] { #expect([303, 401].contains(reply.status)) }
        }
    }

    @Test func aSessionExpires() async throws {
        let test = try TestSite(.sqlite)
        let later = Site(book: test.rich.book, settings: test.site.settings) { TestSite.now + 13 * 3_600_000 }
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let secret = try #require(await browser.cookie("cassia_session"))
            try await later.application(host: "127.0.0.1", port: 0).test(.router) { client in
                let other = Browser(client: client)
                await other.setCookie("cassia_session", secret)
                let reply = try await other.get("/account")
                #expect(reply.status == 303)
            }
        }
    }

    // MARK: Guessing

    @Test(arguments: TestEngine.allCases) func guessingIsSlowedPerName(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        // The clock of the book, so that a wait is still on.
        let site = Site(book: test.rich.book, settings: test.site.settings) { 1_700_000_000_000 }
        try await site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            let browser = Browser(client: client)
            for name in ["guarantor.clerk", "nobody.here"] {
                for attempt in 1...7 {
                    let reply = try await browser.post(
                        "/sign-in", ["name": name, "password": "wrong \(attempt)"])
                    let isLocked = attempt > Int(Lockout.freeFailures) + 1
                    #expect(reply.text.contains("秒后再试") == isLocked, "\(name) \(attempt)")
                }
            }
            // Not even the right one is taken now, and a colleague is not kept out.
            let right = try await browser.post(
                "/sign-in", ["name": "guarantor.clerk", "password": TestSite.password])
            #expect(right.status == 422)
            let colleague = try await browser.post(
                "/sign-in", ["name": "guarantor.viewer", "password": TestSite.password])
            #expect(colleague.status == 303)
        }
        #expect(Lockout.waitSeconds(afterFailures: 6) > Lockout.waitSeconds(afterFailures: 5))
    }

    @Test func guessingIsSlowedPerAddress() async throws {
        let test = try TestSite(.sqlite)
        var settings = test.site.settings
        settings.trustsProxy = true
        let site = Site(book: test.rich.book, settings: settings) { TestSite.now }
        let forwarded = HTTPField.Name("X-Forwarded-For")!
        for number in 0..<26 {
            site.throttle.countFailure(.address("192.0.2.7"), at: TestSite.now - Int64(number) / 26)
        }
        try await site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            let browser = Browser(client: client)
            let form = ["name": "guarantor.clerk", "password": TestSite.password]
            // A client may write what it likes into the header; the last address is the proxy's.
            let locked = try await browser.post(
                "/sign-in", form, headers: [.origin: "http://localhost", forwarded: "10.1.1.1, 192.0.2.7"])
            #expect(locked.status == 422)
            let other = try await browser.post(
                "/sign-in", form, headers: [.origin: "http://localhost", forwarded: "192.0.2.8"])
            #expect(other.status == 303)
        }
    }

    @Test func fewPasswordsWaitToBeChecked() async throws {
        let queue = PasswordQueue(mostWaiting: 4)
        let answers = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask { (try? await queue.run { usleep(20_000) }) != nil }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(answers.contains(false))
        #expect(answers.filter { $0 }.count >= 4)
        #expect(try await queue.run { 7 } == 7)
    }

    // MARK: Two at once

    @Test(arguments: TestEngine.allCases) func oneOfTwoWins(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await browser.signIn("bank.clerk")
            let path = "/guarantees/G3/do/mark_overdue"
            let form = try await browser.get(path)
            let version = form.hidden("version")
            func act(_ once: String) async throws -> Browser.Reply {
                try await browser.post(path, ["step": "enter", "once": once, "version": version])
            }
            async let first = act("11111111")
            async let second = act("22222222")
            let replies = try await [first, second]
            #expect(replies.map(\.status).sorted() == [303, 422])
            let told = try #require(replies.first { $0.status == 422 })
            #expect(told.text.contains("已被他人改动"))
        }
    }

    // MARK: Strange input

    @Test(arguments: TestEngine.allCases) func textIsTextEverywhere(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let nasty = "<script>alert('1')</script>'; DROP TABLE person; --"
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let path = "/guarantees/G1/do/refund_fee"
            let version = try await browser.get(path).hidden("version")
            let fields = [
                "on": TestSite.today.description, "amount": "1", "reference": nasty, "step": "check",
                "once": "abcdefgh", "because": nasty, "version": version,
            ]
            let shown = try await browser.post(path, fields)
            #expect(shown.status == 200, "\(shown.text)")
            #expect(!shown.text.contains("<script>alert"))
            #expect(shown.text.contains("&lt;script&gt;alert(&#39;1&#39;)"))
            let entered = try await browser.post(path, fields.merging(["step": "enter"]) { $1 })
            #expect(entered.status == 303)
            for name in ["on", "amount", "reference", "once", "version", "step"] {
                let wrong = try await browser.post(path, fields.merging([name: nasty]) { $1 })
                #expect(wrong.status < 500, "\(name)")
                #expect(!wrong.text.contains("<script>alert"), "\(name)")
            }
            for list in ListRoutes.lists {
                for filter in list.filters.map(\.name) + ["sort", "after", "before", "limit"] {
                    let reply = try await browser.get("/\(list.name)?\(filter)=\(PercentText.encode(nasty))")
                    #expect([200, 403, 422].contains(reply.status), "\(list.name) \(filter)")
                    #expect(!reply.text.contains("<script>alert"))
                }
            }
        }
        let stored = try await test.site.book.database.read { connection in
            try connection.first("SELECT fields FROM proposal") { Inputs(json: $0.text(0)).text("reference") }
        }
        #expect(stored == nasty)
        #expect(try test.rich.one("SELECT COUNT(*) FROM person") > 10)
    }

    @Test func strangeAddressesAreRefused() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            for path in [
                "/guarantees/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/guarantees/G1%2F..%2FG2", "/guarantees/%00",
                "/guarantees/G1%00", "/guarantees/%", "/guarantees/%zz", "/guarantees/%ff%fe",
                "/assets/..%2f..%2fPackage.swift", "/assets/style.css", "/../../etc/passwd", "/./account/..",
                "/guarantees/" + String(repeating: "x", count: 60_000), "/api/v1/guarantees/%00",
                "/proposals/99999999999999999999", "/proposals/-1", "/proposals/0x1", "/guarantees?q=%00",
            ] {
                let reply = try await browser.get(path)
                #expect([400, 404].contains(reply.status), "\(path.prefix(60)): \(reply.status)")
            }
            for back in ["//evil.example", "https://evil.example", "/\\evil.example", "/%0d%0aX: y"] {
                let reply = try await browser.get("/language?to=en&back=\(PercentText.encode(back))")
                #expect(reply.location.hasPrefix("/") && !reply.location.hasPrefix("//"), "\(back)")
                #expect(!reply.location.contains("\\") && !reply.location.contains("\r"))
            }
        }
    }

    @Test func wrongBodiesAreRefused() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let word = await browser.word
            let part = "--x\r\nContent-Disposition: form-data; name=\"form_word\"\r\n\r\n\(word)\r\n"
            for (type, body, status) in [
                ("multipart/form-data; boundary=x", part + "--x--\r\n", 422),
                ("multipart/form-data; boundary=x", part, 400),
                ("multipart/form-data; boundary=y", part + "--x--\r\n", 400),
                ("multipart/form-data", part + "--x--\r\n", 400),
                ("multipart/form-data; boundary=x", "--x\r\n\r\n\r\n--x--\r\n", 400),
                ("multipart/form-data; boundary=x", "--x", 400),
                ("application/x-www-form-urlencoded", "form_word=%", 400),
                ("application/x-www-form-urlencoded", "form_word=%00", 400),
                ("application/x-www-form-urlencoded", String(repeating: "a=1&", count: 600), 400),
                ("application/x-www-form-urlencoded", String(repeating: "a", count: 300_000), 413),
                ("application/json", "{\"form_word\":\"\(word)\"}", 403), ("text/plain", "x", 415),
                ("application/xml", "<a/>", 415),
            ] {
                let reply = try await browser.send(
                    .post, "/account/password", headers: [.origin: "http://localhost", .contentType: type],
                    body: ByteBuffer(string: body))
                #expect(reply.status == status, "\(type): \(body.prefix(80)): \(reply.status)")
            }
        }
    }
}
