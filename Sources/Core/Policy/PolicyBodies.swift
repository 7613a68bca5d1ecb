/// Definitions and conditions into instructions: bands, matches, ranges, each once and never in a circle.
extension PolicyCompiler {
    mutating func definition(_ number: Int) throws(LocatedFault) -> Int32 {
        switch definitionProgress[number] {
        case .done(let register): return register
        case .failed(let fault): throw fault
        case .underway, .waiting: break
        }
        guard let definition = policy?.definitions[number] else { return 0 }
        if case .underway = definitionProgress[number] {
            throw LocatedFault(definition.place, .circle(path + [definition.name]))
        }
        definitionProgress[number] = .underway
        path.append(definition.name)
        do throws(LocatedFault) {
            guard let version = definition.version(on: day) else {
                throw LocatedFault(definition.place, .periodGap(definition.name, day))
            }
            let register = try body(version.body)
            path.removeLast()
            definitionProgress[number] = .done(register)
            return register
        } catch {
            definitionProgress[number] = .failed(error)
            throw error
        }
    }

    mutating func condition(_ number: Int) throws(LocatedFault) -> Int32 {
        switch conditionProgress[number] {
        case .done(let register): return register
        case .failed(let fault): throw fault
        case .underway, .waiting: break
        }
        guard let condition = policy?.conditions[number] else { return 0 }
        if case .underway = conditionProgress[number] {
            throw LocatedFault(condition.place, .circle(path + [condition.id]))
        }
        conditionProgress[number] = .underway
        let isFirst = conditionsComeFirst
        conditionsComeFirst = false
        defer { conditionsComeFirst = isFirst }
        do throws(LocatedFault) {
            let register = try emit(condition.holds.expression, condition.holds)
            _ = try want(.flag, register, condition.holds, condition.id)
            conditionProgress[number] = .done(register)
            return register
        } catch {
            conditionProgress[number] = .failed(error)
            throw error
        }
    }

    private mutating func body(
        _ body: PolicyDefinition.Body, wanting: PolicyUnit? = nil
    ) throws(LocatedFault) -> Int32 {
        switch body {
        case .formula(let formula): return try emit(formula.expression, formula, wanting: wanting)
        case .range(let low, let high):
            let (one, other) = (try emit(low.expression, low), try emit(high.expression, high))
            here = high.scalar.place(at: 0)
            guard let common = PolicyUnit.common(unit(one), unit(other)) else {
                throw LocatedFault(here, .unitsDiffer(unit(one), unit(other)))
            }
            return try between(one, other, common)
        case .bands(let bands): return try self.bands(bands)
        case .match(let match): return try self.match(match)
        }
    }

    /// Values of which one is taken: of one unit, over one denominator where that is possible.
    private mutating func alternatives(
        _ bodies: [(body: PolicyDefinition.Body, place: TextPlace)]
    ) throws(LocatedFault) -> ([Int32], PolicyUnit) {
        var registers: [Int32] = []
        var common: PolicyUnit?
        for (body, place) in bodies {
            let register = try self.body(body)
            guard let unit = PolicyUnit.common(common ?? unit(register), unit(register)) else {
                throw LocatedFault(place, .unitsDiffer(common ?? .number, unit(register)))
            }
            common = unit
            registers.append(register)
        }
        guard let common else { return ([], .number) }
        return (common.isWord ? registers : try aligned(registers), common)
    }

    // MARK: Bands

    private mutating func bands(_ bands: PolicyDefinition.Bands) throws(LocatedFault) -> Int32 {
        var of = try emit(bands.of.expression, bands.of)
        let ofUnit = unit(of)
        guard ofUnit.isNumeric || ofUnit == .day else {
            throw LocatedFault(bands.of.scalar.place(at: 0), .numberWanted(found: ofUnit))
        }
        var limits: [Fraction] = []
        for (index, step) in bands.steps.enumerated() {
            let (from, to) = (try limit(step.from, ofUnit), try limit(step.to, ofUnit))
            try check(bands, index, from, limits)
            if index == bands.steps.count - 1 {
                guard to.map({ isBeyond($0, ranges[Int(of)].high, bands) }) ?? true else {
                    throw LocatedFault(step.place, .stepsGap)
                }
                continue
            }
            let next = try limit(bands.steps[index + 1].from, ofUnit)
            guard let end = to ?? next else {
                throw LocatedFault(bands.steps[index + 1].place, .stepsGap)
            }
            if index == 0, let from, !(from < end) { throw LocatedFault(step.place, .stepsDisordered) }
            if let last = limits.last, !(last < end) {
                throw LocatedFault(
                    to == nil ? bands.steps[index + 1].place : step.place, .stepsDisordered)
            }
            limits.append(end)
        }
        if let from = try limit(bands.steps[0].from, ofUnit), !isBelow(from, ranges[Int(of)].low, bands) {
            throw LocatedFault(bands.steps[0].place, .stepsGap)
        }
        let (values, unit) = try alternatives(bands.steps.map { ($0.value, $0.place) })
        (of, limits) = try aligned(of, limits)
        tables.bands.append(
            PolicyTables.BandTable(
                of: of, limits: limits, isUpperInclusive: bands.isUpperInclusive, values: values,
                isWord: unit.isWord))
        here = bands.place
        return try write(
            .bands(Int32(tables.bands.count - 1)), unit, reading: [of] + values,
            unit.isWord ? .one : widest(values))
    }

