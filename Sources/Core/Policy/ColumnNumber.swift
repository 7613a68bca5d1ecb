/// What a register is while many firms are decided: one value for all of them, or columns with what is
/// known of them.
enum ColumnValue {
    /// The same for every firm.
    case uniform(Interval)
    case number(ColumnNumber)
    /// 1 where it is surely yes, 1 where it may be yes; one column where nothing is open.
    case flag(low: ColumnSource, high: ColumnSource)
    /// The place of a word, perhaps unknown, as the fact has it.
    case word(fact: Int32, isKnown: Bool)
    /// A bit for each word that it may be.
    case mask(ColumnSource)

    var isUniform: Bool { if case .uniform = self { true } else { false } }
}

/// Numbers in one or two columns.
struct ColumnNumber {
    var low: ColumnEnd
    var high: ColumnEnd
    /// One column for both ends; what has no bound is no number in it. In two it is infinite.
    var isSingle: Bool
    var mayBeBoundless: Bool
    /// What the columns hold is that many times the number.
    var denominator: Int64
    /// Whether it may be without a bound at one end alone.
    var mayBeHalfBoundless = false
}

/// One end of numbers in a column.
struct ColumnEnd {
    var source: ColumnSource
    var accuracy: Accuracy
    /// No number in it is lower or higher, what has no bound aside.
    var least: Double
    var most: Double
    /// Each is a whole number over a divisor that is no larger.
    var part: Double = 1
    /// The divisors themselves, where the numbers are quotients and nothing else.
    var divisor: ColumnSource?
    /// No magnitude in it is larger, where that is said otherwise than by the column itself.
    var bound: ColumnError?

    enum Accuracy {
        case exact
        /// The nearest that floating point has.
        case rounded
        /// In units of 2^-53.
        case within(ColumnError)
    }

    /// Whole numbers up to here stand exactly in floating point, sums and products of them too.
    static let wholeLimit = 9_007_199_254_740_992.0

    var magnitude: Double { max(least.magnitude, most.magnitude) }
    var isExact: Bool { if case .exact = accuracy { true } else { false } }
    var isWithin: Bool { if case .within = accuracy { true } else { false } }

    /// A number that is the same for every firm, that many times.
    init(_ value: Fraction, times denominator: Int64) throws(ColumnsUnfit) {
        guard value.isFinite else {
            let bound = value.numerator < 0 ? -Double.infinity : .infinity
            self.init(source: .constant(bound), accuracy: .exact, least: bound, most: bound)
            return
        }
        let product = value.numerator.multipliedReportingOverflow(by: Int128(denominator))
        guard !product.overflow else { throw ColumnsUnfit() }
        let scaled = Fraction(product.partialValue, value.denominator).reduced
        let limit = Int128(ColumnEnd.wholeLimit)
        guard scaled.numerator.magnitude <= limit, scaled.denominator <= limit else { throw ColumnsUnfit() }
        // Both are exact and one division rounds to the nearest.
        let number = Double(Int64(scaled.numerator)) / Double(Int64(scaled.denominator))
        self.init(
            source: .constant(number), accuracy: scaled.denominator == 1 ? .exact : .rounded, least: number,
            most: number, part: Double(Int64(scaled.denominator)))
    }

    init(source: ColumnSource, accuracy: Accuracy, least: Double, most: Double, part: Double = 1) {
        (self.source, self.accuracy, self.least, self.most, self.part) = (source, accuracy, least, most, part)
    }
}

/// A program, or what is known of some firms, that columns are not made for: each firm is run by itself
/// then.
struct ColumnsUnfit: Error {}

/// What is known of a fact among the firms of a chunk.
enum ColumnState: UInt8 {
    case known, mixed, unknown
}
