/// Expressions into instructions: units are settled on the way up, words on the way down.
extension PolicyCompiler {
    /// The register of an expression; `wanting` tells words between quotation marks which set they are of.
    mutating func emit(
        _ expression: PolicyExpression, _ formula: Formula, wanting: PolicyUnit? = nil
    ) throws(LocatedFault) -> Int32 {
        depth += 1
        defer { depth -= 1 }
        guard depth <= PolicyCompiler.depthLimit else {
            throw LocatedFault(formula.place(of: expression), .expressionTooDeep(PolicyCompiler.depthLimit))
        }
        here = formula.place(of: expression)
        switch expression.kind {
        case .number(let value, let unit): return try constant(Interval(value), unit)
        case .day(let day): return try constant(Interval(Fraction(Int128(day.number), 1)), .day)
        case .flag(let isYes): return try constant(Interval(isYes), .flag)
        case .word(let word): return try literal(word, expression, formula, wanting)
        case .name(let name): return try self.name(name, expression, formula)
        case .yearOf(let name, let year): return try self.year(year, of: name, expression, formula)
        case .negative(let part):
            let register = try number(part, formula)
            return try write(.negative(register), unit(register), reading: [register], size(register))
        case .chain(let first, let rest): return try chain(first, rest, formula)
        case .comparison(let relation, let left, let right):
            return try comparison(relation, left, right, expression, formula)
        case .negation(let part):
            let register = try flag(part, formula)
            return try write(.not(register), .flag, reading: [register], .one)
        case .all(let parts): return try join(parts, formula, isAll: true)
        case .any(let parts): return try join(parts, formula, isAll: false)
        case .choice(let condition, let first, let second):
            let flag = try self.flag(condition, formula)
            let (one, other, unit) = try pair(first, second, formula, expression, wanting)
            return try choose(flag, one, other, unit)
        case .among(let part, let words): return try among(part, words, expression, formula)
        case .call(let name, let arguments):
            return try call(name, arguments, expression, formula, wanting)
        }
    }

    // MARK: Parts with a wanted kind

    mutating func flag(_ part: PolicyExpression, _ formula: Formula) throws(LocatedFault) -> Int32 {
        let register = try emit(part, formula)
        guard unit(register) == .flag else {
            throw LocatedFault(
                formula.place(of: part), .unitWanted(.flag, found: unit(register), of: formula.text(of: part))
            )
        }
        return register
    }

    mutating func number(_ part: PolicyExpression, _ formula: Formula) throws(LocatedFault) -> Int32 {
        let register = try emit(part, formula)
        guard unit(register).isNumeric else {
            throw LocatedFault(formula.place(of: part), .numberWanted(found: unit(register)))
        }
        return register
    }

    mutating func day(_ part: PolicyExpression, _ formula: Formula) throws(LocatedFault) -> Int32 {
        let register = try emit(part, formula)
        guard unit(register) == .day else {
            throw LocatedFault(
                formula.place(of: part), .unitWanted(.day, found: unit(register), of: formula.text(of: part)))
        }
        return register
    }

    /// Two values of one unit; a literal word takes the set of the other.
    mutating func pair(
        _ left: PolicyExpression, _ right: PolicyExpression, _ formula: Formula, _ whole: PolicyExpression,
        _ wanting: PolicyUnit? = nil
    ) throws(LocatedFault) -> (Int32, Int32, PolicyUnit) {
        var (one, other): (Int32, Int32)
        if wanting == nil, left.isLiteralWord {
            other = try emit(right, formula)
            one = try emit(left, formula, wanting: unit(other))
        } else {
            one = try emit(left, formula, wanting: wanting)
            other = try emit(right, formula, wanting: wanting ?? unit(one))
        }
        here = formula.place(of: whole)
        guard let common = PolicyUnit.common(unit(one), unit(other)) else {
            throw LocatedFault(formula.place(of: right), .unitsDiffer(unit(one), unit(other)))
        }
        return (one, other, common)
    }

    private mutating func literal(
        _ word: String, _ expression: PolicyExpression, _ formula: Formula, _ wanting: PolicyUnit?
    ) throws(LocatedFault) -> Int32 {
        let place = formula.place(of: expression)
        guard let wanting else { throw LocatedFault(place, .wordUnknown(word, among: [])) }
        guard case .word(let set) = wanting else {
            throw LocatedFault(place, .unitsDiffer(.anyWord, wanting))
        }
        return try constant(.words(try mask(word, set, place)), wanting)
    }

