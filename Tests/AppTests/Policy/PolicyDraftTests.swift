import Core
import Storage
import TestSupport
import Testing

@testable import App

/// Policies tried out with other parameters, drafted by one person and put in force by another.
@Suite struct PolicyDraftTests {
    private let from = TestSite.today + 30

    private func tell(_ browser: Browser) async throws {
        try await browser.signIn("supervisor.clerk")
        let table = """
            credit_code,name,division,industry,hnte_recognised_on,hnte_times
            91450100MA5KX0001X,南宁甲科技有限公司,450103,I65,2016-11-30,1
            91450100MA5KX0002R,柳州乙制造有限公司,450202,C35,2016-11-30,2
            91450100MA5KX0003J,桂林丙商贸有限公司,450302,F51,,

            """
        let sound = try ["91450100MA5KX0001X", "91450100MA5KX0002R", "91450100MA5KX0003J"].enumerated()
            .reduce(table) { text, pair in
                let division = try #require(Division.Code("450100"))
                let code = try CreditCode.make(division: division, organisation: "MA5KX00\(pair.offset)")
                return text.replacing(pair.element, with: "\(code)")
            }
        let told = try await browser.upload("/enterprises/import", sound, ["on": "2017-02-01"])
        #expect(told.status == 200 && told.text.contains("接受 3 行"), "\(told.text)")
    }

    @Test func firmsAreDecidedUnderBoth() async throws {
        let test = try TestSite(.sqlite)
        try await test.run { browser in
            try await tell(browser)
            let path = "/policies/awards/what-if?on=2017-02-07"
            let form = try await browser.get(path)
            #expect(form.status == 200 && form.text.contains("value=\"100000\""))
            let page = try await browser.get(path + "&set-first_recognition=200000")
            #expect(page.status == 200, "\(page.text)")
            // One is sure to gain; of those of whom nothing is known nobody can say.
            #expect(page.text.contains("得益 10 家（其中确定 1 家），受损 0 家"), "\(page.text)")
            #expect(page.text.contains("变动 100,000.00 至 1,000,000.00 元") && page.text.contains("<svg"))
            #expect(page.text.contains("南宁市") && page.bytes.count < 100_000)
            // What can't be used stands at its field, and nothing entered is lost.
            let wrong = try await browser.get(
                path + "&set-first_recognition=many&set-repeat_recognition=60000")
            #expect(wrong.status == 422 && wrong.text.contains("field-set-first_recognition-problem"))
            #expect(wrong.text.contains("value=\"many\"") && wrong.text.contains("value=\"60000\""))
            #expect(try await browser.get("/policies/award/what-if").status == 404)
            try await browser.signIn("bank.clerk")
            #expect(try await browser.get(path).status == 403)
        }
    }

