/// Comparisons, yes and no, and choices by them, over columns.
extension ColumnPlanner {
    typealias Flags = (low: ColumnSource, high: ColumnSource)

    /// Bytes of 1 and 0.
    func flags(_ value: ColumnValue) throws(ColumnsUnfit) -> Flags {
        switch value {
        case .flag(let low, let high): return (low, high)
        case .uniform(let interval): return (.byte(interval.isYes ? 1 : 0), .byte(interval.isNo ? 0 : 1))
        case .number, .word, .mask: throw ColumnsUnfit()
        }
    }

    mutating func negated(_ value: ColumnValue) throws(ColumnsUnfit) -> ColumnValue {
        let (low, high) = try flags(value)
        let possible = emit(.not, [low])
        return .flag(low: low == high ? possible : emit(.not, [high]), high: possible)
    }

    mutating func joined(_ left: Int32, _ right: Int32, isAll: Bool) throws(ColumnsUnfit) -> ColumnValue {
        for (one, other) in [(left, right), (right, left)] {
            guard case .uniform(let value) = at(one) else { continue }
            if isAll ? value.isYes : value.isNo { return at(other) }
            if isAll ? value.isNo : value.isYes { return .uniform(value) }
        }
        let (one, other) = (try flags(at(left)), try flags(at(right)))
        return joined(one, other, isAll: isAll)
    }

    private mutating func joined(_ one: Flags, _ other: Flags, isAll: Bool) -> ColumnValue {
        let kernel: ColumnStep.Kernel = isAll ? .and : .or
        let low = emit(kernel, [one.low, other.low])
        guard one.low != one.high || other.low != other.high else { return .flag(low: low, high: low) }
        return .flag(low: low, high: emit(kernel, [one.high, other.high]))
    }

    // MARK: Comparisons

    mutating func compared(
        _ relation: Relation, _ left: Int32, _ right: Int32, _ register: Int32
    ) throws(ColumnsUnfit) -> ColumnValue {
        switch relation {
        case .greater: return try compared(.less, right, left, register)
        case .greaterOrEqual: return try compared(.lessOrEqual, right, left, register)
        case .unequal:
            // A doubt about equality would be settled the wrong way round.
            return try negated(try equality(left, right))
        case .equal: return try equality(left, right)
        case .less, .lessOrEqual: break
        }
        var (one, other) = try pair(left, right)
        if let sure = sureAnswer(relation, one, other) { return .uniform(Interval(sure)) }
        let isLess = relation == .less
        let isSingle = one.isSingle && other.isSingle
        if !isSingle { (one, other) = (spread(one), spread(other)) }
        let kernel: ColumnStep.Kernel = isLess ? .less(negated: false) : .lessOrEqual(negated: false)
        let low = emit(kernel, [one.high.source, other.low.source])
        var high = low
        if !isSingle {
            high = emit(kernel, [one.low.source, other.high.source])
        } else if one.mayBeBoundless || other.mayBeBoundless {
            let opposite: ColumnStep.Kernel = isLess ? .lessOrEqual(negated: true) : .less(negated: true)
            high = emit(opposite, [other.low.source, one.high.source])
        }
        var doubts = doubt(one.high, other.low)
        if !isSingle { doubts += doubt(one.low, other.high) }
        return settled(low, high, doubts, register)
    }

    /// What holds for all firms, by the bounds alone.
    private func sureAnswer(_ relation: Relation, _ one: ColumnNumber, _ other: ColumnNumber) -> Bool? {
        guard !one.mayBeBoundless, !other.mayBeBoundless, one.low.isExact, one.high.isExact,
            other.low.isExact,
            other.high.isExact
        else { return nil }
        let (high, low) = (one.high.most, one.low.least)
        if relation == .less ? high < other.low.least : high <= other.low.least { return true }
        return (relation == .less ? low >= other.high.most : low > other.high.most) ? false : nil
    }

