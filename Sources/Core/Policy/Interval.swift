/// The lowest and the highest that a value may have: all that is known of it.
///
/// Yes and no are 1 and 0, so that open is from 0 to 1. A word is the set of words that it may be, a bit
/// for each, kept in the numerator of both ends.
public struct Interval: Hashable, Sendable {
    public let low: Fraction
    public let high: Fraction

    public init(_ low: Fraction, _ high: Fraction) { (self.low, self.high) = (low, high) }
    public init(_ value: Fraction) { self.init(value, value) }
    public init(_ isYes: Bool) { self.init(isYes ? .one : .zero) }

    public static let yes = Interval(true)
    public static let no = Interval(false)
    public static let open = Interval(.zero, .one)
    /// Division by what may be zero.
    public static let boundless = Interval(.lowest, .highest)

    static func words(_ mask: UInt64) -> Interval { Interval(Fraction(Int128(mask), 1)) }

    /// The words that it may be.
    public var mask: UInt64 { UInt64(truncatingIfNeeded: low.numerator) }

    /// Exactly one number, day or answer.
    public var isExact: Bool {
        low.denominator == high.denominator ? low.numerator == high.numerator : low.equals(high)
    }
    var isExactWord: Bool { mask & (mask &- 1) == 0 }
    public var isYes: Bool { low.numerator == 1 }
    public var isNo: Bool { high.numerator == 0 }
    public var isFinite: Bool { low.isFinite && high.isFinite }

    // MARK: Yes and no

    func and(_ other: Interval) -> Interval {
        isNo || other.isNo ? .no : isYes && other.isYes ? .yes : .open
    }

    func or(_ other: Interval) -> Interval {
        isYes || other.isYes ? .yes : isNo && other.isNo ? .no : .open
    }

    var negated: Interval { isYes ? .no : isNo ? .yes : .open }

    func compared(_ relation: Relation, _ other: Interval) -> Interval {
        switch relation {
        case .less: high < other.low ? .yes : low < other.high ? .open : .no
        case .lessOrEqual: high <= other.low ? .yes : low <= other.high ? .open : .no
        case .greater: other.compared(.less, self)
        case .greaterOrEqual: other.compared(.lessOrEqual, self)
        case .equal: equality(other)
        case .unequal: equality(other).negated
        }
    }

    private func equality(_ other: Interval) -> Interval {
        if high < other.low || other.high < low { return .no }
        return isExact && other.isExact ? .yes : .open
    }

    func sameWord(_ other: Interval) -> Interval {
        if mask & other.mask == 0 { return .no }
        return mask == other.mask && isExactWord ? .yes : .open
    }

    func among(_ words: UInt64) -> Interval {
        mask & words == 0 ? .no : mask & ~words == 0 ? .yes : .open
    }

    // MARK: Numbers

    static func + (left: Interval, right: Interval) -> Interval {
        guard left.isFinite, right.isFinite else { return .boundless }
        return Interval(left.low + right.low, left.high + right.high)
    }

    static func - (left: Interval, right: Interval) -> Interval { left + -right }
    static prefix func - (value: Interval) -> Interval { Interval(-value.high, -value.low) }

    static func * (left: Interval, right: Interval) -> Interval {
        guard left.isFinite, right.isFinite else { return .boundless }
        if left.isExact, right.isExact { return Interval(left.low * right.low) }
        return hull(
            left.low * right.low, left.low * right.high, left.high * right.low, left.high * right.high)
    }

    /// Boundless where the divisor may be zero.
    static func / (left: Interval, right: Interval) -> Interval {
        guard left.isFinite, right.isFinite, !right.holdsZero else { return .boundless }
        if left.isExact, right.isExact { return Interval(left.low / right.low) }
        return hull(
            left.low / right.low, left.low / right.high, left.high / right.low, left.high / right.high)
    }

    var holdsZero: Bool { low.numerator <= 0 && high.numerator >= 0 }

    private static func hull(_ a: Fraction, _ b: Fraction, _ c: Fraction, _ d: Fraction) -> Interval {
        Interval(min(min(a, b), min(c, d)), max(max(a, b), max(c, d)))
    }

    func minimum(_ other: Interval) -> Interval { Interval(min(low, other.low), min(high, other.high)) }
    func maximum(_ other: Interval) -> Interval { Interval(max(low, other.low), max(high, other.high)) }

    /// Everything from the lowest to the highest of both; of words either's.
    func union(_ other: Interval, isWord: Bool) -> Interval {
        if isWord { return .words(mask | other.mask) }
        return Interval(min(low, other.low), max(high, other.high))
    }

    /// Numerator and denominator times a whole number: the same value over another denominator.
    func scaled(by factor: Int128) -> Interval {
        guard isFinite else { return self }
        return Interval(
            Fraction(low.numerator * factor, low.denominator * factor),
            Fraction(high.numerator * factor, high.denominator * factor))
    }
}
