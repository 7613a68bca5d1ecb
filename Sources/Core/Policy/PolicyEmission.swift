/// Instructions with their sizes: each is written once, folded where it is constant, and refused where it
/// could overflow.
extension PolicyCompiler {
    /// Numerators and denominators of 128 bits hold a little more.
    static let sizeLimit: UInt128 = (0..<36).reduce(1) { power, _ in power * 10 }
    /// Denominators that registers share.
    static let denominatorLimit: Int128 = 1_000_000_000_000

    struct Size {
        var numerator: UInt128
        var denominator: UInt128
        /// The denominator of all values.
        var fixed: Int128?

        static let one = Size(numerator: 1, denominator: 1, fixed: 1)
    }

    func isConstant(_ register: Int32) -> Bool {
        if case .constant = instructions[Int(register)] { return true }
        return false
    }

    func unit(_ register: Int32) -> PolicyUnit { registers[Int(register)].unit }

    func size(_ register: Int32) -> Size {
        let type = registers[Int(register)]
        return Size(
            numerator: type.numeratorLimit, denominator: type.denominatorLimit, fixed: type.denominator)
    }

    mutating func constant(_ value: Interval, _ unit: PolicyUnit) throws(LocatedFault) -> Int32 {
        if let number = tables.constants.firstIndex(of: value) {
            if let register = known[Key(instruction: .constant(Int32(number)), unit: unit)] {
                return register
            }
            return try append(.constant(Int32(number)), unit, size(of: value))
        }
        tables.constants.append(value)
        return try append(.constant(Int32(tables.constants.count - 1)), unit, size(of: value))
    }

    func size(of value: Interval) -> Size {
        Size(
            numerator: max(value.low.numerator.magnitude, value.high.numerator.magnitude),
            denominator: max(value.low.denominator, value.high.denominator, 1).magnitude,
            fixed: value.low.denominator == value.high.denominator && value.isFinite
                ? value.low.denominator : nil)
    }

    /// Writes an instruction, or finds where it already stands.
    mutating func write(
        _ instruction: PolicyInstruction, _ unit: PolicyUnit, reading operands: [Int32], _ size: Size
    ) throws(LocatedFault) -> Int32 {
        if let register = known[Key(instruction: instruction, unit: unit)] { return register }
        guard size.numerator <= PolicyCompiler.sizeLimit, size.denominator <= PolicyCompiler.sizeLimit else {
            throw LocatedFault(here, .numberTooLarge)
        }
        if !operands.isEmpty, operands.allSatisfy(isConstant) {
            let register = try constant(instruction.value(ranges, tables, unknownFacts), unit)
            known[Key(instruction: instruction, unit: unit)] = register
            return register
        }
        return try append(instruction, unit, size)
    }

    private mutating func append(
        _ instruction: PolicyInstruction, _ unit: PolicyUnit, _ size: Size
    ) throws(LocatedFault) -> Int32 {
        guard instructions.count < PolicyCompiler.instructionLimit else {
            throw LocatedFault(here, .tooMany("instructions", PolicyCompiler.instructionLimit))
        }
        let range = instruction.value(ranges, tables, unknownFacts)
        instructions.append(instruction)
        ranges.append(range)
        registers.append(
            PolicyRegister(
                unit: unit, denominator: size.fixed, range: range, numeratorLimit: size.numerator,
                denominatorLimit: size.denominator))
        let register = Int32(instructions.count - 1)
        known[Key(instruction: instruction, unit: unit)] = register
        return register
    }

    /// A product that stops at the largest number, which is refused.
    static func times(_ left: UInt128, _ right: UInt128) -> UInt128 {
        let product = left.multipliedReportingOverflow(by: right)
        return product.overflow ? .max : product.partialValue
    }

    static func plus(_ left: UInt128, _ right: UInt128) -> UInt128 {
        let sum = left.addingReportingOverflow(right)
        return sum.overflow ? .max : sum.partialValue
    }

    // MARK: One denominator

    /// The registers over one denominator, where all of theirs are fixed and the common one is small enough.
    mutating func aligned(_ list: [Int32]) throws(LocatedFault) -> [Int32] {
        var common: Int128 = 1
        for register in list {
            guard let fixed = size(register).fixed else { return list }
            common = common / greatestCommonDivisor(common, fixed) * fixed
            guard common <= PolicyCompiler.denominatorLimit else { return list }
        }
        var result: [Int32] = []
        for register in list { result.append(try scaled(register, to: common)) }
        return result
    }

