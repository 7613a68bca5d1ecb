/// One pass over columns: what it does, what it reads and where it writes.
struct ColumnStep {
    let kernel: Kernel
    var inputs: [ColumnSource]
    var outputs: [Int32]

    /// The planner keeps what tables and doubts it names: a pass counts no references.
    enum Kernel {
        /// 32 bits to floating point.
        case widen
        /// The fact where it is known, else the second.
        case wideElse, narrowElse
        /// The second into the one, the third into the other.
        case wideElseBoth, narrowElseBoth
        case numberOfFlag
        case add, subtract, multiply, divide, minimum, maximum
        /// No number where the divisor is zero.
        case divideOrNone
        /// The second where the first is no number.
        case finiteElse
        /// How wrong what rests on those columns may be.
        case errors(Unmanaged<ErrorWeights>)
        /// That value where the divisor, from the second to the third, may be zero.
        case whereZero(Double)
        /// That value where one of the others has no bound.
        case whereInfinite(Double)
        case less(negated: Bool)
        case lessOrEqual(negated: Bool)
        case equal
        /// The same, as all ones and all zeros of 64 bits.
        case wideLess(negated: Bool), wideLessOrEqual(negated: Bool), wideEqual, wideRegistered(Int32)
        /// Whether the day of a fact is that or before; unknown is.
        case registered(Int32)
        /// Of a flag that may be unknown: whether it is yes, and whether it may be.
        case isYes, mayBeYes
        case and, or, not
        /// Flags as all ones and all zeros of 64 bits.
        case widenFlag
        /// The second where the widened flag is yes, else the third.
        case select
        /// The second where the widened flag is yes, else zero.
        case selectOrZero
        /// The first, and the third where the widened flag is yes.
        case addWhere
        /// By two widened flags, each before what it lets through.
        case addBothWhere
        /// By yes and possible, both widened: one, the other, or the lower or higher of both.
        case selectOpen(isLow: Bool)
        case bands(Unmanaged<BandLookup>)
        case bandsBoth(Unmanaged<BandPair>)
        /// The lowest or highest of the values from one step to another.
        case steps(isLow: Bool)
        /// By the word of a fact.
        case numberOfWord(Unmanaged<WordTable<Double>>)
        case flagOfWord(Unmanaged<WordTable<UInt8>>)
        case maskOfWord(Unmanaged<WordTable<UInt64>>)
        /// The lowest or highest of the values of the words that it may be.
        case matchMask(isLow: Bool)
        /// Whether all, or any, of the words that it may be are among those.
        case allAmong(UInt64), anyAmong(UInt64)
        case sameWord, maySameWord
        case selectMask
        case year, wholeYears
        /// Rows whose comparison floating point may have got wrong are decided exactly.
        case settle(Unmanaged<ColumnDoubt>)
    }
}

/// Where a pass reads from.
enum ColumnSource: Hashable {
    case buffer(Int32)
    case fact(Int32)
    case constant(Double)
    case byte(UInt8)
    case mask(UInt64)
}

/// A value for each word, and for 255, an unknown one.
final class WordTable<Element> {
    let elements: [Element]

    /// Places between words and 255 are never asked for.
    init(_ elements: [Element], unknown: Element) {
        self.elements = elements + Array(repeating: unknown, count: 256 - elements.count)
    }
}

/// What is to be looked at again after a comparison in floating point, and what it has written.
final class ColumnDoubt {
    /// Doubtful where both are nearer than the error allows; without an error where they are equal.
    struct Pair {
        let one: ColumnSource
        let limits: [ColumnSource]
        let error: ColumnSource?
        /// Where the number is a quotient of that divisor, there is no doubt up to that size of it,
        /// limit by limit.
        let divisor: ColumnSource?
        let safeDivisors: [Double]
        /// The limits, five at a time, where all are the same for every firm.
        let constantLimits: [FiveLimits]

        init(
            one: ColumnSource, limits: [ColumnSource], error: ColumnSource?, divisor: ColumnSource?,
            safeDivisors: [Double]
        ) {
            (self.one, self.limits, self.error) = (one, limits, error)
            (self.divisor, self.safeDivisors) = (divisor, safeDivisors)
            let constants = limits.compactMap { if case .constant(let limit) = $0 { limit } else { nil } }
            constantLimits =
                constants.count < limits.count
                ? []
                : stride(from: 0, to: constants.count, by: 5).map { FiveLimits(constants[$0...].prefix(5)) }
        }
    }

    let pairs: [Pair]
    let register: Int32
    /// The instructions that lead to the register, in order, it last.
    let instructions: [Int32]
    /// Places of the facts that they read.
    let facts: [Int]
    /// What is written is that many times the number; nil for yes and no.
    let denominator: Int64?

    init(pairs: [Pair], register: Int32, instructions: [Int32], facts: [Int], denominator: Int64?) {
        (self.pairs, self.register, self.instructions) = (pairs, register, instructions)
        (self.facts, self.denominator) = (facts, denominator)
    }
}

/// Up to five limits; in place of those that lack the first stands again.
struct FiveLimits {
    let limits: (Double, Double, Double, Double, Double)
    /// The largest magnitude among them.
    let most: Double

    init(_ some: ArraySlice<Double>) {
        let five = Array(some) + Array(repeating: some[some.startIndex], count: 5 - some.count)
        limits = (five[0], five[1], five[2], five[3], five[4])
        most = five.reduce(0) { max($0, $1.magnitude) }
    }
}
