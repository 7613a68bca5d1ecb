import Core
import Storage

/// The risk-sharing fund of a treasury: what came in, what was paid, what is still claimed from it.
enum FundStore {
    /// One year of a fund.
    struct Year: Sendable, Equatable {
        let year: Int
        var appropriated = Fen.zero
        var paid = Fen.zero
        /// Its part of recoveries.
        var returned = Fen.zero
        /// At the end of the year.
        var balance = Fen.zero
    }

    /// Where a fund stands on a day, by the book as it is.
    static func standing(
        of treasury: ID<Institution>, on day: Day, _ connection: Connection
    ) throws -> FundStanding {
        var open = [Fen](repeating: .zero, count: ClaimAge.allCases.count)
        let sql = SQL(
            """
            SELECT c.due_on, CAST(SUM(c.amount - c.paid) AS BIGINT)
            FROM agreement a JOIN guarantee g ON g.agreement_id = a.id JOIN claim c ON c.guarantee_id = g.id
            WHERE a.treasury_id = ? AND c.debtor = 3 AND c.paid < c.amount GROUP BY c.due_on
            """, [.int(treasury.number)])
        try connection.forEach(sql) { row in
            let age = ClaimAge(dueOn: row.isNull(0) ? nil : row.day(0), on: day)
            for (place, other) in ClaimAge.allCases.enumerated() where other == age {
                open[place] += Fen(row.int(1))
            }
        }
        return FundStanding(
            budget: -(try LedgerStore.balance(of: Account(treasury, .budget), connection)),
            balance: try LedgerStore.balance(of: Account(treasury, .fund), connection), open: open)
    }

    /// Year by year, oldest first, from the postings of the fund.
    static func years(of treasury: ID<Institution>, _ connection: Connection) throws -> [Year] {
        let sql = SQL(
            """
            SELECT e.on_day, e.kind, CAST(SUM(p.amount) AS BIGINT)
            FROM posting p JOIN entry e ON e.id = p.entry_id
            WHERE p.account = ? GROUP BY e.on_day, e.kind ORDER BY e.on_day
            """, [.int(Account(treasury, .fund).number)])
        var years: [Year] = []
        try connection.forEach(sql) { row in
            let year = row.day(0).year
            if years.last?.year != year {
                years.append(Year(year: year, balance: years.last?.balance ?? .zero))
            }
            let (last, amount) = (years.count - 1, Fen(row.int(2)))
            years[last].balance += amount
            switch EntryKind(rawValue: row.text(1)) {
            case .fundAppropriated: years[last].appropriated += amount
            case .treasuryPaid: years[last].paid -= amount
            default: years[last].returned += amount
            }
        }
        return years
    }

    /// The treasury of a code that the visitor may see; not there for others.
    static func treasury(_ code: String, _ visitor: Visitor, _ connection: Connection) throws -> Institution {
        guard let treasury = try InstitutionStore.find(code: code, connection), treasury.kind == .treasury,
            visitor.organisation.kind == .supervisor || visitor.organisation.institution == treasury.id
        else { throw NotFound.institution(code) }
        return treasury
    }

    /// Those that the visitor may see.
    static func treasuries(_ visitor: Visitor, _ connection: Connection) throws -> [Institution] {
        try InstitutionStore.all(connection).filter {
            $0.kind == .treasury
                && (visitor.organisation.kind == .supervisor || visitor.organisation.institution == $0.id)
        }
    }
}