    private mutating func scaled(_ register: Int32, to denominator: Int128) throws(LocatedFault) -> Int32 {
        let size = self.size(register)
        guard let fixed = size.fixed, fixed != denominator else { return register }
        let factor = denominator / fixed
        let scaled = Size(
            numerator: PolicyCompiler.times(size.numerator, factor.magnitude),
            denominator: denominator.magnitude,
            fixed: denominator)
        return try write(.scaled(register, Int64(factor)), unit(register), reading: [register], scaled)
    }

    /// The size of what may be any of them.
    func widest(_ list: [Int32]) -> Size {
        var wide = size(list[0])
        for register in list.dropFirst() {
            let size = self.size(register)
            wide.numerator = max(wide.numerator, size.numerator)
            wide.denominator = max(wide.denominator, size.denominator)
            if wide.fixed != size.fixed { wide.fixed = nil }
        }
        return wide
    }

    // MARK: Arithmetic

    mutating func add(
        _ left: Int32, _ right: Int32, minus: Bool, _ unit: PolicyUnit
    ) throws(LocatedFault) -> Int32 {
        let pair = try aligned([left, right])
        let (one, other) = (size(pair[0]), size(pair[1]))
        var size = Size(
            numerator: PolicyCompiler.plus(
                PolicyCompiler.times(one.numerator, other.denominator),
                PolicyCompiler.times(other.numerator, one.denominator)),
            denominator: PolicyCompiler.times(one.denominator, other.denominator), fixed: nil)
        if let fixed = one.fixed, fixed == other.fixed {
            size = Size(
                numerator: PolicyCompiler.plus(one.numerator, other.numerator), denominator: fixed.magnitude,
                fixed: fixed)
        }
        let instruction: PolicyInstruction = minus ? .difference(pair[0], pair[1]) : .sum(pair[0], pair[1])
        return try write(instruction, unit, reading: pair, size)
    }

    mutating func multiply(
        _ left: Int32, _ right: Int32, _ unit: PolicyUnit
    ) throws(LocatedFault) -> Int32 {
        let (one, other) = (size(left), size(right))
        var size = Size(
            numerator: PolicyCompiler.times(one.numerator, other.numerator),
            denominator: PolicyCompiler.times(one.denominator, other.denominator), fixed: nil)
        if let first = one.fixed, let second = other.fixed {
            let product = first.multipliedReportingOverflow(by: second)
            if !product.overflow, product.partialValue <= PolicyCompiler.denominatorLimit {
                size.fixed = product.partialValue
            }
        }
        return try write(.product(left, right), unit, reading: [left, right], size)
    }

    mutating func divide(
        _ left: Int32, _ right: Int32, _ unit: PolicyUnit
    ) throws(LocatedFault) -> Int32 {
        let (one, other) = (size(left), size(right))
        var size = Size(
            numerator: PolicyCompiler.times(one.numerator, other.denominator),
            denominator: PolicyCompiler.times(one.denominator, other.numerator), fixed: nil)
        let divisor = ranges[Int(right)]
        let isLike = one.fixed != nil && one.fixed == other.fixed
        if isLike {
            size = Size(numerator: one.numerator, denominator: max(other.numerator, 1), fixed: nil)
        }
        if isConstant(right), divisor.isExact, !divisor.holdsZero, let fixed = one.fixed, other.fixed != nil {
            let denominator = PolicyCompiler.times(
                isLike ? 1 : fixed.magnitude, divisor.low.numerator.magnitude)
            if denominator <= PolicyCompiler.denominatorLimit.magnitude { size.fixed = Int128(denominator) }
        }
        return try write(.quotient(left, right), unit, reading: [left, right], size)
    }

    mutating func both(_ left: Int32, _ right: Int32) throws(LocatedFault) -> Int32 {
        if isConstant(left), ranges[Int(left)].isYes { return right }
        return try write(.and(left, right), .flag, reading: [left, right], .one)
    }

    mutating func either(_ left: Int32, _ right: Int32) throws(LocatedFault) -> Int32 {
        if isConstant(left), ranges[Int(left)].isNo { return right }
        return try write(.or(left, right), .flag, reading: [left, right], .one)
    }

    /// One of two by yes or no.
    mutating func choose(
        _ flag: Int32, _ left: Int32, _ right: Int32, _ unit: PolicyUnit
    ) throws(LocatedFault) -> Int32 {
        if unit.isWord {
            return try write(.choiceOfWords(flag, left, right), unit, reading: [flag, left, right], .one)
        }
        let pair = try aligned([left, right])
        return try write(
            .choice(flag, pair[0], pair[1]), unit, reading: [flag] + pair, widest(pair))
    }
}
