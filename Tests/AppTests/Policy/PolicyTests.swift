/// Policies from YAML: what each mistake is answered with and where, exact boundaries, unknowns, days,
/// replay.
import Core
import Foundation
import Testing

@testable import App

@Suite struct PolicyTests {
    static let factsYAML = """
        facts:
          registered_on: {kind: day, title: {zh: 注册, en: registered}}
          employees: {kind: count, title: {zh: 职工, en: employees}}
          revenue_y0: {kind: money, title: {zh: 收入, en: revenue}}
          revenue_y1: {kind: money, title: {zh: 收入, en: revenue}}
          rd_y0: {kind: money, title: {zh: 研发, en: rd}}
          rd_y1: {kind: money, title: {zh: 研发, en: rd}}
          named: {kind: text, title: {zh: 名, en: name}}
          patent: {kind: flag, title: {zh: 专利, en: patent}}
          judged_points: {kind: points, between: [0, 8], judged: true, title: {zh: 分, en: points}}
          trade: {kind: word, title: {zh: 行业, en: trade}, words: {a: {zh: 甲, en: A}, b: {zh: 乙, en: B}}}
        series:
          revenue: {facts: [revenue_y0, revenue_y1], title: {zh: 收入, en: revenue}}
          rd: {facts: [rd_y0, rd_y1], title: {zh: 研发, en: rd}}
        """

    static func policy(_ definitions: String = "", holds: String = "patent", more: String = "") -> String {
        """
        policy: trial
        title: {zh: 试, en: trial}
        document: [{id: 1, number: 一, title: {zh: 文, en: document}}]
        in_force: {from: 2016-01-01, until: 2019-12-31}
        parameters:
          least:
            title: {zh: 下限, en: least}
            kind: share
            values:
              - {from: 2016-01-01, value: 5%, cite: {document: 1, article: 一}}
              - {from: 2018-01-01, value: 3%, cite: {document: 1, article: 二}}
        definitions:
          ratio: {title: {zh: 比, en: ratio}, value: rd_y0 / revenue_y0}
        \(definitions)
        conditions:
          first: {title: {zh: 条, en: condition}, holds: \(holds), cite: {document: 1, article: 一}}
        outcomes: {verdict: all}
        \(more)
        """
    }

    static func library(_ policy: String) throws -> PolicyLibrary {
        try PolicyLibrary(files: [
            PolicyLibrary.File(name: "facts.yaml", bytes: Array(factsYAML.utf8)),
            PolicyLibrary.File(name: "trial.yaml", bytes: Array(policy.utf8)),
        ])
    }

    /// A count for each of another is a plain number unless the policy takes it as a share.
    @Test(arguments: [
        ("a > 1.5", "2", "1.5"), ("a >= 10%", "200%", "10%"), ("patent", "2", ""),
    ])
    func countsForEachOther(holds: String, shown: String, other: String) throws {
        let definition = "  a: {title: {zh: 比, en: ratio}, value: patents / employees}"
        let facts = PolicyTests.factsYAML.replacing(
            "  named:", with: "  patents: {kind: count, title: {zh: 专利, en: patents}}\n  named:")
        let text = PolicyTests.policy(definition, holds: holds)
        let library = try PolicyLibrary(files: [
            PolicyLibrary.File(name: "facts.yaml", bytes: Array(facts.utf8)),
            PolicyLibrary.File(name: "trial.yaml", bytes: Array(text.utf8)),
        ])
        let program = try library.program("trial", on: Day(2017, 6, 30)!)
        let values = try FactJSON.read(
            Array("{\"patents\": 20, \"employees\": 10, \"patent\": true}".utf8), library.facts)
        let words = PolicyWords(explanation: program.explain(values), t: .english)
        let place = try #require(program.policy.definitions.firstIndex { $0.name == "a" })
        #expect(words.value(program.definitions[place]) == shown)
        let constants = program.instructions.indices.filter {
            if case .constant = program.instructions[$0] { true } else { false }
        }
        #expect(other.isEmpty || constants.contains { words.value(Int32($0)) == other })
    }

    static func decide(
        _ policy: String, _ facts: String, on day: String = "2017-06-30"
    ) throws -> (PolicyDecision, PolicyProgram) {
        let library = try library(policy)
        let program = try library.program("trial", on: Day(day)!)
        return (program.decide(try FactJSON.read(Array(facts.utf8), library.facts)), program)
    }