    private mutating func equality(_ left: Int32, _ right: Int32) throws(ColumnsUnfit) -> ColumnValue {
        if let isWithin = try isInYear(left, right) { return isWithin }
        if let isWithin = try isInYear(right, left) { return isWithin }
        var (one, other) = try pair(left, right)
        guard one.low.isExact, one.high.isExact, other.low.isExact, other.high.isExact else {
            throw ColumnsUnfit()
        }
        if one.isSingle, other.isSingle, !one.mayBeBoundless, !other.mayBeBoundless {
            let same = emit(.equal, [one.low.source, other.low.source])
            return .flag(low: same, high: same)
        }
        (one, other) = (spread(one), spread(other))
        // What is the same for every firm and exact needs no look.
        var low = emit(.equal, [one.low.source, other.low.source])
        for ends in [one, other] where ends.low.source != ends.high.source || !ends.low.source.isConstant {
            low = emit(.and, [low, emit(.equal, [ends.low.source, ends.high.source])])
        }
        let high = emit(
            .and,
            [
                emit(.lessOrEqual(negated: false), [one.low.source, other.high.source]),
                emit(.lessOrEqual(negated: false), [other.low.source, one.high.source]),
            ])
        return .flag(low: low, high: high)
    }

    // MARK: Doubts

    /// Where floating point may have put two numbers in the wrong order; nothing where it can't.
    mutating func doubt(_ one: ColumnEnd, _ other: ColumnEnd) -> [ColumnDoubt.Pair] {
        if one.isExact, other.isExact { return [] }
        guard one.isWithin || other.isWithin else {
            if ColumnPlanner.areApart(one, other) { return [] }
            let (left, right) = one.divisor == nil ? (other, one) : (one, other)
            return [
                ColumnDoubt.Pair(
                    one: left.source, limits: [right.source], error: nil, divisor: left.divisor,
                    safeDivisors: [ColumnPlanner.safeDivisor(right)])
            ]
        }
        // What is only rounded adds its own magnitude where the pass is done.
        let errors = [one, other].filter(\.isWithin).map(\.error)
        let error = column(errors.dropFirst().reduce(errors[0], +))
        let (left, right) = one.isWithin ? (one, other) : (other, one)
        return [
            ColumnDoubt.Pair(
                one: left.source, limits: [right.source], error: error, divisor: nil, safeDivisors: [])
        ]
    }

    /// Whether two rounded numbers that are equal must have been equal: fractions that differ are
    /// further apart.
    static func areApart(_ one: ColumnEnd, _ other: ColumnEnd) -> Bool {
        let magnitude = min(one.magnitude, other.magnitude)
        guard magnitude.isFinite, one.part.isFinite, other.part.isFinite else { return false }
        // 2^-52, and a little more for the roundings of this very line.
        return magnitude * one.part * other.part * 2.3e-16 < 1
    }

    /// Up to this divisor a quotient that equals the rounded number is the number.
    static func safeDivisor(_ limit: ColumnEnd) -> Double {
        1 / (max(limit.magnitude, 1e-300) * limit.part * 2.3e-16)
    }

    /// All instructions that lead to a register, and the facts that they read.
    private func exactInstructions(_ register: Int32) -> (instructions: [Int32], facts: [Int]) {
        var isNeeded: Set<Int32> = [register]
        var order: [Int32] = []
        var facts: Set<Int> = []
        for one in (0...register).reversed() where isNeeded.contains(one) {
            order.append(one)
            let instruction = program.instructions[Int(one)]
            isNeeded.formUnion(ColumnPlanner.operands(instruction, program.tables))
            switch instruction {
            case .fact(let slot), .exists(let slot, _), .judged(let slot, _, _):
                facts.insert(program.tables.slots[Int(slot)].fact)
            default: break
            }
        }
        return (order.reversed(), facts.sorted())
    }

