import Core
import Storage

/// One row of what a firm qualifies for, or did, as pages show it; marking it as seen and as taken up.
struct Entitlement: Sendable {
    let number: Int64
    let creditCode: String
    let firm: String
    let policy: String
    let verdict: EntitlementVerdict
    let values: EntitlementValues
    let decidedFor: Day
    let decidedAt: Int64
    let since: Day
    let taken: Taken?

    struct Taken: Sendable {
        let at: Int64
        let person: String
        let note: String
    }

    /// The longest note, in characters.
    static let noteLimit = 500

    private static let select: SQL = """
        SELECT t.id, e.credit_code, e.name, t.policy, t.verdict, t.class, t.score_low, t.score_high,
            t.amount_low, t.amount_high, t.decided_for, t.decided_at, t.since_day, t.taken_at,
            COALESCE(NULLIF(h.display_name, ''), h.name), t.taken_note
        FROM entitlement t JOIN enterprise e ON e.id = t.enterprise_id
            JOIN enterprise_profile p ON p.enterprise_id = t.enterprise_id
            LEFT JOIN person h ON h.id = t.taken_by
        WHERE\u{20}
        """

    private static func read(_ row: borrowing Row) -> Entitlement {
        Entitlement(
            number: row.int(0), creditCode: row.text(1), firm: row.text(2), policy: row.text(3),
            verdict: EntitlementVerdict(rawValue: row.text(4)) ?? .ended,
            values: EntitlementValues(
                classWord: row.text(5), scoreLow: row.optionalInt(6), scoreHigh: row.optionalInt(7),
                amount: row.optionalInt(8).map { Fen($0)...Fen(row.int(9)) }),
            decidedFor: row.day(10), decidedAt: row.int(11), since: row.day(12),
            taken: row.isNull(13)
                ? nil
                : Taken(at: row.int(13), person: row.text(14), note: row.optionalText(15) ?? ""))
    }

    /// One that concerns the visitor; a number that a change has replaced is not there.
    static func load(
        _ number: String, for visitor: Visitor, _ connection: Connection
    ) throws -> Entitlement {
        let sql =
            select + SQL("t.id = ? AND (", [.int(Int64(number) ?? 0)]) + Sight.enterprises(visitor) + ")"
        guard let found = try connection.first(sql, read) else { throw RequestRefusal.notFound }
        return found
    }

    /// What a firm has not marked as seen yet, the newest first.
    static func unseen(by visitor: Visitor, _ connection: Connection) throws -> [Entitlement] {
        let firm = SQL(
            "e.credit_code = ? AND t.seen_at IS NULL ORDER BY t.id DESC LIMIT 50",
            [.text(visitor.organisation.code)])
        return try connection.all(select + firm, read)
    }

    // MARK: Acting

    /// A firm's own; nothing happens to what has been seen already.
    static func see(_ number: String, by visitor: Visitor, _ writing: Writing) throws {
        guard visitor.organisation.kind == .enterprise else { throw RequestRefusal.forbidden }
        let one = try load(number, for: visitor, writing.connection)
        let unseen = SQL("SELECT 1 FROM entitlement WHERE id = ? AND seen_at IS NULL", [.int(one.number)])
        guard try writing.connection.exists(unseen) else { return }
        try writing.connection.run(
            SQL(
                "UPDATE entitlement SET seen_at = ?, seen_by = ? WHERE id = ?",
                [.int(writing.at), .int(visitor.person), .int(one.number)]))
        try writing.record("entitlement/\(one.number)", action: "entitlement.see", after: one.audited().text)
    }

    /// Clerks of supervisors; what stands and nobody has taken up before.
    static func take(_ number: String, note: String, by visitor: Visitor, _ writing: Writing) throws {
        guard KeptDecisions.mayKeep(visitor) else { throw RequestRefusal.forbidden }
        let one = try load(number, for: visitor, writing.connection)
        guard one.verdict == .yes else { throw EntitlementRefusal.standsNoMore(one.since) }
        if let taken = one.taken { throw EntitlementRefusal.takenAlready(taken.person) }
        let note = note.trimmingSpaces()
        guard !note.isEmpty, note.count <= noteLimit else { throw EntitlementRefusal.noteWrong }
        try writing.connection.run(
            SQL(
                "UPDATE entitlement SET taken_at = ?, taken_by = ?, taken_note = ? WHERE id = ?",
                [.int(writing.at), .int(visitor.person), .text(note), .int(one.number)]))
        var after = one.audited()
        after.add("note", note)
        try writing.record("entitlement/\(one.number)", action: "entitlement.take_up", after: after.text)
    }

    /// What the audit log says of it: the row itself is another after the next change.
    private func audited() -> JSONText {
        var text = JSONText()
        text.add("credit_code", creditCode)
        text.add("policy", policy)
        text.add("verdict", verdict.rawValue)
        text.add("class", values.classWord)
        text.add("amount_low", values.amount.map { "\($0.lowerBound)" } ?? "")
        text.add("amount_high", values.amount.map { "\($0.upperBound)" } ?? "")
        text.add("decided_for", decidedFor.description)
        return text
    }
}

/// Why nothing is taken up.
enum EntitlementRefusal: Refusal {
    case standsNoMore(Day), takenAlready(String), noteWrong

    var code: String {
        switch self {
        case .standsNoMore: "entitlement_stands_no_more"
        case .takenAlready: "entitlement_taken_already"
        case .noteWrong: "entitlement_note_wrong"
        }
    }

    var sentence: Sentence {
        switch self {
        case .standsNoMore(let day):
            Sentence(
                zh: "自 \(day) 起企业不再符合该政策，不能办理；请查看判定说明。",
                en: "Since \(day) the firm no longer qualifies; look at the explanation.")
        case .takenAlready(let person):
            Sentence(zh: "已由 \(person) 办理。", en: "\(person) has taken it up already.")
        case .noteWrong:
            Sentence(
                zh: "请填写办理说明，不超过 \(Entitlement.noteLimit) 字。",
                en: "Say how it was taken up, in at most \(Entitlement.noteLimit) characters.")
        }
    }
}
