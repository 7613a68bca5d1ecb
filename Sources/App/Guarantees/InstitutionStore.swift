public import Core
public import Storage

/// Institutions and their net assets over time, in the database.
public enum InstitutionStore {
    public static func find(code: String, _ connection: Connection) throws -> Institution? {
        try connection.first(
            SQL(
                """
                SELECT id, code, name, kind, level, division FROM institution WHERE code = \
                ?
                """, [.text(code)]),
            institution)
    }

    static func load(_ id: ID<Institution>, _ connection: Connection) throws -> Institution {
        let sql = SQL(
            "SELECT id, code, name, kind, level, division FROM institution WHERE id = ?", [.int(id.number)])
        guard let found = try connection.first(sql, institution) else {
            throw NotFound.institution(id.description)
        }
        return found
    }

    public static func all(_ connection: Connection) throws -> [Institution] {
        try connection.all(
            "SELECT id, code, name, kind, level, division FROM institution ORDER BY id", institution)
    }

    /// Adds an institution, and its net assets from a day on where they are known.
    @discardableResult
    public static func register(
        code: String, name: String, kind: Institution.Kind, level: Institution.Level, division: String,
        _ writing: Writing
    ) throws -> Institution {
        let number = try writing.scope.nextNumber(of: .institution)
        let institution = try Institution.registered(
            id: ID(number), code: code, name: name, kind: kind, level: level, division: division)
        writing.scope.took(number, of: .institution)
        try writing.connection.run(
            SQL(
                "INSERT INTO institution VALUES (?, ?, ?, ?, ?, ?)",
                [
                    .int(number), .text(code), .text(name), .text(kind.rawValue), .text(level.rawValue),
                    .text(division),
                ]))
        let text = InstitutionText(
            code: code, name: name, kind: kind.rawValue, level: level.rawValue, division: division)
        try writing.record("institution/\(number)", after: text.json.text)
        return institution
    }

    /// States the net assets of an institution from a day on.
    public static func setNetAssets(
        _ amount: Fen, of institution: ID<Institution>, from day: Day, _ writing: Writing
    ) throws {
        let before = try netAssets(of: institution, on: day, writing.connection)
        try writing.connection.run(
            SQL(
                """
                INSERT INTO institution_worth VALUES (?, ?, ?)
                ON CONFLICT (institution_id, on_day) DO UPDATE SET net_assets = excluded.net_assets
                """, [.int(institution.number), Value(day), .int(amount.fen)]))
        try writing.record(
            "institution/\(institution.number)", action: "institution.net_assets",
            before: before.map { "{\"net_assets\":\"\($0)\"}" } ?? "",
            after: InstitutionText.worth(amount, from: day).text)
    }

    /// The net assets in force on a day; nil before the first that is known.
    public static func netAssets(
        of institution: ID<Institution>, on day: Day, _ connection: Connection
    ) throws -> Fen? {
        try connection.first(
            SQL(
                """
                SELECT net_assets FROM institution_worth WHERE institution_id = ? AND on_day <= ?
                ORDER BY on_day DESC LIMIT 1
                """, [.int(institution.number), Value(day)])
        ) { Fen($0.int(0)) }
    }

    /// All net assets that were stated, newest first.
    static func worths(
        of institution: ID<Institution>, _ connection: Connection
    ) throws -> [(day: Day, netAssets: Fen)] {
        let sql = SQL(
            """
            SELECT on_day, net_assets FROM institution_worth WHERE institution_id = ?
            ORDER BY on_day DESC LIMIT 200
            """,
            [.int(institution.number)])
        return try connection.all(sql) { ($0.day(0), Fen($0.int(1))) }
    }

    private static func institution(_ row: borrowing Row) throws -> Institution {
        guard let kind = Institution.Kind(rawValue: row.text(3)),
            let level = Institution.Level(rawValue: row.text(4))
        else { preconditionFailure("the schema allows no other kind or level") }
        return try Institution.registered(
            id: ID(row.int(0)), code: row.text(1), name: row.text(2), kind: kind, level: level,
            division: row.text(5))
    }
}
