/// Columns of firms answer what each firm by itself is answered: for every policy, on edges, with
/// anything unknown.
import Core
import Foundation
import Testing

@testable import App

@Suite struct ColumnRunTests {
    /// Hundreds of thousands where CASSIA_SOAK asks for it; the debug build has time for fewer.
    private static let rounds = ProcessInfo.processInfo.environment["CASSIA_SOAK"] == nil ? 1 : 60
    private static let sizes = [1, 7, 513, 1_023, 0, 1_025]

    private static let ids = [
        "sme-size", "technology-sme", "hnte", "awards", "cultivation-entry", "rd-measures", "extra-deduction",
    ]

    @Test(arguments: [2017, 2018, 2021, 2023])
    func columnsAnswerAsTheProgramDoes(year: Int) throws {
        let library = try PolicyLibrary(folder: nil)
        let day = try #require(Day(year, 6, 30))
        let programs = try Self.ids.map { try library.program($0, on: day) }
        let runs = programs.map { ColumnRun($0) }
        var firms = ReferenceFirms(seed: UInt64(year) * 31, on: ReferenceDay(year, 6, 30))
        var numbers = SeededNumbers(UInt64(year))
        for round in 0..<Self.rounds {
            for size in Self.sizes {
                var rows: [FactValues] = []
                for _ in 0..<size { rows.append(try Self.values(firms.next().texts, library.facts)) }
                Self.forget(&rows, round, &numbers)
                for run in runs { try Self.compare(run, rows) }
            }
        }
    }

