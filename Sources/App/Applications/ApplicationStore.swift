import Core
import Storage

/// Applications in the database: drafts as they are typed, and what became of them.
enum ApplicationStore {
    struct Stored: Sendable {
        let id: Int64
        let organisation: Int64
        let typed: Inputs
        let version: Int64
        let editor: String
        let state: State
        let savedAt: Int64
        let savedByName: String
        /// Once it was sent.
        let guarantee: String?
    }

    enum State: String, CaseIterable {
        case draft, submitted, discarded

        var name: Sentence {
            switch self {
            case .draft: Sentence(zh: "草稿", en: "draft")
            case .submitted: Sentence(zh: "已提交", en: "sent")
            case .discarded: Sentence(zh: "已放弃", en: "discarded")
            }
        }
    }

    /// More drafts than anyone fills in at a time.
    static let draftLimit = 50

    private static let select = """
        SELECT q.id, q.organisation_id, q.fields, q.version, q.editor, q.state, q.saved_at, p.display_name,
            g.number
        FROM application q JOIN person p ON p.id = q.saved_by LEFT JOIN guarantee g ON g.id = q.guarantee_id
        """

    /// One's own organisation's; any other is not there.
    static func load(_ number: String, _ visitor: Visitor, _ connection: Connection) throws -> Stored {
        let sql = SQL(
            composing: "\(select) WHERE q.id = ? AND q.organisation_id = ?",
            [.int(Int64(number) ?? 0), .int(visitor.organisation.id)])
        guard let found = try connection.first(sql, stored) else { throw NotFound.application(number) }
        return found
    }

    static func drafts(of organisation: Int64, _ connection: Connection) throws -> [Stored] {
        try connection.all(
            SQL(
                composing: """
                    \(select) WHERE q.organisation_id = ? AND q.state = 'draft' ORDER BY q.id DESC LIMIT ?
                    """, [.int(organisation), .int(Int64(draftLimit))]), stored)
    }

    /// Begins a draft, once for each word of a form.
    static func begin(
        _ typed: Inputs, once: String, by visitor: Visitor, _ writing: Writing
    ) throws -> Int64 {
        if let number = try find(once: once, of: visitor, writing.connection) { return number }
        guard try drafts(of: visitor.organisation.id, writing.connection).count < draftLimit else {
            throw ApplicationRefusal.tooManyDrafts
        }
        let number = try writing.scope.nextNumber(of: .application)
        writing.scope.took(number, of: .application)
        try writing.connection.run(
            SQL(
                """
                INSERT INTO application VALUES (?, ?, ?, 1, '', 'draft', ?, ?, ?, ?, NULL, NULL, NULL)
                """,
                [
                    .int(number), .int(visitor.organisation.id), .text(typed.stored), .int(writing.at),
                    .int(visitor.person), .int(writing.at), .text(visitor.own(once)),
                ]))
        let after = audited(typed.stored, version: 1)
        try writing.record("application/\(number)", action: "application.begin", after: after.text)
        return number
    }

    private static func find(
        once: String, of visitor: Visitor, _ connection: Connection
    ) throws -> Int64? {
        let known = SQL("SELECT id FROM application WHERE once = ?", [.text(visitor.own(once))])
        return try connection.first(known) { $0.int(0) }
    }

    /// What the audit log says of a draft.
    static func audited(_ fields: String, version: Int64) -> JSONText {
        var after = JSONText()
        after.add("version", version)
        after.add("sha256", Digest.text(of: fields))
        return after
    }

