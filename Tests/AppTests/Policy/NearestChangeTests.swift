/// Nearest changes beside all changes tried one by one: no smaller one would do, and none is missed.
import Foundation
import Testing

@testable import App
@testable import Core

@Suite struct NearestChangeTests {
    private static let factsYAML = """
        facts:
          staff: {kind: count, between: [0, 30], change: {by: 1}, title: {zh: 人, en: staff}}
          patents: {kind: count, between: [0, 12], change: {by: 1, only: up}, title: {zh: 专利, en: patents}}
          debt: {kind: count, between: [0, 20], change: {by: 2, only: down}, title: {zh: 债, en: debt}}
          money: {kind: money, between: [0, 0.30], change: {by: 0.01 yuan}, title: {zh: 钱, en: money}}
          approved: {kind: flag, change: {only: up}, title: {zh: 批, en: approved}}
          fixed: {kind: count, between: [0, 9], title: {zh: 定, en: fixed}}
          marks: {kind: points, between: [0, 8], judged: true, title: {zh: 分, en: points}}
        """

    /// Up, down, to and fro, products and quotients, ranges left to judgement, and what nothing can do.
    private static let rules = [
        "staff >= 12", "debt <= 5", "staff / max(fixed, 1) >= 3", "staff >= 20 and debt <= 3",
        "patents >= 3 and approved", "staff >= 3 and staff <= 7", "staff <= 4 or staff >= 28",
        "staff * patents >= 60", "patents - staff >= 2", "staff * (20 - staff) >= 96",
        "money >= 0.17 yuan and money <= 0.21 yuan", "money / 0.10 yuan >= 2 and patents >= debt",
        "staff + patents + (12 - debt) >= 40", "fixed >= 5 and staff >= 5", "fixed >= 5 or staff >= 25",
        "judged(marks, 2 points, 6 points) + patents * 1 points >= 9 points",
        "staff - staff >= 0", "staff - staff >= 1",
        "staff / fixed > 2", "count(staff > 20, patents > 8, debt < 2) >= 2",
        "if approved then patents >= 4 else staff >= 29",
        "staff + patents >= 20 and debt + 10 <= patents * 2",
    ]

