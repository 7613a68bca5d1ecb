/// One firm decided again and again with some facts anywhere in a range: only what hangs on them is reckoned
/// anew.
///
/// What stays unknown, or is left to judgement, keeps an answer open however small the range is. So an open
/// range is looked at twice more, with every such thing at its lowest and at its highest: where one of these
/// gives a sure no, no value of the range gives a sure yes.
final class PolicyProbe {
    /// How many facts can be moved: one bit each.
    static let factLimit = 64

    /// Decisions made so far.
    private(set) var runs = 0

    private let program: PolicyProgram
    private let verdict: Int
    /// The slots of the facts that may move, by their bits.
    private let slots: [Int]
    /// For each register the facts that may move it, where the verdict hangs on it.
    private let moved: [UInt64]
    private let known: [Interval?]
    private let whole: Sample
    /// The lowest and the highest of what isn't certain; empty where all is.
    private let samples: [Sample]

    /// The facts are places in the table of facts, at most `factLimit`.
    init(_ program: PolicyProgram, verdict: Int32, _ facts: FactValues, moving places: [Int]) {
        self.program = program
        self.verdict = Int(verdict)
        let slotOfFact = Dictionary(
            program.tables.slots.enumerated().map { ($1.fact, $0) }, uniquingKeysWith: { first, _ in first })
        slots = places.map { slotOfFact[$0] ?? -1 }
        known = program.tables.slots.map { $0.value(facts.values) }
        moved = PolicyProbe.moved(program, verdict, slots)
        let whole = Sample(.whole, program, known)
        self.whole = whole
        let isCertain = program.rests(on: verdict).allSatisfy { whole.isExact($0, program) }
        samples = isCertain ? [] : [Sample(.lowest, program, known), Sample(.highest, program, known)]
    }

    /// Whether the verdict hangs on the fact of that bit at all.
    func matters(_ bit: Int) -> Bool { moved[verdict] & (1 << UInt64(bit)) != 0 }

    var present: PolicyDecision.Answer { PolicyDecision.Answer(whole[verdict]) }

    /// The verdict with these facts, given by their bits, anywhere in their ranges, all others as they are:
    /// yes where it is yes everywhere, no where it is a sure yes nowhere.
    func answer(_ ranges: some Collection<(bit: Int, range: Interval)>) -> PolicyDecision.Answer {
        let answer = run(whole, ranges)
        guard answer == .open else { return answer }
        for sample in samples where run(sample, ranges) == .no { return .no }
        return .open
    }

    private func run(
        _ sample: Sample, _ ranges: some Collection<(bit: Int, range: Interval)>
    ) -> PolicyDecision.Answer {
        runs += 1
        var set: UInt64 = 0
        for (bit, _) in ranges { set |= 1 << UInt64(bit) }
        sample.restore(unless: set, moved)
        for (bit, range) in ranges { sample.known[slots[bit]] = range }
        sample.run(set, moved, program, upTo: verdict)
        return PolicyDecision.Answer(sample[verdict])
    }

    private static func moved(_ program: PolicyProgram, _ verdict: Int32, _ slots: [Int]) -> [UInt64] {
        var bits: [Int: UInt64] = [:]
        for (bit, slot) in slots.enumerated() { bits[slot] = 1 << UInt64(bit) }
        var moved = [UInt64](repeating: 0, count: program.instructions.count)
        for register in program.rests(on: verdict).sorted() {
            let instruction = program.instructions[register]
            for operand in program.operands(of: instruction) { moved[register] |= moved[Int(operand)] }
            if let slot = instruction.slot { moved[register] |= bits[slot] ?? 0 }
        }
        return moved
    }
}

/// All registers of one firm, kept from run to run.
private final class Sample {
    enum Kind { case whole, lowest, highest }

    let kind: Kind
    var known: [Interval?]
    private let base: [Interval]
    private let untouched: [Interval?]
    private let registers: UnsafeMutableBufferPointer<Interval>
    /// The facts moved in the last run.
    private var last: UInt64 = 0

    init(_ kind: Kind, _ program: PolicyProgram, _ known: [Interval?]) {
        (self.kind, self.known, untouched) = (kind, known, known)
        let registers = UnsafeMutableBufferPointer<Interval>.allocate(capacity: program.decidingCount)
        for number in 0..<program.decidingCount {
            let value = Sample.value(program, number, UnsafeBufferPointer(registers), known, kind)
            registers.initializeElement(at: number, to: value)
        }
        self.registers = registers
        base = Array(registers)
    }

