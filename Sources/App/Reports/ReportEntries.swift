import Core
import Storage

/// What is entered for a month, what stood in the month before, and how a form of them is read.
struct ReportEntries: Sendable {
    let now: MonthlyEntries
    let before: MonthlyEntries
    /// What is proposed from the month before, by its key.
    let proposed: [String: MonthlyFormEntry]

    /// The rows that may be entered, in the official order.
    static let rows = MonthlyFormRow.all.filter(\.source.takesEntry)
    /// Those that every guarantor must enter.
    static let required = MonthlyFormRow.all.filter { $0.source == .entered }

    init(_ guarantor: ID<Institution>, _ month: FormMonth, _ connection: Connection) throws {
        now = try MonthlyEntryStore.load(guarantor, month, connection)
        before =
            try month.before.map { try MonthlyEntryStore.load(guarantor, $0, connection) } ?? MonthlyEntries()
        proposed = Dictionary(
            uniqueKeysWithValues: try MonthlyEntryStore.proposal(guarantor, month, connection).map {
                ($0.key, $0)
            })
    }

    /// What stands in a field at first.
    func text(_ row: MonthlyFormRow) -> String {
        if let value = now.values[row.number] { return row.unit.text(value) }
        if case .value(_, let value) = proposed[row.number] { return row.unit.text(value) }
        return ""
    }

    /// The same of the words at the foot.
    func words(_ key: String) -> String {
        let known = key == MonthlyFormEntry.checkedByWord ? now.checkedBy : now.telephone
        if !known.isEmpty { return known }
        switch proposed[key] {
        case .checkedBy(let words), .telephone(let words): return words
        case .value, nil: return ""
        }
    }

    /// All that was entered, or all that is wrong with it. Empty fields stay as they are.
    func read(_ entered: (String) -> String) throws(FormRefusal) -> [MonthlyFormEntry] {
        var entries: [MonthlyFormEntry] = []
        var problems: [FormRefusal.Problem] = []
        for row in Self.rows {
            let text = entered(row.number).trimmingSpaces().replacing(",", with: "")
            if text.isEmpty {
                guard now.values[row.number] != nil else { continue }
                problems.append(
                    .init(field: row.number, sentence: ReportRefusal.cannotBeEmptied(row).sentence))
                continue
            }
            take(row.number, text, &entries, &problems)
        }
        for key in [MonthlyFormEntry.checkedByWord, MonthlyFormEntry.telephoneWord] {
            let text = entered(key).trimmingSpaces()
            if !text.isEmpty { take(key, text, &entries, &problems) }
        }
        guard problems.isEmpty else { throw FormRefusal(problems: problems) }
        return entries
    }

    private func take(
        _ key: String, _ text: String, _ entries: inout [MonthlyFormEntry],
        _ problems: inout [FormRefusal.Problem]
    ) {
        do {
            entries.append(try MonthlyFormEntry(row: key, value: text))
        } catch {
            problems.append(.init(field: key, sentence: error.sentence))
        }
    }
}
