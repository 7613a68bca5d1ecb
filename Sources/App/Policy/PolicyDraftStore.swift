import Core
import Storage

/// A version of a policy that someone has written and someone else is to put in force, or has.
struct PolicyDraft: Sendable {
    let number: Int64
    let policy: String
    /// The first day on which it is to be in force.
    let from: Day
    let textDigest: String
    let casesDigest: String?
    let note: String
    let organisation: Int64
    let enteredBy: Int64
    let enteredByName: String
    let enteredAt: Int64
    let state: Proposal.State
    let decidedBy: String?
    let decidedAt: Int64?
    let comment: String
    /// Counts the changes, so that nobody decides on what they did not see.
    let version: Int64

    var proposal: Proposal {
        Proposal(id: ID(number), enteredBy: enteredBy, organisation: organisation, state: state)
    }

    /// What its files are called; one version of a policy begins on a day.
    var file: String { PolicyDraft.file(policy, from) }

    static func file(_ policy: String, _ from: Day) -> String { "\(policy)-\(from).yaml" }
    static func casesFile(_ policy: String, _ from: Day) -> String { "\(policy)-\(from).cases.yaml" }
}

/// Drafts of policies in the database.
enum PolicyDraftStore {
    struct Entry: Sendable {
        let policy: String
        let from: Day
        let text: [UInt8]
        let cases: [UInt8]?
        let note: String
    }

    static func add(_ entry: Entry, by visitor: Visitor, at: Int64, _ writing: Writing) throws -> Int64 {
        let number = try writing.scope.nextNumber(of: .policyDraft)
        let (text, cases) = try keep(entry, writing)
        try writing.connection.run(
            SQL(
                """
                INSERT INTO policy_draft (id, policy, from_day, text_sha256, cases_sha256, note,
                    organisation_id, person_id, entered_at, state, comment, version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '', 1)
                """,
                [
                    .int(number), .text(entry.policy), .int(Int64(entry.from.number)), .text(text),
                    cases.map { .text($0) } ?? .null, .text(entry.note), .int(visitor.organisation.id),
                    .int(visitor.person), .int(at),
                ]))
        writing.scope.took(number, of: .policyDraft)
        try writing.record(
            "policy_draft/\(number)", action: "policy.draft", after: audited(entry, text, cases),
            sealing: RowSeal(.policyDraft, number))
        return number
    }

    /// What its author has mended.
    static func revise(
        _ draft: PolicyDraft, _ entry: Entry, at: Int64, _ writing: Writing
    ) throws {
        let (text, cases) = try keep(entry, writing)
        let kept = cases ?? draft.casesDigest
        try writing.connection.run(
            SQL(
                """
                UPDATE policy_draft SET from_day = ?, text_sha256 = ?, cases_sha256 = ?, note = ?,
                    entered_at = ?, version = version + 1
                WHERE id = ?
                """,
                [
                    .int(Int64(entry.from.number)), .text(text), kept.map { .text($0) } ?? .null,
                    .text(entry.note), .int(at), .int(draft.number),
                ]))
        try writing.record(
            "policy_draft/\(draft.number)", action: "policy.revise", after: audited(entry, text, kept),
            sealing: RowSeal(.policyDraft, draft.number))
    }

    static func decide(
        _ draft: PolicyDraft, _ state: Proposal.State, by visitor: Visitor, comment: String, at: Int64,
        _ writing: Writing
    ) throws {
        try writing.connection.run(
            SQL(
                """
                UPDATE policy_draft SET state = ?, decided_by = ?, decided_at = ?, comment = ?,
                    version = version + 1
                WHERE id = ?
                """,
                [
                    .text(state.rawValue), .int(visitor.person), .int(at), .text(comment), .int(draft.number),
                ]))
        var text = JSONText()
        text.add("policy", draft.policy)
        text.add("from", draft.from.description)
        text.add("text_sha256", draft.textDigest)
        text.add("state", state.rawValue)
        text.add("comment", comment)
        try writing.record(
            "policy_draft/\(draft.number)", action: "policy.decide", after: text.text,
            sealing: RowSeal(.policyDraft, draft.number))
    }

