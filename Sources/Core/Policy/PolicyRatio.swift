/// Which shares are one count for each of another, such as patents for each person: people read them as plain
/// numbers. The JSON of an explanation has them as it always had.
extension PolicyExplanation {
    /// Whether a register is such a quotient, or what one is compared with, unless the policy takes it as a
    /// share of a whole.
    public func isRatio(_ register: Int32) -> Bool {
        guard unitOf(register) == .share else { return false }
        if case .quotient(let one, let other) = program.instructions[Int(register)],
            unitOf(one) == .count, unitOf(other) == .count
        {
            return !isTakenAsShare(register)
        }
        guard isConstant(register) else { return false }
        let others = compared(with: register)
        return !others.isEmpty && others.allSatisfy { !isConstant($0) && isRatio($0) }
    }

    private func unitOf(_ register: Int32) -> PolicyUnit { program.registers[Int(register)].unit }

    private func isConstant(_ register: Int32) -> Bool {
        if case .constant = program.instructions[Int(register)] { true } else { false }
    }

    /// Whether bands part it, or it is compared with a share of a whole, which is at most one; bands that go
    /// beyond one part a number.
    private func isTakenAsShare(_ register: Int32) -> Bool {
        let isBanded = program.instructions.contains { instruction in
            guard case .bands(let table) = instruction else { return false }
            let bands = program.tables.bands[Int(table)]
            return bands.of == register && bands.limits.allSatisfy { $0 <= Fraction.one }
        }
        return isBanded
            || compared(with: register).contains { other in
                unitOf(other) == .share && self[other].low <= Fraction.one
            }
    }

    private func compared(with register: Int32) -> [Int32] {
        program.instructions.compactMap { instruction in
            guard case .compared(_, let left, let right) = instruction else { return nil }
            return left == register ? right : right == register ? left : nil
        }
    }
}