    @Test(
        arguments: [
            ("employes > 3", "policy_name_unknown", 0), ("revenue_y0 > 3", "policy_units_differ", 13),
            ("revenue_y0 + employees > 0 yuan", "policy_units_differ", 13),
            ("as_of > 3 yuan", "policy_units_differ", 8), ("employees", "policy_unit_wanted", 0),
            ("named = 'x'", "policy_fact_of_text", 0), ("trade = 'c'", "policy_word_unknown", 8),
            ("revenue > 0 yuan", "policy_series_alone", 0), ("'rd[2] > 0 yuan'", "policy_year_outside", 1),
            ("'median(employees) > 3'", "policy_function_unknown", 1),
            ("'years(as_of) > 3'", "policy_arguments_wanted", 1),
            ("revenue_y0 * rd_y0 > 0 yuan", "policy_no_product", 13),
            ("employees / rd_y0 > 0", "policy_no_quotient", 12),
            ("'judged(rd_y0, 0 yuan, 1 yuan) > 0 yuan'", "policy_fact_wanted", 8),
            ("ratio * ratio * ratio > ratio * ratio", "policy_number_too_large", 16),
            ("patent > yes", "policy_number_wanted", 0),
        ] as [(String, String, Int)])
    func mistakesAreFoundWhereTheyStand(_ holds: String, _ code: String, _ offset: Int) throws {
        let problem = try #require(throws: PolicyProblems.self) {
            try Self.library(Self.policy(holds: holds))
        }
        .problems.first
        #expect(problem?.code == code)
        #expect(problem?.file == "trial.yaml")
        let start = "  first: {title: {zh: 条, en: condition}, holds: ".count + 1
        #expect(problem?.place.column == start + offset)
        #expect(problem?.place.line == 16)
    }

    private static func bands(_ steps: String) -> String {
        "  stepped: {title: {zh: 档, en: steps}, cite: {document: 1, article: 一}, bands: {of: ratio, "
            + "steps: [\(steps)]}}"
    }

    @Test(
        arguments: [
            (bands("{to: 2%, value: 1}, {from: 1%, value: 2}"), "policy_steps_overlap"),
            (bands("{to: 2%, value: 1}, {from: 3%, value: 2}"), "policy_steps_gap"),
            (bands("{value: 1}, {from: 3%, value: 2}, {from: 2%, value: 3}"), "policy_steps_disordered"),
            (bands("{value: 1}, {value: 2}"), "policy_steps_gap"),
            (bands("{to: 2%, value: 1}"), "policy_steps_gap"),
            (bands("{value: 1}, {from: 1 yuan, value: 2}"), "policy_units_differ"),
            (
                "  a: {title: {zh: 甲, en: A}, value: b}\n  b: {title: {zh: 乙, en: B}, value: a}",
                "policy_circle"
            ),
            ("  employees: {title: {zh: 甲, en: A}, value: 1}", "policy_name_twice"),
            ("  c: {title: {zh: 甲, en: A}, valeu: 1, value: 1}", "policy_key_unknown"),
            ("  c: {title: {zh: 甲}, value: 1}", "policy_key_missing"),
            ("  c: {title: {zh: 甲, en: A}, match: {of: trade, cases: {a: 1, b: 2}}}", "policy_cite_missing"),
            (
                "  c: {title: {zh: 甲, en: A}, cite: {document: 1, article: 一}, match: {of: trade, "
                    + "cases: {a: 1}}}",
                "policy_words_left_over"
            ),
            (
                "  c: {title: {zh: 甲, en: A}, cite: {document: 7, article: 一}, value: 1}",
                "policy_document_unknown"
            ),
            (
                """
                  c:
                    title: {zh: 甲, en: A}
                    versions: [{from: 2016-01-01, until: 2017-01-01, value: 1}, {from: 2017-01-01, value: 2}]
                """, "policy_periods_overlap"
            ),
            (
                """
                  c:
                    title: {zh: 甲, en: A}
                    versions: [{from: 2016-01-01, until: 2017-01-01, value: 1}, {from: 2017-01-03, value: 2}]
                """, "policy_period_gap"
            ),
        ])
    func layoutIsChecked(_ definition: String, _ code: String) throws {
        let problems = try #require(throws: PolicyProblems.self) { try Self.library(Self.policy(definition)) }
            .problems
        #expect(problems.map(\.code).contains(code), "\(problems.map(\.sentence.en))")
    }

    @Test(arguments: [
        ("20000000.00", "1000000.00", "yes"), ("20000000.00", "999999.99", "no"),
        ("10000000000000.00", "500000000000.00", "yes"), ("10000000000000.00", "499999999999.99", "no"),
        ("0.01", "0.01", "yes"),
    ])
    func boundariesAreExact(_ revenue: String, _ expense: String, _ verdict: String) throws {
        let facts = #"{"revenue_y0": "\#(revenue)", "rd_y0": "\#(expense)"}"#
        let (decision, _) = try Self.decide(Self.policy(holds: "ratio >= least"), facts)
        #expect(decision.verdict?.rawValue == verdict)
    }

    @Test func parametersAreThoseOfTheDay() throws {
        let (policy, facts) = (Self.policy(holds: "ratio >= least"), #"{"revenue_y0": 100, "rd_y0": 4}"#)
        #expect(try Self.decide(policy, facts, on: "2017-12-31").0.verdict == .no)
        #expect(try Self.decide(policy, facts, on: "2018-01-01").0.verdict == .yes)
        #expect(throws: PolicyRefusal.self) { try Self.decide(policy, facts, on: "2020-01-01") }
    }

    @Test func unknownIsNotZero() throws {
        let policy = Self.policy(holds: "ratio >= least or patent and employees > 3")
        func waits(_ facts: String) throws -> (PolicyDecision.Answer?, [String]) {
            let (decision, program) = try Self.decide(policy, facts)
            return (decision.verdict, decision.waits.facts.map { program.policy.facts.facts[$0].name })
        }
        #expect(try waits("{}") == (.open, ["employees", "revenue_y0", "rd_y0", "patent"]))
        #expect(try waits(#"{"employees": 3, "rd_y0": 1}"#) == (.open, ["revenue_y0"]))
        #expect(try waits(#"{"employees": 4, "patent": true}"#) == (.yes, []))
        #expect(try waits(#"{"employees": 3, "rd_y0": 0, "revenue_y0": 1}"#) == (.no, []))
    }

    @Test func divisionByZeroSaysSo() throws {
        let (decision, program) = try Self.decide(
            Self.policy(holds: "ratio >= least"), #"{"revenue_y0": 0, "rd_y0": 4}"#)
        #expect(decision.verdict == .open)
        #expect(
            String(decoding: program.json(decision).bytes, as: UTF8.self).contains(
                #""divided_by_zero":["ratio"]"#))
    }

    @Test func yearsBeforeRegistrationCountNothing() throws {
        let policy = Self.policy(holds: "'sum(revenue) = 5 yuan and exists(revenue) = 1'")
        let facts = #"{"revenue_y0": 5, "revenue_y1": 7, "registered_on": "2016-02-01"}"#
        #expect(try Self.decide(policy, facts).0.verdict == .yes)
        #expect(try Self.decide(policy, facts.replacing("2016-02", with: "2015-12")).0.verdict == .no)
    }

    @Test func judgedPointsAreRanges() throws {
        let policy = Self.policy(holds: "'judged(judged_points, 5 points, 6 points) >= 6 points'")
        #expect(try Self.decide(policy, "{}").0.verdict == .open)
        #expect(try Self.decide(policy, #"{"judged_points": 6}"#).0.verdict == .yes)
        #expect(try Self.decide(policy.replacing("5 points", with: "6 points"), "{}").0.verdict == .yes)
    }

    @Test func theSameFactsGiveTheSameBytes() throws {
        let library = try Self.library(Self.policy(holds: "ratio >= least and not patent"))
        let facts = try FactJSON.read(Array(#"{"revenue_y0": 100, "rd_y0": 4}"#.utf8), library.facts)
        let bytes = try (0..<3).map { _ in
            try library.program("trial", on: Day("2017-06-30")!).explain(facts).json.bytes
        }
        #expect(Set(bytes).count == 1)
        let text = String(decoding: bytes[0], as: UTF8.self)
        #expect(text.contains(#""margin":{"high":"-0.01","low":"-0.01","unit":"share"}"#))
        #expect(
            text.hasPrefix(
                #"{"amount_high_yuan":null,"amount_low_yuan":null,"amount_yuan":null,"as_of":"2017-06-30""#))
    }

    @Test func factsWithoutAnyAreRefused() throws {
        for text in ["", "facts:", "series: {}"] {
            let problems = try #require(throws: PolicyProblems.self) {
                try PolicyLibrary(files: [PolicyLibrary.File(name: "facts.yaml", bytes: Array(text.utf8))])
            }
            #expect(problems.problems.map(\.code) == ["policy_key_missing"])
        }
    }

    @Test func whatIsJustShortLooksSo() throws {
        let (_, program) = try Self.decide(Self.policy(holds: "ratio >= least"), "{}")
        let text = #"{"revenue_y0": "20000000.00", "rd_y0": "999999.99"}"#
        let explanation = program.explain(try FactJSON.read(Array(text.utf8), program.policy.facts))
        guard case .comparison(_, let left, let right) = program.trees[0].kind else { return }
        #expect(explanation.texts(left.register, right.register) == ("4.99999995%", "5%"))
    }
}
