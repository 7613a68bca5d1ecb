import Core
import Storage

/// Sign-in sessions in the database: who holds which, from where, until when.
enum SessionStore {
    /// A day's work; then the password is asked for again.
    static let lifeMilliseconds: Int64 = 12 * 3_600_000

    struct Stored: Sendable {
        let id: Int64
        let createdAt: Int64
        let expiresAt: Int64
        let address: String
        let agent: String
    }

    /// Begins a session and forgets the failures before it.
    static func begin(
        _ secret: Secret, for person: Int64, address: String, agent: String, _ writing: Writing
    ) throws {
        let number = try writing.scope.nextNumber(of: .session)
        writing.scope.took(number, of: .session)
        let connection = writing.connection
        try connection.run(SQL("DELETE FROM session WHERE expires_at <= ?", [.int(writing.at)]))
        try connection.run(
            SQL(
                "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    .blob(secret.hash), .int(number), .int(person), .int(writing.at),
                    .int(writing.at + lifeMilliseconds), .text(address), .text(String(agent.prefix(200))),
                ]))
        try connection.run(
            SQL("UPDATE person SET failures = 0, locked_until = 0 WHERE id = ?", [.int(person)]))
        try writing.record("person/\(person)", action: "session.begin", after: "{}")
    }

    /// Counts a wrong password, and makes the person wait when there were several.
    static func countFailure(of person: PersonStore.Stored, _ writing: Writing) throws {
        let failures = person.failures + 1
        let until = writing.at + Lockout.waitSeconds(afterFailures: failures) * 1_000
        try writing.connection.run(
            SQL(
                "UPDATE person SET failures = ?, locked_until = ? WHERE id = ?",
                [.int(failures), .int(until), .int(person.id)]))
        var after = JSONText()
        after.add("failures", failures)
        try writing.record("person/\(person.id)", action: "session.refuse", after: after.text)
    }

    static func all(of person: Int64, _ connection: Connection) throws -> [Stored] {
        let sql = SQL(
            """
            SELECT id, created_at, expires_at, address, agent FROM session WHERE person_id = ? ORDER BY id \
            DESC
            """, [.int(person)])
        return try connection.all(sql) {
            Stored(
                id: $0.int(0), createdAt: $0.int(1), expiresAt: $0.int(2), address: $0.text(3),
                agent: $0.text(4))
        }
    }

    /// Ends one session of a person; false when there was none.
    static func end(_ session: Int64, of person: Int64, _ writing: Writing) throws -> Bool {
        let values = [Value.int(session), .int(person)]
        // Looked for first: what deletes nothing is a change without a record all the same.
        guard
            try writing.connection.exists(
                SQL("SELECT 1 FROM session WHERE id = ? AND person_id = ?", values))
        else { return false }
        try writing.connection.run(SQL("DELETE FROM session WHERE id = ? AND person_id = ?", values))
        try writing.record("person/\(person)", action: "session.end", after: "{}")
        return true
    }

    /// Who holds a session; nil when it has ended or the person has lost the access.
    static func visitor(_ secret: Secret, at now: Int64, _ connection: Connection) throws -> Visitor? {
        let sql = SQL(
            """
            SELECT p.id, p.name, p.display_name, p.roles, p.must_change, s.id,
                o.id, o.code, o.name, o.kind, o.institution_id, o.platform_id,
                (SELECT COUNT(*) FROM (SELECT 1 FROM notice n
                    WHERE n.organisation_id = o.id AND n.read_at IS NULL LIMIT ?) AS unread)
            FROM session s JOIN person p ON p.id = s.person_id JOIN organisation o ON o.id = p.organisation_id
            WHERE s.token_hash = ? AND s.expires_at > ? AND p.disabled = 0
            """, [.int(NoticeStore.unreadLimit), .blob(secret.hash), .int(now)])
        return try connection.first(sql) { row in
            let organisation = OrganisationStore.organisation(row, at: 6)
            let roles = Role.set(row.text(3)) ?? []
            return Visitor(
                person: row.int(0), name: row.text(1), displayName: row.text(2), organisation: organisation,
                roles: roles, permissions: Permission.granted(to: roles, in: organisation.kind),
                session: row.int(5), formWord: secret.derived("form"), mustChangePassword: row.int(4) == 1,
                unread: row.int(12))
        }
    }
}
