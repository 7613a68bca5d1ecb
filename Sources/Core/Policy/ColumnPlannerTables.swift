/// Bands and words over columns.
extension ColumnPlanner {
    /// Ends of the values over one denominator; nil where one differs from firm to firm.
    private func uniformValues(
        _ registers: [Int32]
    ) throws(ColumnsUnfit) -> (low: [ColumnEnd], high: [ColumnEnd], denominator: Int64)? {
        var common: Int128 = 1
        var intervals: [Interval] = []
        for register in registers {
            guard case .uniform(let interval) = at(register) else { return nil }
            guard interval.isFinite else { throw ColumnsUnfit() }
            for end in [interval.low.reduced.denominator, interval.high.reduced.denominator] {
                common = common / greatestCommonDivisor(common, end) * end
                guard common <= Int128(PolicyCompiler.denominatorLimit) else { throw ColumnsUnfit() }
            }
            intervals.append(interval)
        }
        var (low, high): ([ColumnEnd], [ColumnEnd]) = ([], [])
        for interval in intervals {
            let ends = try ends(interval, times: Int64(common))
            low.append(ends.0)
            high.append(ends.1)
        }
        return (low, high, Int64(common))
    }

    // MARK: Bands

    mutating func bands(
        _ table: PolicyTables.BandTable, _ register: Int32
    ) throws(ColumnsUnfit) -> ColumnValue {
        guard !table.isWord, program.registers[Int(register)].unit != .flag else { throw ColumnsUnfit() }
        if case .uniform(let interval) = at(table.of), table.steps(interval).count == 1 {
            return at(table.values[table.steps(interval).lowerBound])
        }
        let of = try number(table.of)
        var limits: [ColumnEnd] = []
        for limit in table.limits { limits.append(try ColumnEnd(limit, times: of.denominator)) }
        let steps = BandSteps(of: of, limits: limits, isUpperInclusive: table.isUpperInclusive)
        let doubts = doubts(of, limits)
        guard let values = try uniformValues(table.values) else {
            // Which step it is can't be settled by the value.
            guard doubts.isEmpty else { throw ColumnsUnfit() }
            return .number(try unevenBands(steps, table.values))
        }
        let number = uniformBands(steps, values.low, values.high, values.denominator)
        guard !doubts.isEmpty else { return .number(number) }
        let sources = number.isSingle ? [number.low.source] : [number.low.source, number.high.source]
        settle(sources, doubts, register, times: number.denominator)
        return .number(number)
    }

    struct BandSteps {
        let of: ColumnNumber
        let limits: [ColumnEnd]
        let isUpperInclusive: Bool
    }

    private mutating func doubts(_ of: ColumnNumber, _ limits: [ColumnEnd]) -> [ColumnDoubt.Pair] {
        var doubts: [ColumnDoubt.Pair] = []
        for end in of.isSingle ? [of.low] : [of.low, of.high]
        where !(end.isExact && limits.allSatisfy(\.isExact)) {
            let near = limits.filter { end.isWithin || !ColumnPlanner.areApart(end, $0) }
            guard !near.isEmpty else { continue }
            var error: ColumnSource?
            if end.isWithin { error = column(end.error) }
            doubts.append(
                ColumnDoubt.Pair(
                    one: end.source, limits: near.map(\.source), error: error,
                    divisor: error == nil ? end.divisor : nil,
                    safeDivisors: near.map(ColumnPlanner.safeDivisor)))
        }
        return doubts
    }

    private mutating func lookup(
        _ steps: BandSteps, _ end: ColumnEnd, _ values: [ColumnEnd], whenNone: Double?
    ) -> ColumnEnd {
        let lookup = BandLookup(
            limits: steps.limits.map(\.least), values: values.map(\.least), whenNone: whenNone,
            isUpperInclusive: steps.isUpperInclusive)
        let isExact = values.allSatisfy(\.isExact)
        return ColumnEnd(
            source: emit(.bands(keep(lookup)), [end.source]), accuracy: isExact ? .exact : .rounded,
            least: values.map(\.least).min()!, most: values.map(\.most).max()!,
            part: values.map(\.part).max()!)
    }

