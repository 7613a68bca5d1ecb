import Core
import Storage

/// An agreement as a visitor may see it, and what was made under it.
enum AgreementSight {
    struct Seen: Sendable {
        let agreement: Agreement
        let parties: [Party: Institution]
    }

    /// What stands under an agreement, as far as the visitor sees it.
    struct Under: Sendable {
        var count: Int64 = 0
        var outstanding = Fen.zero
        /// The newest ones.
        var rows: [Row] = []

        struct Row: Sendable {
            let number: String
            let enterprise: String
            let state: String
            let principal: Fen
            let outstanding: Fen
            let endsOn: Day
        }
    }

    /// Throws what an address that is not there throws when the agreement does not concern the visitor.
    static func load(_ number: String, _ visitor: Visitor, _ connection: Connection) throws -> Seen {
        let concerns = try connection.exists(
            SQL("SELECT 1 FROM agreement a WHERE a.number = ? AND ", [.text(number)])
                + Sight.agreements(visitor))
        guard concerns, let agreement = try AgreementStore.find(number: number, connection) else {
            throw NotFound.agreement(number)
        }
        var parties: [Party: Institution] = [:]
        for party in Party.allCases {
            guard let id = agreement.institution(party) else { continue }
            parties[party] = try InstitutionStore.load(id, connection)
        }
        return Seen(agreement: agreement, parties: parties)
    }

    private static let newest: Int64 = 20

    static func under(_ agreement: Agreement, _ visitor: Visitor, _ connection: Connection) throws -> Under {
        let rest =
            SQL(
                """
                 FROM guarantee g JOIN guarantee_position p ON p.guarantee_id = g.id
                    JOIN enterprise e ON e.id = g.enterprise_id
                WHERE g.agreement_id = ? AND\u{20}
                """, [.int(agreement.id.number)]) + Sight.guarantees(visitor)
        var under = Under()
        let sums: SQL = """
            SELECT COUNT(*), CAST(COALESCE(SUM(p.disbursed - p.repaid - p.principal_compensated), 0) AS \
            BIGINT)
            """
        try connection.forEach(sums + rest) { row in
            under.count = row.int(0)
            under.outstanding = Fen(row.int(1))
        }
        let columns: SQL = """
            SELECT g.number, e.name, p.state, g.principal, p.disbursed - p.repaid - p.principal_compensated,
                g.ends_on
            """
        under.rows = try connection.all(columns + rest + SQL(" ORDER BY g.id DESC LIMIT ?", [.int(newest)])) {
            Under.Row(
                number: $0.text(0), enterprise: $0.text(1), state: $0.text(2), principal: Fen($0.int(3)),
                outstanding: Fen($0.int(4)), endsOn: $0.day(5))
        }
        return under
    }
}
