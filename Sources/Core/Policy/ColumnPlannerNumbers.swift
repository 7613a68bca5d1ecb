/// Arithmetic over columns: which passes, and how far their results can be trusted.
extension ColumnPlanner {
    /// A number of its own denominator.
    mutating func number(_ register: Int32) throws(ColumnsUnfit) -> ColumnNumber { try number(at(register)) }

    mutating func number(_ value: ColumnValue) throws(ColumnsUnfit) -> ColumnNumber {
        switch value {
        case .number(let number): return number
        case .uniform(let interval):
            let (low, high) = (interval.low.reduced.denominator, interval.high.reduced.denominator)
            let common = max(low, 1) / greatestCommonDivisor(max(low, 1), max(high, 1)) * max(high, 1)
            guard common <= Int128(PolicyCompiler.denominatorLimit) else { throw ColumnsUnfit() }
            return try uniform(interval, times: Int64(common))
        case .flag(let low, let high): return whole(low, high)
        case .word, .mask: throw ColumnsUnfit()
        }
    }

    /// Yes and no as 1 and 0.
    private mutating func whole(_ low: ColumnSource, _ high: ColumnSource) -> ColumnNumber {
        func end(_ it: inout ColumnPlanner, _ flags: ColumnSource) -> ColumnEnd {
            ColumnEnd(source: it.emit(.numberOfFlag, [flags]), accuracy: .exact, least: 0, most: 1)
        }
        let least = end(&self, low)
        return ColumnNumber(
            low: least, high: low == high ? least : end(&self, high), isSingle: low == high,
            mayBeBoundless: false,
            denominator: 1)
    }

    func ends(_ value: Interval, times denominator: Int64) throws(ColumnsUnfit) -> (ColumnEnd, ColumnEnd) {
        (try ColumnEnd(value.low, times: denominator), try ColumnEnd(value.high, times: denominator))
    }

    private func uniform(_ value: Interval, times denominator: Int64) throws(ColumnsUnfit) -> ColumnNumber {
        let (low, high) = try ends(value, times: denominator)
        return ColumnNumber(
            low: low, high: high, isSingle: value.isExact, mayBeBoundless: !value.isFinite,
            denominator: denominator, mayBeHalfBoundless: value.low.isFinite != value.high.isFinite)
    }

    /// Both over one denominator.
    mutating func pair(_ one: Int32, _ other: Int32) throws(ColumnsUnfit) -> (ColumnNumber, ColumnNumber) {
        try pair(at(one), at(other))
    }

    mutating func pair(
        _ one: ColumnValue, _ other: ColumnValue
    ) throws(ColumnsUnfit) -> (ColumnNumber, ColumnNumber) {
        if case .uniform(let interval) = one, !other.isUniform {
            let number = try number(other)
            return (try uniform(interval, times: number.denominator), number)
        }
        if case .uniform(let interval) = other, !one.isUniform {
            let number = try number(one)
            return (number, try uniform(interval, times: number.denominator))
        }
        var (left, right) = (try number(one), try number(other))
        if left.denominator != right.denominator {
            if !left.low.isExact, right.low.isExact { return (left, try over(right, left.denominator)) }
            if !right.low.isExact, left.low.isExact { return (try over(left, right.denominator), right) }
            let divisor = greatestCommonDivisor(Int128(left.denominator), Int128(right.denominator))
            let common = Int128(left.denominator) / divisor * Int128(right.denominator)
            guard common <= Int128(PolicyCompiler.denominatorLimit) else { throw ColumnsUnfit() }
            left = try times(left, Int64(common) / left.denominator)
            right = try times(right, Int64(common) / right.denominator)
        }
        return (left, right)
    }

    /// The same number over a larger denominator.
    mutating func times(_ number: ColumnNumber, _ factor: Int64) throws(ColumnsUnfit) -> ColumnNumber {
        guard factor != 1 else { return number }
        var scaled = number
        scaled.denominator *= factor
        scaled.low = try product(number.low, ColumnEnd(Fraction(Int128(factor), 1), times: 1))
        scaled.high =
            number.isSingle
            ? scaled.low : try product(number.high, ColumnEnd(Fraction(Int128(factor), 1), times: 1))
        return scaled
    }

    /// The same number, rounded, over that denominator.
    private mutating func over(
        _ number: ColumnNumber, _ denominator: Int64
    ) throws(ColumnsUnfit) -> ColumnNumber {
        let common = greatestCommonDivisor(Int128(number.denominator), Int128(denominator))
        let (factor, divisor) = (denominator / Int64(common), number.denominator / Int64(common))
        var scaled = number
        scaled.low = try ratio(number.low, factor, divisor)
        scaled.high = number.isSingle ? scaled.low : try ratio(number.high, factor, divisor)
        scaled.denominator = denominator
        return scaled
    }

