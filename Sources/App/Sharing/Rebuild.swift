public import Core
import Storage

/// Writes anew what is derived, where it differs: balances, positions and claims from the entries, the index
/// of names from the names, the subjects of audit records from the log, what firms are found by. Leaves a
/// record of each change. A claim whose year the calendar did not know gets its due day so.
public enum Rebuild {
    /// What was put right.
    public struct Outcome: Hashable, Sendable {
        public let positions: Int
        public let balances: Int
        /// The guarantees whose claims were.
        public let claims: Int
        /// Whether the index of the names of firms was.
        public let hasNamesAnew: Bool
        /// Whether the list of the subjects of audit records was.
        public let hasSubjectsAnew: Bool
        /// What lists find a firm by was wrong for so many.
        public let profiles: Int
    }

    /// - Throws: `RebuildRefusal` when the log or the ledger is not sound itself: nothing is derived from it.
    public static func run(
        _ book: Book, as actor: Actor, because reason: String, progress: Verification.Progress = { _, _ in }
    ) async throws -> Outcome {
        var verification = try await Verification(book)
        try await verification.checkChain(progress)
        guard verification.chainFindings.isSound else {
            throw RebuildRefusal(verification.chainFindings.findingCount)
        }
        try await verification.checkPositions(progress)
        let (wrong, states, head) = (verification.corrections, verification.stepStates, verification.head)
        let (wrongClaims, subjects) = (verification.claimCorrections, verification.auditSubjects)
        let profiles = try await FirmProfileCheck.wrong(book)
        return try await book.write(as: actor, "book.rebuild", because: reason) { writing in
            writing.scope.changed.mayBeAny = true
            let agreements = try VerificationStart.agreements(writing.connection).byNumber
            let known = PositionRange.Knowledge(head: head, states: states, agreements: agreements)
            for number in wrong { try mend(number, known, writing) }
            for number in wrongClaims { try mendClaims(of: number, known, writing) }
            let balances = try writing.scope.rebuildBalances()
            let areNamesWrong = try !NamePairs.areSound(writing.connection)
            if areNamesWrong { try NamePairs.rebuild(writing.connection) }
            let areSubjectsWrong = try !AuditSubjects.areSound(subjects, upTo: head, writing.connection)
            if areSubjectsWrong { try AuditSubjects.rebuild(writing.connection) }
            for wrong in profiles { try wrong.profile.write(of: wrong.enterprise, writing.connection) }
            var after = JSONText()
            after.add("positions", Int64(wrong.count))
            after.add("balances", Int64(balances))
            after.add("claims", Int64(wrongClaims.count))
            after.add("names", areNamesWrong ? 1 : 0)
            after.add("subjects", areSubjectsWrong ? 1 : 0)
            after.add("profiles", Int64(profiles.count))
            try writing.record("book", after: after.text)
            return Outcome(
                positions: wrong.count, balances: balances, claims: wrongClaims.count,
                hasNamesAnew: areNamesWrong, hasSubjectsAnew: areSubjectsWrong, profiles: profiles.count)
        }
    }

    private static func mend(_ number: Int64, _ known: PositionRange.Knowledge, _ writing: Writing) throws {
        let connection = writing.connection
        for correction in try PositionRange.check(number...number, known, connection).corrections {
            let derived = correction.derived
            guard let stored = correction.stored else {
                try PositionRow.insert(derived, writing)
                try writing.record("guarantee/\(number)", action: "guarantee.rebuild", after: "{}")
                continue
            }
            try PositionRow.update(derived, from: nil, writing)
            let columns = PositionColumns.differences(stored, derived.position)
            var (before, after) = (JSONText(), JSONText())
            before.add("state", correction.storedState)
            after.add("state", derived.state.rawValue)
            for (name, left, right) in columns {
                before.add(name, left)
                after.add(name, right)
            }
            try writing.record(
                "guarantee/\(number)", action: "guarantee.rebuild", before: before.text, after: after.text)
        }
    }
}

extension Rebuild {
    /// All of them anew, numbered as their entries make them.
    private static func mendClaims(
        of number: Int64, _ known: PositionRange.Knowledge, _ writing: Writing
    ) throws {
        let connection = writing.connection
        let range = try PositionRange.check(number...number, known, connection)
        guard let right = range.claimCorrections[number] else { return }
        let before = try rows(of: number, connection)
        try connection.run(SQL("DELETE FROM claim WHERE guarantee_id = ?", [.int(number)]))
        var places: [Int64: Int64] = [:]
        for (key, claim) in zip(right.keys, right.claims) {
            let place = places[key.entry, default: 0]
            places[key.entry] = place + 1
            try connection.run(
                SQL(
                    "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        .int(key.entry * 16 + place), .int(key.entry), .int(number),
                        .int(Int64(key.debtor.rawValue)), .int(Int64(key.creditor.rawValue)),
                        .int(claim.amount.fen), .int(claim.paid.fen), Value(claim.dueOn),
                    ]))
        }
        let after = try rows(of: number, connection)
        try writing.record(
            "guarantee/\(number)", action: "guarantee.rebuild", before: text(before), after: text(after))
    }

    private static func rows(of number: Int64, _ connection: Connection) throws -> [(id: Int64, text: String)]
    {
        let sql = SQL(
            """
            SELECT id, entry_id, debtor, creditor, amount, paid, due_on FROM claim
            WHERE guarantee_id = ? ORDER BY id
            """, [.int(number)])
        return try connection.all(sql) { row in
            let due = row.isNull(6) ? "" : row.day(6).description
            let parties = "\(row.int(2))>\(row.int(3))"
            return (row.int(0), "\(row.int(0)) \(row.int(1)) \(parties) \(row.int(4)) \(row.int(5)) \(due)")
        }
    }

    /// Number, entry, debtor>creditor, amount and paid in fen, due day; one claim after the other.
    private static func text(_ rows: [(id: Int64, text: String)]) -> String {
        var json = JSONText()
        json.add("claims", rows.map(\.text).joined(separator: "; "))
        return json.text
    }
}

extension WriteScope {
    /// Replaces the balances that are not the sums of their postings.
    /// - Returns: how many those were.
    func rebuildBalances() throws -> Int {
        try beforeCommit()
        var posted: [Int64: Int64] = [:]
        try connection.forEach(
            "SELECT account, CAST(SUM(amount) AS BIGINT) FROM posting GROUP BY account"
        ) { row in posted[row.int(0)] = row.int(1) }
        var stored: [Int64: Int64] = [:]
        try connection.forEach("SELECT account, amount FROM balance") { stored[$0.int(0)] = $0.int(1) }
        var count = 0
        for account in Set(posted.keys).union(stored.keys).sorted() where stored[account] != posted[account] {
            if stored[account] == 0, posted[account] == nil { continue }
            setBalance(account, posted[account] ?? 0)
            count += 1
        }
        try beforeCommit()
        return count
    }
}

/// Why derived figures are not written anew.
public struct RebuildRefusal: Refusal {
    public let findings: Int

    init(_ findings: Int) { self.findings = findings }

    public var code: String { "ledger_not_sound" }

    public var sentence: Sentence {
        Sentence(
            zh: "审计记录或分录本身有 \(findings) 处不符，不能据此重建；请先用备份核对。",
            en: """
                The audit log or the ledger itself is wrong in \(findings) places; nothing is derived \
                from it. Compare it with a backup first.
                """)
    }
}
