/// An expression of the language as it was read, before names and units are looked at.
public struct PolicyExpression: Sendable {
    /// Characters of one expression.
    static let lengthLimit = 2_000
    /// Levels of one expression.
    static let depthLimit = 40

    let kind: Kind
    /// Offsets in UTF-8 in the text that it was read from.
    let start: Int
    let end: Int

    indirect enum Kind: Sendable {
        /// In the scale of its unit: fen, hundredths of a point; otherwise over the denominator.
        case number(Fraction, PolicyUnit)
        case day(Day)
        case word(String)
        case flag(Bool)
        case name(String)
        case yearOf(String, Int)
        case negative(PolicyExpression)
        /// From left to right, so that a long sum is not deep.
        case chain(PolicyExpression, [(Operation, PolicyExpression)])
        case comparison(Relation, PolicyExpression, PolicyExpression)
        case negation(PolicyExpression)
        case all([PolicyExpression])
        case any([PolicyExpression])
        case choice(PolicyExpression, PolicyExpression, PolicyExpression)
        case among(PolicyExpression, [PolicyExpression])
        case call(String, [PolicyExpression])
    }

    enum Operation: Sendable { case plus, minus, times, over }
}

/// How two values are compared.
public enum Relation: String, Hashable, Sendable {
    case equal = "="
    case unequal = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

/// An expression with the text that it was read from, so that faults find their place.
struct Formula: Sendable {
    let scalar: PolicyScalar
    let expression: PolicyExpression

    init(_ scalar: PolicyScalar) throws(LocatedFault) {
        self.scalar = scalar
        expression = try PolicyExpressionParser.parse(scalar)
    }

    /// A formula that an expression already read stands for.
    init(_ scalar: PolicyScalar, _ expression: PolicyExpression) {
        (self.scalar, self.expression) = (scalar, expression)
    }

    func place(of part: PolicyExpression) -> TextPlace { scalar.place(at: part.start) }

    func text(of part: PolicyExpression) -> String {
        String(decoding: scalar.text.utf8.prefix(part.end).dropFirst(part.start), as: UTF8.self)
    }
}
