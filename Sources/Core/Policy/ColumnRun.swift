/// Decides chunks of firms by one program: in columns where it can, firm by firm where it can't, never
/// differently.
///
/// Firms of a chunk of whom a fact is unknown that nearly all others have are decided apart, with
/// ranges in place of numbers, so that the many need none. One run serves one thread.
public final class ColumnRun {
    public let program: PolicyProgram
    private let machine: ColumnMachine
    private var plans: [Key: ColumnPlan?] = [:]
    private var recent: [(key: Key, plan: ColumnPlan?)] = []
    private let excluded = UnsafeMutablePointer<UInt8>.allocate(capacity: FirmChunk.capacity)
    /// The rows of those excluded.
    private let apart = UnsafeMutablePointer<Int32>.allocate(capacity: FirmChunk.capacity)
    private let rest: FirmChunk
    private let restAnswers: FirmAnswers
    private var values: FactValues
    /// Whether a rule reads the fact of the slot otherwise than as a judgement or for the firm's age.
    private let isDear: [Bool]
    /// Comparisons of one firm that floating point could not make for sure.
    public var settledRows: Int { machine.settledRows }
    /// Firms that were decided one by one.
    public private(set) var singleRows = 0

    private struct Key: Hashable {
        let states: [ColumnState]
        let moneyBits: Int
    }

    /// Plans of different knowledge kept.
    private static let planLimit = 200

    public init(_ program: PolicyProgram) {
        self.program = program
        machine = ColumnMachine(program)
        rest = FirmChunk(program.policy.facts, holding: program.tables.slots.map(\.fact))
        restAnswers = FirmAnswers(program)
        values = program.policy.facts.unknown
        let kinds = program.policy.facts.facts
        var isDear = [Bool](repeating: false, count: program.tables.slots.count)
        for (register, isNeeded) in ColumnPlanner.needed(program).enumerated() where isNeeded {
            guard case .fact(let slot) = program.instructions[register] else { continue }
            isDear[Int(slot)] = kinds[program.tables.slots[Int(slot)].fact].kind != .flag
        }
        self.isDear = isDear
    }

    deinit {
        excluded.deallocate()
        apart.deallocate()
    }

    /// The facts that columns are needed of.
    public static func facts(of programs: [PolicyProgram]) -> Set<Int> {
        Set(programs.flatMap { $0.tables.slots.map(\.fact) })
    }

    /// Decides all firms of a sealed chunk.
    public func decide(_ chunk: FirmChunk, into answers: FirmAnswers) {
        answers.count = chunk.count
        if !answers.oddScores.isEmpty { answers.oddScores = [:] }
        guard chunk.count > 0 else { return }
        var states = states(chunk)
        let few = fewUnknown(chunk, states)
        let apartCount = few.isEmpty ? 0 : exclude(few, chunk)
        let isApart = apartCount > 0 && apartCount * 2 <= chunk.count
        if isApart { for slot in few { states[slot] = .known } }
        guard let plan = plan(states, mostMoney: chunk.mostMoney) else {
            return decideSingly(chunk, into: answers)
        }
        machine.run(plan, chunk, excluded: isApart ? UnsafePointer(excluded) : nil, into: answers)
        if isApart { decideRest(apartCount, chunk, into: answers) }
    }

    private func states(_ chunk: FirmChunk) -> [ColumnState] {
        program.tables.slots.map { slot in
            let unknown = chunk.unknownCounts[slot.fact]
            return unknown == 0 ? .known : unknown == chunk.count ? .unknown : .mixed
        }
    }

    // MARK: The few of whom something is unknown

    private func fewUnknown(_ chunk: FirmChunk, _ states: [ColumnState]) -> [Int] {
        states.indices.filter { slot in
            states[slot] == .mixed && isDear[slot] && chunk.isFew(program.tables.slots[slot].fact)
        }
    }

    private func exclude(_ slots: [Int], _ chunk: FirmChunk) -> Int {
        let (excluded, count) = (excluded, chunk.count)
        excluded.update(repeating: 0, count: count)
        for slot in slots {
            for row in chunk.unknownRows[program.tables.slots[slot].fact] { excluded[Int(row)] = 1 }
        }
        var number = 0
        for row in 0..<count {
            // Written over where the row isn't one.
            apart[number] = Int32(truncatingIfNeeded: row)
            number &+= Int(excluded[row])
        }
        return number
    }

    private func decideRest(_ count: Int, _ chunk: FirmChunk, into answers: FirmAnswers) {
        let rows = UnsafeBufferPointer(start: apart, count: count)
        for slot in program.tables.slots { chunk.gather(rows, of: slot.fact, to: rest) }
        rest.seal(count: count, from: chunk)
        restAnswers.count = count
        if !restAnswers.oddScores.isEmpty { restAnswers.oddScores = [:] }
        if let plan = plan(states(rest), mostMoney: rest.mostMoney) {
            machine.run(plan, rest, excluded: nil, into: restAnswers)
        } else {
            decideSingly(rest, into: restAnswers)
        }
        answers.scatter(restAnswers, to: rows)
    }

    // MARK: Plans

    private func plan(_ states: [ColumnState], mostMoney: Double) -> ColumnPlan? {
        // Powers of eight, so that few plans serve all chunks.
        var (bits, most) = (36, 68_719_476_736.0)
        while most < mostMoney { (bits, most) = (bits + 3, most * 8) }
        let key = Key(states: states, moneyBits: bits)
        // Most chunks are like the last one.
        if let found = recent.first(where: { $0.key == key }) { return found.plan }
        let plan = plan(key, mostMoney: most)
        recent = [(key, plan)] + recent.prefix(2)
        return plan
    }

    private func plan(_ key: Key, mostMoney: Double) -> ColumnPlan? {
        if let plan = plans[key] { return plan }
        if plans.count >= ColumnRun.planLimit { plans = [:] }
        let plan = try? ColumnPlanner.plan(program, key.states, mostMoney: mostMoney)
        plans[key] = .some(plan)
        return plan
    }

    private func decideSingly(_ chunk: FirmChunk, into answers: FirmAnswers) {
        singleRows += chunk.count
        for row in 0..<chunk.count {
            for slot in program.tables.slots {
                values.values[slot.fact] = chunk.value(of: slot.fact, at: row)
            }
            answers.put(PolicyRun(program, values), at: row)
        }
    }
}
