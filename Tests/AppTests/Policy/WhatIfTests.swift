/// What if: parameters changed from a day on, checked as a file is, and the sums of those who gain and lose.
import Core
import Foundation
import Testing

@testable import App

@Suite struct WhatIfTests {
    private static let day = Day(2017, 7, 19)!

    private static func run(_ policy: String, _ changes: [(String, String)]) throws -> WhatIfRun {
        try WhatIfRun(
            try PolicyLibrary(folder: nil), policy: policy,
            changes.map { ParameterChange(parameter: $0.0, value: $0.1) }, on: day)
    }

    private static func table(_ rows: [String]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent("firms.csv").path
        try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private static let firms = [
        "credit_code,name,division,industry,hnte_times,hnte_recognised_on,hosted",
        "a,甲,450102,C3912,1,2016-05-01,true", "b,乙,450203,I6511,2,2016-09-01,false",
        "c,丙,450102,I6511,1,2015-09-01,false", "d,丁,,,,,", "e,戊,450102,C3912,x,2016-05-01,true",
    ]

    @Test func theAwardsCostMoreAndSayForWhom() throws {
        let run = try Self.run(
            "awards", [("first_recognition", "200000"), ("repeat_recognition", "40_000 yuan")])
        let reader = try FactTableReader(path: Self.table(Self.firms), run.facts)
        var effects: [String: WhatIfEffect] = [:]
        let outcome = try run.table(reader) { effects[$0.texts["credit_code"] ?? ""] = $0.effect }
        // Of d nothing is known: its award may be more than before, or less.
        #expect(effects == ["a": .gains, "b": .loses, "d": .gains])
        #expect(outcome.refused == 1 && outcome.reasons.first?.line == 6)
        let sums = outcome.sums
        #expect(sums.all.firms == 4)
        #expect(sums.all.before.costLow == 15_000_000 && sums.all.before.costHigh == 25_000_000)
        #expect(sums.all.after.costLow == 24_000_000 && sums.all.after.costHigh == 44_000_000)
        #expect(Set(sums.cities.keys) == ["450100", "450200", ""])
        #expect(sums.cities["450100"]?.after.costLow == 20_000_000)
        #expect(sums.industries["I"]?.effects == [.loses: 1, .none: 1])
        #expect(sums.cities["450100"]?.firms == 2)
    }

    /// What the platform gets is no firm's gain, and costs something all the same.
    @Test func othersArePaidToo() throws {
        let run = try Self.run("awards", [("hosting_platform", "80000")])
        let reader = try FactTableReader(path: Self.table(Self.firms), run.facts)
        let sums = try run.table(reader) { Issue.record("\($0.texts)") }.sums
        #expect(sums.all.effects == [.none: 4])
        // For a, recognised for the first time and hosted; perhaps for d.
        let (before, after) = (sums.all.before, sums.all.after)
        #expect(before.othersLow == 5_000_000 && before.othersHigh == 10_000_000)
        #expect(after.othersLow == 8_000_000 && after.othersHigh == 16_000_000)
        #expect(after.paidLow - before.paidLow == 3_000_000)
        #expect(before.costLow == after.costLow && before.costHigh == after.costHigh)
        // A policy without others pays them nothing.
        let other = try Self.run("hnte", [("rd_small", "4%")])
        let none = try other.table(try FactTableReader(path: Self.table(Self.firms), other.facts)) { _ in }
        #expect(none.sums.all.after.othersHigh == 0)
    }

    /// Sums by city and by industry each make up the whole, and the changed policy decides as if its file
    /// had said so.
    @Test func sumsAddUpAndTheTextAgrees() throws {
        let files = EmbeddedPolicies.files.map { file in
            guard file.name == "hnte.yaml" else { return file }
            let text = String(decoding: file.bytes, as: UTF8.self)
                .replacing("{from: 2016-01-01, value: 10%,", with: "{from: 2016-01-01, value: 8%,")
                .replacing(
                    "{from: 2016-01-01, value: 70 points,", with: "{from: 2016-01-01, value: 71 points,")
            return PolicyLibrary.File(name: file.name, bytes: Array(text.utf8))
        }
        let written = try PolicyLibrary(files: files).program("hnte", on: Self.day)
        let run = try Self.run("hnte", [("staff_least", "8%"), ("pass_score", "71")])
        var firms = ReferenceFirms(seed: 8, on: ReferenceDay(2017, 7, 19))
        let (one, other) = (PolicyBuffer(run.before), PolicyBuffer(run.after))
        var sums = WhatIfSums()
        for number in 0..<600 {
            var facts = run.facts.unknown
            for (name, text) in firms.next().texts {
                let place = try #require(run.facts.places[name])
                facts.values[place] = run.facts.facts[place].value(of: text)
            }
            let (before, after) = (one.outcome(facts), other.outcome(facts))
            let decided = written.decide(facts)
            #expect(after.verdict == decided.verdict && after.score == decided.score)
            sums.add(before, after, city: "45\(number % 5)", industry: number % 3 == 0 ? "C" : "I")
        }
        for groups in [sums.cities, sums.industries] {
            #expect(groups.values.reduce(0) { $0 + $1.firms } == 600)
            for effect in WhatIfEffect.allCases {
                let all = groups.values.reduce(0) { $0 + ($1.effects[effect] ?? 0) }
                #expect(all == sums.all.effects[effect] ?? 0)
            }
        }
        #expect((sums.all.effects[.gains] ?? 0) > 0 && (sums.all.effects[.loses] ?? 0) > 0)
    }

    @Test(
        arguments: [
            ("first_recogniton", "1", "policy_name_unknown"),
            ("first_recognition", "5%", "policy_unit_wanted"),
            ("first_recognition", "0.001", "policy_number_unreadable"),
            ("first_recognition", "hnte_times", "policy_unit_wanted"),
            ("first_recognition", "", "policy_expression_empty"),
        ])
    func whatNoFileMaySayIsRefused(_ name: String, _ value: String, _ code: String) throws {
        let problems = try #require(throws: PolicyProblems.self) {
            try Self.run("awards", [(name, value)])
        }
        #expect(problems.problems.map(\.code) == [code])
        #expect(problems.problems.first?.file == name)
    }

