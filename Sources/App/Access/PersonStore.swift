public import Core
public import Storage

/// The people who use the platform, in the database.
public enum PersonStore {
    /// A person as others who keep the organisation see them.
    public struct Stored: Sendable {
        public let id: Int64
        public let name: String
        public let displayName: String
        public let organisation: Organisation
        public let roles: Set<Role>
        let password: PasswordHash
        let mustChange: Bool
        public let isDisabled: Bool
        let failures: Int64
        let lockedUntil: Int64
        let hasOneTimeCode: Bool
        /// Whether it is a machine that comes with a token.
        var isMachine: Bool { password.text.isEmpty }
    }

    private static let columns = """
        p.id, p.name, p.display_name, p.roles, p.password, p.must_change, p.disabled, p.failures, \
        p.locked_until,
        p.totp IS NOT NULL, \(OrganisationStore.columns)
        """
    private static let tables = "FROM person p JOIN organisation o ON o.id = p.organisation_id"

    public static func find(name: String, _ connection: Connection) throws -> Stored? {
        try connection.first(
            SQL(composing: "SELECT \(columns) \(tables) WHERE p.name = ?", [.text(name)]), stored)
    }

    static func load(_ id: Int64, _ connection: Connection) throws -> Stored {
        let sql = SQL(composing: "SELECT \(columns) \(tables) WHERE p.id = ?", [.int(id)])
        guard let found = try connection.first(sql, stored) else { throw NotFound.person(String(id)) }
        return found
    }

    /// All people, or those of one organisation, by organisation and name.
    public static func all(of organisation: Int64? = nil, _ connection: Connection) throws -> [Stored] {
        var sql = SQL(composing: "SELECT \(columns) \(tables)")
        if let organisation { sql.append(" WHERE p.organisation_id = ?", [.int(organisation)]) }
        sql.append(" ORDER BY o.id, p.name")
        return try connection.all(sql, stored)
    }

    /// Adds a person; the first password is changed at the first sign-in unless `isFinal`.
    @discardableResult
    public static func add(
        name: String, displayName: String, of organisation: Organisation, roles: Set<Role>,
        password: PasswordHash?, isFinal: Bool = false, _ writing: Writing
    ) throws -> Int64 {
        try checkName(name)
        let shown = displayName.isEmpty ? name : displayName
        guard shown.utf8.count <= 120 else { throw AccessRefusal.nameInvalid }
        try checkRoles(roles, in: organisation.kind)
        guard try find(name: name, writing.connection) == nil else { throw AccessRefusal.nameTaken(name) }
        let number = try writing.scope.nextNumber(of: .person)
        writing.scope.took(number, of: .person)
        try writing.connection.run(
            SQL(
                "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, NULL, 0, ?)",
                [
                    .int(number), .text(name), .text(shown), .int(organisation.id),
                    .text(Role.text(roles)), .text((password ?? .none).text),
                    .int(password == nil || isFinal ? 0 : 1),
                    .int(writing.at),
                ]))
        var after = JSONText()
        after.add("name", name)
        after.add("organisation", organisation.code)
        after.add("roles", Role.text(roles))
        try writing.record(
            "person/\(number)", action: "person.add", after: after.text, sealing: RowSeal(.person, number))
        return number
    }

    /// Sets a password; one that an administrator sets is changed at the next sign-in. Ends the person's
    /// sessions but one.
    public static func setPassword(
        _ password: PasswordHash, of person: Stored, mustChange: Bool, keeping session: Int64? = nil,
        _ writing: Writing
    ) throws {
        try writing.connection.run(
            SQL(
                """
                UPDATE person SET password = ?, must_change = ?, failures = 0, locked_until = 0 WHERE id = ?
                """, [.text(password.text), .int(mustChange ? 1 : 0), .int(person.id)]))
        try endSessions(of: person.id, keeping: session, writing.connection)
        try writing.record(
            "person/\(person.id)", action: "person.password", after: "{}",
            sealing: RowSeal(.person, person.id))
    }

    /// Gives a person other roles, or takes the access away or gives it back.
    public static func change(
        _ person: Stored, roles: Set<Role>, isDisabled: Bool, _ writing: Writing
    ) throws {
        try checkRoles(roles, in: person.organisation.kind)
        let loses = person.roles.contains(.administrator) && (isDisabled || !roles.contains(.administrator))
        if loses, try administrators(of: person.organisation.id, writing.connection) == [person.id] {
            throw AccessRefusal.lastAdministrator
        }
        try writing.connection.run(
            SQL(
                "UPDATE person SET roles = ?, disabled = ? WHERE id = ?",
                [.text(Role.text(roles)), .int(isDisabled ? 1 : 0), .int(person.id)]))
        if isDisabled { try endSessions(of: person.id, keeping: nil, writing.connection) }
        if isDisabled, person.isMachine {
            try TokenStore.revokeMade(by: person.id, of: person.organisation.id, writing)
        }
        try writing.record(
            "person/\(person.id)", action: "person.change",
            before: text(roles: person.roles, isDisabled: person.isDisabled),
            after: text(roles: roles, isDisabled: isDisabled), sealing: RowSeal(.person, person.id))
    }

    private static func text(roles: Set<Role>, isDisabled: Bool) -> String {
        var text = JSONText()
        text.add("roles", Role.text(roles))
        text.add("disabled", isDisabled ? 1 : 0)
        return text.text
    }

    private static func administrators(of organisation: Int64, _ connection: Connection) throws -> [Int64] {
        try all(of: organisation, connection).filter { $0.roles.contains(.administrator) && !$0.isDisabled }
            .map(\.id)
    }

    static func endSessions(of person: Int64, keeping session: Int64?, _ connection: Connection) throws {
        try connection.run(
            SQL("DELETE FROM session WHERE person_id = ? AND id <> ?", [.int(person), .int(session ?? 0)]))
    }

    private static func checkName(_ name: String) throws {
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789._-")
        guard (2...40).contains(name.count), let first = name.first, ("a"..."z").contains(first),
            name.allSatisfy(allowed.contains)
        else { throw AccessRefusal.nameInvalid }
    }

    private static func checkRoles(_ roles: Set<Role>, in kind: OrganisationKind) throws {
        guard !roles.isEmpty, !Permission.granted(to: roles, in: kind).isEmpty else {
            throw AccessRefusal.noRole(kind)
        }
    }

    private static func stored(_ row: borrowing Row) throws -> Stored {
        Stored(
            id: row.int(0), name: row.text(1), displayName: row.text(2),
            organisation: OrganisationStore.organisation(row, at: 10), roles: Role.set(row.text(3)) ?? [],
            password: PasswordHash(stored: row.text(4)), mustChange: row.int(5) == 1,
            isDisabled: row.int(6) == 1, failures: row.int(7), lockedUntil: row.int(8),
            hasOneTimeCode: row.int(9) == 1)
    }
}
