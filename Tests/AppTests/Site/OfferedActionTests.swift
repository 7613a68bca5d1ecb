import Core
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// A guarantee's page and the API offer the same actions: those that can be done, and no others.
@Suite struct OfferedActionTests {
    private static let doers = ["guarantor", "reguarantor", "bank", "treasury"]

    @Test(arguments: TestEngine.allCases) func whatIsOfferedCanBeDone(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            for doer in Self.doers {
                let token = try test.token(of: "\(doer).clerk", [.clerk])
                try await browser.signIn("\(doer).clerk")
                for number in 1...8 {
                    let address = "/guarantees/G\(number)"
                    let page = try await browser.get(address).text
                    let shown = page.matches(of: /\/do\/([a-z_]+)"/).map { String($0.1) }
                    let list = try await browser.call(.get, "/api/v1\(address)/actions", token)
                    #expect(Self.names(list.json) == shown, "\(doer) \(address)")
                    for action in GuaranteeAction.allCases where action.doers.map(\.rawValue).contains(doer) {
                        let path = "/api/v1\(address)/actions/\(action.rawValue)?dry_run=true"
                        var isPossible = false
                        for body in Self.bodies(action) {
                            let status = try await browser.call(.post, path, token, body).status
                            #expect([200, 422].contains(status), "\(path) \(body)")
                            isPossible = isPossible || status == 200
                        }
                        #expect(isPossible == shown.contains(action.rawValue), "\(doer) \(path)")
                    }
                }
            }
        }
    }

    private static func names(_ answer: JSON) -> [String] {
        guard case .array(let items)? = answer["items"] else { return [] }
        return items.compactMap { if case .string(let name)? = $0["name"] { name } else { nil } }
    }

    /// The least that each form takes.
    private static func bodies(_ action: GuaranteeAction) -> [String] {
        guard action.step == nil else { return ["{}"] }
        let day = "\"on\":\"\(TestSite.today)\""
        switch action {
        case .release: return ["{\(day)}"]
        case .extend: return ["{\(day),\"until\":\"2030-01-01\"}"]
        case .claim: return ["{\(day),\"amount\":\"0.01\",\"interest\":\"0.01\"}"]
        case .passOn:
            return Party.others.map { "{\(day),\"amount\":\"0.01\",\"party\":\"\($0.word)\"}" }
        default: return ["{\(day),\"amount\":\"0.01\"}"]
        }
    }
}

/// A filing that waits says why: the rule, the figures, and the clause of the agreement.
@Suite struct WaitingFilingTests {
    @Test(arguments: TestEngine.allCases) func aFilingSaysWhatMakesItWait(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let rich = test.rich
        try rich.bringIn("G9")
        try rich.record(
            "G9",
            [
                .disbursed(.yuan(1_000_000)), .claimed(.yuan(1_000_000), interest: .zero),
                .compensated(.yuan(800_000)),
            ], from: 390)
        #expect(try rich.tamper("UPDATE agreement SET stop_loss = 50000 WHERE number = 'A1'") == 1)
        let words = ["协议 A1 的“代偿率止损线”条款", "5%", "800,000.00 元", "1,000,000.00 元", "80%", "已超过止损线"]
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let check = try await browser.post("/guarantees/G4/do/file", ["step": "check"])
            #expect(check.status == 200)
            for word in words { #expect(check.text.contains(word), "\(word): \(check.text)") }

            let sql = "UPDATE guarantee_position SET state = 'awaiting_approval' WHERE guarantee_id = 4"
            #expect(try rich.tamper(sql) == 1)
            for (name, address) in [
                ("guarantor.viewer", "/guarantees/G4"), ("reguarantor.clerk", "/guarantees/G4"),
            ] {
                try await browser.signIn(name)
                let page = try await browser.get(address).text
                for word in words { #expect(page.contains(word), "\(word) for \(name)") }
            }
            let token = try test.token(of: "bank")
            let record = try await browser.get("/api/v1/guarantees/G4", headers: token)
            for word in words { #expect(record.text.contains(word), "\(word): \(record.text)") }
            try await browser.signIn("reguarantor.clerk")
            let approval = try await browser.post("/guarantees/G4/do/approve_filing", ["step": "check"])
            for word in words { #expect(approval.text.contains(word), "\(word)") }
            await browser.setCookie("cassia_language", "en")
            let english = try await browser.get("/guarantees/G4").text
            #expect(english.contains("of agreement A1 makes new filings wait for the re-guarantor"))
            #expect(english.contains("which is above the stop-loss."))
        }
    }

    /// What would be refused at the approval is told on the check page already.
    @Test func aFilingAboveALimitIsRefusedOnTheCheckPage() async throws {
        let test = try TestSite(.sqlite)
        #expect(try test.rich.tamper("UPDATE institution_worth SET net_assets = 100") > 0)
        try await test.run { browser in
            try await browser.signIn("guarantor.clerk")
            let check = try await browser.post("/guarantees/G4/do/file", ["step": "check"])
            #expect(check.status == 422)
            #expect(check.text.contains("第十五条"), "\(check.text)")
        }
    }
}