    private mutating func ratio(
        _ end: ColumnEnd, _ factor: Int64, _ divisor: Int64
    ) throws(ColumnsUnfit) -> ColumnEnd {
        let multiplied =
            factor == 1 ? end : try product(end, ColumnEnd(Fraction(Int128(factor), 1), times: 1))
        guard divisor > 1 else { return multiplied }
        guard multiplied.isExact else { throw ColumnsUnfit() }
        let source = emit(.divide, [multiplied.source, .constant(Double(divisor))])
        return ColumnEnd(
            source: source, accuracy: .rounded, least: multiplied.least / Double(divisor),
            most: multiplied.most / Double(divisor), part: Double(divisor))
    }

    mutating func scaled(_ value: ColumnValue, by factor: Int64) throws(ColumnsUnfit) -> ColumnValue {
        // The number is the same.
        .number(try number(value))
    }

    /// Two columns instead of one.
    mutating func spread(_ number: ColumnNumber) -> ColumnNumber {
        guard number.isSingle else { return number }
        var spread = number
        spread.isSingle = false
        guard number.mayBeBoundless else { return spread }
        spread.low.source = emit(.finiteElse, [number.low.source, .constant(-.infinity)])
        spread.high.source = emit(.finiteElse, [number.low.source, .constant(.infinity)])
        return spread
    }

    // MARK: Ends

    mutating func sum(_ one: ColumnEnd, _ other: ColumnEnd, isMinus: Bool) -> ColumnEnd {
        let (least, most) =
            isMinus
            ? (one.least - other.most, one.most - other.least)
            : (one.least + other.least, one.most + other.most)
        let source = emit(isMinus ? .subtract : .add, [one.source, other.source])
        let isWhole = one.isExact && other.isExact
        let isExact = isWhole && one.magnitude + other.magnitude <= ColumnEnd.wholeLimit
        let size = one.size + other.size
        let accuracy: ColumnEnd.Accuracy =
            isExact ? .exact : isWhole ? .rounded : .within(one.error + other.error + size)
        var end = ColumnEnd(source: source, accuracy: accuracy, least: least, most: most)
        end.bound = isExact ? nil : size
        return end
    }

    mutating func product(_ one: ColumnEnd, _ other: ColumnEnd) throws(ColumnsUnfit) -> ColumnEnd {
        let corners = [
            one.least * other.least, one.least * other.most, one.most * other.least, one.most * other.most,
        ].map { $0.isNaN ? 0 : $0 }
        let source = emit(.multiply, [one.source, other.source])
        let isWhole = one.isExact && other.isExact
        let isExact = isWhole && one.magnitude * other.magnitude <= ColumnEnd.wholeLimit
        var accuracy: ColumnEnd.Accuracy = isExact ? .exact : .rounded
        var bound: ColumnError?
        if one.isWithin {
            // Only by the same for every firm.
            guard other.isExact, case .constant = other.source else { throw ColumnsUnfit() }
            let size = one.size * other.magnitude
            (accuracy, bound) = (.within(one.error * other.magnitude + size), size)
        } else if other.isWithin {
            throw ColumnsUnfit()
        } else if !isWhole {
            // One rounding of each and one of the product.
            accuracy = .within(ColumnError(source, weight: 3))
        }
        var end = ColumnEnd(source: source, accuracy: accuracy, least: corners.min()!, most: corners.max()!)
        end.bound = bound
        return end
    }

    mutating func extreme(_ one: ColumnEnd, _ other: ColumnEnd, isLow: Bool) throws(ColumnsUnfit) -> ColumnEnd
    {
        let source = emit(isLow ? .minimum : .maximum, [one.source, other.source])
        return ColumnEnd(
            source: source, accuracy: either(one, other),
            least: isLow ? min(one.least, other.least) : max(one.least, other.least),
            most: isLow ? min(one.most, other.most) : max(one.most, other.most),
            part: max(one.part, other.part))
    }

    private func negative(_ end: ColumnEnd, _ source: ColumnSource) -> ColumnEnd {
        ColumnEnd(source: source, accuracy: end.accuracy, least: -end.most, most: -end.least, part: end.part)
    }

    mutating func negative(_ number: ColumnNumber) throws(ColumnsUnfit) -> ColumnNumber {
        var turned = number
        turned.low = negative(number.high, emit(.subtract, [.constant(0), number.high.source]))
        turned.high =
            number.isSingle
            ? turned.low : negative(number.low, emit(.subtract, [.constant(0), number.low.source]))
        return turned
    }

    // MARK: Numbers

