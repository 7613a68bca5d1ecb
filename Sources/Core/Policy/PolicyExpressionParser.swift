/// Reads an expression: loosest first `if`, `or`, `and`, `not`, comparison, `+ -`, `* /`, unary `-`.
struct PolicyExpressionParser {
    private let scalar: PolicyScalar
    private let tokens: [PolicyToken]
    private var at = 0
    private var depth = 0

    static func parse(_ scalar: PolicyScalar) throws(LocatedFault) -> PolicyExpression {
        // YAML takes the quotation marks off a lone word: `class: 'large'`.
        if scalar.isSingleQuoted, scalar.text.isPolicyName {
            return PolicyExpression(kind: .word(scalar.text), start: 0, end: scalar.text.utf8.count)
        }
        var parser = PolicyExpressionParser(scalar, try PolicyLexer.tokens(of: scalar))
        guard parser.kind != .end else { throw LocatedFault(scalar.place(at: 0), .expressionEmpty) }
        let expression = try parser.expression()
        guard parser.kind == .end else {
            throw parser.unexpected(Sentence(zh: "运算符或结尾", en: "an operator or the end"))
        }
        return expression
    }

    private init(_ scalar: PolicyScalar, _ tokens: [PolicyToken]) {
        (self.scalar, self.tokens) = (scalar, tokens)
    }

    private var token: PolicyToken { tokens[at] }
    private var kind: PolicyToken.Kind { tokens[at].kind }
    /// Where the token before ends.
    private var endBefore: Int { at == 0 ? 0 : tokens[at - 1].end }

    private mutating func take(_ mark: String) -> Bool {
        guard kind == .mark(mark) else { return false }
        at += 1
        return true
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard kind == .name(word) else { return false }
        at += 1
        return true
    }

    private func unexpected(_ wanted: Sentence) -> LocatedFault {
        let place = scalar.place(at: token.start)
        if kind == .end { return LocatedFault(place, .endsEarly(wanted: wanted)) }
        let found = String(decoding: scalar.text.utf8.prefix(token.end).dropFirst(token.start), as: UTF8.self)
        return LocatedFault(place, .unexpected(found, wanted: wanted))
    }

    private mutating func want(_ mark: String) throws(LocatedFault) {
        guard take(mark) else { throw unexpected(Sentence(zh: "“\(mark)”", en: "'\(mark)'")) }
    }

    private mutating func wantWord(_ word: String) throws(LocatedFault) {
        guard takeWord(word) else { throw unexpected(Sentence(zh: "“\(word)”", en: "'\(word)'")) }
    }

    private func made(_ kind: PolicyExpression.Kind, from start: Int) -> PolicyExpression {
        PolicyExpression(kind: kind, start: start, end: endBefore)
    }

