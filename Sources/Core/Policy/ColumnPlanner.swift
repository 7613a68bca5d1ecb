/// Turns a program into passes over columns, for firms of which the same facts are known.
///
/// Numbers are whole numbers in floating point as long as they stay below 2^53, so sums, products and
/// comparisons of them are exact. A quotient is the nearest that floating point has; rounding keeps the
/// order, so a comparison with another rounded number can only be wrong where both are equal. What is
/// reckoned on from quotients carries a bound of its error. Where a comparison could be wrong, a last
/// pass settles it by the exact instructions, firm by firm.
struct ColumnPlanner {
    let program: PolicyProgram
    /// By the places in `PolicyTables.slots`.
    let states: [ColumnState]
    /// No known amount is larger.
    let mostMoney: Double
    var values: [ColumnValue?]
    var steps: [ColumnStep] = []
    var bufferCount: Int32 = 0
    /// Flags that were widened before.
    var widened: [ColumnSource: ColumnSource] = [:]
    /// Errors that were made columns before.
    var errors: [(error: ColumnError, column: ColumnSource)] = []
    /// What kernels name without holding it.
    var kept: [AnyObject] = []

    /// The passes and where they leave the outcomes.
    static func plan(
        _ program: PolicyProgram, _ states: [ColumnState], mostMoney: Double
    ) throws(ColumnsUnfit) -> ColumnPlan {
        var planner = ColumnPlanner(
            program: program, states: states, mostMoney: mostMoney,
            values: Array(repeating: nil, count: program.instructions.count))
        let needed = needed(program)
        for register in 0..<program.decidingCount where needed[register] {
            planner.values[register] = try planner.value(Int32(register))
        }
        return ColumnPlan(planner, try planner.outcomes())
    }

    static func operands(_ instruction: PolicyInstruction, _ tables: PolicyTables) -> [Int32] {
        switch instruction {
        case .constant, .fact, .exists: []
        case .scaled(let one, _), .negative(let one), .not(let one), .among(let one, _), .year(let one): [one]
        case .judged(_, let one, let other), .between(let one, let other), .sum(let one, let other),
            .difference(let one, let other), .product(let one, let other), .quotient(let one, let other),
            .minimum(let one, let other), .maximum(let one, let other), .compared(_, let one, let other),
            .sameWord(let one, let other), .and(let one, let other), .or(let one, let other),
            .years(let one, let other):
            [one, other]
        case .choice(let flag, let one, let other), .choiceOfWords(let flag, let one, let other):
            [flag, one, other]
        case .bands(let number): [tables.bands[Int(number)].of] + tables.bands[Int(number)].values
        case .match(let number): [tables.matches[Int(number)].of] + tables.matches[Int(number)].values
        }
    }

    /// What outcomes and conditions rest on.
    static func needed(_ program: PolicyProgram) -> [Bool] {
        var needed = [Bool](repeating: false, count: program.instructions.count)
        let outcomes = [program.verdict, program.score, program.class, program.amount].compactMap { $0 }
        for register in program.conditions + outcomes { needed[Int(register)] = true }
        for register in (0..<program.decidingCount).reversed() where needed[register] {
            for one in ColumnPlanner.operands(program.instructions[register], program.tables) {
                needed[Int(one)] = true
            }
        }
        return needed
    }

    mutating func buffer() -> Int32 {
        bufferCount += 1
        return bufferCount - 1
    }

    mutating func keep<Object: AnyObject>(_ object: Object) -> Unmanaged<Object> {
        kept.append(object)
        return .passUnretained(object)
    }

    mutating func emit(_ kernel: ColumnStep.Kernel, _ inputs: [ColumnSource]) -> ColumnSource {
        let buffer = buffer()
        steps.append(ColumnStep(kernel: kernel, inputs: inputs, outputs: [buffer]))
        return .buffer(buffer)
    }

    // MARK: Instructions

    private mutating func value(_ register: Int32) throws(ColumnsUnfit) -> ColumnValue {
        let instruction = program.instructions[Int(register)]
        let operands = ColumnPlanner.operands(instruction, program.tables)
        if !operands.isEmpty, operands.allSatisfy({ isUniform($0) }) {
            if case .judged = instruction {} else { return uniform(instruction) }
        }
        switch instruction {
        case .constant: return uniform(instruction)
        case .fact(let slot): return try fact(slot)
        case .exists(let slot, let day): return exists(slot, day)
        case .judged(let slot, let low, let high): return try judged(slot, low, high)
        case .between(let low, let high): return try between(low, high)
        case .scaled(let one, let factor): return try scaled(at(one), by: factor)
        case .negative(let one): return .number(try negative(try number(one)))
        case .sum(let one, let other): return .number(try sum(one, other, isMinus: false))
        case .difference(let one, let other): return .number(try sum(one, other, isMinus: true))
        case .product(let one, let other): return .number(try product(one, other))
        case .quotient(let one, let other): return .number(try quotient(one, other))
        case .minimum(let one, let other): return .number(try extreme(one, other, isLow: true))
        case .maximum(let one, let other): return .number(try extreme(one, other, isLow: false))
        case .compared(let relation, let one, let other): return try compared(relation, one, other, register)
        case .sameWord(let one, let other): return try sameWord(one, other)
        case .among(let one, let words): return try among(one, words)
        case .not(let one): return try negated(at(one))
        case .and(let one, let other): return try joined(one, other, isAll: true)
        case .or(let one, let other): return try joined(one, other, isAll: false)
        case .choice(let flag, let one, let other): return try choice(flag, one, other, register)
        case .choiceOfWords(let flag, let one, let other): return try choiceOfWords(flag, one, other)
        case .bands(let number): return try bands(program.tables.bands[Int(number)], register)
        case .match(let number): return try match(program.tables.matches[Int(number)], register)
        case .years(let one, let other): return .number(try years(one, other))
        case .year(let one): return .number(try year(one))
        }
    }

