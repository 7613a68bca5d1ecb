import Core
import Storage

/// What firms qualify for in the database: what a run changes of it, and how that is written.
enum EntitlementStore {
    struct Change: Sendable {
        let enterprise: Int64
        let policy: String
        /// The place among the policies in force; nil for one that is not.
        let place: Int?
        let kind: Kind
        /// Whether the firm has a row for the policy already.
        let isKnown: Bool
        let verdict: EntitlementVerdict
        /// Nil for what was lost, of which the last values stay.
        let values: EntitlementValues?
        let since: Day
    }

    enum Kind: String, Sendable {
        case gained, changed, lost
        case revised
    }

    private struct Known {
        let verdict: EntitlementVerdict
        let values: EntitlementValues
        let since: Day
    }

    private struct Key: Hashable {
        let enterprise: Int64
        let policy: String
    }

    /// The latest day that anything was decided for.
    static func lastDay(_ connection: Connection) throws -> Day? {
        try connection.first("SELECT decided_for FROM entitlement ORDER BY id DESC LIMIT 1") { $0.day(0) }
    }

    /// The firms that statements or records after that audit record tell of, by rising number.
    static func told(after record: Int64, _ connection: Connection) throws -> [Int64] {
        let sql = SQL(
            """
            SELECT enterprise_id FROM enterprise_statement WHERE told_in > ?
            UNION SELECT enterprise_id FROM ip_right WHERE told_in > ?
            UNION SELECT enterprise_id FROM qualification WHERE told_in > ?
            UNION SELECT enterprise_id FROM hosting WHERE told_in > ?
            UNION SELECT enterprise_id FROM incident WHERE told_in > ?
            ORDER BY 1
            """, Array(repeating: .int(record), count: 5))
        return try connection.all(sql) { $0.int(0) }
    }

    /// What is other than the database has it, firm by firm.
    static func changes(
        _ matched: MatchedFirms, _ policies: [String], on day: Day, _ connection: Connection
    ) throws -> [Change] {
        guard let first = matched.numbers.first, let last = matched.numbers.last else { return [] }
        var known = try known(first...last, connection)
        var changes: [Change] = []
        for one in matched.entitled {
            let policy = policies[one.policy]
            let before =
                known.isEmpty
                ? nil : known.removeValue(forKey: Key(enterprise: one.enterprise, policy: policy))
            guard let kind = kind(before, one.values) else { continue }
            changes.append(
                Change(
                    enterprise: one.enterprise, policy: policy, place: one.policy, kind: kind,
                    isKnown: before != nil, verdict: .yes, values: one.values,
                    since: kind == .gained ? day : before?.since ?? day))
        }
        return changes + lost(known, matched, policies, day)
    }

    private static func kind(_ before: Known?, _ values: EntitlementValues) -> Kind? {
        guard let before, before.verdict == .yes else { return .gained }
        if before.values == values { return nil }
        return before.values.isSame(for: values) ? .revised : .changed
    }

    /// Those that stood and were not found again.
    private static func lost(
        _ known: [Key: Known], _ matched: MatchedFirms, _ policies: [String], _ day: Day
    ) -> [Change] {
        let places = Dictionary(uniqueKeysWithValues: policies.enumerated().map { ($1, $0) })
        let rows = Dictionary(uniqueKeysWithValues: matched.numbers.enumerated().map { ($1, $0) })
        let standing = known.filter { $0.value.verdict == .yes && rows[$0.key.enterprise] != nil }
        return standing.keys.sorted { ($0.enterprise, $0.policy) < ($1.enterprise, $1.policy) }.map { key in
            let place = places[key.policy]
            let verdict = place.flatMap { place in
                rows[key.enterprise].map { matched.verdicts[place][$0] }
            }
            return Change(
                enterprise: key.enterprise, policy: key.policy, place: place, kind: .lost, isKnown: true,
                verdict: verdict ?? .ended, values: nil, since: day)
        }
    }

    private static func known(
        _ range: ClosedRange<Int64>, _ connection: Connection
    ) throws -> [Key: Known] {
        let sql = SQL(
            """
            SELECT enterprise_id, policy, verdict, class, score_low, score_high, amount_low, amount_high,
                since_day
            FROM entitlement WHERE enterprise_id BETWEEN ? AND ?
            """, [.int(range.lowerBound), .int(range.upperBound)])
        var known: [Key: Known] = [:]
        try connection.forEach(sql) { row in
            let values = EntitlementValues(
                classWord: row.text(3), scoreLow: row.optionalInt(4), scoreHigh: row.optionalInt(5),
                amount: row.optionalInt(6).map { Fen($0)...Fen(row.int(7)) })
            known[Key(enterprise: row.int(0), policy: row.text(1))] = Known(
                verdict: EntitlementVerdict(rawValue: row.text(2)) ?? .ended, values: values,
                since: row.day(8))
        }
        return known
    }

    // MARK: Writing

    /// Writes the changes of one transaction, under one audit record that counts them: they follow from what
    /// was told and from the texts of the policies, which the audit log covers.
    static func write(
        _ changes: [Change], _ matching: EntitlementMatching, _ organisations: [Int64: Int64],
        _ writing: Writing
    ) throws -> EntitlementMatching.Counts {
        var counts = EntitlementMatching.Counts()
        guard let first = changes.first else { return counts }
        let versions = try matching.programs.map {
            try version(of: $0.policy, matching.library, writing)
        }
        let writer = EntitlementWriter(versions: versions, day: matching.day, writing: writing)
        try writer.write(changes)
        for change in changes {
            switch change.kind {
            case .gained: counts.gained += 1
            case .lost: counts.lost += 1
            case .changed: counts.changed += 1
            case .revised: counts.revised += 1
            }
        }
        var after = JSONText()
        after.add("day", matching.day)
        after.add("gained", Int64(counts.gained))
        after.add("changed", Int64(counts.changed))
        after.add("lost", Int64(counts.lost))
        after.add("revised", Int64(counts.revised))
        try writing.record("entitlements/\(first.enterprise)", after: after.text)
        let notices = try EntitlementNotices.notices(changes, matching, organisations, writing.connection)
        if !notices.isEmpty { counts.notices = try NoticeStore.add(notices, on: matching.day, writing) }
        return counts
    }

    /// The number of the text that it is decided by, which is kept.
    private static func version(
        of policy: Policy, _ library: PolicyLibrary, _ writing: Writing
    ) throws -> Int64 {
        let digest = Hexadecimal.text(Digest.of(library.texts[policy.file] ?? []))
        let find = SQL(
            "SELECT id FROM matched_policy WHERE policy = ? AND sha256 = ?",
            [.text(policy.id), .text(digest)])
        if let number = try writing.connection.first(find, { $0.int(0) }) { return number }
        let number = try writing.scope.nextNumber(of: .matchedPolicy)
        writing.scope.took(number, of: .matchedPolicy)
        let kept = try DecisionStore.keepText(policy.file, library, writing)
        try writing.connection.run(
            SQL(
                "INSERT INTO matched_policy VALUES (?, ?, ?)",
                [.int(number), .text(policy.id), .text(kept)]))
        return number
    }
}
