import Core
import Storage

/// What people have entered, in the database: what waits for a second person, and what became of it.
enum ProposalStore {
    struct Stored: Sendable {
        let proposal: Proposal
        let action: String
        /// Such as `guarantees/G1`.
        let subject: String
        let inputs: Inputs
        let enteredAt: Int64
        let enteredByName: String
        let decidedAt: Int64?
        let decidedByName: String?
        let comment: String
        let once: String

        var reference: String { "P\(proposal.id)" }
    }

    /// Of the word under which something is taken once, in bytes.
    private static let onceLengths = 8...64

    private static let select = """
        SELECT q.id, q.entered_by, q.organisation_id, q.state, q.action, q.subject, q.fields, q.entered_at,
            e.display_name, q.decided_at, d.display_name, q.comment, q.once
        FROM proposal q JOIN person e ON e.id = q.entered_by LEFT JOIN person d ON d.id = q.decided_by
        """

    static func load(_ number: Int64, _ connection: Connection) throws -> Stored {
        let sql = SQL(composing: "\(select) WHERE q.id = ?", [.int(number)])
        guard let found = try connection.first(sql, stored) else { throw NotFound.proposal(String(number)) }
        return found
    }

    static func find(once: String, _ connection: Connection) throws -> Stored? {
        try connection.first(SQL(composing: "\(select) WHERE q.once = ?", [.text(once)]), stored)
    }

    /// What waits in an organisation, oldest first.
    static func waiting(in organisation: Int64, _ connection: Connection) throws -> [Stored] {
        try connection.all(
            SQL(
                composing:
                    "\(select) WHERE q.organisation_id = ? AND q.state = 'waiting' ORDER BY q.id LIMIT 200",
                [.int(organisation)]), stored)
    }

    /// What waits in an organisation and would take an entry of a guarantee back, oldest first.
    static func reversals(
        of guarantee: ID<Guarantee>, waitingIn organisation: Int64, _ connection: Connection
    ) throws -> [Stored] {
        let condition = """
            q.organisation_id = ? AND q.state = 'waiting'
                AND q.subject IN (SELECT 'entries/' || n.id FROM entry n WHERE n.guarantee_id = ?)
            """
        return try connection.all(
            SQL(
                composing: "\(select) WHERE \(condition) ORDER BY q.id",
                [.int(organisation), .int(guarantee.number)]), stored)
    }

    /// How many wait, of all organisations.
    static func countWaiting(_ connection: Connection) throws -> Int64 {
        try connection.first("SELECT COUNT(*) FROM proposal WHERE state = 'waiting'") { $0.int(0) } ?? 0
    }

    /// What was entered on a subject by an organisation, newest first.
    static func all(on subject: String, in organisation: Int64, _ connection: Connection) throws -> [Stored] {
        try connection.all(
            SQL(
                composing:
                    "\(select) WHERE q.subject = ? AND q.organisation_id = ? ORDER BY q.id DESC LIMIT 50",
                [.text(subject), .int(organisation)]), stored)
    }

    /// Keeps what was entered; done at once where one person is enough.
    static func enter(
        _ action: FormAction, on subject: String, _ inputs: Inputs, version: Int64?, once: String,
        by visitor: Visitor, _ writing: Writing
    ) throws -> Stored {
        if let known = try known(action.name, on: subject, inputs, once: once, by: visitor, writing) {
            return known
        }
        try check(version, action)
        let state: Proposal.State = action.needsSecondPerson ? .waiting : .approved
        let entered = Entered(
            action: action.name, subject: subject, inputs: inputs, version: action.version, once: once)
        let number = try keep(entered, state, by: visitor, writing)
        if !action.needsSecondPerson {
            let doing = FormAction.Doing(version: version, reference: "P\(number)")
            try action.perform(inputs, doing, writing)
        }
        return try load(number, writing.connection)
    }

    /// Does what one person enters and no second need see, once for each word; false where it was done
    /// before. Nothing secret may be among the inputs: they are kept.
    static func doOnce(
        _ action: String, on subject: String, _ inputs: Inputs, once: String, by visitor: Visitor,
        _ writing: Writing, perform: () throws -> Void
    ) throws -> Bool {
        guard try known(action, on: subject, inputs, once: once, by: visitor, writing) == nil else {
            return false
        }
        // First, so that a refusal leaves nothing behind.
        try perform()
        let entered = Entered(action: action, subject: subject, inputs: inputs, version: 0, once: once)
        _ = try keep(entered, .approved, by: visitor, writing)
        return true
    }

