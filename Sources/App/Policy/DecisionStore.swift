import Core
import Storage

/// A decision as it was kept: what was known, by which text it was decided, and what came out.
struct KeptDecision: Sendable {
    let number: Int64
    let enterprise: Int64
    let policy: String
    let policyDigest: String
    /// Of `facts.yaml`.
    let factTableDigest: String
    let language: Int64
    let day: Day
    /// JSON that has one form only.
    let facts: String
    let factsDigest: String
    let result: String
    let resultDigest: String
    let at: Int64
    let person: Int64

    /// What the audit log says of it.
    var audited: JSONText {
        var text = JSONText()
        text.add("enterprise", enterprise)
        text.add("policy", policy)
        text.add("policy_sha256", policyDigest)
        text.add("fact_table_sha256", factTableDigest)
        text.add("language", language)
        text.add("on", day.description)
        text.add("facts_sha256", factsDigest)
        text.add("result_sha256", resultDigest)
        text.add("kept_at", at)
        text.add("person", person)
        return text
    }

    /// Whether facts and result are those of their digests.
    var isAsDigested: Bool {
        Digest.text(of: facts) == factsDigest && Digest.text(of: result) == resultDigest
    }
}

/// Decisions in the database, and the texts that they were made by.
enum DecisionStore {
    /// Keeps the decision once: the same firm, policy, day and result have one number.
    @discardableResult
    static func keep(
        _ explanation: PolicyExplanation, of enterprise: Int64, _ library: PolicyLibrary, by visitor: Visitor,
        at: Int64, _ writing: Writing
    ) throws -> Int64 {
        let policy = explanation.program.policy
        let result = String(decoding: explanation.json.bytes, as: UTF8.self)
        let digest = Digest.text(of: result)
        let day = explanation.program.day
        if let known = try number(of: enterprise, policy.id, day, digest, writing.connection) { return known }
        let facts = String(decoding: explanation.facts.json(library.facts).bytes, as: UTF8.self)
        let number = try writing.scope.nextNumber(of: .decision)
        let decision = KeptDecision(
            number: number, enterprise: enterprise, policy: policy.id,
            policyDigest: try keepText(policy.file, library, writing),
            factTableDigest: try keepText(PolicyLibrary.factsFile, library, writing),
            language: Int64(PolicyLanguage.version), day: day, facts: facts,
            factsDigest: Digest.text(of: facts), result: result, resultDigest: digest, at: at,
            person: visitor.person)
        try insert(decision, writing.connection)
        writing.scope.took(number, of: .decision)
        try writing.record("decision/\(number)", action: "decision.keep", after: decision.audited.text)
        return number
    }

    private static func number(
        of enterprise: Int64, _ policy: String, _ day: Day, _ digest: String, _ connection: Connection
    ) throws -> Int64? {
        let sql = SQL(
            """
            SELECT id FROM decision
            WHERE enterprise_id = ? AND policy = ? AND on_day = ? AND result_sha256 = ?
            """, [.int(enterprise), .text(policy), .int(Int64(day.number)), .text(digest)])
        return try connection.first(sql) { $0.int(0) }
    }

    private static func insert(_ decision: KeptDecision, _ connection: Connection) throws {
        try connection.run(
            SQL(
                "INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .int(decision.number), .int(decision.enterprise), .text(decision.policy),
                    .text(decision.policyDigest), .text(decision.factTableDigest), .int(decision.language),
                    .int(Int64(decision.day.number)), .text(decision.facts), .text(decision.factsDigest),
                    .text(decision.result), .text(decision.resultDigest), .int(decision.at),
                    .int(decision.person),
                ]))
    }

    /// Keeps a file's text by its digest.
    static func keepText(
        _ name: String, _ library: PolicyLibrary, _ writing: Writing
    ) throws -> String {
        try keepText(PolicyLibrary.File(name: name, bytes: library.texts[name] ?? []), writing)
    }

    static func keepText(_ file: PolicyLibrary.File, _ writing: Writing) throws -> String {
        let digest = Hexadecimal.text(Digest.of(file.bytes))
        try writing.connection.run(
            SQL(
                "INSERT INTO policy_text VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [.text(digest), .text(file.name), .blob(file.bytes)]))
        return digest
    }

    // MARK: Reading

    private static let columns = """
        d.id, d.enterprise_id, d.policy, d.policy_sha256, d.fact_table_sha256, d.language, d.on_day, d.facts,
        d.facts_sha256, d.result, d.result_sha256, d.kept_at, d.person_id
        """

    private static func decision(_ row: borrowing Row) -> KeptDecision {
        KeptDecision(
            number: row.int(0), enterprise: row.int(1), policy: row.text(2), policyDigest: row.text(3),
            factTableDigest: row.text(4), language: row.int(5), day: row.day(6), facts: row.text(7),
            factsDigest: row.text(8), result: row.text(9), resultDigest: row.text(10), at: row.int(11),
            person: row.int(12))
    }

    /// All of them, in the order in which they were kept.
    static func forEach(_ connection: Connection, _ take: (KeptDecision) throws -> Void) throws {
        let sql = SQL(composing: "SELECT \(columns) FROM decision d ORDER BY d.id", [])
        try connection.forEach(sql) { try take(decision($0)) }
    }

    /// Rows of one page.
    static let pageRows = 50

    /// A page of those of one firm with who kept them, the newest first, and one more where there are more.
    ///
    /// - Parameters:
    ///   - asked: the policy and the day, where only those are asked for.
    ///   - before: the number before which they begin.
    static func page(
        of enterprise: Int64, for asked: (policy: String, day: Day)? = nil, before: Int64?,
        _ connection: Connection
    ) throws -> [(decision: KeptDecision, person: String)] {
        var sql = SQL(
            composing: """
                SELECT \(columns), p.name, p.display_name FROM decision d JOIN person p ON p.id = d.person_id
                WHERE d.enterprise_id = ? AND d.id < ?
                """, [.int(enterprise), .int(before ?? .max)])
        if let asked {
            sql.append(" AND d.policy = ? AND d.on_day = ?", [.text(asked.policy), Value(asked.day)])
        }
        sql.append(" ORDER BY d.id DESC LIMIT ?", [.int(Int64(pageRows) + 1)])
        return try connection.all(sql) { row in
            (decision(row), row.text(14).isEmpty ? row.text(13) : row.text(14))
        }
    }

    static func text(_ digest: String, _ connection: Connection) throws -> PolicyLibrary.File? {
        let sql = SQL("SELECT name, content FROM policy_text WHERE sha256 = ?", [.text(digest)])
        return try connection.first(sql) { PolicyLibrary.File(name: $0.text(0), bytes: $0.bytes(1)) }
    }

    /// The digests of texts that are others than they were.
    static func damagedTexts(_ connection: Connection) throws -> [String] {
        try connection.all("SELECT sha256, content FROM policy_text ORDER BY sha256") { row in
            let digest = row.text(0)
            return Hexadecimal.text(Digest.of(row.bytes(1))) == digest ? "" : digest
        }.filter { !$0.isEmpty }
    }
}