    func mask(_ word: String, _ set: Int, _ place: TextPlace) throws(LocatedFault) -> UInt64 {
        guard let bit = wordSets[set].firstIndex(where: { $0.word == word }) else {
            throw LocatedFault(place, .wordUnknown(word, among: wordSets[set].map(\.word)))
        }
        return 1 << UInt64(bit)
    }

    // MARK: Operators

    private mutating func chain(
        _ first: PolicyExpression, _ rest: [(PolicyExpression.Operation, PolicyExpression)],
        _ formula: Formula
    ) throws(LocatedFault) -> Int32 {
        var register = try emit(first, formula)
        for (operation, part) in rest {
            let other = try emit(part, formula)
            here = formula.place(of: part)
            let (left, right) = (unit(register), unit(other))
            switch operation {
            case .plus, .minus:
                let unit = try sumUnit(left, right, minus: operation == .minus)
                register = try add(register, other, minus: operation == .minus, unit)
            case .times:
                guard let unit = PolicyUnit.product(left, right) else {
                    throw LocatedFault(here, .noProduct(left, right))
                }
                register = try multiply(register, other, unit)
            case .over:
                guard let unit = PolicyUnit.quotient(left, right) else {
                    throw LocatedFault(here, .noQuotient(left, right))
                }
                register = try divide(register, other, unit)
            }
        }
        return register
    }

    /// Like with like; a day less a day is days, and a day with days is a day.
    private func sumUnit(
        _ left: PolicyUnit, _ right: PolicyUnit, minus: Bool
    ) throws(LocatedFault) -> PolicyUnit {
        if left == .day, right == .day, minus { return .days }
        if left == .day, right == .days { return .day }
        guard let unit = PolicyUnit.common(left, right) else {
            throw LocatedFault(here, .unitsDiffer(left, right))
        }
        guard unit.isNumeric else { throw LocatedFault(here, .numberWanted(found: unit)) }
        return unit
    }

    private mutating func comparison(
        _ relation: Relation, _ left: PolicyExpression, _ right: PolicyExpression,
        _ whole: PolicyExpression, _ formula: Formula
    ) throws(LocatedFault) -> Int32 {
        let (one, other, unit) = try pair(left, right, formula, whole)
        let isEquality = relation == .equal || relation == .unequal
        if unit.isWord {
            guard isEquality else {
                throw LocatedFault(formula.place(of: whole), .numberWanted(found: unit))
            }
            let same = try sameWord(one, other)
            return relation == .equal ? same : try write(.not(same), .flag, reading: [same], .one)
        }
        guard isEquality || unit != .flag else {
            throw LocatedFault(formula.place(of: whole), .numberWanted(found: unit))
        }
        let pair = try aligned([one, other])
        return try write(.compared(relation, pair[0], pair[1]), .flag, reading: pair, .one)
    }

    private mutating func sameWord(_ one: Int32, _ other: Int32) throws(LocatedFault) -> Int32 {
        if isConstant(other) {
            return try write(.among(one, ranges[Int(other)].mask), .flag, reading: [one], .one)
        }
        if isConstant(one) {
            return try write(.among(other, ranges[Int(one)].mask), .flag, reading: [other], .one)
        }
        return try write(.sameWord(one, other), .flag, reading: [one, other], .one)
    }

    private mutating func among(
        _ part: PolicyExpression, _ words: [PolicyExpression], _ whole: PolicyExpression, _ formula: Formula
    ) throws(LocatedFault) -> Int32 {
        let register = try emit(part, formula)
        guard case .word(let set) = unit(register) else {
            throw LocatedFault(
                formula.place(of: part),
                .unitWanted(.anyWord, found: unit(register), of: formula.text(of: part)))
        }
        var mask: UInt64 = 0
        for word in words {
            guard case .word(let text) = word.kind else { continue }
            mask |= try self.mask(text, set, formula.place(of: word))
        }
        return try write(.among(register, mask), .flag, reading: [register], .one)
    }

    mutating func join(
        _ parts: [PolicyExpression], _ formula: Formula, isAll: Bool
    ) throws(LocatedFault) -> Int32 {
        var joined = try flag(parts[0], formula)
        for part in parts.dropFirst() {
            let next = try flag(part, formula)
            joined = isAll ? try both(joined, next) : try either(joined, next)
        }
        return joined
    }
}

extension PolicyExpression {
    /// A word between quotation marks, or a choice of such.
    var isLiteralWord: Bool {
        switch kind {
        case .word: true
        case .choice(_, let first, let second): first.isLiteralWord && second.isLiteralWord
        default: false
        }
    }
}