    /// Keeps what was typed. The page that saved last may save again; any other must have seen that.
    static func save(
        _ number: String, _ typed: Inputs, version: Int64, editor: String, by visitor: Visitor,
        _ writing: Writing
    ) throws -> Stored {
        let stored = try load(number, visitor, writing.connection)
        guard stored.state == .draft else { throw ApplicationRefusal.sentAlready }
        let isOwn = !editor.isEmpty && editor == stored.editor
        guard isOwn || version == stored.version else { throw RequestRefusal.changedMeanwhile }
        if stored.typed.texts == typed.texts { return stored }
        try writing.connection.run(
            SQL(
                """
                UPDATE application SET fields = ?, version = ?, editor = ?, saved_by = ?, saved_at = ?
                WHERE id = ?
                """,
                [
                    .text(typed.stored), .int(stored.version + 1), .text(String(editor.prefix(64))),
                    .int(visitor.person), .int(writing.at), .int(stored.id),
                ]))
        let after = audited(typed.stored, version: stored.version + 1)
        try writing.record("application/\(stored.id)", action: "application.save", after: after.text)
        return try load(number, visitor, writing.connection)
    }

    /// Makes it a guarantee that is applied for, once; returns its number.
    static func submit(
        _ number: String, version: Int64, on today: Day, by visitor: Visitor, _ writing: Writing
    ) throws -> String {
        let stored = try load(number, visitor, writing.connection)
        if let known = stored.guarantee { return known }
        guard stored.state == .draft else { throw ApplicationRefusal.sentAlready }
        guard version == stored.version else { throw RequestRefusal.changedMeanwhile }
        let firm = visitor.organisation
        let offers = try AgreementOffers(on: today, near: "", writing.connection)
        let checked = try ApplicationForm.check(
            stored.typed, offers, firm: firm.code, on: today, writing.connection)
        let given = try nextNumber(in: today.year, writing.connection)
        let guarantee = try GuaranteeStore.apply(registration(checked, firm, given.text), writing)
        try writing.connection.run(
            SQL(
                """
                UPDATE application SET state = 'submitted', version = ?, year = ?, sequence = ?,
                    guarantee_id = ? WHERE id = ?
                """,
                [
                    .int(version + 1), .int(Int64(given.year)), .int(given.sequence),
                    .int(guarantee.id.number), .int(stored.id),
                ]))
        var after = JSONText()
        after.add("guarantee", given.text)
        after.add("purpose", checked.inputs.text("purpose"))
        try writing.record("application/\(stored.id)", action: "application.submit", after: after.text)
        return given.text
    }

    /// Begins and sends in one, once for each key; returns the application's number.
    static func apply(
        _ inputs: Inputs, once: String, on today: Day, by visitor: Visitor, _ writing: Writing
    ) throws -> Int64 {
        let connection = writing.connection
        if let known = try find(once: once, of: visitor, connection) {
            guard try load(String(known), visitor, connection).typed.texts == inputs.texts else {
                throw ProposalConflict.otherContent
            }
            return known
        }
        // Refused before anything is written.
        let offers = try AgreementOffers(on: today, near: "", connection)
        _ = try ApplicationForm.check(
            inputs, offers, firm: visitor.organisation.code, on: today, connection)
        let number = try begin(inputs, once: once, by: visitor, writing)
        _ = try submit(String(number), version: 1, on: today, by: visitor, writing)
        return number
    }

    /// Discards a draft; withdraws what came of an application that was sent.
    static func withdraw(_ number: String, on today: Day, by visitor: Visitor, _ writing: Writing) throws {
        guard let guarantee = try load(number, visitor, writing.connection).guarantee else {
            return try discard(number, by: visitor, writing)
        }
        try GuaranteeStore.take(.withdraw, guarantee: guarantee, on: today, writing)
    }

    static func discard(_ number: String, by visitor: Visitor, _ writing: Writing) throws {
        let stored = try load(number, visitor, writing.connection)
        guard stored.state != .submitted else { throw ApplicationRefusal.sentAlready }
        guard stored.state == .draft else { return }
        try writing.connection.run(
            SQL("UPDATE application SET state = 'discarded' WHERE id = ?", [.int(stored.id)]))
        try writing.record(
            "application/\(stored.id)", action: "application.discard", before: "{\"state\":\"draft\"}",
            after: "{\"state\":\"discarded\"}")
    }

    /// What a firm has outstanding or agreed under an agreement; nothing where the book does not know it.
    static func committed(
        to firm: String, under agreement: Agreement, _ connection: Connection
    ) throws -> Fen {
        let sql = SQL("SELECT id FROM enterprise WHERE credit_code = ?", [.text(firm)])
        guard let enterprise = try connection.first(sql, { $0.int(0) }) else { return .zero }
        return try Commitment.committed(to: enterprise, under: agreement, connection)
    }

