public import Core
public import Storage

/// Organisations in the database.
public enum OrganisationStore {
    static let columns = "o.id, o.code, o.name, o.kind, o.institution_id, o.platform_id"

    public static func find(code: String, _ connection: Connection) throws -> Organisation? {
        try connection.first(
            SQL(composing: "SELECT \(columns) FROM organisation o WHERE o.code = ?", [.text(code)])
        ) { organisation($0, at: 0) }
    }

    public static func all(_ connection: Connection) throws -> [Organisation] {
        try connection.all(SQL(composing: "SELECT \(columns) FROM organisation o ORDER BY o.id")) {
            organisation($0, at: 0)
        }
    }

    /// The organisation of an institution or of a firm that the book knows, added when it is not there yet.
    public static func findOrAdd(code: String, _ writing: Writing) throws -> Organisation {
        if let known = try find(code: code, writing.connection) { return known }
        if let institution = try InstitutionStore.find(code: code, writing.connection) {
            guard let kind = OrganisationKind(rawValue: institution.kind.rawValue) else {
                preconditionFailure("every institution is an organisation of its kind")
            }
            return try add(
                code: code, name: institution.name, kind: kind, institution: institution.id, writing)
        }
        let firm = SQL("SELECT name FROM enterprise WHERE credit_code = ?", [.text(code)])
        guard let name = try writing.connection.first(firm, { $0.text(0) }) else {
            throw NotFound.organisation(code)
        }
        return try add(code: code, name: name, kind: .enterprise, institution: nil, writing)
    }

    /// Adds an organisation that is no institution: a firm, a support platform, a supervisor, the operator.
    ///
    /// - Parameter name: of a platform, as the register has it.
    @discardableResult
    public static func add(
        code: String, name: String, kind: OrganisationKind, _ writing: Writing
    ) throws -> Organisation {
        guard kind == .enterprise || !kind.takesPart else { throw NotFound.institution(code) }
        guard !code.isEmpty, code.utf8.count <= 64, !name.isEmpty, name.utf8.count <= 300 else {
            throw AccessRefusal.organisationInvalid
        }
        guard try find(code: code, writing.connection) == nil else {
            throw AccessRefusal.organisationTaken(code)
        }
        let platform = kind == .platform ? try unboundPlatform(name, writing.connection) : nil
        return try add(
            code: code, name: name, kind: kind, institution: nil, platform: platform, writing)
    }

    /// The number of a support platform that no organisation runs yet.
    private static func unboundPlatform(_ name: String, _ connection: Connection) throws -> Int64 {
        let number = try FirmRecordStore.platform(name, connection)
        let bound = SQL("SELECT code FROM organisation WHERE platform_id = ?", [.int(number)])
        if let code = try connection.first(bound, { $0.text(0) }) {
            throw AccessRefusal.platformTaken(name, code)
        }
        return number
    }

    private static func add(
        code: String, name: String, kind: OrganisationKind, institution: ID<Institution>?,
        platform: Int64? = nil, _ writing: Writing
    ) throws -> Organisation {
        let number = try writing.scope.nextNumber(of: .organisation)
        writing.scope.took(number, of: .organisation)
        try writing.connection.run(
            SQL(
                """
                INSERT INTO organisation (id, code, name, kind, institution_id, platform_id)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    .int(number), .text(code), .text(name), .text(kind.rawValue), Value(institution?.number),
                    Value(platform),
                ]))
        var after = JSONText()
        after.add("code", code)
        after.add("name", name)
        after.add("kind", kind.rawValue)
        try writing.record(
            "organisation/\(number)", action: "organisation.add", after: after.text,
            sealing: RowSeal(.organisation, number))
        return Organisation(
            id: number, code: code, name: name, kind: kind, institution: institution, platform: platform)
    }

    static func organisation(_ row: borrowing Row, at column: Int) -> Organisation {
        guard let kind = OrganisationKind(rawValue: row.text(column + 3)) else {
            preconditionFailure("the schema allows no other kind")
        }
        return Organisation(
            id: row.int(column), code: row.text(column + 1), name: row.text(column + 2), kind: kind,
            institution: row.optionalInt(column + 4).map { ID($0) }, platform: row.optionalInt(column + 5))
    }
}
