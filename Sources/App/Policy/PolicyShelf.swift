import Core
import Storage
import Synchronization

/// The policies that a site decides by, made ready once for each day that is asked for.
final class PolicyShelf: Sendable {
    /// What came with the program, or with the settings.
    private let base: PolicyLibrary
    let facts: FirmFacts
    private let state: Mutex<State>

    private struct State: Sendable {
        var library: PolicyLibrary
        var programs: [Key: PolicyProgram] = [:]
        /// The drafts that were put in force, as the library has them.
        var approved: [Int64] = []
    }

    private struct Key: Hashable {
        let policy: String
        let day: Day
    }

    /// Programs that are kept; when there are more, all are made anew.
    private static let limit = 200

    init(_ library: PolicyLibrary) {
        base = library
        facts = FirmFacts(library.facts)
        state = Mutex(State(library: library))
    }

    /// Those that came with the program.
    static var embedded: PolicyShelf { PolicyShelf(.embedded) }

    var library: PolicyLibrary { state.withLock(\.library) }

    /// Takes in what has been put in force in the database.
    func refresh(_ connection: Connection) throws {
        let approved = try PolicyDraftStore.approved(connection)
        let numbers = approved.map(\.number)
        guard state.withLock({ $0.approved != numbers }) else { return }
        let library = try PolicyDraftStore.library(base, approved, connection)
        state.withLock { $0 = State(library: library, approved: numbers) }
    }

    /// Throws where the versions that stay would not do without one that was put in force.
    func check(without draft: Int64, _ connection: Connection) throws {
        let others = try PolicyDraftStore.approved(connection).filter { $0.number != draft }
        _ = try PolicyDraftStore.library(base, others, connection)
    }

    func program(_ id: String, on day: Day) throws -> PolicyProgram {
        let key = Key(policy: id, day: day)
        let (known, library) = state.withLock { ($0.programs[key], $0.library) }
        if let known { return known }
        let program = try library.program(id, on: day)
        state.withLock { state in
            if state.programs.count >= PolicyShelf.limit { state.programs.removeAll() }
            state.programs[key] = program
        }
        return program
    }

    /// The policies in force on a day, by id.
    func inForce(on day: Day) -> [Policy] {
        let library = library
        return library.policies.keys.sorted().compactMap { try? library.policy($0, on: day) }
    }

    /// The newest version of each policy, by id.
    var newest: [Policy] {
        let library = library
        return library.policies.keys.sorted().compactMap { id in
            library.policies[id]?.max { $0.inForce.from < $1.inForce.from }
        }
    }

    /// The one in force on the day, else the newest there is: to be read, not to decide by.
    func readable(_ id: String, on day: Day) throws(PolicyRefusal) -> Policy {
        let library = library
        if let policy = try? library.policy(id, on: day) { return policy }
        guard let newest = library.policies[id]?.max(by: { $0.inForce.from < $1.inForce.from }) else {
            throw .unknown(id, nearest: nearestName(to: id, among: library.policies.keys.sorted()))
        }
        return newest
    }

    /// As the version in force on the day has it, else the newest; nil for a policy that is not there.
    func title(of id: String, on day: Day) -> Sentence? { (try? readable(id, on: day))?.title }

    /// The newest version of those that give a verdict or an amount, by id.
    var giving: [Policy] {
        newest.filter { policy in
            policy.outcomeTexts.contains { [.verdict, .amount].contains($0.outcome) }
        }
    }

    func explain(_ id: String, _ firm: EnterpriseFacts) throws -> PolicyExplanation {
        try program(id, on: firm.day).explain(values(of: firm))
    }

    /// What is known of a firm, with what the measures of its R&D books give to other policies.
    private func values(of firm: EnterpriseFacts) throws -> FactValues {
        var values = facts.values(of: firm)
        let place = library.facts.places[ResearchMeasures.deductible]
        guard let place, let sums = firm.research, !sums.isEmpty,
            (try? library.policy(ResearchMeasures.policy, on: firm.day)) != nil
        else { return values }
        ResearchMeasures.set(sums, in: library.facts, &values)
        values.values[place] = try ResearchMeasures(sums, self)[.deduction].fen
        values.sources[place] = "\(ResearchFigures.sourceName) \(sums.year)"
        return values
    }
}
