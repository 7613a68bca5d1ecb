/// One firm through one program, from the first instruction to the last.
public struct PolicyRun: Sendable {
    /// What each register holds.
    public let registers: [Interval]

    /// With `isWhole` also what only readers ask for.
    public init(_ program: PolicyProgram, _ facts: FactValues, isWhole: Bool = false) {
        let count = isWhole ? program.instructions.count : program.decidingCount
        var registers: [Interval] = []
        registers.reserveCapacity(program.instructions.count)
        program.instructions.withUnsafeBufferPointer { instructions in
            for instruction in instructions.prefix(count) {
                registers.append(instruction.value(registers, program.tables, facts.values))
            }
        }
        self.registers = registers
    }

    public subscript(register: Int32) -> Interval { registers[Int(register)] }
}
