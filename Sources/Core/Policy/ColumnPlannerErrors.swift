/// How far results that floating point rounds can be trusted.
extension ColumnPlanner {
    /// The error of a result that is one rounding from what two ends make.
    mutating func error(_ parts: [ColumnEnd], result: ColumnSource) -> ColumnEnd.Accuracy {
        .within(emit(.magnitudes, errors(parts) + [result]))
    }

    func errors(_ ends: [ColumnEnd]) -> [ColumnSource] {
        ends.compactMap { end in
            switch end.accuracy {
            case .exact: nil
            case .rounded: end.source
            case .within(let error): error
            }
        }
    }

    /// How far what is one of the two can be trusted.
    mutating func either(_ one: ColumnEnd, _ other: ColumnEnd) -> ColumnEnd.Accuracy {
        if one.isExact, other.isExact { return .exact }
        if !one.isWithin, !other.isWithin { return .rounded }
        return .within(emit(.magnitudes, errors([one, other])))
    }

    /// The error of what is chosen; what isn't may be as wrong as it likes.
    mutating func chosenAccuracy(
        _ by: Flags, _ one: ColumnEnd, _ other: ColumnEnd
    ) -> ColumnEnd.Accuracy {
        if one.isExact, other.isExact { return .exact }
        if !one.isWithin, !other.isWithin { return .rounded }
        return .within(chosen(by, error(one), error(other), isLow: false))
    }

    private mutating func error(_ end: ColumnEnd) -> ColumnSource {
        switch end.accuracy {
        case .exact: .constant(0)
        case .rounded: emit(.magnitudes, [end.source])
        case .within(let error): error
        }
    }
}
