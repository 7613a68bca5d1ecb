import Core

/// What a guarantor has entered for one month: values by the number of their row, and the words of the foot.
public struct MonthlyEntries: Hashable, Sendable {
    /// Fen or persons.
    public var values: [String: Int64] = [:]
    public var checkedBy = ""
    public var telephone = ""

    public init() {}

    public var isEmpty: Bool { values.isEmpty && checkedBy.isEmpty && telephone.isEmpty }

    mutating func take(_ entry: MonthlyFormEntry) {
        switch entry {
        case .value(let row, let value): values[row.number] = value
        case .checkedBy(let words): checkedBy = words
        case .telephone(let words): telephone = words
        }
    }

    mutating func take(key: String, value: Int64, words: String) {
        switch key {
        case MonthlyFormEntry.checkedByWord: checkedBy = words
        case MonthlyFormEntry.telephoneWord: telephone = words
        default: values[key] = value
        }
    }

    /// Key, value and words of each row of the table, in the official order.
    var rows: [(key: String, value: Int64, words: String)] {
        // A number that the form does not have can only come from outside; it stands at the end.
        let keys = values.keys.sorted {
            (MonthlyFormRow.place(of: $0) ?? .max, $0) < (MonthlyFormRow.place(of: $1) ?? .max, $1)
        }
        var rows = keys.map { ($0, values[$0] ?? 0, "") }
        if !checkedBy.isEmpty { rows.append((MonthlyFormEntry.checkedByWord, 0, checkedBy)) }
        if !telephone.isEmpty { rows.append((MonthlyFormEntry.telephoneWord, 0, telephone)) }
        return rows
    }

    /// The whole month as the audit log keeps it, values in the unit of their row.
    func json(of month: FormMonth) -> JSONText {
        var json = JSONText()
        json.add("month", month.description)
        for row in rows {
            let unit = MonthlyFormRow.find(row.key)?.unit
            json.add(named: row.key, unit.map { $0.text(row.value) } ?? row.words)
        }
        return json
    }
}