    private static func program(_ rule: String) throws -> PolicyProgram {
        let policy = """
            policy: trial
            title: {zh: 试, en: trial}
            document: [{id: 1, number: 一, title: {zh: 文, en: document}}]
            in_force: {from: 2016-01-01}
            conditions:
              first: {title: {zh: 条, en: condition}, holds: '\(rule)', cite: {document: 1, article: 一}}
            outcomes: {verdict: all}
            """
        return try PolicyLibrary(files: [
            PolicyLibrary.File(name: "facts.yaml", bytes: Array(factsYAML.utf8)),
            PolicyLibrary.File(name: "trial.yaml", bytes: Array(policy.utf8)),
        ]).program("trial", on: #require(Day(2017, 6, 30)))
    }

    /// Facts drawn anew, one in eight unknown.
    private static func firm(_ table: FactTable, _ numbers: inout SeededNumbers) -> FactValues {
        var values = table.unknown
        for (place, fact) in table.facts.enumerated() where Int.random(in: 0..<8, using: &numbers) > 0 {
            values.values[place] = Int64.random(in: fact.low...fact.high, using: &numbers)
        }
        return values
    }

    @Test(arguments: rules)
    func noSmallerChangeWouldDo(_ rule: String) throws {
        let program = try Self.program(rule)
        var numbers = SeededNumbers(UInt64(rule.utf8.count))
        var found = 0
        for _ in 0..<12 {
            let firm = Self.firm(program.policy.facts, &numbers)
            let nearest = try #require(program.nearestChange(firm))
            #expect(!nearest.isLimitReached)
            guard nearest.verdict != .yes else {
                #expect(nearest.set.isEmpty)
                continue
            }
            for one in nearest.single {
                guard firm.values[one.fact] != nil else {
                    #expect(one.outcome == .unknown)
                    continue
                }
                let best = Self.cheapest([one.fact], program, firm)
                #expect(Self.size(one.outcome, firm, program) == best, "\(rule) \(firm.values)")
            }
            found += nearest.set.isEmpty ? 0 : 1
            try expectSmallest(nearest.set, program, firm)
        }
        if rule.contains("fixed >= 5 or") { #expect(found > 0) }
    }

    private func expectSmallest(_ set: [FactChange], _ program: PolicyProgram, _ firm: FactValues) throws {
        let movable = Self.movable(program, firm)
        for size in 1...2 {
            let subsets = NearestSearch.subsets(of: movable, size)
            let best = subsets.compactMap { Self.cheapest($0, program, firm) }.min()
            guard let best else { continue }
            #expect(set.count == size)
            #expect(abs(Self.cost(set, program) - best) < 1e-12, "\(firm.values)")
            #expect(program.isYes(set, firm))
            return
        }
        #expect(set.isEmpty || set.count == 3)
        if set.count == 3 { #expect(program.isYes(set, firm)) }
    }

    // MARK: All changes, one by one

    private static func movable(_ program: PolicyProgram, _ firm: FactValues) -> [Int] {
        program.tables.slots.map(\.fact).sorted().filter {
            program.policy.facts.facts[$0].change != nil && firm.values[$0] != nil
        }
    }

    private static func values(_ fact: Fact, from start: Int64) -> [Int64] {
        guard let change = fact.change else { return [] }
        let up = Array(stride(from: start + change.step, through: fact.high, by: Int64.Stride(change.step)))
        let down = Array(stride(from: start - change.step, through: fact.low, by: -Int64.Stride(change.step)))
        return (change.direction == .down ? [] : up) + (change.direction == .up ? [] : down)
    }

    /// The cost of the cheapest change of exactly these facts that makes the verdict yes.
    private static func cheapest(_ facts: [Int], _ program: PolicyProgram, _ firm: FactValues) -> Double? {
        var best: Double?
        func change(_ rest: ArraySlice<Int>, _ made: [FactChange]) {
            guard let fact = rest.first else {
                let cost = cost(made, program)
                if best.map({ cost < $0 }) ?? true, program.isYes(made, firm) { best = cost }
                return
            }
            let start = firm.values[fact] ?? 0
            for value in values(program.policy.facts.facts[fact], from: start) {
                change(rest.dropFirst(), made + [FactChange(fact: fact, from: start, to: value)])
            }
        }
        change(facts[...], [])
        return best
    }

    private static func cost(_ changes: [FactChange], _ program: PolicyProgram) -> Double {
        changes.reduce(0) { sum, change in
            let step = program.policy.facts.facts[change.fact].change?.step ?? 1
            let from = change.from ?? 0
            return sum + Double(abs(change.to - from)) / Double(max(abs(from), step))
        }
    }

    private static func size(
        _ outcome: NearestChange.Outcome, _ firm: FactValues, _ program: PolicyProgram
    ) -> Double? {
        guard case .enough(let change) = outcome else { return nil }
        return cost([change], program)
    }

    // MARK: The policies themselves

    private static let today = Day(2017, 6, 30)!

    /// What a firm can't change is as it should be, so that the rest may help.
    private static let unhindered = [
        "registered_on": "2010-01-01", "in_region": "true", "hnte_times": "0", "incident": "false",
        "dishonest": "false", "prohibited": "false", "listed_field": "true", "employees": "90",
        "total_assets_y0": "30000000.00", "revenue_y0": "20000000.00", "score_ip_advanced": "8",
        "score_ip_core": "8", "score_transformation": "28", "score_rd_rules": "6", "score_people": "4",
        "score_rd_institution": "6", "score_incentives": "4", "score_ip_number": "8",
    ]

    /// Seeded firms through the policies as they are: every single answer is confirmed, and one step less
    /// is not enough where more always helps.
    @Test(arguments: ["hnte", "technology-sme", "cultivation-entry"])
    func seededFirmsAreHelped(_ id: String) throws {
        let library = try PolicyLibrary(folder: nil)
        let program = try library.program(id, on: Self.today)
        var firms = ReferenceFirms(seed: 41, on: ReferenceDay(2017, 6, 30))
        var (alone, together, cut) = (0, 0, 0)
        for _ in 0..<250 {
            var facts = library.facts.unknown
            let texts = firms.next().texts.merging(Self.unhindered) { _, new in new }
            for (name, text) in texts {
                let place = try #require(library.facts.places[name])
                facts.values[place] = library.facts.facts[place].value(of: text)
            }
            let nearest = try #require(program.nearestChange(facts))
            cut += nearest.isLimitReached ? 1 : 0
            guard nearest.verdict != .yes else { continue }
            for one in nearest.single {
                guard case .enough(let change) = one.outcome, let from = change.from else { continue }
                #expect(program.isYes([change], facts))
                let fact = library.facts.facts[one.fact]
                #expect(fact.change?.direction != .up || change.to > from)
                let step = fact.kind == .money ? 1 : fact.change?.step ?? 1
                let less = FactChange(fact: one.fact, from: from, to: change.to - step)
                #expect(!program.isYes([less], facts), "\(fact.name) \(facts.values)")
                alone += 1
            }
            guard nearest.set.count > 1 else { continue }
            together += 1
            #expect(program.isYes(nearest.set, facts))
            for left in nearest.set {
                #expect(!program.isYes(nearest.set.filter { $0 != left }, facts))
                let step = library.facts.facts[left.fact].kind == .money ? 1 : 0
                let less = nearest.set.map {
                    $0 == left && step > 0 ? FactChange(fact: $0.fact, from: $0.from, to: $0.to - 1) : $0
                }
                #expect(step == 0 || !program.isYes(less, facts))
            }
        }
        #expect(alone > 5)
        #expect(together > 0 || id == "technology-sme")
        #expect(cut <= 2)
    }

    @Test func sentencesAndJSONSayItInTheFactsUnit() throws {
        let library = try PolicyLibrary(folder: nil)
        let program = try library.program("cultivation-entry", on: Self.today)
        let text = """
            {"in_region": true, "ip_class1": 1, "ip_class2": 0, "ip_applied": false, "rd_y0": 287600, \
            "revenue_y0": 20000000, "technical_staff": 3, "employees": 99, "technical_staff_planned": 0, \
            "incident": false, "dishonest": false, "hnte_times": 0}
            """
        let facts = try FactJSON.read(Array(text.utf8), library.facts)
        let nearest = try #require(program.nearestChange(facts))
        let sentences = nearest.set.map { $0.sentence(library.facts.facts[$0.fact]) }
        #expect(
            sentences.map(\.en) == [
                "technical staff of the last year (at least 183 days): 2 more, 5 instead of 3",
                "R&D expense of the last year (as measured for recognition): 312,400.00 yuan more, "
                    + "600,000.00 instead of 287,600.00",
            ])
        #expect(sentences[0].zh == "上年度科技人员数（在岗满一百八十三天）：增加 2，由 3 到 5")
        #expect(nearest.single.allSatisfy { $0.outcome == .notAlone })
        let json = String(decoding: program.explain(facts).jsonWithNearest.bytes, as: UTF8.self)
        #expect(
            json.contains(#""nearest":{"limit_reached":false,"set":[{"change":"2","fact":"technical_staff""#))
    }

    @Test func aLimitIsSaidAndUnknownFactsAreSearchedWhereAsked() throws {
        let program = try Self.program("staff * patents >= 60")
        var firm = program.policy.facts.unknown
        #expect(program.nearestChange(firm)?.single.map(\.outcome) == [.unknown, .unknown])
        var settings = NearestSearchSettings()
        settings.withUnknown = true
        // 9 and 7, or as many in all.
        let set = try #require(program.nearestChange(firm, settings)).set
        #expect(set.reduce(0) { $0 + $1.to } == 16 && program.isYes(set, firm))
        (firm.values[0], firm.values[1]) = (1, 1)
        settings.runLimit = 8
        let cut = try #require(program.nearestChange(firm, settings))
        #expect(cut.isLimitReached && cut.set.isEmpty)
    }
}
