import Core
import Storage

/// What waits for an organisation, counted in the database.
enum HomeStore {
    struct Group: Sendable {
        var count: Int64 = 0
        var amount = Fen.zero
        var day: Day?
    }

    /// Guarantees that concern the visitor in some states, by state: the day on which the loan is wanted, or
    /// of the claim.
    static func guarantees(
        in states: [Guarantee.State], for visitor: Visitor, _ connection: Connection
    ) throws -> [Guarantee.State: Group] {
        let words = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let head = SQL(
            composing: """
                SELECT p.state, COUNT(*), MIN(CASE WHEN p.state = 'claimed' THEN p.last_on ELSE g.starts_on \
                END),
                    CAST(SUM(CASE WHEN p.state = 'claimed'
                        THEN p.principal_claimed + p.interest_claimed - p.loss ELSE g.principal END) AS \
                        BIGINT)
                FROM guarantee_position p JOIN guarantee g ON g.id = p.guarantee_id
                WHERE p.state IN (\(words)) AND\u{20}
                """)
        var groups: [Guarantee.State: Group] = [:]
        try connection.forEach(head + Sight.guarantees(visitor) + " GROUP BY p.state") { row in
            guard let state = Guarantee.State(rawValue: row.text(0)) else { return }
            groups[state] = Group(
                count: row.int(1), amount: Fen(row.int(3)), day: row.isNull(2) ? nil : row.day(2))
        }
        return groups
    }

    /// The day on which a loan ends, extensions included; of `guarantee g` and its position `p`.
    static let endsOn = GuaranteeEndKeys.day

    /// Guarantees in a state that end between two days.
    static func ending(
        from: Day?, until: Day, in state: Guarantee.State, for visitor: Visitor, _ connection: Connection
    ) throws -> Group {
        let head = SQL(
            composing: """
                SELECT COUNT(*), MIN(\(endsOn)),
                    CAST(COALESCE(SUM(p.disbursed - p.repaid - p.principal_compensated), 0) AS BIGINT)
                FROM guarantee_position p JOIN guarantee g ON g.id = p.guarantee_id
                WHERE p.state = ? AND \(endsOn) BETWEEN ? AND ? AND\u{20}
                """,
            [.text(state.rawValue), .int(from.map { Int64($0.number) } ?? -1_000_000), Value(until)])
        return try connection.first(head + Sight.guarantees(visitor)) { row in
            Group(count: row.int(0), amount: Fen(row.int(2)), day: row.isNull(1) ? nil : row.day(1))
        } ?? Group()
    }

    /// Which open claims: what a party owes, or what it is owed and late.
    enum Side: Sendable {
        case owed(by: Party)
        case late(to: Party, on: Day)
        case lateBetweenAll(on: Day)

        fileprivate var condition: SQL {
            switch self {
            case .owed(let party): SQL("c.debtor = ?", [.int(Int64(party.rawValue))])
            case .late(let party, let day):
                SQL("c.creditor = ? AND c.due_on < ?", [.int(Int64(party.rawValue)), Value(day)])
            case .lateBetweenAll(let day): SQL("c.due_on < ?", [Value(day)])
            }
        }
    }

    /// Counts from the open claims, which are few, and not from the organisation's guarantees: SQLite keeps
    /// the order of a cross join.
    static func claims(_ side: Side, for visitor: Visitor, _ connection: Connection) throws -> Group {
        let head: SQL = """
            SELECT COUNT(*), MIN(c.due_on), CAST(COALESCE(SUM(c.amount - c.paid), 0) AS BIGINT)
            FROM claim c CROSS JOIN guarantee g WHERE g.id = c.guarantee_id AND c.paid < c.amount AND\u{20}
            """
        let sql = head + side.condition + " AND " + Sight.guarantees(visitor)
        return try connection.first(sql) { row in
            Group(count: row.int(0), amount: Fen(row.int(2)), day: row.isNull(1) ? nil : row.day(1))
        } ?? Group()
    }

    struct OpenClaim: Sendable {
        let guarantee: String
        let enterprise: String
        let debtor: String
        let creditor: String
        let open: Fen
        let dueOn: Day?
    }

    /// Of one page; the rest follows as these are paid.
    static let claimLimit = 20

    /// The most urgent open claims.
    static func openClaims(
        _ side: Side, for visitor: Visitor, _ connection: Connection
    ) throws -> [OpenClaim] {
        let head: SQL = """
            SELECT g.number, e.name, d.name, k.name, c.amount - c.paid, c.due_on
            FROM claim c CROSS JOIN guarantee g
                JOIN enterprise e ON e.id = g.enterprise_id JOIN agreement a ON a.id = g.agreement_id
                JOIN institution d ON d.id = CASE c.debtor WHEN 0 THEN a.guarantor_id
                    WHEN 1 THEN a.reguarantor_id WHEN 2 THEN a.bank_id ELSE a.treasury_id END
                JOIN institution k ON k.id = CASE c.creditor WHEN 0 THEN a.guarantor_id
                    WHEN 1 THEN a.reguarantor_id WHEN 2 THEN a.bank_id ELSE a.treasury_id END
            WHERE g.id = c.guarantee_id AND c.paid < c.amount AND\u{20}
            """
        let order = SQL(
            " ORDER BY COALESCE(c.due_on, 1000000), c.id LIMIT ?", [.int(Int64(claimLimit))])
        let sql = head + side.condition + " AND " + Sight.guarantees(visitor) + order
        return try connection.all(sql) { row in
            OpenClaim(
                guarantee: row.text(0), enterprise: row.text(1), debtor: row.text(2), creditor: row.text(3),
                open: Fen(row.int(4)), dueOn: row.isNull(5) ? nil : row.day(5))
        }
    }
}