    @Test func aChangeHoldsFromItsDayOnAndIsCheckedOnEveryDay() throws {
        let policy = try PolicyLibrary(folder: nil).policy("hnte", on: Self.day)
        let change = ParameterChange(parameter: "rd_small", value: "4%")
        let changed = try policy.changing([change], from: Self.day)
        let parameter = try #require(changed.parameters.first { $0.name == "rd_small" })
        #expect(parameter.value(on: Self.day)?.text == "4%")
        #expect(try parameter.value(on: #require(Day(2017, 7, 18)))?.text == "5%")
        #expect(parameter.value(on: Self.day)?.citations.isEmpty == false)
        #expect(throws: PolicyProblems.self) { try policy.changing([change, change], from: Self.day) }
    }

    @Test func theFirmsChangedAreWritten() throws {
        let run = try Self.run("awards", [("first_recognition", "200000")])
        let path = try Self.table(Self.firms)
        let (out, rejected) = (path + ".out.csv", path + ".rejects.csv")
        let reader = try FactTableReader(path: path, run.facts)
        let (table, rejects) = (
            try WhatIfTable(path: out), reader.makeRejects(path: rejected, language: .english)
        )
        _ = try run.table(reader, rejects: rejects) { try table.append($0) }
        try table.finish()
        try rejects.finish()
        let lines = try String(contentsOfFile: out, encoding: .utf8).split(whereSeparator: \.isNewline)
        #expect(lines.count == 3)
        #expect(lines[1] == "a,甲,450102,C3912,gains,yes,yes,,,100000.00,200000.00")
        #expect(try String(contentsOfFile: rejected, encoding: .utf8).contains("'hnte_times'"))
    }
}
