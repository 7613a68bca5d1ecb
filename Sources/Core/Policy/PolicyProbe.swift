/// One firm decided again and again with some facts anywhere in a range: only what hangs on them is reckoned
/// anew.
///
/// What stays unknown, or is left to judgement, keeps an answer open however small the range is. So an open
/// range is looked at with every such thing at its lowest or its highest, in patterns of which any two
/// facts take all four: where one pattern gives a sure no, no value of the range gives a sure yes.
final class PolicyProbe {
    /// How many facts can be moved: one bit each.
    static let factLimit = 64

    /// Decisions made so far.
    private(set) var runs = 0
    /// The verdict as things are.
    let present: PolicyDecision.Answer

    private let program: PolicyProgram
    private let verdict: Int
    /// The slots of the facts that may move, by their bits.
    private let slots: [Int]
    /// For each register the facts that may move it, where the verdict hangs on it.
    private let moved: [UInt64]
    private let whole: Sample
    /// Patterns of what isn't certain, the last that said no first; empty where all is certain.
    private var samples: [Sample]

    /// The facts are places in the table of facts, at most `factLimit`.
    init(_ program: PolicyProgram, verdict: Int32, _ facts: FactValues, moving places: [Int]) {
        self.program = program
        self.verdict = Int(verdict)
        let slotOfFact = Dictionary(
            program.tables.slots.enumerated().map { ($1.fact, $0) }, uniquingKeysWith: { first, _ in first })
        slots = places.map { slotOfFact[$0] ?? -1 }
        let known = program.tables.slots.map { $0.value(facts.values) }
        moved = PolicyProbe.moved(program, verdict, slots)
        let whole = Sample(nil, program, known)
        self.whole = whole
        present = PolicyDecision.Answer(whole[Int(verdict)])
        let isCertain = program.rests(on: verdict).allSatisfy { whole.isExact($0, program) }
        samples = isCertain ? [] : SamplePattern.all(program).map { Sample($0, program, known) }
    }

    /// Whether the verdict hangs on the fact of that bit at all.
    func matters(_ bit: Int) -> Bool { moved[verdict] & (1 << UInt64(bit)) != 0 }

    /// The verdict with these facts, given by their bits, anywhere in their ranges, all others as they are:
    /// yes where it is yes everywhere, no where it is a sure yes nowhere.
    func answer(_ ranges: some Collection<(bit: Int, range: Interval)>) -> PolicyDecision.Answer {
        let answer = run(whole, ranges)
        guard answer == .open else { return answer }
        for place in samples.indices where run(samples[place], ranges) == .no {
            samples.swapAt(0, place)
            return .no
        }
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

    /// After an open answer: the facts moved that what is open hangs on, by their bits. Along any other the
    /// verdict stays what it is.
    var open: UInt64 {
        var (bits, rest): (UInt64, [Int]) = (0, [verdict])
        while let register = rest.popLast() {
            guard !whole[register].isYes, !whole[register].isNo else { continue }
            switch program.instructions[register] {
            case .and(let one, let other), .or(let one, let other): rest += [Int(one), Int(other)]
            case .not(let one): rest.append(Int(one))
            default: bits |= moved[register]
            }
        }
        return bits
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

/// Which of the things that aren't certain are at their lowest: by a bit of their numbers, or all alike.
private struct SamplePattern {
    let bit: Int?
    let isFlipped: Bool

    func isLowest(_ number: Int) -> Bool { (bit.map { number >> $0 & 1 == 1 } ?? true) != isFlipped }

    /// All low, all high, and each bit of the numbers of slots both ways.
    static func all(_ program: PolicyProgram) -> [SamplePattern] {
        let bits = Int.bitWidth - max(program.tables.slots.count - 1, 0).leadingZeroBitCount
        let choices: [Int?] = [nil] + (0..<bits).map { $0 }
        return choices.flatMap {
            [SamplePattern(bit: $0, isFlipped: false), SamplePattern(bit: $0, isFlipped: true)]
        }
    }
}

/// All registers of one firm, kept from run to run.
private final class Sample {
    /// Nil where what isn't certain keeps its range.
    let pattern: SamplePattern?
    var known: [Interval?]
    private let base: [Interval]
    private let untouched: [Interval?]
    private let registers: UnsafeMutableBufferPointer<Interval>
    /// The facts moved in the last run.
    private var last: UInt64 = 0

    init(_ pattern: SamplePattern?, _ program: PolicyProgram, _ known: [Interval?]) {
        (self.pattern, self.known, untouched) = (pattern, known, known)
        let registers = UnsafeMutableBufferPointer<Interval>.allocate(capacity: program.decidingCount)
        for number in 0..<program.decidingCount {
            let value = Sample.value(program, number, UnsafeBufferPointer(registers), known, pattern)
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
            registers[number] = Sample.value(program, number, before, known, pattern)
        }
    }

    @inline(__always)
    private static func value(
        _ program: PolicyProgram, _ number: Int, _ registers: UnsafeBufferPointer<Interval>,
        _ known: [Interval?], _ pattern: SamplePattern?
    ) -> Interval {
        let instruction = program.instructions[number]
        let value = instruction.value(registers, program.tables) { known[$0] }
        guard let pattern else { return value }
        let isWord = program.registers[number].unit.isWord
        switch instruction {
        case .constant: return value.end(pattern.isLowest(number), isWord: isWord)
        case .fact(let slot) where known[Int(slot)] == nil:
            return value.end(pattern.isLowest(Int(slot)), isWord: isWord)
        case .judged(let slot, let low, let high) where known[Int(slot)] == nil:
            return registers[Int(pattern.isLowest(Int(slot)) ? low : high)]
        case .between(let low, let high): return registers[Int(pattern.isLowest(number) ? low : high)]
        case .quotient(_, let divisor)
        where registers[Int(divisor)].isExact && registers[Int(divisor)].holdsZero:
            // Anything, so the largest that later instructions have room for.
            let limit = Int128(clamping: program.registers[number].numeratorLimit)
            return Interval(Fraction(pattern.isLowest(number) ? -limit : limit, 1))
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
