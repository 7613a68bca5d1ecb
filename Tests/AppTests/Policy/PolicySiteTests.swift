import Core
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// Policies in the browser and for machines: read as a law, a firm decided with its explanation, decisions
/// kept.
@Suite struct PolicySiteTests {
    private let day = "2017-06-30"

    private func firm(_ test: TestSite) throws -> String {
        try test.site.book.database.readSynchronously { connection in
            try connection.first(
                """
                SELECT e.credit_code FROM enterprise e JOIN guarantee g ON g.enterprise_id = e.id
                WHERE g.number = 'G1'
                """
            ) { $0.text(0) } ?? ""
        }
    }

    /// A sound software firm, told by the supervisor.
    private func tell(_ code: String, _ browser: Browser) async throws {
        try await browser.signIn("supervisor.clerk")
        let table = """
            credit_code,name,division,industry,registered_on,employees,technical_staff,revenue_y0,revenue_y1,\
            revenue_y2,rd_y0,rd_y1,rd_y2,hosted_by
            \(code),南宁云例软件有限公司,450103,I65,2010-03-04,60,6,20000000,0,0,1000000,0,0,南宁示例众创空间

            """
        let told = try await browser.upload("/enterprises/import", table, ["on": "2017-02-01"])
        #expect(told.status == 200, "\(told.text)")
    }