    /// The value of an instruction whose operands are the same for every firm.
    private func uniform(_ instruction: PolicyInstruction) -> ColumnValue {
        let registers = values.map { value -> Interval in
            if case .uniform(let interval) = value { interval } else { .no }
        }
        let unknown = [Int64?](repeating: nil, count: program.policy.facts.facts.count)
        return .uniform(instruction.value(registers, program.tables, unknown))
    }

    func at(_ register: Int32) -> ColumnValue { values[Int(register)] ?? .uniform(.no) }

    func isUniform(_ register: Int32) -> Bool { at(register).isUniform }

    // MARK: Facts

    private mutating func fact(_ number: Int32) throws(ColumnsUnfit) -> ColumnValue {
        let slot = program.tables.slots[Int(number)]
        let state = states[Int(number)]
        if state == .unknown { return .uniform(slot.bounds) }
        let fact = Int32(slot.fact)
        switch program.policy.facts.facts[slot.fact].kind {
        case .word: return .word(fact: fact, isKnown: state == .known)
        case .flag:
            if state == .known { return .flag(low: .fact(fact), high: .fact(fact)) }
            return .flag(low: emit(.isYes, [.fact(fact)]), high: emit(.mayBeYes, [.fact(fact)]))
        case .money, .count, .points, .share, .day, .text:
            let denominator = Int64(slot.denominator)
            let bounds = try ends(slot.bounds, times: denominator)
            return .number(known(number, else: state == .known ? nil : bounds, times: denominator))
        }
    }

    /// The column of a fact; `other` is what stands for unknown.
    private mutating func known(
        _ number: Int32, else other: (ColumnEnd, ColumnEnd)?, times denominator: Int64
    ) -> ColumnNumber {
        let slot = program.tables.slots[Int(number)]
        let fact = program.policy.facts.facts[slot.fact]
        var (least, most) = (Double(fact.low), Double(fact.high))
        let isWide = fact.kind == .money
        if isWide { (least, most) = (max(least, -mostMoney), min(most, mostMoney)) }
        let column = ColumnSource.fact(Int32(slot.fact))
        guard let (low, high) = other else {
            let source = isWide ? column : emit(.widen, [column])
            let end = ColumnEnd(source: source, accuracy: .exact, least: least, most: most)
            return ColumnNumber(
                low: end, high: end, isSingle: true, mayBeBoundless: false, denominator: denominator)
        }
        func either(_ end: ColumnEnd, _ source: ColumnSource) -> ColumnEnd {
            ColumnEnd(
                source: source, accuracy: end.accuracy, least: min(least, end.least),
                most: max(most, end.most),
                part: end.part)
        }
        let kernel: ColumnStep.Kernel = isWide ? .wideElse : .narrowElse
        let mayBeBoundless = !(low.least.isFinite && high.most.isFinite)
        return ColumnNumber(
            low: either(low, emit(kernel, [column, low.source])),
            high: either(high, emit(kernel, [column, high.source])), isSingle: false,
            mayBeBoundless: mayBeBoundless, denominator: denominator, mayBeHalfBoundless: mayBeBoundless)
    }

    private mutating func exists(_ number: Int32, _ day: Day) -> ColumnValue {
        guard states[Int(number)] != .unknown else { return .uniform(.yes) }
        let fact = Int32(program.tables.slots[Int(number)].fact)
        let source = emit(.registered(day.number), [.fact(fact)])
        return .flag(low: source, high: source)
    }

    private mutating func judged(_ slot: Int32, _ low: Int32, _ high: Int32) throws(ColumnsUnfit)
        -> ColumnValue
    {
        let state = states[Int(slot)]
        if state == .unknown { return try between(low, high) }
        let denominator = Int64(program.tables.slots[Int(slot)].denominator)
        guard state == .mixed else { return .number(known(slot, else: nil, times: denominator)) }
        let range = try through(low, high)
        guard range.denominator == denominator, !range.low.isWithin, !range.high.isWithin else {
            throw ColumnsUnfit()
        }
        return .number(known(slot, else: (range.low, range.high), times: denominator))
    }

    private mutating func between(_ low: Int32, _ high: Int32) throws(ColumnsUnfit) -> ColumnValue {
        if case .uniform(let one) = at(low), case .uniform(let other) = at(high) {
            return .uniform(one.through(other))
        }
        return .number(try through(low, high))
    }

    private mutating func through(_ low: Int32, _ high: Int32) throws(ColumnsUnfit) -> ColumnNumber {
        var (one, other) = try pair(low, high)
        (one, other) = (spread(one), spread(other))
        let least = one.low.most <= other.low.least ? one.low : try extreme(one.low, other.low, isLow: true)
        let most =
            one.high.most <= other.high.least ? other.high : try extreme(one.high, other.high, isLow: false)
        let mayBeBoundless = one.mayBeBoundless || other.mayBeBoundless
        return ColumnNumber(
            low: least, high: most, isSingle: false, mayBeBoundless: mayBeBoundless,
            denominator: one.denominator, mayBeHalfBoundless: mayBeBoundless)
    }
}
