/// Names and functions into instructions: facts in the years that exist, parameters, definitions, conditions.
extension PolicyCompiler {
    static let functions = [
        "min", "max", "sum", "all", "any", "count", "years", "days", "year", "exists", "judged", "range",
    ]

    mutating func name(
        _ name: String, _ expression: PolicyExpression, _ formula: Formula
    ) throws(LocatedFault) -> Int32 {
        let place = formula.place(of: expression)
        if name == "as_of" { return try constant(Interval(Fraction(Int128(day.number), 1)), .day) }
        if conditionsComeFirst, let condition = conditionNames[name] { return try self.condition(condition) }
        switch names[name] {
        case .fact(let number): return try fact(number, at: place)
        case .series: throw LocatedFault(place, .seriesAlone(name))
        case .parameter(let number): return try parameter(number, at: place)
        case .definition(let number):
            return try referred(name, place) { (it) throws(LocatedFault) in
                try it.definition(number)
            }
        case .condition, nil:
            guard let condition = conditionNames[name] else {
                throw LocatedFault(place, .nameUnknown(name, among: Array(names.keys) + conditionNames.keys))
            }
            return try referred(name, place) { (it) throws(LocatedFault) in try it.condition(condition) }
        }
    }

    /// A circle is told where it is closed.
    private mutating func referred(
        _ name: String, _ place: TextPlace, _ work: (inout PolicyCompiler) throws(LocatedFault) -> Int32
    ) throws(LocatedFault) -> Int32 {
        if let start = path.firstIndex(of: name) {
            throw LocatedFault(place, .circle(Array(path[start...]) + [name]))
        }
        return try work(&self)
    }

    // MARK: Facts

    func slotType(_ fact: Fact) -> (unit: PolicyUnit, scale: Int128) {
        (fact.kind.unit, fact.kind == .share ? 1_000_000 : 1)
    }

    mutating func slot(_ number: Int) -> Int32 {
        if let slot = slots[number] { return slot }
        let fact = facts.facts[number]
        let scale: Int128 = fact.kind == .share ? 1_000_000 : 1
        let isWord = fact.kind == .word
        let all = fact.words.count >= 64 ? UInt64.max : (1 << UInt64(fact.words.count)) - 1
        let bounds =
            isWord
            ? Interval.words(all)
            : Interval(Fraction(Int128(fact.low), scale), Fraction(Int128(fact.high), scale))
        tables.slots.append(PolicyTables.FactSlot(fact: number, isWord: isWord, bounds: bounds))
        slots[number] = Int32(tables.slots.count - 1)
        return Int32(tables.slots.count - 1)
    }

    mutating func fact(_ number: Int, at place: TextPlace) throws(LocatedFault) -> Int32 {
        let fact = facts.facts[number]
        guard fact.kind != .text else { throw LocatedFault(place, .factOfText(fact.name)) }
        let slot = self.slot(number)
        let unit = fact.kind == .word ? PolicyUnit.word(wordSet(fact.words)) : fact.kind.unit
        let bounds = tables.slots[Int(slot)].bounds
        let size = fact.kind == .word ? Size.one : size(of: bounds)
        let register = try write(.fact(slot), unit, reading: [], size)
        guard let back = facts.yearsBack[number] else { return register }
        let zero = try constant(Interval(Fraction(0, bounds.low.denominator)), unit)
        return try choose(try exists(back), register, zero, unit)
    }

    /// Whether a year so many before the last full one ended when the firm was registered already.
    mutating func exists(_ back: Int) throws(LocatedFault) -> Int32 {
        guard let registered = facts.registeredOn, let end = Day(max(day.year - 1 - back, 1900), 12, 31)
        else {
            return try constant(.yes, .flag)
        }
        return try write(.exists(slot(registered), end), .flag, reading: [], .one)
    }

    mutating func wordSet(_ words: [PolicyWord]) -> Int {
        if let set = wordSets.firstIndex(of: words) { return set }
        wordSets.append(words)
        return wordSets.count - 1
    }

    private func series(
        _ name: String, _ place: TextPlace
    ) throws(LocatedFault) -> FactSeries {
        guard case .series(let number) = names[name] else {
            if names[name] == nil, conditionNames[name] == nil {
                throw LocatedFault(place, .nameUnknown(name, among: facts.seriesPlaces.keys))
            }
            throw LocatedFault(place, .seriesWanted(name))
        }
        return facts.series[number]
    }

    mutating func year(
        _ year: Int, of name: String, _ expression: PolicyExpression, _ formula: Formula
    ) throws(LocatedFault) -> Int32 {
        let place = formula.place(of: expression)
        let series = try self.series(name, place)
        guard series.facts.indices.contains(year) else {
            throw LocatedFault(place, .yearOutside(name, series.facts.count))
        }
        return try fact(series.facts[year], at: place)
    }

    private mutating func parameter(_ number: Int, at place: TextPlace) throws(LocatedFault) -> Int32 {
        guard let parameter = policy?.parameters[number] else { return 0 }
        usedParameters.insert(number)
        guard let value = overrides[number] ?? parameter.value(on: day)?.constant else {
            throw LocatedFault(place, .periodGap(parameter.name, day))
        }
        return try constant(value, parameter.unit)
    }

    // MARK: Functions