    /// What was entered under a word before; refuses the word for anything else.
    private static func known(
        _ action: String, on subject: String, _ inputs: Inputs, once: String, by visitor: Visitor,
        _ writing: Writing
    ) throws -> Stored? {
        guard onceLengths.contains(once.utf8.count) else { throw RequestRefusal.needsKey }
        guard let known = try find(once: visitor.own(once), writing.connection) else { return nil }
        guard known.action == action, known.subject == subject, known.inputs.texts == inputs.texts else {
            throw ProposalConflict.otherContent
        }
        return known
    }

    private struct Entered {
        let action: String
        let subject: String
        let inputs: Inputs
        let version: Int64
        let once: String
    }

    private static func keep(
        _ entered: Entered, _ state: Proposal.State, by visitor: Visitor, _ writing: Writing
    ) throws -> Int64 {
        let number = try writing.scope.nextNumber(of: .proposal)
        writing.scope.took(number, of: .proposal)
        let fields = entered.inputs.stored
        try writing.connection.run(
            SQL(
                "INSERT INTO proposal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, '', ?)",
                [
                    .int(number), .int(visitor.organisation.id), .text(entered.action),
                    .text(entered.subject), .text(fields), .int(entered.version), .text(state.rawValue),
                    .int(visitor.person), .int(writing.at), .text(visitor.own(entered.once)),
                ]))
        var after = JSONText()
        after.add("subject", entered.subject)
        after.add("action", entered.action)
        after.add("fields", fields)
        try writing.record(
            "proposal/\(number)", action: "proposal.enter", after: after.text,
            sealing: RowSeal(.proposal, number))
        return number
    }

    /// Nobody changes a record that they have not seen as it is; one without versions is told by none.
    private static func check(_ version: Int64?, _ action: FormAction) throws {
        guard let version else {
            guard action.version == 0 else { throw RequestRefusal.needsVersion }
            return
        }
        guard version == action.version else { throw RequestRefusal.changedMeanwhile }
    }

    /// Decides on what another has entered; doing it is part of the same transaction.
    static func decide(
        _ decision: Proposal.Decision, on number: Int64, comment: String, version: Int64?, today: Day,
        by visitor: Visitor, _ writing: Writing
    ) throws -> Stored {
        let stored = try load(number, writing.connection)
        let state = try stored.proposal.deciding(
            decision, by: visitor.person, of: visitor.organisation.id)
        if decision == .reject, comment.isEmpty { throw ProposalConflict.noReason }
        var action: FormAction?
        if decision == .approve {
            let approved = try ActionSources.load(
                stored.action, on: stored.subject, visitor, today, writing.connection)
            try check(version, approved)
            action = approved
        }
        try writing.connection.run(
            SQL(
                "UPDATE proposal SET state = ?, decided_by = ?, decided_at = ?, comment = ? WHERE id = ?",
                [.text(state.rawValue), .int(visitor.person), .int(writing.at), .text(comment), .int(number)])
        )
        var (before, after) = (JSONText(), JSONText())
        before.add("state", stored.proposal.state.rawValue)
        after.add("state", state.rawValue)
        after.add("comment", comment)
        try writing.record(
            "proposal/\(number)", action: "proposal.\(decision.rawValue)", before: before.text,
            after: after.text, sealing: RowSeal(.proposal, number))
        let doing = FormAction.Doing(version: version, reference: stored.reference)
        try action?.perform(stored.inputs, doing, writing)
        return try load(number, writing.connection)
    }

    private static func stored(_ row: borrowing Row) throws -> Stored {
        guard let state = Proposal.State(rawValue: row.text(3)) else {
            preconditionFailure("the schema allows no other state")
        }
        return Stored(
            proposal: Proposal(
                id: ID(row.int(0)), enteredBy: row.int(1), organisation: row.int(2), state: state),
            action: row.text(4), subject: row.text(5), inputs: Inputs(json: row.text(6)),
            enteredAt: row.int(7),
            enteredByName: row.text(8), decidedAt: row.optionalInt(9), decidedByName: row.optionalText(10),
            comment: row.text(11), once: row.text(12))
    }
}

/// Why a proposal is not taken or not decided.
enum ProposalConflict: Refusal {
    case otherContent, noReason

    var code: String {
        switch self {
        case .otherContent: "key_used_for_other_content"
        case .noReason: "reason_needed"
        }
    }

    var sentence: Sentence {
        switch self {
        case .otherContent:
            Sentence(
                zh: "这个防重编号已用于另一项内容；请重新打开表单提交。",
                en: "This key was used for something else already; open the form again, or send another key.")
        case .noReason:
            Sentence(zh: "退回时请写明原因，便于经办更正。", en: "Say why you reject it, so that the clerk can mend it.")
        }
    }
}
