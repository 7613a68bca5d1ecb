/// How far results that floating point rounds can be trusted.
///
/// A bound of an error is reckoned while planning, in the columns that it rests on; it becomes a column
/// itself only where a comparison asks for it.
struct ColumnError: Equatable {
    private(set) var terms: [Term] = []
    private(set) var constant = 0.0

    /// A source and by how much its magnitude counts.
    struct Term: Equatable {
        let source: ColumnSource
        var weight: Double
    }

    init() {}

    init(_ source: ColumnSource, weight: Double = 1) {
        switch source {
        case .constant(let number): constant = number.isFinite ? number.magnitude * weight : 0
        case .buffer, .fact, .byte, .mask: terms = [Term(source: source, weight: weight)]
        }
    }

    static func + (one: ColumnError, other: ColumnError) -> ColumnError { one.joined(other, +) }

    static func * (one: ColumnError, factor: Double) -> ColumnError {
        var scaled = one
        scaled.terms = one.terms.map { Term(source: $0.source, weight: $0.weight * factor) }
        scaled.constant *= factor
        return scaled
    }

    /// Enough for either.
    func either(_ other: ColumnError) -> ColumnError { joined(other, max) }

    private func joined(_ other: ColumnError, _ join: (Double, Double) -> Double) -> ColumnError {
        var joined = self
        joined.constant = join(constant, other.constant)
        for term in other.terms {
            if let place = joined.terms.firstIndex(where: { $0.source == term.source }) {
                joined.terms[place].weight = join(joined.terms[place].weight, term.weight)
            } else {
                joined.terms.append(term)
            }
        }
        return joined
    }
}

/// What the pass that works an error out needs besides its columns.
final class ErrorWeights {
    let weights: [Double]
    let constant: Double

    init(_ error: ColumnError) { (weights, constant) = (error.terms.map(\.weight), error.constant) }
}

extension ColumnEnd {
    /// No less than the magnitude of what stands in the column, a rounding aside.
    var size: ColumnError { bound ?? ColumnError(source) }

    /// In units of 2^-53.
    var error: ColumnError {
        switch accuracy {
        case .exact: ColumnError()
        case .rounded: size
        case .within(let error): error
        }
    }
}

extension ColumnPlanner {
    /// How far what is one of the two can be trusted; what it isn't may be as wrong as it likes.
    func either(_ one: ColumnEnd, _ other: ColumnEnd) -> ColumnEnd.Accuracy {
        if one.isExact, other.isExact { return .exact }
        if !one.isWithin, !other.isWithin { return .rounded }
        return .within(one.error.either(other.error))
    }

    /// The error as a column.
    mutating func column(_ error: ColumnError) -> ColumnSource {
        if error.terms.isEmpty { return .constant(error.constant) }
        if let known = errors.first(where: { $0.error == error }) { return known.column }
        let column = emit(.errors(keep(ErrorWeights(error))), error.terms.map(\.source))
        errors.append((error, column))
        return column
    }
}