    mutating func sum(_ left: Int32, _ right: Int32, isMinus: Bool) throws(ColumnsUnfit) -> ColumnNumber {
        if isZero(right), let same = try unchanged(left) { return same }
        if isZero(left), !isMinus, let same = try unchanged(right) { return same }
        var (one, other) = try pair(left, right)
        let isSingle = one.isSingle && other.isSingle
        if !isSingle { (one, other) = (spread(one), spread(other)) }
        let low = sum(one.low, isMinus ? other.high : other.low, isMinus: isMinus)
        let high = isSingle ? low : sum(one.high, isMinus ? other.low : other.high, isMinus: isMinus)
        let result = ColumnNumber(
            low: low, high: high, isSingle: isSingle,
            mayBeBoundless: one.mayBeBoundless || other.mayBeBoundless, denominator: one.denominator)
        // What has no bound at either end has none in the sum.
        let isBound = !one.mayBeHalfBoundless && !other.mayBeHalfBoundless
        return isBound ? result : bounded(result, by: one, other)
    }

    private func isZero(_ register: Int32) -> Bool {
        guard case .uniform(let value) = at(register) else { return false }
        return value.isExact && value.isFinite && value.low.numerator == 0
    }

    /// A number to which nothing is added; nil where it would lose the bound at its other end.
    private mutating func unchanged(_ register: Int32) throws(ColumnsUnfit) -> ColumnNumber? {
        let number = try number(register)
        return number.mayBeHalfBoundless ? nil : number
    }

    /// What is reckoned from something without a bound has none at either end.
    mutating func bounded(
        _ result: ColumnNumber, by one: ColumnNumber, _ other: ColumnNumber
    ) -> ColumnNumber {
        guard !result.isSingle else { return result }
        var bounded = result
        for part in [one, other] where part.mayBeBoundless {
            let ends = [part.low.source, part.high.source]
            bounded.low.source = emit(.whereInfinite(-.infinity), [bounded.low.source] + ends)
            bounded.high.source = emit(.whereInfinite(.infinity), [bounded.high.source] + ends)
        }
        return bounded
    }

    mutating func product(_ left: Int32, _ right: Int32) throws(ColumnsUnfit) -> ColumnNumber {
        let (one, other) = (try number(left), try number(right))
        let denominator = one.denominator.multipliedReportingOverflow(by: other.denominator)
        guard !denominator.overflow, denominator.partialValue <= Int64(PolicyCompiler.denominatorLimit) else {
            throw ColumnsUnfit()
        }
        return try hull(one, other, times: denominator.partialValue) {
            (it, left, right) throws(ColumnsUnfit) in
            try it.product(left, right)
        }
    }

    /// The lowest and the highest that any ends of both make.
    mutating func hull(
        _ left: ColumnNumber, _ right: ColumnNumber, times denominator: Int64,
        _ make: (inout ColumnPlanner, ColumnEnd, ColumnEnd) throws(ColumnsUnfit) -> ColumnEnd
    ) throws(ColumnsUnfit) -> ColumnNumber {
        let isSingle = left.isSingle && right.isSingle
        let mayBeBoundless = left.mayBeBoundless || right.mayBeBoundless
        if isSingle {
            let end = try make(&self, left.low, right.low)
            return ColumnNumber(
                low: end, high: end, isSingle: true, mayBeBoundless: mayBeBoundless, denominator: denominator)
        }
        let (one, other) = (spread(left), spread(right))
        let first = try make(&self, one.low, other.low)
        let second = try make(&self, one.low, other.high)
        let third = try make(&self, one.high, other.low)
        let fourth = try make(&self, one.high, other.high)
        let low = try extreme(
            try extreme(first, second, isLow: true), try extreme(third, fourth, isLow: true), isLow: true)
        let high = try extreme(
            try extreme(first, second, isLow: false), try extreme(third, fourth, isLow: false), isLow: false)
        let result = ColumnNumber(
            low: low, high: high, isSingle: false, mayBeBoundless: mayBeBoundless, denominator: denominator)
        return bounded(result, by: one, other)
    }

    mutating func extreme(_ left: Int32, _ right: Int32, isLow: Bool) throws(ColumnsUnfit) -> ColumnNumber {
        var (one, other) = try pair(left, right)
        let mayBeBoundless = one.mayBeBoundless || other.mayBeBoundless
        let isSingle = one.isSingle && other.isSingle && !mayBeBoundless
        if !isSingle { (one, other) = (spread(one), spread(other)) }
        let low = try extreme(one.low, other.low, isLow: isLow)
        let high = isSingle ? low : try extreme(one.high, other.high, isLow: isLow)
        return ColumnNumber(
            low: low, high: high, isSingle: isSingle, mayBeBoundless: mayBeBoundless,
            denominator: one.denominator, mayBeHalfBoundless: mayBeBoundless)
    }
}
