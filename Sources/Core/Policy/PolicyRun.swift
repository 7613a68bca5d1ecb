/// One firm through one program, from the first instruction to the last.
public struct PolicyRun: Sendable {
    /// What each register holds.
    public let registers: [Interval]

    /// With `isWhole` also what only readers ask for.
    public init(_ program: PolicyProgram, _ facts: FactValues, isWhole: Bool = false) {
        let count = isWhole ? program.instructions.count : program.decidingCount
        registers = Array(unsafeUninitializedCapacity: count) { registers, filled in
            let known = program.tables.slots.map { $0.value(facts.values) }
            known.withUnsafeBufferPointer { program.run(count, $0, into: registers) }
            filled = count
        }
    }

    public subscript(register: Int32) -> Interval { registers[Int(register)] }
}

/// Room for the registers of one program, so that run after run allocates nothing.
public final class PolicyBuffer {
    public let program: PolicyProgram
    private let registers: UnsafeMutableBufferPointer<Interval>
    private let known: UnsafeMutableBufferPointer<Interval?>

    public init(_ program: PolicyProgram) {
        self.program = program
        registers = .allocate(capacity: max(program.decidingCount, 1))
        registers.initialize(repeating: .no)
        known = .allocate(capacity: max(program.tables.slots.count, 1))
        known.initialize(repeating: nil)
    }

    deinit {
        registers.deallocate()
        known.deallocate()
    }

    /// Decides for a firm; what came out is read by register until the next run.
    public func run(_ facts: FactValues) {
        for (number, slot) in program.tables.slots.enumerated() { known[number] = slot.value(facts.values) }
        program.run(program.decidingCount, UnsafeBufferPointer(known), into: registers)
    }

    public subscript(register: Int32) -> Interval { registers[Int(register)] }
}

extension PolicyProgram {
    /// Fills the first registers; `known` has an entry for each slot.
    fileprivate func run(
        _ count: Int, _ known: UnsafeBufferPointer<Interval?>,
        into registers: UnsafeMutableBufferPointer<Interval>
    ) {
        let before = UnsafeBufferPointer(registers)
        instructions.withUnsafeBufferPointer { instructions in
            for number in 0..<count {
                let value = instructions[number].value(before, tables) { known[$0] }
                registers.initializeElement(at: number, to: value)
            }
        }
    }
}
