import Core
import Storage

/// The three measures of one year's books, as the policy `rd-measures` decides and explains them.
struct ResearchMeasures: Sendable {
    static let policy = "rd-measures"

    let sums: ResearchSums
    let explanation: PolicyExplanation

    /// One of the three, by the definition that gives it.
    enum Measure: String, CaseIterable, Sendable {
        case accounting, recognition, deduction
    }

    /// What a measure leaves out of that of accounting.
    struct Difference: Sendable {
        let title: Sentence
        let amount: Fen
        let citations: [Citation]
    }

    /// The kinds of expense: the facts that the policy reads, in the order of the table of facts.
    static func kinds(_ shelf: PolicyShelf) throws -> [ResearchKind] {
        guard let policy = shelf.newest.first(where: { $0.id == ResearchMeasures.policy }) else {
            throw PolicyRefusal.unknown(ResearchMeasures.policy, nearest: nil)
        }
        let program = try shelf.program(policy.id, on: policy.changeDays.last ?? policy.inForce.from)
        return program.tables.slots.map(\.fact).sorted().map { place in
            let fact = policy.facts.facts[place]
            return ResearchKind(name: fact.name, title: fact.title)
        }
    }

    /// The day for which a year is decided.
    static func day(of year: Int) -> Day {
        guard let day = Day(year, 12, 31) else { preconditionFailure("a year of a day") }
        return day
    }

    /// - Throws: `PolicyRefusal.notInForce` for years before the measures.
    init(_ sums: ResearchSums, _ shelf: PolicyShelf) throws {
        let program = try shelf.program(ResearchMeasures.policy, on: ResearchMeasures.day(of: sums.year))
        self.sums = sums
        explanation = program.explain(ResearchMeasures.facts(sums, shelf.library.facts))
    }

    /// The facts of the policy; none is known of a year without vouchers.
    private static func facts(_ sums: ResearchSums, _ table: FactTable) -> FactValues {
        var values = table.unknown
        set(sums, in: table, &values)
        return values
    }

    /// Puts the books of a year among other facts.
    static func set(_ sums: ResearchSums, in table: FactTable, _ values: inout FactValues) {
        guard !sums.isEmpty else { return }
        for (place, fact) in table.facts.enumerated() where fact.group == "books" && fact.kind == .money {
            if fact.name == deductible { continue }
            values.values[place] = sums.sum(of: fact.name).fen
            values.sources[place] = "\(ResearchFigures.sourceName) \(sums.year)"
        }
    }

    /// The fact that the measure of the deduction gives to other policies.
    static let deductible = "rd_deductible"

    subscript(measure: Measure) -> Fen { explanation.amount(of: measure.rawValue) ?? .zero }

    /// For recognition, what was spent in China.
    var recognitionDomestic: Fen { explanation.amount(of: "recognition_domestic") ?? .zero }

    func amount(of definition: String) -> Fen { explanation.amount(of: definition) ?? .zero }

    /// Why a measure is less than that of accounting, as far as it is.
    func differences(of measure: Measure) -> [Difference] {
        let policy = explanation.program.policy
        return policy.definitions.filter { $0.name.hasPrefix("\(measure.rawValue)_less_") }.compactMap {
            let amount = amount(of: $0.name)
            guard !amount.isZero else { return nil }
            return Difference(
                title: $0.title, amount: amount, citations: $0.citations(on: explanation.program.day))
        }
    }

    var titles: [Measure: Sentence] {
        let definitions = explanation.program.policy.definitions
        return Dictionary(
            uniqueKeysWithValues: Measure.allCases.map { measure in
                let found = definitions.first { $0.name == measure.rawValue }
                return (measure, found?.title ?? Sentence(zh: measure.rawValue, en: measure.rawValue))
            })
    }
}
