/// An exact fraction; nothing in a decision is rounded before its outcome.
public struct Fraction: Hashable, Comparable, Sendable {
    public let numerator: Int128
    /// Above zero; zero stands for what has no bound, by the sign of the numerator.
    public let denominator: Int128

    public init(_ numerator: Int128, _ denominator: Int128) {
        (self.numerator, self.denominator) = (numerator, denominator)
    }

    public static let zero = Fraction(0, 1)
    public static let one = Fraction(1, 1)
    /// Above and below every number.
    public static let highest = Fraction(1, 0)
    public static let lowest = Fraction(-1, 0)

    public var isFinite: Bool { denominator != 0 }

    /// By value: exact for all 128 bits, since the products are as wide as they come.
    public static func < (left: Fraction, right: Fraction) -> Bool {
        if left.denominator == right.denominator { return left.numerator < right.numerator }
        let one = left.numerator.multipliedFullWidth(by: right.denominator)
        let other = right.numerator.multipliedFullWidth(by: left.denominator)
        return one.high == other.high ? one.low < other.low : one.high < other.high
    }

    /// Whether both are one number; `==` asks for the same terms.
    public func equals(_ other: Fraction) -> Bool { !(self < other) && !(other < self) }

    // What follows is never given what has no bound, and can't overflow: the compiler of policies has bounded
    // all that it may be given.

    static func + (left: Fraction, right: Fraction) -> Fraction {
        if left.denominator == right.denominator {
            return Fraction(left.numerator + right.numerator, left.denominator)
        }
        if left.denominator == 1 {
            return Fraction(left.numerator * right.denominator + right.numerator, right.denominator)
        }
        if right.denominator == 1 {
            return Fraction(left.numerator + right.numerator * left.denominator, left.denominator)
        }
        let common = greatestCommonDivisor(left.denominator, right.denominator)
        let (first, second) = (right.denominator / common, left.denominator / common)
        return Fraction(left.numerator * first + right.numerator * second, left.denominator * first)
    }

    static func - (left: Fraction, right: Fraction) -> Fraction { left + -right }

    static prefix func - (value: Fraction) -> Fraction { Fraction(-value.numerator, value.denominator) }

    static func * (left: Fraction, right: Fraction) -> Fraction {
        Fraction(left.numerator * right.numerator, left.denominator * right.denominator)
    }

    /// The divisor is not zero.
    static func / (left: Fraction, right: Fraction) -> Fraction {
        let isLike = left.denominator == right.denominator
        let numerator = isLike ? left.numerator : left.numerator * right.denominator
        let denominator = isLike ? right.numerator : left.denominator * right.numerator
        return denominator < 0 ? Fraction(-numerator, -denominator) : Fraction(numerator, denominator)
    }

    /// Without a common divisor.
    public var reduced: Fraction {
        let common = greatestCommonDivisor(numerator, denominator)
        return common <= 1 ? self : Fraction(numerator / common, denominator / common)
    }

    /// The difference of any two; nil where it has no exact number of this width.
    public func difference(from other: Fraction) -> Fraction? {
        guard isFinite, other.isFinite else { return nil }
        let (left, right) = (reduced, other.reduced)
        let common = greatestCommonDivisor(left.denominator, right.denominator)
        let (first, second) = (right.denominator / common, left.denominator / common)
        let one = left.numerator.multipliedReportingOverflow(by: first)
        let two = right.numerator.multipliedReportingOverflow(by: second)
        let denominator = left.denominator.multipliedReportingOverflow(by: first)
        let numerator = one.partialValue.subtractingReportingOverflow(two.partialValue)
        guard !one.overflow, !two.overflow, !denominator.overflow, !numerator.overflow else { return nil }
        return Fraction(numerator.partialValue, denominator.partialValue)
    }
}

/// Euclid's; of zero and another the other.
func greatestCommonDivisor(_ left: Int128, _ right: Int128) -> Int128 {
    var (one, other) = (left.magnitude, right.magnitude)
    while other != 0 {
        // Whole words are divided far faster.
        if one <= UInt128(UInt64.max), other <= UInt128(UInt64.max) {
            var (small, smaller) = (UInt64(one), UInt64(other))
            while smaller != 0 { (small, smaller) = (smaller, small % smaller) }
            return Int128(small)
        }
        (one, other) = (other, one % other)
    }
    return Int128(one)
}
