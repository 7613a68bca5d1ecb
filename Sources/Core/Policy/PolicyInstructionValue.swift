/// What one instruction makes of what is known: the one place where the meaning of the language is said.
extension PolicyInstruction {
    /// The value of the instruction's register, from those before it.
    func value(_ registers: [Interval], _ tables: PolicyTables, _ facts: [Int64?]) -> Interval {
        registers.withUnsafeBufferPointer { registers in
            value(registers, tables) { tables.slots[$0].value(facts) }
        }
    }

    /// The same where `known` tells what is known of the fact of a slot: a value, or a range of them; nil
    /// where nothing is.
    @inline(__always)
    func value(
        _ registers: UnsafeBufferPointer<Interval>, _ tables: borrowing PolicyTables,
        known: (Int) -> Interval?
    ) -> Interval {
        func at(_ register: Int32) -> Interval { registers[Int(register)] }
        switch self {
        case .constant(let number): return tables.constants[Int(number)]
        case .fact(let slot): return known(Int(slot)) ?? tables.slots[Int(slot)].bounds
        case .exists(let slot, let day):
            guard let registered = known(Int(slot)) else { return .yes }
            return registered.compared(.lessOrEqual, Interval(Fraction(Int128(day.number), 1)))
        case .judged(let slot, let low, let high):
            return known(Int(slot)) ?? at(low).through(at(high))
        case .between(let low, let high): return at(low).through(at(high))
        case .scaled(let one, let factor): return at(one).scaled(by: Int128(factor))
        case .negative(let one): return -at(one)
        case .sum(let one, let other): return at(one) + at(other)
        case .difference(let one, let other): return at(one) - at(other)
        case .product(let one, let other): return at(one) * at(other)
        case .quotient(let one, let other): return at(one) / at(other)
        case .minimum(let one, let other): return at(one).minimum(at(other))
        case .maximum(let one, let other): return at(one).maximum(at(other))
        case .compared(let relation, let one, let other): return at(one).compared(relation, at(other))
        case .sameWord(let one, let other): return at(one).sameWord(at(other))
        case .among(let one, let words): return at(one).among(words)
        case .not(let one): return at(one).negated
        case .and(let one, let other): return at(one).and(at(other))
        case .or(let one, let other): return at(one).or(at(other))
        case .choice(let flag, let one, let other):
            return at(flag).isYes
                ? at(one) : at(flag).isNo ? at(other) : at(one).union(at(other), isWord: false)
        case .choiceOfWords(let flag, let one, let other):
            return at(flag).isYes
                ? at(one) : at(flag).isNo ? at(other) : at(one).union(at(other), isWord: true)
        case .bands(let number): return tables.bands[Int(number)].value(registers)
        case .match(let number): return tables.matches[Int(number)].value(registers)
        case .years(let one, let other):
            return Interval(
                Fraction(wholeYears(at(one).high, at(other).low), 1),
                Fraction(wholeYears(at(one).low, at(other).high), 1))
        case .year(let one):
            return Interval(Fraction(calendarYear(at(one).low), 1), Fraction(calendarYear(at(one).high), 1))
        }
    }
}

extension Interval {
    /// From this one's lowest to the other's highest, whichever of them is lower.
    func through(_ other: Interval) -> Interval { Interval(min(low, other.low), max(high, other.high)) }
}

extension PolicyTables.FactSlot {
    /// What is known of the fact; nil where it is not.
    @inline(__always)
    func value(_ facts: [Int64?]) -> Interval? { value(known: facts[fact]) }

    @inline(__always)
    func value(known: Int64?) -> Interval? {
        guard let value = known else { return nil }
        return isWord ? .words(1 << UInt64(value)) : Interval(Fraction(Int128(value), denominator))
    }
}

extension PolicyTables.BandTable {
    /// The steps that a value may fall into, from the lowest to the highest.
    func steps(_ value: Interval) -> ClosedRange<Int> {
        let first = step(value.low)
        return first...(value.isExact ? first : step(value.high))
    }

    private func step(_ value: Fraction) -> Int {
        var step = 0
        while step < limits.count, isUpperInclusive ? limits[step] < value : limits[step] <= value {
            step += 1
        }
        return step
    }

    @inline(__always)
    func value(_ registers: UnsafeBufferPointer<Interval>) -> Interval {
        let steps = self.steps(registers[Int(of)])
        var value = registers[Int(values[steps.lowerBound])]
        for step in steps.dropFirst() {
            value = value.union(registers[Int(values[step])], isWord: isWord)
        }
        return value
    }
}

extension PolicyTables.MatchTable {
    @inline(__always)
    func value(_ registers: UnsafeBufferPointer<Interval>) -> Interval {
        var rest = registers[Int(of)].mask
        var value = registers[Int(values[rest.trailingZeroBitCount])]
        rest &= rest &- 1
        while rest != 0 {
            value = value.union(registers[Int(values[rest.trailingZeroBitCount])], isWord: isWord)
            rest &= rest &- 1
        }
        return value
    }
}

/// Whole years from one day to another; negative where the other is earlier.
func wholeYears(_ from: Fraction, _ to: Fraction) -> Int128 {
    let (one, other) = (from.day, to.day)
    if other < one { return -wholeYears(to, from) }
    let (start, end) = (one.components, other.components)
    let isBefore = (end.month, end.day) < (start.month, start.day)
    return Int128(end.year - start.year - (isBefore ? 1 : 0))
}

func calendarYear(_ day: Fraction) -> Int128 { Int128(day.day.year) }

extension Fraction {
    /// The day with that number.
    var day: Day { Day(number: Int32(clamping: numerator)) }
}
