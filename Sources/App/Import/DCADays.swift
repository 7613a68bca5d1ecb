import Core

/// Start and end of a guarantee. Most days are written year first; for others the order of day and month must
/// follow from the text or from the other day.
extension DCAFields {
    private static let yearFirst = ["yyyy/M/d", "yyyy-MM-dd"].compactMap { DayFormat($0) }
    private static let yearLast = ["M/d/yyyy", "d/M/yyyy"].compactMap { DayFormat($0) }

    /// Nil when a day can't be read, with the reasons.
    mutating func term() -> (start: Day, end: Day)? {
        let starts = readings(of: .start)
        let ends = readings(of: .end)
        guard !starts.isEmpty, !ends.isEmpty else { return nil }
        var pairs = starts.flatMap { start in ends.map { (start: start, end: $0) } }
        let isAmbiguous = pairs.count > 1
        if isAmbiguous { pairs = pairs.filter { DCAFields.areWholeYearsApart($0.start, $0.end) } }
        guard pairs.count == 1 else {
            for (column, days) in [(DCAColumn.start, starts), (.end, ends)] where days.count > 1 {
                refuse(.dayAmbiguous(column: column.rawValue, trimmed(column), days))
            }
            return nil
        }
        noteFormat(.start, pairs[0].start, isSettledByOther: starts.count > 1)
        noteFormat(.end, pairs[0].end, isSettledByOther: ends.count > 1)
        return pairs[0]
    }

    /// Every day that the text may mean, none twice.
    private mutating func readings(of column: DCAColumn) -> [Day] {
        let text = trimmed(column)
        let formats = DCAFields.yearFirst + DCAFields.yearLast
        var days: [Day] = []
        for day in formats.compactMap({ $0.day(of: text) }) where !days.contains(day) { days.append(day) }
        if days.isEmpty {
            refuse(column, zh: "应为存在的日期，例如 2014/09/30", en: "must be a day that exists, such as 2014/09/30")
        }
        return days
    }

    private mutating func noteFormat(_ column: DCAColumn, _ day: Day, isSettledByOther: Bool) {
        let text = trimmed(column)
        guard !DCAFields.yearFirst.contains(where: { $0.day(of: text) != nil }) else { return }
        note(.dayWritten(column: column.rawValue, text: text, day: day, isSettledByOther: isSettledByOther))
    }

    /// The last day may be the same day of a later year, or the one before it.
    private static func areWholeYearsApart(_ start: Day, _ end: Day) -> Bool {
        [end, end + 1].contains {
            $0.components.month == start.components.month
                && $0.components.day == start.components.day
        }
    }
}

extension DayFormat {
    fileprivate func day(of text: String) -> Day? {
        var text = text
        return text.withUTF8 { day(of: $0) }
    }
}