    /// What the book says of a firm: from its last guarantee, else from its credit code.
    static func known(of firm: String, _ connection: Connection) throws -> Inputs {
        let sql = SQL(
            """
            SELECT g.employees, g.revenue, g.total_assets, g.industry, g.division
            FROM guarantee g JOIN enterprise e ON e.id = g.enterprise_id
            WHERE e.credit_code = ? ORDER BY g.id DESC LIMIT 1
            """, [.text(firm)])
        let known = try connection.first(sql) { row in
            [
                "employees": "\(row.int(0))", "revenue": "\(Fen(row.int(1)))",
                "total_assets": "\(Fen(row.int(2)))", "industry": row.text(3), "division": row.text(4),
            ]
        }
        if let known { return Inputs(texts: known) }
        guard let division = try? CreditCode(firm).division, Division.find(division) != nil else {
            return Inputs(texts: [:])
        }
        return Inputs(texts: ["division": division.description])
    }

    /// What a guarantee is for, as the firm has put it; nil where it was not applied for here.
    static func purpose(of guarantee: ID<Guarantee>, _ connection: Connection) throws -> String? {
        let sql = SQL("SELECT fields FROM application WHERE guarantee_id = ?", [.int(guarantee.number)])
        return try connection.first(sql) { Inputs(json: $0.text(0)).text("purpose") }
    }

    private static func nextNumber(in year: Int, _ connection: Connection) throws -> ApplicationNumber {
        let sql = SQL("SELECT MAX(sequence) FROM application WHERE year = ?", [.int(Int64(year))])
        var sequence = (try connection.first(sql) { $0.optionalInt(0) ?? 0 } ?? 0) + 1
        // A book that was brought in may have numbers of the same form.
        while try connection.exists(
            SQL(
                "SELECT 1 FROM guarantee WHERE number = ?",
                [.text(ApplicationNumber(year: year, sequence: sequence).text)]))
        { sequence += 1 }
        return ApplicationNumber(year: year, sequence: sequence)
    }

    private static func registration(
        _ checked: ApplicationForm.Checked, _ firm: Organisation, _ number: String
    ) throws -> GuaranteeRegistration {
        let inputs = checked.inputs
        return GuaranteeRegistration(
            number: number, agreement: checked.offer.agreement,
            borrower: .init(
                creditCode: try CreditCode(firm.code).description, name: firm.name,
                industry: checked.industry, employees: inputs.number("employees"),
                revenue: inputs.money("revenue"), totalAssets: inputs.money("total_assets"),
                size: checked.size),
            division: inputs.text("division"), terms: checked.application.terms)
    }

    private static func stored(_ row: borrowing Row) -> Stored {
        guard let state = State(rawValue: row.text(5)) else {
            preconditionFailure("the schema allows no other state")
        }
        return Stored(
            id: row.int(0), organisation: row.int(1), typed: Inputs(json: row.text(2)), version: row.int(3),
            editor: row.text(4), state: state, savedAt: row.int(6), savedByName: row.text(7),
            guarantee: row.optionalText(8))
    }
}

/// Why an application can't be begun or changed.
enum ApplicationRefusal: Refusal {
    case tooManyDrafts, sentAlready

    var code: String {
        switch self {
        case .tooManyDrafts: "too_many_drafts"
        case .sentAlready: "application_sent_already"
        }
    }

    var sentence: Sentence {
        switch self {
        case .tooManyDrafts:
            Sentence(
                zh: "草稿已有 \(ApplicationStore.draftLimit) 份；请先提交或放弃一些。",
                en: "There are \(ApplicationStore.draftLimit) drafts; send or discard some first.")
        case .sentAlready:
            Sentence(
                zh: "这份申请已经提交或放弃，不能再改；如需更改，请撤回后重新申请。",
                en: "This was sent or discarded already; to change it, withdraw it and apply anew.")
        }
    }
}