    @Test(arguments: TestEngine.allCases) func anotherTakesItBackBeforeItsDay(engine: TestEngine) async throws
    {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await tell(browser)
            let kept = try await browser.post(
                "/policies/awards/drafts",
                ["from": "\(from)", "note": "提高首次认定奖励", "set-first_recognition": "200000"])
            let draft = kept.location
            try await browser.signIn("supervisor.approver")
            var version = try await browser.get(draft).hidden("version")
            var fields = ["version": version, "comment": "文件尚未印发"]
            #expect(try await browser.post(draft + "/take-back", fields).status == 422)
            #expect(try await browser.post(draft + "/approve", ["version": version]).status == 303)
            let page = try await browser.get(draft)
            #expect(page.text.contains("施行之前收回"))
            version = page.hidden("version")
            fields["version"] = version
            #expect(try await browser.post(draft + "/take-back", ["version": version]).status == 422)
            try await browser.signIn("supervisor.clerk")
            #expect(try await browser.post(draft + "/take-back", fields).status == 403)
            try await browser.signIn("supervisor.approver")
            _ = try await browser.get(draft)
            #expect(try await browser.post(draft + "/take-back", fields).status == 303)
            #expect(try await browser.get(draft).text.contains("文件尚未印发"))
            #expect(try test.site.policies.program("awards", on: from).policy.file == "awards.yaml")
            #expect(try await browser.post(draft + "/take-back", fields).status == 422)
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test(arguments: TestEngine.allCases) func twoPeoplePutAVersionInForce(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        try await test.run { browser in
            try await tell(browser)
            _ = try await browser.get("/policies/awards/what-if?set-first_recognition=200000")
            let kept = try await browser.post(
                "/policies/awards/drafts",
                ["from": "\(from)", "note": "提高首次认定奖励", "set-first_recognition": "200000"])
            #expect(kept.status == 303, "\(kept.text)")
            let draft = kept.location
            let page = try await browser.get(draft)
            #expect(page.text.contains("200000 yuan") && page.text.contains("<ins>"))
            #expect(page.text.contains("不符 0 个") && page.text.contains("此后不再适用"), "\(page.text)")
            #expect(try await browser.get(draft + "/effect").text.contains("得益"))
            let version = page.hidden("version")
            // Not by the one who wrote it, and by nobody who has not seen what it is now.
            #expect(try await browser.post(draft + "/approve", ["version": version]).status == 403)
            try await browser.signIn("supervisor.approver")
            #expect(try await browser.get("/").text.contains("政策草案待批准"))
            #expect(try await browser.get(draft).text.contains("自 \(from) 起施行"))
            #expect(try await browser.post(draft + "/approve", ["version": "9"]).status == 422)
            #expect(try await browser.post(draft + "/approve", ["version": version]).status == 303)

            let (before, after) = (from + -1, from)
            let shelf = test.site.policies
            let amount = { (day: Day) in
                try shelf.program("awards", on: day).policy.parameters.first?.value(on: day)?.text
            }
            #expect(try amount(before) == "100_000 yuan" && amount(after) == "200000 yuan")
            let law = try await browser.get("/policies/awards?on=\(after)").text
            #expect(law.contains("awards-\(from).yaml") && law.contains("\(before)"))
            // Another site over the same book decides by it too, and so does a command.
            let other = PolicyShelf.embedded
            try await test.site.book.database.read { try other.refresh($0) }
            #expect(try other.program("awards", on: after).policy.file == "awards-\(from).yaml")
            let library = try await PolicyLibrary(folder: nil).with(test.site.book)
            #expect(try library.policy("awards", on: before).file == "awards.yaml")
            // One version begins on a day, and none before one that is decided.
            try await browser.signIn("supervisor.clerk")
            _ = try await browser.get("/policy-drafts")
            let late = try await browser.post(
                "/policies/awards/drafts", ["from": "\(from)", "note": "x", "set-first_recognition": "1"])
            #expect(late.status == 422 && late.text.contains("已有自 \(from) 起施行的版本"))
        }
        #expect(try await Verification.run(test.site.book).findings.isEmpty)
    }

    @Test func textsAreCheckedAndNothingIsLost() async throws {
        let test = try TestSite(.sqlite)
        let shelf = test.site.policies
        let text = String(decoding: shelf.library.texts["awards.yaml"] ?? [], as: UTF8.self)
        try await test.run { browser in
            try await browser.signIn("supervisor.clerk")
            #expect(try await browser.get("/policies/awards/drafts/new").text.contains("first_recognition:"))
            func send(_ text: String, from: String, _ more: [String: String] = [:]) async throws
                -> Browser.Reply
            {
                try await browser.post(
                    "/policies/awards/drafts",
                    ["from": from, "note": "新文件<b>", "text": text].merging(more) { $1 })
            }
            let wrong = try await send(text.replacing("100_000 yuan", with: "100_000 yaun"), from: "\(from)")
            #expect(wrong.status == 422 && wrong.text.contains("policy.yaml:") && wrong.text.contains("yaun"))
            #expect(wrong.text.contains("新文件&lt;b&gt;"))
            #expect(try await send(text, from: "\(TestSite.today)").text.contains("最早自明天"))
            #expect(try await send(text, from: "soon").status == 422)
            let other = String(decoding: shelf.library.texts["hnte.yaml"] ?? [], as: UTF8.self)
            #expect(try await send(other, from: "\(from)").text.contains("“hnte”"))
            // A case that comes out otherwise is told, and keeps it from being put in force.
            let cases = """
                policy: awards
                cases:
                  - name: {zh: 首次认定得五万, en: fifty thousand at first}
                    as_of: \(from)
                    facts: {hnte_recognised_on: \(from.year - 1)-11-30, hnte_times: 1}
                    expect: {amount: 50_000 yuan}

                """
            let kept = try await send(text, from: "\(from)", ["cases": cases])
            #expect(kept.status == 303, "\(kept.text)")
            let page = try await browser.get(kept.location)
            #expect(page.text.contains("不符 1 个") && page.text.contains("首次认定得五万"), "\(page.text)")
            let version = page.hidden("version")
            try await browser.signIn("supervisor.approver")
            _ = try await browser.get(kept.location)
            let refused = try await browser.post(kept.location + "/approve", ["version": version])
            #expect(refused.status == 422 && refused.text.contains("有 1 个案例"))
            // Its author mends it; what was seen before can't be put in force any more.
            try await browser.signIn("supervisor.clerk")
            _ = try await browser.get(kept.location)
            let mended = try await browser.post(
                kept.location + "/revise",
                [
                    "version": version, "from": "\(from)", "note": "改正", "text": text,
                    "cases": cases.replacing("50_000", with: "100_000"),
                ])
            #expect(mended.status == 303, "\(mended.text)")
            #expect(try await browser.get(kept.location).text.contains("不符 0 个"))
            try await browser.signIn("supervisor.approver")
            _ = try await browser.get(kept.location)
            #expect(try await browser.post(kept.location + "/approve", ["version": version]).status == 422)
            let rejected = try await browser.post(
                kept.location + "/reject", ["version": "2", "comment": "依据不足"])
            #expect(rejected.status == 303)
            #expect(try await browser.get(kept.location).text.contains("依据不足"))
            #expect(try await browser.post(kept.location + "/approve", ["version": "3"]).status == 422)
            #expect(try shelf.program("awards", on: from).policy.file == "awards.yaml")
        }
    }

    @Test func differencesAreLines() {
        let before = "a\nb\nc\nd"
        #expect(TextDifference.lines(before, before).isEmpty)
        #expect(
            TextDifference.lines(before, "a\nb\nx\nd\ne") == [
                .between, .removed("c"), .added("x"), .between, .added("e"),
            ])
        #expect(TextDifference.lines("", "a") == [.removed(""), .added("a")])
        // A text that is wholly other doesn't keep the page waiting.
        let long = (0..<200_000).map { "line \($0)" }.joined(separator: "\n")
        let other = (0..<200_000).map { "other \($0)" }.joined(separator: "\n")
        #expect(TextDifference.lines(long, other).count == 400)
    }

