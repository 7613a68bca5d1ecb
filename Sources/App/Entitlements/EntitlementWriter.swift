import Core
import Storage

/// Writes changes of what firms qualify for: new rows many at a time, others one by one, each with a number
/// of its own that is higher than all before.
struct EntitlementWriter {
    /// By the places of the policies.
    let versions: [Int64]
    let day: Day
    let writing: Writing

    func write(_ changes: [EntitlementStore.Change]) throws {
        var number = try writing.scope.nextNumber(of: .entitlement)
        let fresh = changes.filter { !$0.isKnown }
        for start in stride(from: 0, to: fresh.count, by: EntitlementWriter.manyRows) {
            let part = fresh[start..<min(start + EntitlementWriter.manyRows, fresh.count)]
            var values: [Value] = []
            values.reserveCapacity(part.count * 12)
            for change in part {
                append(change, number, &values)
                number += 1
            }
            guard part.count < EntitlementWriter.manyRows else {
                try writing.connection.run(SQL(EntitlementWriter.insertMany, values))
                continue
            }
            for row in stride(from: 0, to: values.count, by: 12) {
                try writing.connection.run(SQL(EntitlementWriter.insert, Array(values[row..<row + 12])))
            }
        }
        for change in changes where change.isKnown {
            try update(change, number)
            number += 1
        }
        writing.scope.took(number - 1, of: .entitlement)
    }

    private func append(_ change: EntitlementStore.Change, _ number: Int64, _ values: inout [Value]) {
        values.append(.int(number))
        values.append(.int(change.enterprise))
        values.append(.text(change.policy))
        values.append(.int(versions[change.place ?? 0]))
        append(change.values, &values)
        values.append(Value(day))
        values.append(.int(writing.at))
        values.append(Value(change.since))
    }

    private func append(_ given: EntitlementValues?, _ values: inout [Value]) {
        func number(_ value: Int64?) -> Value { value.map { .int($0) } ?? .null }
        values.append(.text(given?.classWord ?? ""))
        values.append(number(given?.scoreLow))
        values.append(number(given?.scoreHigh))
        values.append(number(given?.amount?.lowerBound.fen))
        values.append(number(given?.amount?.upperBound.fen))
    }

    private func update(_ change: EntitlementStore.Change, _ number: Int64) throws {
        let key: [Value] = [.int(change.enterprise), .text(change.policy)]
        guard change.kind != .lost else { return try lose(change, number, key) }
        var values: [Value] = [.int(number), .int(versions[change.place ?? 0])]
        append(change.values, &values)
        values += [Value(day), .int(writing.at), Value(change.since)]
        let sql: StaticString =
            change.kind == .revised ? EntitlementWriter.revise : EntitlementWriter.giveAnew
        try writing.connection.run(SQL(sql, values + key))
    }

    private func lose(_ change: EntitlementStore.Change, _ number: Int64, _ key: [Value]) throws {
        // A policy that is no longer in force has no text to decide by.
        let version: Value = change.place.map { .int(versions[$0]) } ?? .null
        let values: [Value] = [
            .int(number), version, .text(change.verdict.rawValue), Value(day), .int(writing.at),
            Value(change.since),
        ]
        try writing.connection.run(
            SQL(
                """
                UPDATE entitlement SET id = ?, version_id = COALESCE(?, version_id), verdict = ?,
                    decided_for = ?, decided_at = ?, since_day = ?, seen_at = NULL, seen_by = NULL
                WHERE enterprise_id = ? AND policy = ?
                """, values + key))
    }

    private static let manyRows = 10

    private static let insert: StaticString = """
        INSERT INTO entitlement VALUES
            (?, ?, ?, ?, 'yes', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL)
        """

    private static let insertMany: StaticString = """
        INSERT INTO entitlement VALUES
            (?, ?, ?, ?, 'yes', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL),
            (?, ?, ?, ?, 'yes', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL),
            (?, ?, ?, ?, 'yes', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL),
            (?, ?, ?, ?, 'yes', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL),
            (?, ?, ?, ?, 'yes', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL),
            (?, ?, ?, ?, 'yes', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL),
            (?, ?, ?, ?, 'yes', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL),
            (?, ?, ?, ?, 'yes', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL),
            (?, ?, ?, ?, 'yes', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL),
            (?, ?, ?, ?, 'yes', ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, NULL)
        """

    /// Nobody has seen it yet, and what was taken up was another.
    private static let giveAnew: StaticString = """
        UPDATE entitlement SET id = ?, version_id = ?, verdict = 'yes', class = ?, score_low = ?,
            score_high = ?, amount_low = ?, amount_high = ?, decided_for = ?, decided_at = ?, since_day = ?,
            seen_at = NULL, seen_by = NULL, taken_at = NULL, taken_by = NULL, taken_note = NULL
        WHERE enterprise_id = ? AND policy = ?
        """

    private static let revise: StaticString = """
        UPDATE entitlement SET id = ?, version_id = ?, verdict = 'yes', class = ?, score_low = ?,
            score_high = ?, amount_low = ?, amount_high = ?, decided_for = ?, decided_at = ?, since_day = ?
        WHERE enterprise_id = ? AND policy = ?
        """
}