    private mutating func uniformBands(
        _ steps: BandSteps, _ lows: [ColumnEnd], _ highs: [ColumnEnd], _ denominator: Int64
    ) -> ColumnNumber {
        let (least, most) = (lows.map(\.least).min()!, highs.map(\.most).max()!)
        let isSingle =
            steps.of.isSingle && !steps.of.mayBeBoundless
            && zip(lows, highs).allSatisfy { $0.least == $1.least }
        let isRising = ColumnPlanner.isRising(lows) && ColumnPlanner.isRising(highs)
        let isFalling = ColumnPlanner.isRising(lows.reversed()) && ColumnPlanner.isRising(highs.reversed())
        let mayBeNone = steps.of.isSingle && steps.of.mayBeBoundless
        if steps.of.isSingle || isRising || isFalling {
            let isTurned = !steps.of.isSingle && !isRising
            let low = lookup(
                steps, isTurned ? steps.of.high : steps.of.low, lows, whenNone: mayBeNone ? least : nil)
            let high =
                isSingle
                ? low
                : lookup(
                    steps, isTurned ? steps.of.low : steps.of.high, highs, whenNone: mayBeNone ? most : nil)
            return ColumnNumber(
                low: low, high: high, isSingle: isSingle, mayBeBoundless: false, denominator: denominator)
        }
        return union(steps, lows, highs, denominator, mayBeBoundless: false)
    }

    private static func isRising(_ values: [ColumnEnd]) -> Bool {
        zip(values, values.dropFirst()).allSatisfy { $0.least <= $1.least }
    }

    /// From the lowest to the highest of the steps that are possible.
    private mutating func union(
        _ steps: BandSteps, _ lows: [ColumnEnd], _ highs: [ColumnEnd], _ denominator: Int64,
        mayBeBoundless: Bool
    ) -> ColumnNumber {
        var numbers: [ColumnEnd] = []
        for number in lows.indices {
            let whole = Double(number)
            numbers.append(ColumnEnd(source: .constant(whole), accuracy: .exact, least: whole, most: whole))
        }
        let first = lookup(steps, steps.of.low, numbers, whenNone: 0)
        let last = lookup(steps, steps.of.high, numbers, whenNone: Double(lows.count - 1))
        func end(_ it: inout ColumnPlanner, _ ends: [ColumnEnd], isLow: Bool) -> ColumnEnd {
            let source = it.emit(.steps(isLow: isLow), [first.source, last.source] + ends.map(\.source))
            let isExact = ends.allSatisfy(\.isExact)
            return ColumnEnd(
                source: source, accuracy: isExact ? .exact : .rounded, least: ends.map(\.least).min()!,
                most: ends.map(\.most).max()!, part: ends.map(\.part).max()!)
        }
        return ColumnNumber(
            low: end(&self, lows, isLow: true), high: end(&self, highs, isLow: false), isSingle: false,
            mayBeBoundless: mayBeBoundless, denominator: denominator, mayBeHalfBoundless: mayBeBoundless)
    }

    private mutating func unevenBands(_ steps: BandSteps, _ registers: [Int32]) throws(ColumnsUnfit)
        -> ColumnNumber
    {
        let (lows, highs, denominator, mayBeBoundless) = try spreadValues(registers)
        return union(steps, lows, highs, denominator, mayBeBoundless: mayBeBoundless)
    }

    private mutating func spreadValues(
        _ registers: [Int32]
    ) throws(ColumnsUnfit) -> ([ColumnEnd], [ColumnEnd], Int64, Bool) {
        var numbers: [ColumnNumber] = []
        for register in registers { numbers.append(spread(try number(register))) }
        let common = numbers.map(\.denominator).max()!
        var (lows, highs): ([ColumnEnd], [ColumnEnd]) = ([], [])
        for number in numbers {
            guard common % number.denominator == 0 else { throw ColumnsUnfit() }
            let scaled = try times(number, common / number.denominator)
            guard !scaled.low.isWithin, !scaled.high.isWithin else { throw ColumnsUnfit() }
            lows.append(scaled.low)
            highs.append(scaled.high)
        }
        return (lows, highs, common, numbers.contains(where: \.mayBeBoundless))
    }

    // MARK: Words