    @Test func everyPolicyIsReadAsALaw() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await browser.signIn("bank.viewer")
            let list = try await browser.get("/policies").text
            for language in ["zh", "en"] {
                _ = try await browser.get("/language?to=\(language == "zh" ? "zh-Hans" : "en")&back=/")
                for policy in test.site.policies.newest {
                    #expect(list.contains("/policies/\(policy.id)"))
                    let page = try await browser.get("/policies/\(policy.id)?on=2017-06-30")
                    #expect(
                        page.status == 200 && page.bytes.count < 100_000, "\(policy.id) \(page.bytes.count)")
                    for condition in policy.conditions {
                        let title = HTML(condition.title, language).text
                        #expect(page.text.contains("<th scope=\"row\">\(title)</th>"), "\(title)")
                    }
                    for document in policy.documents { #expect(page.text.contains(document.number)) }
                }
            }
            // A parameter that has changed is drawn, and its days and articles stand in the table.
            _ = try await browser.get("/language?to=zh-Hans&back=/")
            let law = try await browser.get("/policies/hnte").text
            #expect(law.contains("<svg") && law.contains("2008-01-01") && law.contains("第十条（四）1"))
            #expect(law.contains("不符 0 个"))
            #expect(try await browser.get("/policies/hnt").status == 404)
            #expect(try await browser.get("/policies/hnte?on=2017-02-30").status == 422)
            let early = try await browser.get("/policies/hnte?on=2015-01-01").text
            #expect(early.contains("不在施行期间内"))
        }
    }

    @Test(arguments: TestEngine.allCases) func aFirmIsDecidedExplainedAndKept(engine: TestEngine) async throws
    {
        let test = try TestSite(engine)
        let code = try firm(test)
        let address = "/enterprises/\(code)/policies/hnte"
        try await test.run { browser in
            try await tell(code, browser)
            // Exactly at both limits: 6 of 60, and 1,000,000 of 20,000,000.
            let page = try await browser.get("\(address)?on=\(day)")
            #expect(page.status == 200 && page.bytes.count < 100_000)
            for words in ["待定", "10%", "余 0 个百分点", "第十一条（五）1", "还缺什么", "supervisor", "2017-02-01"] {
                #expect(page.text.contains(words), "\(words)")
            }
            // The firm's page says where it stands with each policy.
            let all = try await browser.get("/enterprises/\(code)").text
            for policy in test.site.policies.inForce(on: TestSite.today) {
                #expect(all.contains("\(code)/policies/\(policy.id)\""))
            }
            #expect(all.contains("小型企业"))
            // Kept once, however often it is asked for; only by a supervisor's clerk.
            for _ in 1...2 {
                #expect(try await browser.post(address, ["on": day]).status == 303)
            }
            #expect(try await browser.post(address, ["on": "x"]).status == 400)
            #expect(try await browser.post(address, ["on": day, "form_word": "wrong"]).status == 403)
            #expect(try await browser.get("/enterprises/\(code)").text.contains("已留存的判定"))
            for name in ["enterprise.clerk", "supervisor.viewer", "bank.clerk"] {
                try await browser.signIn(name)
                #expect(try await browser.post(address, ["on": day]).status == 403, "\(name)")
            }
            // Others' readings are recorded, the firm's own is not; strangers see nothing.
            let before = try readings(test)
            try await browser.signIn("bank.viewer")
            #expect(try await browser.get(address).status == 200)
            #expect(try readings(test) == before + 1)
            try await browser.signIn("enterprise.viewer")
            #expect(try await browser.get(address).status == 200)
            try await browser.signIn("foreign.bank.viewer")
            #expect(try await browser.get(address).status == 404)
            #expect(try readings(test) == before + 1)
        }
        #expect(try test.rich.one("SELECT COUNT(*) FROM decision") == 1)
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
        let replay = try await DecisionReplay.run(test.site.book)
        #expect(replay.decided == 1 && replay.differences.isEmpty)
    }

    private func readings(_ test: TestSite) throws -> Int64 {
        try test.rich.one("SELECT COUNT(*) FROM access_record")
    }

    @Test(
        arguments: TestEngine.allCases,
        [
            "UPDATE decision SET facts = '{}'", "UPDATE decision SET result = '{}'",
            "UPDATE decision SET on_day = on_day + 1", "DELETE FROM decision",
            """
            UPDATE policy_text SET content = (SELECT content FROM policy_text WHERE name = 'facts.yaml')
            WHERE name = 'hnte.yaml'
            """,
        ])
    func aChangeBehindTheBackIsFound(engine: TestEngine, sql: String) async throws {
        let test = try TestSite(engine)
        let code = try firm(test)
        try await test.run { browser in
            try await tell(code, browser)
            let kept = try await browser.post("/enterprises/\(code)/policies/hnte", ["on": day])
            #expect(kept.status == 303)
        }
        _ = try test.rich.tamper(sql)
        #expect(try await Verification.run(test.site.book).findings.count == 1)
        // The one that is gone can't be decided again; the others come out otherwise.
        let replay = try await DecisionReplay.run(test.site.book)
        #expect(replay.differences.count == (sql.hasPrefix("DELETE") ? 0 : 1))
    }

    @Test func machinesDecide() async throws {
        let test = try TestSite(.sqlite)
        let code = try firm(test)
        let token = try test.token(of: "bank.clerk", [.clerk])
        try await test.run { browser in
            let list = try await browser.call(.get, "/api/v1/policies", token)
            #expect(list.status == 200 && list.text.contains("\"hnte\""))
            let law = try await browser.call(.get, "/api/v1/policies/hnte", token)
            #expect(law.json["conditions"] != nil && law.json["sha256"] != nil)
            let sent = """
                {"as_of": "2017-06-30", "facts": {"size_industry": "software", "employees": 60,
                "revenue_y0": {"value": "20000000.00", "source": "tax return"}, "total_assets_y0": 1}}
                """
            let size = try await browser.call(.post, "/api/v1/policies/sme-size/decide", token, sent)
            #expect(size.status == 200 && size.json["class"] == .string("small"), "\(size.text)")
            #expect(size.text.contains("tax return"))
            // Each wrong fact is named, with the nearest name.
            let wrong = """
                {"facts": {"employes": 1, "revenue_y0": "much", "ip_core": "true"}, "as_off": "2017-06-30"}
                """
            let refused = try await browser.call(.post, "/api/v1/policies/hnte/decide", token, wrong)
            #expect(refused.status == 422)
            for words in ["facts.employes", "'employees'", "facts.revenue_y0", "'as_of'"] {
                #expect(refused.text.contains(words), "\(words)")
            }
            #expect(!refused.text.contains("ip_core"))
            let early = #"{"as_of": "1999-01-01"}"#
            let before = try await browser.call(.post, "/api/v1/policies/hnte/decide", token, early)
            #expect(before.code == "policy_not_in_force")
            #expect(try await browser.call(.post, "/api/v1/policies/hnt/decide", token, "{}").status == 404)
            let firm = try await browser.call(.get, "/api/v1/enterprises/\(code)/policies/hnte", token)
            #expect(firm.status == 200 && firm.json["verdict"] != nil)
        }
        #expect(try test.rich.one("SELECT COUNT(*) FROM decision") == 0)
        #expect(try readings(test) == 1)
    }
}

extension HTML {
    fileprivate init(_ sentence: Sentence, _ language: String) {
        self.init(language == "zh" ? sentence.zh : sentence.en)
    }
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