    /// A step begins where the one before ends: neither below it nor above.
    private func check(
        _ bands: PolicyDefinition.Bands, _ index: Int, _ from: Fraction?, _ limits: [Fraction]
    ) throws(LocatedFault) {
        guard index > 0, let from, let last = limits.last else { return }
        if from.equals(last) { return }
        let isDisordered = limits.count > 1 && !(limits[limits.count - 2] < from)
        throw LocatedFault(
            bands.steps[index].place,
            isDisordered ? .stepsDisordered : from < last ? .stepsOverlap : .stepsGap)
    }

    private func isBelow(_ from: Fraction, _ lowest: Fraction, _ bands: PolicyDefinition.Bands) -> Bool {
        bands.isUpperInclusive ? from < lowest : from <= lowest
    }

    private func isBeyond(_ to: Fraction, _ highest: Fraction, _ bands: PolicyDefinition.Bands) -> Bool {
        bands.isUpperInclusive ? to >= highest : to > highest
    }

    /// The limit of a step is the same for every firm.
    private mutating func limit(_ formula: Formula?, _ unit: PolicyUnit) throws(LocatedFault) -> Fraction? {
        guard let formula else { return nil }
        let register = try emit(formula.expression, formula)
        let place = formula.scalar.place(at: 0)
        guard PolicyUnit.common(unit, self.unit(register)) != nil else {
            throw LocatedFault(place, .unitsDiffer(unit, self.unit(register)))
        }
        let range = ranges[Int(register)]
        guard isConstant(register), range.isExact, range.isFinite else {
            throw LocatedFault(place, .constantWanted(formula.scalar.text))
        }
        return range.low
    }

    /// The value and its limits over one denominator, where the value's is fixed.
    private mutating func aligned(
        _ of: Int32, _ limits: [Fraction]
    ) throws(LocatedFault) -> (Int32, [Fraction]) {
        var list = [of]
        for limit in limits { list.append(try constant(Interval(limit), unit(of))) }
        list = try aligned(list)
        return (list[0], list.dropFirst().map { ranges[Int($0)].low })
    }

    // MARK: Matches

    private mutating func match(_ match: PolicyDefinition.Match) throws(LocatedFault) -> Int32 {
        let of = try emit(match.of.expression, match.of)
        guard case .word(let set) = unit(of) else {
            throw LocatedFault(
                match.of.scalar.place(at: 0), .unitWanted(.anyWord, found: unit(of), of: match.of.scalar.text)
            )
        }
        var choices = [Int?](repeating: nil, count: wordSets[set].count)
        for (index, one) in match.cases.enumerated() {
            for word in one.words {
                let bit = try mask(word, set, one.place).trailingZeroBitCount
                guard choices[bit] == nil else {
                    throw LocatedFault(one.place, .nameTwice(word, before: nil))
                }
                choices[bit] = index
            }
        }
        let left = choices.indices.filter { choices[$0] == nil }.map { wordSets[set][$0].word }
        if match.other == nil, !left.isEmpty { throw LocatedFault(match.place, .wordsLeftOver(left)) }
        if match.other != nil, left.isEmpty { throw LocatedFault(match.otherPlace, .elseNeedless) }
        let bodies =
            match.cases.map { ($0.value, $0.place) } + (match.other.map { [($0, match.otherPlace)] } ?? [])
        let (values, unit) = try alternatives(bodies)
        tables.matches.append(
            PolicyTables.MatchTable(
                of: of, values: choices.map { values[$0 ?? values.count - 1] }, isWord: unit.isWord))
        here = match.place
        return try write(
            .match(Int32(tables.matches.count - 1)), unit, reading: [of] + values,
            unit.isWord ? .one : widest(values))
    }
}
