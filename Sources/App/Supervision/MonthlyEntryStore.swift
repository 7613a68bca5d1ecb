public import Core
public import Storage

/// What guarantors enter for a month beside what the book holds, in the database.
public enum MonthlyEntryStore {
    /// What is entered for a month; empty before anything is.
    public static func load(
        _ guarantor: ID<Institution>, _ month: FormMonth, _ connection: Connection
    ) throws -> MonthlyEntries {
        var entries = MonthlyEntries()
        let sql = SQL(
            "SELECT form_row, amount, words FROM monthly_entry WHERE institution_id = ? AND month = ?",
            [.int(guarantor.number), .int(month.number)])
        for row in try connection.all(sql, { ($0.text(0), $0.int(1), $0.text(2)) }) {
            entries.take(key: row.0, value: row.1, words: row.2)
        }
        return entries
    }

    /// What guarantors have entered for a month; those that have not are left out.
    static func all(
        of month: FormMonth, _ connection: Connection
    ) throws -> [ID<Institution>: MonthlyEntries] {
        var all: [ID<Institution>: MonthlyEntries] = [:]
        let sql = SQL(
            "SELECT institution_id, form_row, amount, words FROM monthly_entry WHERE month = ?",
            [.int(month.number)])
        try connection.forEach(sql) { row in
            all[ID(row.int(0)), default: MonthlyEntries()].take(
                key: row.text(1), value: row.int(2), words: row.text(3))
        }
        return all
    }

    /// What stands in the month before and is not entered yet: capital, assets, reserves, staff, who checks.
    public static func proposal(
        _ guarantor: ID<Institution>, _ month: FormMonth, _ connection: Connection
    ) throws -> [MonthlyFormEntry] {
        guard let before = month.before else { return [] }
        let earlier = try load(guarantor, before, connection)
        let now = try load(guarantor, month, connection)
        var proposed: [MonthlyFormEntry] = MonthlyFormRow.all.compactMap { row in
            guard row.carriesOver, now.values[row.number] == nil else { return nil }
            return earlier.values[row.number].map { .value(row, $0) }
        }
        if now.checkedBy.isEmpty, !earlier.checkedBy.isEmpty {
            proposed.append(.checkedBy(earlier.checkedBy))
        }
        if now.telephone.isEmpty, !earlier.telephone.isEmpty {
            proposed.append(.telephone(earlier.telephone))
        }
        return proposed
    }

    /// Enters values for a month, in the place of earlier ones; what stays as it is leaves no record.
    ///
    /// - Parameter today: months that begin after it are refused.
    /// - Returns: all that is entered for the month then.
    @discardableResult
    public static func enter(
        _ entered: [MonthlyFormEntry], of guarantor: Institution, for month: FormMonth, today: Day,
        _ writing: Writing
    ) throws -> MonthlyEntries {
        try check(guarantor, month, today: today)
        let before = try load(guarantor.id, month, writing.connection)
        var after = before
        for entry in entered { after.take(entry) }
        guard after != before else { return after }
        for row in after.rows {
            try writing.connection.run(
                SQL(
                    """
                    INSERT INTO monthly_entry VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (institution_id, month, form_row)
                    DO UPDATE SET amount = excluded.amount, words = excluded.words
                    """,
                    [
                        .int(guarantor.id.number), .int(month.number), .text(row.key), .int(row.value),
                        .text(row.words),
                    ]))
        }
        try writing.record(
            subject(guarantor.id.number, month), action: "monthly_entry.enter",
            before: before.isEmpty ? "" : before.json(of: month).text, after: after.json(of: month).text)
        return after
    }

    /// The guarantor of a code.
    public static func guarantor(_ code: String, _ connection: Connection) throws -> Institution {
        guard let institution = try InstitutionStore.find(code: code, connection) else {
            throw NotFound.institution(code)
        }
        guard institution.kind == .guarantor else { throw MonthlyFormRefusal.notAGuarantor(code) }
        return institution
    }

    static func check(_ guarantor: Institution, _ month: FormMonth, today: Day) throws {
        guard guarantor.kind == .guarantor else { throw MonthlyFormRefusal.notAGuarantor(guarantor.code) }
        guard month.first <= today else {
            throw MonthlyFormRefusal.monthInFuture(month, FormMonth(of: today))
        }
    }

    /// What the audit log calls the entries of a month.
    static func subject(_ institution: Int64, _ month: FormMonth) -> String {
        "monthly_entry/\(institution)-\(month.number)"
    }

    /// Hands over the entries of every institution and month.
    static func forEachMonth(
        _ connection: Connection, _ body: (Int64, FormMonth, MonthlyEntries) throws -> Void
    ) throws {
        var current: (institution: Int64, month: FormMonth, entries: MonthlyEntries)?
        let sql: SQL = """
            SELECT institution_id, month, form_row, amount, words FROM monthly_entry
            ORDER BY institution_id, month
            """
        try connection.forEach(sql) { row in
            guard let month = FormMonth(number: row.int(1)) else { return }
            if let done = current, done.institution != row.int(0) || done.month != month {
                try body(done.institution, done.month, done.entries)
                current = nil
            }
            var entries = current?.entries ?? MonthlyEntries()
            entries.take(key: row.text(2), value: row.int(3), words: row.text(4))
            current = (row.int(0), month, entries)
        }
        if let done = current { try body(done.institution, done.month, done.entries) }
    }
}
