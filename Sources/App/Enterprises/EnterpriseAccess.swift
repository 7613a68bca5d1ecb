import Core
import Storage

/// The one way to read what belongs to a firm: who may, and the record that it leaves for the firm to see.
enum EnterpriseAccess {
    /// A firm that the visitor may read.
    struct Firm: Sendable {
        let number: Int64
        let creditCode: String
        let name: String
        let profile: Profile
        /// Whether the visitor works for it.
        let isOwn: Bool

        struct Profile: Sendable {
            let division: String
            let industry: String
            let size: EnterpriseSize?
        }
    }

    /// In what way it was read.
    enum Way: String, CaseIterable, Sendable {
        case page, interface

        var name: Sentence {
            switch self {
            case .page: Sentence(zh: "查看企业页面", en: "read the firm's page")
            case .interface: Sentence(zh: "接口读取", en: "read by interface")
            }
        }
    }

    /// Reads a firm in one snapshot once the access is recorded: a reader that can't be recorded reads
    /// nothing.
    ///
    /// - Parameter code: of the firm; the `code` of the address where none is given.
    static func read<Output: Sendable>(
        _ ask: Ask, _ way: Way, of code: String? = nil,
        _ body: @escaping @Sendable (Firm, Connection) throws -> Output
    ) async throws -> Output {
        let visitor = ask.person
        let code = code ?? ask.part("code")
        let firm = try await ask.site.book.database.read { try find(code, for: visitor, $0) }
        if !firm.isOwn {
            let at = ask.now
            try await ask.write("enterprise.read") { try record(firm, way, visitor, at: at, $0) }
        }
        return try await ask.site.book.database.read { connection in
            try body(try find(code, for: visitor, connection), connection)
        }
    }

    /// Throws what an address that is not there throws when the firm does not concern the visitor.
    static func find(_ creditCode: String, for visitor: Visitor, _ connection: Connection) throws -> Firm {
        let sql =
            SQL(
                """
                SELECT e.id, e.credit_code, e.name, p.division, p.industry, p.size
                FROM enterprise_profile p JOIN enterprise e ON e.id = p.enterprise_id
                WHERE e.credit_code = ? AND (
                """, [.text(creditCode)]) + Sight.enterprises(visitor) + SQL(")")
        let found = try connection.first(sql) { row in
            Firm(
                number: row.int(0), creditCode: row.text(1), name: row.text(2),
                profile: Firm.Profile(
                    division: row.text(3), industry: row.text(4),
                    size: EnterpriseSize(rawValue: row.text(5))),
                isOwn: visitor.organisation.kind == .enterprise
                    && visitor.organisation.code == row.text(1))
        }
        guard let found else { throw NotFound.enterprise(creditCode) }
        return found
    }

    private static func record(
        _ firm: Firm, _ way: Way, _ visitor: Visitor, at: Int64, _ writing: Writing
    ) throws {
        let number = try writing.scope.nextNumber(of: .accessRecord)
        writing.scope.took(number, of: .accessRecord)
        try writing.connection.run(
            SQL(
                "INSERT INTO access_record VALUES (?, ?, ?, ?, ?, ?)",
                [
                    .int(number), .int(firm.number), .int(at), .int(visitor.organisation.id),
                    .int(visitor.person), .text(way.rawValue),
                ]))
        var after = JSONText()
        after.add("organisation", visitor.organisation.code)
        after.add("what", way.rawValue)
        try writing.record(
            "enterprise_read/\(firm.number)", action: "enterprise.read", after: after.text,
            sealing: RowSeal(.accessRecord, number))
    }
}

extension Sight {
    /// On `enterprise_profile p` and `enterprise e`: firms that the organisation has guarantees with or hosts
    /// today, itself, or all.
    static func enterprises(_ visitor: Visitor) -> SQL {
        guard visitor.may(.readBook) else { return "1 = 0" }
        let organisation = visitor.organisation
        switch organisation.kind {
        case .supervisor: return "1 = 1"
        case .platformOperator: return "1 = 0"
        case .enterprise: return SQL("e.credit_code = ?", [.text(organisation.code)])
        case .platform:
            return SQL("p.enterprise_id IN (") + hosted(by: organisation.platform ?? 0, on: visitor.today)
                + SQL(")")
        case .guarantor, .reguarantor, .bank, .treasury:
            guard let agreements = ownAgreements(organisation) else { return "1 = 0" }
            return SQL("p.enterprise_id IN (SELECT enterprise_id FROM guarantee WHERE agreement_id IN (")
                + agreements + SQL("))")
        }
    }

    /// The numbers of the firms that a support platform hosts on a day.
    static func hosted(by platform: Int64, on day: Day) -> SQL {
        SQL(
            """
            SELECT enterprise_id FROM hosting
            WHERE platform_id = ? AND from_day <= ? AND (until_day IS NULL OR until_day >= ?)
            """, [.int(platform), Value(day), Value(day)])
    }

    /// On `access_record r` of `enterprise e`: a firm's own, for supervisors all.
    static func accessRecords(_ visitor: Visitor) -> SQL {
        guard visitor.may(.readBook) else { return "1 = 0" }
        switch visitor.organisation.kind {
        case .supervisor: return "1 = 1"
        case .enterprise: return SQL("e.credit_code = ?", [.text(visitor.organisation.code)])
        default: return "1 = 0"
        }
    }
}