    mutating func mask(_ value: ColumnValue) throws(ColumnsUnfit) -> ColumnSource {
        switch value {
        case .mask(let source): return source
        case .uniform(let interval): return .mask(interval.mask)
        case .word(let fact, _):
            let count = program.policy.facts.facts[Int(fact)].words.count
            let bits = (0..<count).map { UInt64(1) << UInt64($0) }
            return emit(.maskOfWord(keep(WordTable(bits, unknown: bits.reduce(0, |)))), [.fact(fact)])
        case .number, .flag: throw ColumnsUnfit()
        }
    }

    mutating func sameWord(_ left: Int32, _ right: Int32) throws(ColumnsUnfit) -> ColumnValue {
        let masks = [try mask(at(left)), try mask(at(right))]
        return .flag(low: emit(.sameWord, masks), high: emit(.maySameWord, masks))
    }

    mutating func among(_ register: Int32, _ words: UInt64) throws(ColumnsUnfit) -> ColumnValue {
        guard case .word(let fact, let isKnown) = at(register) else {
            let mask = try mask(at(register))
            return .flag(low: emit(.allAmong(words), [mask]), high: emit(.anyAmong(words), [mask]))
        }
        let count = program.policy.facts.facts[Int(fact)].words.count
        let answers = (0..<count).map { UInt8(words >> UInt64($0) & 1) }
        let low = emit(.flagOfWord(keep(WordTable(answers, unknown: answers.min()!))), [.fact(fact)])
        guard !isKnown else { return .flag(low: low, high: low) }
        let table = keep(WordTable(answers, unknown: answers.max()!))
        return .flag(low: low, high: emit(.flagOfWord(table), [.fact(fact)]))
    }

    mutating func choiceOfWords(
        _ flag: Int32, _ left: Int32, _ right: Int32
    ) throws(ColumnsUnfit) -> ColumnValue {
        if case .uniform(let value) = at(flag), value.isYes || value.isNo {
            return at(value.isYes ? left : right)
        }
        let (low, high) = try flags(at(flag))
        return .mask(emit(.selectMask, [low, high, try mask(at(left)), try mask(at(right))]))
    }

    mutating func match(_ table: PolicyTables.MatchTable, _ register: Int32) throws(ColumnsUnfit)
        -> ColumnValue
    {
        guard !table.isWord, program.registers[Int(register)].unit != .flag else { throw ColumnsUnfit() }
        guard case .word(let fact, let isKnown) = at(table.of), let values = try uniformValues(table.values)
        else {
            return try unevenMatch(table)
        }
        let (lows, highs) = (values.low.map(\.least), values.high.map(\.least))
        let isSingle = isKnown && lows == highs
        func end(_ it: inout ColumnPlanner, _ ends: [ColumnEnd], _ numbers: [Double], _ unknown: Double)
            -> ColumnEnd
        {
            let table = it.keep(WordTable(numbers, unknown: unknown))
            let source = it.emit(.numberOfWord(table), [.fact(fact)])
            let isExact = ends.allSatisfy(\.isExact)
            return ColumnEnd(
                source: source, accuracy: isExact ? .exact : .rounded, least: numbers.min()!,
                most: numbers.max()!,
                part: ends.map(\.part).max()!)
        }
        let low = end(&self, values.low, lows, lows.min()!)
        let high = isSingle ? low : end(&self, values.high, highs, highs.max()!)
        return .number(
            ColumnNumber(
                low: low, high: high, isSingle: isSingle, mayBeBoundless: false,
                denominator: values.denominator))
    }

    private mutating func unevenMatch(_ table: PolicyTables.MatchTable) throws(ColumnsUnfit) -> ColumnValue {
        let mask = try mask(at(table.of))
        let (lows, highs, denominator, mayBeBoundless) = try spreadValues(table.values)
        func end(_ it: inout ColumnPlanner, _ ends: [ColumnEnd], isLow: Bool) -> ColumnEnd {
            let source = it.emit(.matchMask(isLow: isLow), [mask] + ends.map(\.source))
            let isExact = ends.allSatisfy(\.isExact)
            return ColumnEnd(
                source: source, accuracy: isExact ? .exact : .rounded, least: ends.map(\.least).min()!,
                most: ends.map(\.most).max()!, part: ends.map(\.part).max()!)
        }
        return .number(
            ColumnNumber(
                low: end(&self, lows, isLow: true), high: end(&self, highs, isLow: false), isSingle: false,
                mayBeBoundless: mayBeBoundless, denominator: denominator, mayBeHalfBoundless: mayBeBoundless))
    }
}