    /// Every parameter of every policy that came with the program.
    @Test func changedTextsSayWhatWasTriedOut() throws {
        let library = PolicyShelf.embedded.library
        let day = try #require(Day("2026-03-01"))
        for policy in library.policies.values.flatMap(\.self) where policy.inForce.contains(day) {
            let bytes = try #require(library.texts[policy.file])
            let tree = try PolicyYAML.read(bytes, file: policy.file)
            for parameter in policy.parameters {
                guard let value = parameter.value(on: day) else { continue }
                let changed = try policy.changing(
                    [ParameterChange(parameter: parameter.name, value: value.text)], from: day)
                let written = PolicyTextChange.text(
                    String(decoding: bytes, as: UTF8.self), tree, policy, changed: changed)
                let text = try #require(written, "\(policy.id) \(parameter.name)")
                let again = try PolicyFile.read(
                    try PolicyYAML.read(Array(text.utf8), file: policy.file), file: policy.file,
                    facts: library.facts)
                for (one, other) in zip(changed.parameters, again.parameters) {
                    #expect(one.values.map(\.text) == other.values.map(\.text), "\(one.name)")
                    #expect(one.values.map(\.from) == other.values.map(\.from))
                    #expect(one.values.map(\.citations) == other.values.map(\.citations))
                }
                #expect(again.definitions.count == policy.definitions.count)
            }
        }
    }
}