    /// Goes one level down, and says so where that is too deep.
    private mutating func deeper(
        _ work: (inout PolicyExpressionParser) throws(LocatedFault) -> PolicyExpression
    ) throws(LocatedFault) -> PolicyExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= PolicyExpression.depthLimit else {
            throw LocatedFault(
                scalar.place(at: token.start), .expressionTooDeep(PolicyExpression.depthLimit))
        }
        return try work(&self)
    }

    // MARK: Levels

    private mutating func expression() throws(LocatedFault) -> PolicyExpression {
        try deeper { (parser) throws(LocatedFault) in
            let start = parser.token.start
            guard parser.takeWord("if") else { return try parser.disjunction() }
            let condition = try parser.expression()
            try parser.wantWord("then")
            let first = try parser.expression()
            try parser.wantWord("else")
            let second = try parser.expression()
            return parser.made(.choice(condition, first, second), from: start)
        }
    }

    private mutating func disjunction() throws(LocatedFault) -> PolicyExpression {
        let start = token.start
        var parts = [try conjunction()]
        while takeWord("or") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : made(.any(parts), from: start)
    }

    private mutating func conjunction() throws(LocatedFault) -> PolicyExpression {
        let start = token.start
        var parts = [try negation()]
        while takeWord("and") { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : made(.all(parts), from: start)
    }

    private mutating func negation() throws(LocatedFault) -> PolicyExpression {
        let start = token.start
        guard takeWord("not") else { return try comparison() }
        let part = try deeper { (parser) throws(LocatedFault) in try parser.negation() }
        return made(.negation(part), from: start)
    }

    private mutating func comparison() throws(LocatedFault) -> PolicyExpression {
        let start = token.start
        let left = try sum()
        if takeWord("in") { return made(.among(left, try words()), from: start) }
        guard let relation = takeRelation() else { return left }
        let right = try sum()
        let compared = made(.comparison(relation, left, right), from: start)
        let place = scalar.place(at: token.start)
        if takeRelation() != nil { throw LocatedFault(place, .comparisonChained) }
        return compared
    }

    private mutating func takeRelation() -> Relation? {
        guard case .mark(let mark) = kind, let relation = Relation(rawValue: mark) else { return nil }
        at += 1
        return relation
    }

    /// `('x', 'y')`
    private mutating func words() throws(LocatedFault) -> [PolicyExpression] {
        try want("(")
        var words: [PolicyExpression] = []
        repeat {
            let start = token.start
            guard case .word(let word) = kind else {
                throw unexpected(Sentence(zh: "引号中的词", en: "a word between quotation marks"))
            }
            at += 1
            words.append(made(.word(word), from: start))
        } while take(",")
        try want(")")
        return words
    }

    private mutating func sum() throws(LocatedFault) -> PolicyExpression {
        let start = token.start
        let first = try product()
        var rest: [(PolicyExpression.Operation, PolicyExpression)] = []
        while true {
            if take("+") {
                rest.append((.plus, try product()))
            } else if take("-") {
                rest.append((.minus, try product()))
            } else {
                return rest.isEmpty ? first : made(.chain(first, rest), from: start)
            }
        }
    }

    private mutating func product() throws(LocatedFault) -> PolicyExpression {
        let start = token.start
        let first = try signed()
        var rest: [(PolicyExpression.Operation, PolicyExpression)] = []
        while true {
            if take("*") {
                rest.append((.times, try signed()))
            } else if take("/") {
                rest.append((.over, try signed()))
            } else {
                return rest.isEmpty ? first : made(.chain(first, rest), from: start)
            }
        }
    }

    private mutating func signed() throws(LocatedFault) -> PolicyExpression {
        let start = token.start
        guard take("-") else { return try primary() }
        let part = try deeper { (parser) throws(LocatedFault) in try parser.signed() }
        return made(.negative(part), from: start)
    }

    private mutating func primary() throws(LocatedFault) -> PolicyExpression {
        let start = token.start
        switch kind {
        case .number(let value, let unit):
            at += 1
            return made(.number(value, unit), from: start)
        case .day(let day):
            at += 1
            return made(.day(day), from: start)
        case .word(let word):
            at += 1
            return made(.word(word), from: start)
        case .name("yes"), .name("no"):
            let isYes = kind == .name("yes")
            at += 1
            return made(.flag(isYes), from: start)
        case .name(let name) where !["if", "then", "else", "and", "or", "not", "in"].contains(name):
            at += 1
            return try named(name, from: start)
        case .mark("("):
            at += 1
            let inside = try expression()
            try want(")")
            return PolicyExpression(kind: inside.kind, start: start, end: endBefore)
        default: throw unexpected(Sentence(zh: "一个值", en: "a value"))
        }
    }

    /// A name, `rd[1]`, or a function with what it is given.
    private mutating func named(_ name: String, from start: Int) throws(LocatedFault) -> PolicyExpression {
        if take("[") {
            guard case .number(let number, .number) = kind, let year = Int(exactly: number.numerator) else {
                throw unexpected(Sentence(zh: "年份序号", en: "the number of a year"))
            }
            at += 1
            try want("]")
            return made(.yearOf(name, year), from: start)
        }
        guard take("(") else { return made(.name(name), from: start) }
        var arguments: [PolicyExpression] = []
        if !take(")") {
            repeat { arguments.append(try expression()) } while take(",")
            try want(")")
        }
        return made(.call(name, arguments), from: start)
    }
}
