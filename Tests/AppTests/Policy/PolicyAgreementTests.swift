/// The policies as data beside the same rules written plainly: for made-up firms both must answer the same.
import Core
import Foundation
import Testing

@testable import App

@Suite struct PolicyAgreementTests {
    /// A million where CASSIA_SOAK asks for it; the debug build has time for fewer.
    private static let firms =
        ProcessInfo.processInfo.environment["CASSIA_SOAK"] == nil ? 3_000 : 1_000_000

    private static let references = ReferencePolicies.all

    @Test(arguments: [2017, 2018, 2021, 2023])
    func bothGiveTheSameAnswers(year: Int) throws {
        let library = try PolicyLibrary(folder: nil)
        let (today, day) = (ReferenceDay(year, 6, 30), try #require(Day(year, 6, 30)))
        let programs = try Self.references.map { try library.program($0.id, on: day) }
        var firms = ReferenceFirms(seed: UInt64(year), on: today)
        for number in 0..<Self.firms / 4 {
            let firm = firms.next()
            let facts = try Self.values(firm.texts, library.facts)
            for (reference, program) in zip(Self.references, programs) {
                let expected = reference.decide(firm, today)
                let found = Self.plain(program.decide(facts), program.policy)
                guard found != expected else { continue }
                Issue.record(
                    "\(reference.id), firm \(number) of \(year): \(found), not \(expected); \(firm.texts)")
                return
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

    /// A decision as the reference writes it; a size that isn't certain is none.
    private static func plain(_ decision: PolicyDecision, _ policy: Policy) -> ReferenceDecision {
        var plain = ReferenceDecision()
        plain.verdict = decision.verdict.flatMap { ReferenceAnswer(rawValue: $0.rawValue) }
        plain.failed = decision.failed.map { policy.conditions[$0].id }
        plain.open = decision.open.map { policy.conditions[$0].id }
        plain.sizeClass = decision.classes.flatMap { $0.count == 1 ? $0[0].word : nil }
        plain.score = decision.score.map { ReferenceRange(whole($0.low), whole($0.high)) }
        plain.amount = decision.amount.map {
            ReferenceRange(Int128($0.lowerBound.fen), Int128($0.upperBound.fen))
        }
        return plain
    }

    private static func whole(_ points: Fraction) -> Int128 {
        let reduced = points.reduced
        return reduced.denominator == 1 ? reduced.numerator : -1
    }
}
