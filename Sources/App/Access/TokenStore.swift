import Core
import Storage

/// Tokens with which an organisation's own systems come: each is a machine among its people, with some of
/// their permissions, for a time.
enum TokenStore {
    /// What tokens begin with, so that a leaked one is recognised.
    static let prefix = "cassia_"
    static let longestDays = 366

    struct Stored: Sendable {
        let id: Int64
        let name: String
        let displayName: String
        let permissions: Set<Permission>
        let createdAt: Int64
        let expiresAt: Int64
        let isRevoked: Bool
    }

    /// Makes a machine and its token, which is shown this once.
    ///
    /// - Parameter end: when it ends at the latest.
    static func add(
        name: String, displayName: String, of organisation: Organisation, roles: Set<Role>,
        permissions: Set<Permission>, days: Int, until end: Int64 = .max, by person: Int64,
        _ writing: Writing
    ) throws -> String {
        let machine = try PersonStore.add(
            name: name, displayName: displayName, of: organisation, roles: roles, password: nil, writing)
        let number = try writing.scope.nextNumber(of: .token)
        writing.scope.took(number, of: .token)
        let secret = Secret()
        let scopes = permissions.intersection(Permission.granted(to: roles, in: organisation.kind))
        let text = scopes.map(\.rawValue).sorted().joined(separator: ",")
        let life = Int64(min(max(days, 1), longestDays)) * 86_400_000
        try writing.connection.run(
            SQL(
                "INSERT INTO api_token VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    .int(number), .int(machine), .blob(secret.hash), .text(text), .int(person),
                    .int(writing.at), .int(min(writing.at + life, end)),
                ]))
        var after = JSONText()
        after.add("machine", name)
        after.add("permissions", text)
        try writing.record(
            "token/\(number)", action: "token.add", after: after.text, sealing: RowSeal(.token, number))
        return prefix + secret.text
    }

    /// Takes a token's access away for good; false when the organisation has none of that number.
    static func revoke(_ token: Int64, of organisation: Int64, _ writing: Writing) throws -> Bool {
        let machine = try writing.connection.first(
            SQL(
                """
                SELECT t.person_id FROM api_token t JOIN person p ON p.id = t.person_id
                WHERE t.id = ? AND p.organisation_id = ?
                """, [.int(token), .int(organisation)])
        ) { $0.int(0) }
        guard let machine else { return false }
        try writing.connection.run(SQL("UPDATE person SET disabled = 1 WHERE id = ?", [.int(machine)]))
        try writing.record("token/\(token)", action: "token.revoke", after: "{}")
        try writing.record(
            "person/\(machine)", action: "person.change", after: "{\"disabled\":1}",
            sealing: RowSeal(.person, machine))
        try revokeMade(by: machine, of: organisation, writing)
        return true
    }

    /// What a machine has made goes with it.
    static func revokeMade(by machine: Int64, of organisation: Int64, _ writing: Writing) throws {
        let made = SQL(
            """
            SELECT t.id FROM api_token t JOIN person p ON p.id = t.person_id
            WHERE t.created_by = ? AND p.disabled = 0
            """, [.int(machine)])
        for other in try writing.connection.all(made, { $0.int(0) }) {
            _ = try revoke(other, of: organisation, writing)
        }
    }

    /// When the token of a machine ends.
    static func end(of machine: Int64, _ connection: Connection) throws -> Int64 {
        let sql = SQL("SELECT MAX(expires_at) FROM api_token WHERE person_id = ?", [.int(machine)])
        return try connection.first(sql) { $0.optionalInt(0) ?? 0 } ?? 0
    }

    static func all(of organisation: Int64, _ connection: Connection) throws -> [Stored] {
        let sql = SQL(
            """
            SELECT t.id, p.name, p.display_name, t.permissions, t.created_at, t.expires_at, p.disabled
            FROM api_token t JOIN person p ON p.id = t.person_id WHERE p.organisation_id = ? ORDER BY t.id \
            DESC
            """, [.int(organisation)])
        return try connection.all(sql) {
            Stored(
                id: $0.int(0), name: $0.text(1), displayName: $0.text(2),
                permissions: permissions($0.text(3)), createdAt: $0.int(4), expiresAt: $0.int(5),
                isRevoked: $0.int(6) == 1)
        }
    }

    /// The machine that holds a token; nil when it has expired or was revoked.
    static func visitor(_ token: String, at now: Int64, _ connection: Connection) throws -> Visitor? {
        guard token.hasPrefix(prefix), let secret = Secret(token.dropFirst(prefix.count)) else { return nil }
        let sql = SQL(
            """
            SELECT p.id, p.name, p.display_name, p.roles, t.permissions,
                o.id, o.code, o.name, o.kind, o.institution_id, o.platform_id
            FROM api_token t JOIN person p ON p.id = t.person_id
                JOIN organisation o ON o.id = p.organisation_id
            WHERE t.token_hash = ? AND t.expires_at > ? AND p.disabled = 0
            """, [.blob(secret.hash), .int(now)])
        return try connection.first(sql) { row in
            let organisation = OrganisationStore.organisation(row, at: 5)
            let roles = Role.set(row.text(3)) ?? []
            return Visitor(
                person: row.int(0), name: row.text(1), displayName: row.text(2), organisation: organisation,
                roles: roles,
                permissions: permissions(row.text(4)).intersection(
                    Permission.granted(to: roles, in: organisation.kind)),
                session: nil, formWord: "", mustChangePassword: false)
        }
    }

    private static func permissions(_ text: String) -> Set<Permission> {
        Set(text.split(separator: ",").compactMap { Permission(rawValue: String($0)) })
    }
}
