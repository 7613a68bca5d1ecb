/// Quotients and years over columns.
extension ColumnPlanner {
    // MARK: Quotients

    mutating func quotient(_ left: Int32, _ right: Int32) throws(ColumnsUnfit) -> ColumnNumber {
        if case .uniform(let divisor) = at(right), divisor.isExact, divisor.isFinite, !divisor.holdsZero {
            return try quotient(try number(left), by: divisor.low.reduced)
        }
        let (one, other) = try pair(left, right)
        let mayHoldZero = other.low.least <= 0 && other.high.most >= 0
        let isSingle = one.isSingle && other.isSingle
        if !isSingle, one.low.least >= 0, other.low.least >= 0 {
            return try positiveQuotient(spread(one), spread(other), mayHoldZero: mayHoldZero)
        }
        var result = try hull(one, other, times: 1) { (it, left, right) throws(ColumnsUnfit) in
            try it.quotient(left, right, mayBeZero: isSingle && mayHoldZero)
        }
        guard mayHoldZero else { return result }
        result.mayBeBoundless = true
        return isSingle ? result : withoutZero(result, spread(other))
    }

    private mutating func positiveQuotient(
        _ one: ColumnNumber, _ other: ColumnNumber, mayHoldZero: Bool
    ) throws(ColumnsUnfit) -> ColumnNumber {
        let low = try quotient(one.low, other.high, mayBeZero: false)
        let high = try quotient(one.high, other.low, mayBeZero: false)
        let mayBeBoundless = one.mayBeBoundless || other.mayBeBoundless
        let result = ColumnNumber(
            low: low, high: high, isSingle: false, mayBeBoundless: mayBeBoundless || mayHoldZero,
            denominator: 1)
        let bounded = bounded(result, by: one, other)
        return mayHoldZero ? withoutZero(bounded, other) : bounded
    }

    private mutating func withoutZero(_ result: ColumnNumber, _ divisor: ColumnNumber) -> ColumnNumber {
        var bounded = result
        let ends = [divisor.low.source, divisor.high.source]
        bounded.low.source = emit(.whereZero(-.infinity), [result.low.source] + ends)
        bounded.high.source = emit(.whereZero(.infinity), [result.high.source] + ends)
        return bounded
    }

    private mutating func quotient(
        _ one: ColumnEnd, _ other: ColumnEnd, mayBeZero: Bool
    ) throws(ColumnsUnfit) -> ColumnEnd {
        guard !one.isWithin, !other.isWithin else { throw ColumnsUnfit() }
        let source = emit(mayBeZero ? .divideOrNone : .divide, [one.source, other.source])
        let isRounded = one.isExact && other.isExact
        let accuracy: ColumnEnd.Accuracy =
            isRounded ? .rounded : .within(ColumnError(source, weight: 3))
        // Whole divisors other than zero are 1 or more.
        let most = isRounded ? one.magnitude : .infinity
        var end = ColumnEnd(
            source: source, accuracy: accuracy, least: one.least >= 0 && other.least >= 0 ? 0 : -most,
            most: most, part: other.magnitude)
        end.divisor = isRounded ? other.source : nil
        return end
    }

    /// By the same for every firm.
    private mutating func quotient(_ one: ColumnNumber, by divisor: Fraction) throws(ColumnsUnfit)
        -> ColumnNumber
    {
        let positive = divisor.numerator < 0 ? try negative(one) : one
        let (numerator, denominator) = (divisor.numerator.magnitude, divisor.denominator)
        let whole = UInt128(positive.denominator.magnitude).multipliedReportingOverflow(by: numerator)
        guard !whole.overflow, whole.partialValue <= UInt128(PolicyCompiler.denominatorLimit),
            denominator <= Int128(PolicyCompiler.denominatorLimit)
        else { throw ColumnsUnfit() }
        var result = try times(positive, Int64(denominator))
        result.denominator = Int64(whole.partialValue)
        return result
    }

    // MARK: Days

    mutating func year(_ register: Int32) throws(ColumnsUnfit) -> ColumnNumber {
        let day = try number(register)
        guard day.denominator == 1, !day.mayBeBoundless, isNear(day) else { throw ColumnsUnfit() }
        var result = day
        result.low = yearEnd(emit(.year, [day.low.source]))
        result.high = day.isSingle ? result.low : yearEnd(emit(.year, [day.high.source]))
        return result
    }

    /// Whether a day lies in a year that is the same for every firm, without its year being looked up.
    mutating func isInYear(_ left: Int32, _ right: Int32) throws(ColumnsUnfit) -> ColumnValue? {
        guard case .year(let register) = program.instructions[Int(left)], !isUniform(left),
            case .uniform(let interval) = at(right), interval.isExact, interval.low.denominator == 1,
            let year = Int(exactly: interval.low.numerator),
            let first = Day(year, 1, 1), let last = Day(year, 12, 31)
        else { return nil }
        let day = try number(register)
        guard day.low.isExact, day.high.isExact else { return nil }
        func isReached(_ end: ColumnEnd) -> ColumnSource {
            emit(.lessOrEqual(negated: false), [.constant(Double(first.number)), end.source])
        }
        func isNotPassed(_ end: ColumnEnd) -> ColumnSource {
            emit(.lessOrEqual(negated: false), [end.source, .constant(Double(last.number))])
        }
        let low = emit(.and, [isReached(day.low), isNotPassed(day.high)])
        if day.isSingle { return .flag(low: low, high: low) }
        return .flag(low: low, high: emit(.and, [isReached(day.high), isNotPassed(day.low)]))
    }

    mutating func years(_ left: Int32, _ right: Int32) throws(ColumnsUnfit) -> ColumnNumber {
        let (one, other) = try pair(left, right)
        guard one.denominator == 1, !one.mayBeBoundless, !other.mayBeBoundless, isNear(one), isNear(other)
        else { throw ColumnsUnfit() }
        let isSingle = one.isSingle && other.isSingle
        let low = yearEnd(emit(.wholeYears, [one.high.source, other.low.source]))
        let high = isSingle ? low : yearEnd(emit(.wholeYears, [one.low.source, other.high.source]))
        return ColumnNumber(low: low, high: high, isSingle: isSingle, mayBeBoundless: false, denominator: 1)
    }

    private func isNear(_ day: ColumnNumber) -> Bool {
        max(day.low.magnitude, day.high.magnitude) < DayTable.limit
    }

    private func yearEnd(_ source: ColumnSource) -> ColumnEnd {
        ColumnEnd(source: source, accuracy: .exact, least: -100_000_000, most: 100_000_000)
    }
}