    mutating func settle(
        _ sources: [ColumnSource], _ doubts: [ColumnDoubt.Pair], _ register: Int32,
        times denominator: Int64? = nil
    ) {
        let (instructions, facts) = exactInstructions(register)
        let doubt = ColumnDoubt(
            pairs: doubts, register: register, instructions: instructions, facts: facts,
            denominator: denominator)
        var inputs: [ColumnSource] = []
        for pair in doubts {
            inputs += [pair.one] + pair.limits + [pair.error, pair.divisor].compactMap { $0 }
        }
        let outputs = sources.compactMap { if case .buffer(let buffer) = $0 { buffer } else { nil } }
        steps.append(ColumnStep(kernel: .settle(keep(doubt)), inputs: inputs, outputs: outputs))
    }

    private mutating func settled(
        _ low: ColumnSource, _ high: ColumnSource, _ doubts: [ColumnDoubt.Pair], _ register: Int32
    ) -> ColumnValue {
        if !doubts.isEmpty { settle(low == high ? [low] : [low, high], doubts, register) }
        return .flag(low: low, high: high)
    }

    // MARK: Choices

    mutating func choice(
        _ flag: Int32, _ left: Int32, _ right: Int32, _ register: Int32
    ) throws(ColumnsUnfit) -> ColumnValue {
        if case .uniform(let value) = at(flag), value.isYes || value.isNo {
            return at(value.isYes ? left : right)
        }
        let by = try flags(at(flag))
        if program.registers[Int(register)].unit == .flag {
            return choice(by, try flags(at(left)), try flags(at(right)))
        }
        var (one, other) = try pair(left, right)
        let mayBeBoundless = one.mayBeBoundless || other.mayBeBoundless
        let isSure = by.low == by.high
        let isSingle = isSure && one.isSingle && other.isSingle
        if !isSingle { (one, other) = (spread(one), spread(other)) }
        let low = choice(by, one.low, other.low, isLow: true)
        let high = isSingle ? low : choice(by, one.high, other.high, isLow: false)
        return .number(
            ColumnNumber(
                low: low, high: high, isSingle: isSingle, mayBeBoundless: mayBeBoundless,
                denominator: one.denominator,
                mayBeHalfBoundless: one.mayBeHalfBoundless || other.mayBeHalfBoundless))
    }

    private mutating func choice(
        _ by: Flags, _ one: ColumnEnd, _ other: ColumnEnd, isLow: Bool
    ) -> ColumnEnd {
        ColumnEnd(
            source: chosen(by, one.source, other.source, isLow: isLow),
            accuracy: either(one, other),
            least: min(one.least, other.least), most: max(one.most, other.most),
            part: max(one.part, other.part))
    }

    private mutating func chosen(
        _ by: Flags, _ one: ColumnSource, _ other: ColumnSource, isLow: Bool
    ) -> ColumnSource {
        let low = wide(by.low)
        if by.low != by.high { return emit(.selectOpen(isLow: isLow), [low, wide(by.high), one, other]) }
        return other == .constant(0) ? emit(.selectOrZero, [low, one]) : emit(.select, [low, one, other])
    }

    private mutating func wide(_ flags: ColumnSource) -> ColumnSource {
        if let widened = widened[flags] { return widened }
        let widened = emit(.widenFlag, [flags])
        self.widened[flags] = widened
        return widened
    }

    private mutating func choice(_ by: Flags, _ one: Flags, _ other: Flags) -> ColumnValue {
        func chosen(
            _ it: inout ColumnPlanner, _ yes: ColumnSource, _ no: ColumnSource, _ left: ColumnSource,
            _ right: ColumnSource
        ) -> ColumnSource {
            it.emit(.or, [it.emit(.and, [yes, left]), it.emit(.and, [no, right])])
        }
        let (surelyNot, maybeNot) = (emit(.not, [by.high]), emit(.not, [by.low]))
        let both = emit(.and, [one.low, other.low])
        let low = emit(.or, [both, chosen(&self, by.low, surelyNot, one.low, other.low)])
        return .flag(low: low, high: chosen(&self, by.high, maybeNot, one.high, other.high))
    }
}