    deinit { registers.deallocate() }

    subscript(register: Int) -> Interval { registers[register] }

    func isExact(_ register: Int, _ program: PolicyProgram) -> Bool {
        let value = registers[register]
        return program.registers[register].unit.isWord ? value.isExactWord : value.isExact
    }

    /// Puts back what another set of facts had moved.
    func restore(unless set: UInt64, _ moved: [UInt64]) {
        guard last != set else { return }
        if last != 0 {
            for number in base.indices where moved[number] & last != 0 { registers[number] = base[number] }
            known = untouched
        }
        last = set
    }

    func run(_ set: UInt64, _ moved: [UInt64], _ program: PolicyProgram, upTo verdict: Int) {
        let before = UnsafeBufferPointer(registers)
        for number in 0...verdict where moved[number] & set != 0 {
            registers[number] = Sample.value(program, number, before, known, kind)
        }
    }

    @inline(__always)
    private static func value(
        _ program: PolicyProgram, _ number: Int, _ registers: UnsafeBufferPointer<Interval>,
        _ known: [Interval?], _ kind: Kind
    ) -> Interval {
        let instruction = program.instructions[number]
        let value = instruction.value(registers, program.tables) { known[$0] }
        guard kind != .whole else { return value }
        let isWord = program.registers[number].unit.isWord
        switch instruction {
        case .constant: return value.end(kind == .lowest, isWord: isWord)
        case .fact(let slot) where known[Int(slot)] == nil:
            return value.end(kind == .lowest, isWord: isWord)
        case .judged(let slot, let low, let high) where known[Int(slot)] == nil:
            return registers[Int(kind == .lowest ? low : high)]
        case .between(let low, let high): return registers[Int(kind == .lowest ? low : high)]
        case .quotient(_, let divisor)
        where registers[Int(divisor)].isExact && registers[Int(divisor)].holdsZero:
            // Anything, so the largest that later instructions have room for.
            let limit = Int128(clamping: program.registers[number].numeratorLimit)
            return Interval(Fraction(kind == .lowest ? -limit : limit, 1))
        default: return value
        }
    }
}

extension Interval {
    /// The lowest or the highest alone; of words the first or the last.
    fileprivate func end(_ isLowest: Bool, isWord: Bool) -> Interval {
        guard isWord else { return Interval(isLowest ? low : high) }
        let bit = isLowest ? mask.trailingZeroBitCount : 63 - mask.leadingZeroBitCount
        return mask == 0 ? self : .words(1 << UInt64(bit))
    }
}

extension PolicyProgram {
    /// The registers that one rests on, itself among them.
    fileprivate func rests(on register: Int32) -> Set<Int> {
        var found: Set<Int> = [Int(register)]
        for number in stride(from: Int(register), through: 0, by: -1) where found.contains(number) {
            found.formUnion(operands(of: instructions[number]).map { Int($0) })
        }
        return found
    }

    /// The registers that an instruction reads.
    func operands(of instruction: PolicyInstruction) -> [Int32] {
        switch instruction {
        case .constant, .fact, .exists: []
        case .judged(_, let low, let high): [low, high]
        case .scaled(let one, _), .negative(let one), .not(let one), .among(let one, _), .year(let one):
            [one]
        case .between(let one, let other), .sum(let one, let other), .difference(let one, let other),
            .product(let one, let other), .quotient(let one, let other), .minimum(let one, let other),
            .maximum(let one, let other), .compared(_, let one, let other), .sameWord(let one, let other),
            .and(let one, let other), .or(let one, let other), .years(let one, let other):
            [one, other]
        case .choice(let flag, let one, let other), .choiceOfWords(let flag, let one, let other):
            [flag, one, other]
        case .bands(let number): [tables.bands[Int(number)].of] + tables.bands[Int(number)].values
        case .match(let number): [tables.matches[Int(number)].of] + tables.matches[Int(number)].values
        }
    }
}

extension PolicyInstruction {
    /// The slot of the fact that it reads.
    fileprivate var slot: Int? {
        switch self {
        case .fact(let slot), .exists(let slot, _), .judged(let slot, _, _): Int(slot)
        default: nil
        }
    }
}
