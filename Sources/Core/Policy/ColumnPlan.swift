/// The passes that decide firms of which the same facts are known, with places for what they write.
final class ColumnPlan {
    let steps: [ColumnStep]
    /// The steps as they are run.
    let passes: UnsafeMutableBufferPointer<ColumnPass>
    /// What kernels name without holding it.
    private let kept: [AnyObject]
    /// Buffers that are in use at one time; behind them stand those of `constants`.
    let slotCount: Int
    let outcomes: ColumnOutcomes
    /// Numbers, bytes and masks that are the same for every firm.
    let constants: [ColumnSource]

    init(_ planner: ColumnPlanner, _ outcomes: ColumnOutcomes) {
        var fusion = ColumnFusion(planner, outcomes)
        let (steps, slots, count) = ColumnPlan.placed(
            fusion.fused(), outcomes, buffers: fusion.bufferCount)
        slotCount = count
        var places: [ColumnSource: Int32] = [:]
        var constants: [ColumnSource] = []
        for source in steps.flatMap(\.inputs) + outcomes.sources
        where source.isConstant && places[source] == nil {
            places[source] = Int32(count + constants.count)
            constants.append(source)
        }
        self.constants = constants
        self.steps = steps.map { step in
            var placed = step
            placed.inputs = step.inputs.map { source in places[source].map { .buffer($0) } ?? source }
            return placed
        }
        passes = .allocate(capacity: self.steps.count)
        for (place, step) in self.steps.enumerated() {
            passes.initializeElement(at: place, to: ColumnPass(step, at: place))
        }
        kept = fusion.kept
        self.outcomes = outcomes.mapped { source in places[source].map { .buffer($0) } ?? source.placed(slots)
        }
    }

    deinit { passes.deallocate() }

    /// Buffers that are read no more are written again.
    private static func placed(
        _ steps: [ColumnStep], _ outcomes: ColumnOutcomes, buffers: Int
    ) -> ([ColumnStep], [Int32], Int) {
        var last = [Int](repeating: -1, count: buffers)
        for (index, step) in steps.enumerated() {
            for case .buffer(let buffer) in step.inputs { last[Int(buffer)] = index }
            for buffer in step.outputs { last[Int(buffer)] = index }
        }
        for case .buffer(let buffer) in outcomes.sources { last[Int(buffer)] = .max }
        var slots = [Int32](repeating: -1, count: buffers)
        var free: [Int32] = []
        var count: Int32 = 0
        var placed: [ColumnStep] = []
        for (index, step) in steps.enumerated() {
            for buffer in step.outputs where slots[Int(buffer)] < 0 {
                slots[Int(buffer)] = free.popLast() ?? count
                count = max(count, slots[Int(buffer)] + 1)
            }
            placed.append(step.placed(slots))
            var touched = Set(step.outputs)
            for case .buffer(let buffer) in step.inputs { touched.insert(buffer) }
            for buffer in touched.sorted() where last[Int(buffer)] == index {
                free.append(slots[Int(buffer)])
            }
        }
        return (placed, slots, Int(count))
    }
}

/// Where the passes leave what a policy answers.
struct ColumnOutcomes {
    var conditions: [ColumnPlanner.Flags] = []
    var verdict: ColumnPlanner.Flags?
    var words: ColumnSource?
    var score: Ends?
    var amount: Ends?

    /// Exact numerators.
    struct Ends {
        var low: ColumnSource
        var high: ColumnSource
        var denominator: Int64
    }

    var sources: [ColumnSource] {
        conditions.flatMap { [$0.low, $0.high] } + (verdict.map { [$0.low, $0.high] } ?? [])
            + (words.map { [$0] } ?? []) + [score, amount].flatMap { $0.map { [$0.low, $0.high] } ?? [] }
    }

    func mapped(_ place: (ColumnSource) -> ColumnSource) -> ColumnOutcomes {
        func ends(_ ends: Ends?) -> Ends? {
            ends.map { Ends(low: place($0.low), high: place($0.high), denominator: $0.denominator) }
        }
        return ColumnOutcomes(
            conditions: conditions.map { (place($0.low), place($0.high)) },
            verdict: verdict.map { (place($0.low), place($0.high)) }, words: words.map(place),
            score: ends(score), amount: ends(amount))
    }
}

extension ColumnSource {
    var isConstant: Bool {
        switch self {
        case .constant, .byte, .mask: true
        case .buffer, .fact: false
        }
    }

    fileprivate func placed(_ slots: [Int32]) -> ColumnSource {
        if case .buffer(let buffer) = self { .buffer(slots[Int(buffer)]) } else { self }
    }
}

extension ColumnStep {
    fileprivate func placed(_ slots: [Int32]) -> ColumnStep {
        var placed = self
        placed.inputs = inputs.map { $0.placed(slots) }
        placed.outputs = outputs.map { slots[Int($0)] }
        return placed
    }
}

extension ColumnPlanner {
    mutating func outcomes() throws(ColumnsUnfit) -> ColumnOutcomes {
        var outcomes = ColumnOutcomes()
        for condition in program.conditions { outcomes.conditions.append(try flags(at(condition))) }
        if let verdict = program.verdict { outcomes.verdict = try flags(at(verdict)) }
        if let words = program.class { outcomes.words = try mask(at(words)) }
        outcomes.score = try ends(program.score)
        outcomes.amount = try ends(program.amount)
        return outcomes
    }

    private mutating func ends(_ register: Int32?) throws(ColumnsUnfit) -> ColumnOutcomes.Ends? {
        guard let register else { return nil }
        let number = spread(try number(register))
        guard number.low.isExact, number.high.isExact else { throw ColumnsUnfit() }
        return ColumnOutcomes.Ends(
            low: number.low.source, high: number.high.source, denominator: number.denominator)
    }
}