    private static func keep(_ entry: Entry, _ writing: Writing) throws -> (text: String, cases: String?) {
        let text = PolicyLibrary.File(name: PolicyDraft.file(entry.policy, entry.from), bytes: entry.text)
        let cases = entry.cases.map {
            PolicyLibrary.File(name: PolicyDraft.casesFile(entry.policy, entry.from), bytes: $0)
        }
        return (
            try DecisionStore.keepText(text, writing),
            try cases.map { try DecisionStore.keepText($0, writing) }
        )
    }

    private static func audited(_ entry: Entry, _ digest: String, _ cases: String?) -> String {
        var text = JSONText()
        text.add("policy", entry.policy)
        text.add("from", entry.from.description)
        text.add("text_sha256", digest)
        text.add("cases_sha256", cases ?? "")
        text.add("note", entry.note)
        return text.text
    }

    // MARK: Reading

    private static let selection = """
        SELECT d.id, d.policy, d.from_day, d.text_sha256, d.cases_sha256, d.note, d.organisation_id,
            d.person_id, p.name, p.display_name, d.entered_at, d.state, q.name, q.display_name, d.decided_at,
            d.comment, d.version
        FROM policy_draft d JOIN person p ON p.id = d.person_id LEFT JOIN person q ON q.id = d.decided_by
        """

    private static func draft(_ row: borrowing Row) -> PolicyDraft {
        let (name, shown) = (row.text(8), row.text(9))
        let (decider, shownDecider) = (row.optionalText(12), row.optionalText(13) ?? "")
        return PolicyDraft(
            number: row.int(0), policy: row.text(1), from: row.day(2), textDigest: row.text(3),
            casesDigest: row.optionalText(4), note: row.text(5), organisation: row.int(6),
            enteredBy: row.int(7), enteredByName: shown.isEmpty ? name : shown, enteredAt: row.int(10),
            state: Proposal.State(rawValue: row.text(11)) ?? .withdrawn,
            decidedBy: shownDecider.isEmpty ? decider : shownDecider, decidedAt: row.optionalInt(14),
            comment: row.text(15), version: row.int(16))
    }

    static func find(_ number: Int64, _ connection: Connection) throws -> PolicyDraft? {
        try connection.first(SQL(composing: "\(selection) WHERE d.id = ?", [.int(number)]), draft)
    }

    private static let listed: Int64 = 500

    /// The newest first, those that wait before all others.
    static func all(_ connection: Connection) throws -> [PolicyDraft] {
        let order = "ORDER BY CASE d.state WHEN 'waiting' THEN 0 ELSE 1 END, d.id DESC LIMIT ?"
        return try connection.all(SQL(composing: "\(selection) \(order)", [.int(listed)]), draft)
    }

    static func countWaiting(_ connection: Connection) throws -> Int64 {
        try connection.first("SELECT COUNT(*) FROM policy_draft WHERE state = 'waiting'") { $0.int(0) } ?? 0
    }

    /// What is or will be in force, in the order of the days.
    static func approved(_ connection: Connection) throws -> [PolicyDraft] {
        let order = "WHERE d.state = 'approved' ORDER BY d.from_day, d.id"
        return try connection.all(SQL(composing: "\(selection) \(order)", []), draft)
    }

    static func text(_ draft: PolicyDraft, _ connection: Connection) throws -> PolicyLibrary.File? {
        try file(draft.textDigest, draft.file, connection)
    }

    static func cases(_ draft: PolicyDraft, _ connection: Connection) throws -> PolicyLibrary.File? {
        try draft.casesDigest.flatMap {
            try file($0, PolicyDraft.casesFile(draft.policy, draft.from), connection)
        }
    }

    private static func file(
        _ digest: String, _ name: String, _ connection: Connection
    ) throws -> PolicyLibrary.File? {
        try DecisionStore.text(digest, connection).map { PolicyLibrary.File(name: name, bytes: $0.bytes) }
    }

    /// The library with what was put in force.
    static func library(
        _ base: PolicyLibrary, _ approved: [PolicyDraft], _ connection: Connection
    ) throws -> PolicyLibrary {
        try approved.reduce(base) { library, draft in
            guard let file = try text(draft, connection) else { return library }
            return try library.adding(file, from: draft.from, cases: try cases(draft, connection))
        }
    }
}

extension PolicyLibrary {
    /// With the versions that were put in force in a book.
    public func with(_ book: Book) async throws -> PolicyLibrary {
        try await book.database.read { connection in
            try PolicyDraftStore.library(self, try PolicyDraftStore.approved(connection), connection)
        }
    }
}
