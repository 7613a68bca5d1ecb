import Core
import HTTPTypes
import HummingbirdTesting
import Storage
import Synchronization
import TestSupport
import Testing

@testable import App

/// What those who run the site see of it: ids, lines of the log, metrics, faults.
@Suite struct RunningTests {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    @Test func everyRequestLeavesOneLineThatNamesNobody() async throws {
        let test = try TestSite(.sqlite)
        let lines = Lines()
        var settings = test.site.settings
        settings.log = { line in lines.all.withLock { $0.append(line) } }
        let site = Site(book: test.rich.book, settings: settings) { TestSite.now }
        let id = HTTPField.Name("X-Request-Id")!
        try await site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            let browser = Browser(client: client)
            try await browser.signIn("guarantor.clerk")
            lines.all.withLock { $0 = [] }
            let given = try await browser.get("/guarantees/G1?x=secret", headers: [id: "proxy-12345"])
            #expect(given.headers[id] == "proxy-12345")
            let made = try await browser.get("/guarantees/G1", headers: [id: "a\"b<script>"])
            #expect((made.headers[id] ?? "").count >= 8)
            #expect(made.headers[id] != "a\"b<script>")
            let missing = try await browser.get("/nothing/G1")
            #expect(missing.status == 404)
            _ = try test.rich.tamper("DROP TABLE proposal")
            let failed = try await browser.get("/proposals")
            #expect(failed.status == 500)
        }
        let written = lines.all.withLock { $0 }
        #expect(written.count == 4)
        for line in written {
            let json = try #require(JSON(parsing: Array(line.utf8)))
            #expect(json["status"] != nil && json["ms"] != nil && json["time"] != nil)
            for word in ["G1", "secret", "clerk", "nothing"] { #expect(!line.contains(word), "\(line)") }
        }
        #expect(written[0].contains("\"request_id\":\"proxy-12345\""))
        #expect(written[0].contains("\"route\":\"/guarantees/:key\""))
        #expect(written[2].contains("\"route\":null"))
        #expect(written[3].contains("\"fault\":\"StorageError."))
        #expect(written[3].contains("\"level\":\"error\""))
        #expect(RequestLog.time(1_500_426_123_045) == "2017-07-19T01:02:03.045Z")
    }

    @Test(arguments: TestEngine.allCases) func metricsCountWhatWasAnswered(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let token = try test.token(of: "operator.administrator", [.administrator])
        let other = try test.token(of: "guarantor.clerk", [.clerk])
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            for _ in 0..<3 { _ = try await browser.get("/guarantees/G1") }
            _ = try await browser.get("/nothing")
            #expect(try await browser.get("/metrics").status == 403)
            #expect(try await browser.call(.get, "/metrics", other).status == 403)
            let text = try await browser.call(.get, "/metrics", token).text
            for line in [
                "cassia_requests_total{route=\"/guarantees/:key\",method=\"GET\",status=\"200\"} 3",
                "cassia_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 1",
                "cassia_request_seconds_bucket{route=\"/guarantees/:key\",le=\"+Inf\"} 3",
                "cassia_request_seconds_count{route=\"/guarantees/:key\"} 3", "cassia_writes_waiting 0",
                "cassia_proposals_waiting 0",
            ] { #expect(text.contains(line + "\n"), "\(line)") }
        }
    }
}