    /// What none of the policies says: choices, bands and words of every shape, days, products that
    /// grow large.
    @Test(arguments: [UInt64(1), 2, 3]) func oddRulesToo(seed: UInt64) throws {
        let library = try PolicyLibrary(files: [
            PolicyLibrary.File(name: "facts.yaml", bytes: Array(OddPolicy.facts.utf8)),
            PolicyLibrary.File(name: "odd.yaml", bytes: Array(OddPolicy.text.utf8)),
        ])
        let run = ColumnRun(try library.program("odd", on: try #require(Day(2020, 2, 29))))
        var numbers = SeededNumbers(seed)
        for size in [1, 40, 1_025] {
            for share in [0, 3, 50, 100] {
                let rows = (0..<size).map { _ in OddPolicy.firm(library.facts, unknown: share, &numbers) }
                try Self.compare(run, rows)
            }
        }
        #expect(run.singleRows == 0)
    }

    private static func compare(_ run: ColumnRun, _ rows: [FactValues]) throws {
        let program = run.program
        let chunk = FirmChunk(program.policy.facts, holding: ColumnRun.facts(of: [program]))
        for (row, values) in rows.enumerated() { chunk.put(values, at: row) }
        chunk.seal(count: rows.count)
        let answers = FirmAnswers(program)
        run.decide(chunk, into: answers)
        #expect(answers.count == rows.count)
        for (row, values) in rows.enumerated() {
            let difference = difference(answers, row, program.decide(values))
            guard let difference else { continue }
            Issue.record(
                "\(program.policy.id) on \(program.day), row \(row): \(difference); \(values.values)")
            return
        }
    }

    private static func difference(_ answers: FirmAnswers, _ row: Int, _ expected: PolicyDecision) -> String?
    {
        let program = answers.program
        if answers.verdict(row) != expected.verdict {
            return "verdict, not \(String(describing: expected.verdict))"
        }
        if let words = expected.classes?.map(\.word) {
            let mask = answers.classes(row) ?? 0
            let found = program.policy.classes.enumerated().filter { mask >> UInt64($0.offset) & 1 == 1 }
            if found.map(\.element.word) != words { return "class, not \(words)" }
        }
        if let score = expected.score {
            guard let found = answers.score(row), equal(found.low, score.low), equal(found.high, score.high)
            else {
                return "score \(String(describing: answers.score(row))), not \(score)"
            }
        }
        if answers.amount(row) != expected.amount {
            return "\(String(describing: answers.amount(row))), not \(String(describing: expected.amount))"
        }
        let conditions = program.policy.conditions.indices
        if conditions.filter({ answers.isFailed($0, row) }) != expected.failed {
            return "not \(expected.failed)"
        }
        return conditions.filter { answers.isOpen($0, row) } == expected.open
            ? nil : "open, not \(expected.open)"
    }

    private static func equal(_ one: Fraction, _ other: Fraction) -> Bool { one <= other && other <= one }

    /// In some rounds a fact is unknown of all firms, or of half of them.
    private static func forget(_ rows: inout [FactValues], _ round: Int, _ numbers: inout SeededNumbers) {
        guard let count = rows.first?.values.count else { return }
        for _ in 0..<3 {
            let fact = Int.random(in: 0..<count, using: &numbers)
            let share = [0, 50, 100][Int.random(in: 0...2, using: &numbers)]
            for row in rows.indices where Int.random(in: 0..<100, using: &numbers) < share {
                rows[row].values[fact] = nil
            }
        }
    }

    private static func values(_ texts: [String: String], _ table: FactTable) throws -> FactValues {
        var values = table.unknown
        for (name, text) in texts {
            let place = try #require(table.places[name], "\(name)")
            let value: Int64 = try #require(table.facts[place].value(of: text), "\(name): \(text)")
            values.values[place] = value
        }
        return values
    }
}

/// A policy of no use but to try everything.
enum OddPolicy {
    static let facts = """
        facts:
          a: {kind: money, title: {zh: 甲, en: a}}
          b: {kind: money, between: [-10_000_000_000_000, 10_000_000_000_000], title: {zh: 乙, en: b}}
          n: {kind: count, title: {zh: 数, en: n}}
          s: {kind: share, title: {zh: 比例, en: s}}
          p: {kind: points, between: [0, 30], judged: true, title: {zh: 分, en: p}}
          d: {kind: day, title: {zh: 日, en: d}}
          e: {kind: day, title: {zh: 另一日, en: e}}
          f: {kind: flag, title: {zh: 是, en: f}}
          g: {kind: flag, title: {zh: 另一是, en: g}}
          w:
            kind: word
            words: {x: {zh: 子, en: x}, y: {zh: 丑, en: y}, z: {zh: 寅, en: z}}
            title: {zh: 词, en: w}
          v:
            kind: word
            words: {x: {zh: 子, en: x}, y: {zh: 丑, en: y}, z: {zh: 寅, en: z}}
            title: {zh: 另一词, en: v}
        """

    static let text = """
        policy: odd
        title: {zh: 怪, en: Odd}
        document: [{id: 1, number: 一号, title: {zh: 文, en: text}}]
        in_force: {from: 2020-01-01}
        definitions:
          ratio: {title: {zh: 比, en: ratio}, value: a / b}
          back: {title: {zh: 反, en: back}, value: b / a - 1}
          saw:
            title: {zh: 锯, en: saw}
            cite: {document: 1, article: 一}
            bands:
              of: ratio
              steps:
                - {value: 3 points}
                - {from: 10%, value: 1 points}
                - {from: 50%, value: 7 points}
                - {from: 2, value: 2 points}
          uneven:
            title: {zh: 不等, en: uneven}
            cite: {document: 1, article: 二}
            bands:
              of: n
              upper: inclusive
              steps: [{to: 2, value: a}, {to: 5, value: b}, {value: a - b}]
          chosen:
            title: {zh: 选, en: chosen}
            cite: {document: 1, article: 三}
            match:
              of: w
              cases: {x: a, y: b}
              else: 7 yuan
          older: {title: {zh: 年, en: years}, value: 'years(d, e)'}
          word: {title: {zh: 词, en: word}, value: "if f then w else if g then v else 'z'"}
          heads: {title: {zh: 数, en: heads}, value: 'count(f, g, a > b)'}
        conditions:
          c1: {title: {zh: 一, en: one}, holds: ratio >= 50%, cite: {document: 1, article: 一}}
          c2: {title: {zh: 二, en: two}, holds: back < s, cite: {document: 1, article: 一}}
          c3: {title: {zh: 三, en: three}, holds: older >= 2, cite: {document: 1, article: 一}}
          c4:
            title: {zh: 四, en: four}
            holds: "word in ('x', 'z')"
            cite: {document: 1, article: 一}
          c5: {title: {zh: 五, en: five}, holds: w = v, cite: {document: 1, article: 一}}
          c6:
            title: {zh: 六, en: six}
            holds: heads = 2
            cite: {document: 1, article: 一}
          c7:
            title: {zh: 七, en: seven}
            holds: uneven <> chosen
            cite: {document: 1, article: 一}
          c8:
            title: {zh: 八, en: eight}
            holds: 'min(ratio, s) <= 0.25'
            cite: {document: 1, article: 一}
          c9:
            title: {zh: 九, en: nine}
            holds: 'if f then g else a > b'
            cite: {document: 1, article: 一}
          c10:
            title: {zh: 十, en: ten}
            holds: 'year(d) = 2020 or days(d, as_of) > 30 days'
            cite: {document: 1, article: 一}
          c11:
            title: {zh: 十一, en: eleven}
            holds: 'uneven - chosen > -1 yuan'
            cite: {document: 1, article: 一}
          c12:
            title: {zh: 十二, en: twelve}
            holds: '(ratio + back) * 3 / 7 > s'
            cite: {document: 1, article: 一}
        outcomes:
          verdict: c1 or c2 and not c3
          score: 'saw + judged(p, 1 points, if f then 2 points else 0 points)'
        """

    /// Small numbers, so that edges are met often; so many percent of the facts unknown.
    static func firm(_ facts: FactTable, unknown: Int, _ numbers: inout SeededNumbers) -> FactValues {
        var values = facts.unknown
        let first = Int64(Day(2018, 2, 27)!.number)
        for (place, fact) in facts.facts.enumerated() {
            guard Int.random(in: 0..<100, using: &numbers) >= unknown else { continue }
            let range: ClosedRange<Int64> =
                switch fact.kind {
                case .money: max(fact.low, -4)...6
                case .day: first...(first + 1_100)
                case .share: 0...4
                case .points: 0...300
                default: fact.low...min(fact.high, 8)
                }
            let drawn = Int64.random(in: range, using: &numbers)
            let isLarge = fact.kind == .money && Int.random(in: 0..<10, using: &numbers) == 0
            values.values[place] = fact.kind == .share ? drawn * 250_000 : isLarge ? fact.high - drawn : drawn
            if isLarge, drawn < 0 { values.values[place] = fact.low }
        }
        return values
    }
}