    mutating func call(
        _ name: String, _ arguments: [PolicyExpression], _ whole: PolicyExpression, _ formula: Formula,
        _ wanting: PolicyUnit?
    ) throws(LocatedFault) -> Int32 {
        let place = formula.place(of: whole)
        func wants(_ isRight: Bool, _ shape: String) throws(LocatedFault) {
            guard isRight else { throw LocatedFault(place, .argumentsWanted(name, shape)) }
        }
        switch name {
        case "min", "max", "sum":
            try wants(!arguments.isEmpty, "\(name)(a, b, …)")
            return try fold(name, arguments, formula, whole)
        case "all", "any":
            try wants(!arguments.isEmpty, "\(name)(a, b, …)")
            return try join(arguments, formula, isAll: name == "all")
        case "count":
            try wants(!arguments.isEmpty, "count(a, b, …)")
            var flags: [Int32] = []
            for argument in arguments { flags.append(try flag(argument, formula)) }
            return try total(flags, .count)
        case "years":
            try wants(arguments.count == 2, "years(a, b)")
            let (one, other) = (try day(arguments[0], formula), try day(arguments[1], formula))
            let size = Size(numerator: 1_000, denominator: 1, fixed: 1)
            return try write(.years(one, other), .years, reading: [one, other], size)
        case "days":
            try wants(arguments.count == 2, "days(a, b)")
            let (one, other) = (try day(arguments[0], formula), try day(arguments[1], formula))
            return try add(other, one, minus: true, .days)
        case "year":
            try wants(arguments.count == 1, "year(a)")
            let one = try day(arguments[0], formula)
            return try write(
                .year(one), .years, reading: [one], Size(numerator: 10_000, denominator: 1, fixed: 1))
        case "exists":
            guard arguments.count == 1, case .name(let series) = arguments[0].kind else {
                throw LocatedFault(place, .argumentsWanted(name, "exists(series)"))
            }
            let years = try self.series(series, formula.place(of: arguments[0])).facts.indices
            var flags: [Int32] = []
            for back in years { flags.append(try exists(back)) }
            return try total(flags, .count)
        case "judged":
            try wants(arguments.count == 3, "judged(f, low, high)")
            return try judged(arguments, whole, formula)
        case "range":
            try wants(arguments.count == 2, "range(low, high)")
            let (low, high, unit) = try pair(arguments[0], arguments[1], formula, whole)
            return try between(low, high, unit)
        default:
            throw LocatedFault(place, .functionUnknown(name, among: PolicyCompiler.functions))
        }
    }

    mutating func between(_ low: Int32, _ high: Int32, _ unit: PolicyUnit) throws(LocatedFault) -> Int32 {
        guard unit.isNumeric || unit == .day || unit == .flag else {
            throw LocatedFault(here, .numberWanted(found: unit))
        }
        let pair = try aligned([low, high])
        return try write(.between(pair[0], pair[1]), unit, reading: pair, widest(pair))
    }

    /// How many hold: yes is 1.
    private mutating func total(_ flags: [Int32], _ unit: PolicyUnit) throws(LocatedFault) -> Int32 {
        var sum = try constant(Interval(.zero), unit)
        for flag in flags { sum = try add(sum, flag, minus: false, unit) }
        return sum
    }

    /// `min`, `max` and `sum` of values, or of the years of a series.
    private mutating func fold(
        _ name: String, _ arguments: [PolicyExpression], _ formula: Formula, _ whole: PolicyExpression
    ) throws(LocatedFault) -> Int32 {
        var registers: [Int32] = []
        if arguments.count == 1, case .name(let text) = arguments[0].kind,
            case .series(let number) = names[text]
        {
            for fact in facts.series[number].facts {
                registers.append(try self.fact(fact, at: formula.place(of: whole)))
            }
        } else {
            for argument in arguments { registers.append(try emit(argument, formula)) }
        }
        var (folded, common) = (registers[0], unit(registers[0]))
        for (index, register) in registers.enumerated().dropFirst() {
            here = formula.place(of: index < arguments.count ? arguments[index] : whole)
            guard let unit = PolicyUnit.common(common, self.unit(register)) else {
                throw LocatedFault(here, .unitsDiffer(common, self.unit(register)))
            }
            common = unit
            guard unit.isNumeric || (unit == .day && name != "sum") else {
                throw LocatedFault(here, .numberWanted(found: unit))
            }
            if name == "sum" {
                folded = try add(folded, register, minus: false, unit)
                continue
            }
            let pair = try aligned([folded, register])
            let instruction: PolicyInstruction =
                name == "min" ? .minimum(pair[0], pair[1]) : .maximum(pair[0], pair[1])
            folded = try write(instruction, unit, reading: pair, widest(pair))
        }
        guard common.isNumeric || common == .day else {
            throw LocatedFault(formula.place(of: arguments[0]), .numberWanted(found: common))
        }
        return folded
    }

    private mutating func judged(
        _ arguments: [PolicyExpression], _ whole: PolicyExpression, _ formula: Formula
    ) throws(LocatedFault) -> Int32 {
        let place = formula.place(of: arguments[0])
        guard case .name(let name) = arguments[0].kind, case .fact(let number) = names[name] else {
            throw LocatedFault(place, .factWanted(formula.text(of: arguments[0])))
        }
        let fact = facts.facts[number]
        guard fact.isJudged, fact.kind.unit.isNumeric else { throw LocatedFault(place, .factWanted(name)) }
        let (low, high, unit) = try pair(arguments[1], arguments[2], formula, whole)
        guard let common = PolicyUnit.common(fact.kind.unit, unit) else {
            throw LocatedFault(formula.place(of: arguments[1]), .unitsDiffer(fact.kind.unit, unit))
        }
        let known = try self.fact(number, at: place)
        // The fact's own register fixes the denominator that both ends should have.
        let list = try aligned([known, low, high])
        let slot = self.slot(number)
        return try write(.judged(slot, low: list[1], high: list[2]), common, reading: [], widest(list))
    }
}
