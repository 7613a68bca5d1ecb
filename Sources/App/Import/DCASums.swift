public import Core
import Storage

/// Claims and recoveries by party under the Development Credit Authority's agreements, as entries and
/// postings have them: whatever was recorded or reversed by hand since counts too.
public struct DCASums: Hashable, Sendable {
    public var claims = Parties()
    public var recoveries = Parties()
    /// Recovered beyond the losses; part of the whole of the recoveries, and of no party's.
    public var surplus = Fen.zero

    public struct Parties: Hashable, Sendable {
        public var guarantor = Fen.zero
        public var bank = Fen.zero
        public var whole = Fen.zero
    }

    init(_ connection: Connection) throws {
        guard let guarantor = try InstitutionStore.find(code: DCAPlan.guarantor.code, connection)?.id else {
            return
        }
        try addWholes(guarantor, connection)
        try addParts(guarantor, connection)
    }

    /// A claim's whole is the loss that it makes, a recovery's what came in.
    private mutating func addWholes(_ guarantor: ID<Institution>, _ connection: Connection) throws {
        let sql = SQL(
            """
            SELECT CAST(COALESCE(SUM(CASE WHEN e.kind = 'compensated' THEN e.loss ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN e.kind = 'recovered' THEN e.amount ELSE 0 END), 0) AS BIGINT)
            FROM entry e JOIN guarantee g ON g.id = e.guarantee_id JOIN agreement a ON a.id = g.agreement_id
            WHERE a.guarantor_id = ? AND e.kind IN ('compensated', 'recovered')
            """, [.int(guarantor.number)])
        try connection.forEach(sql) { row in
            claims.whole = Fen(row.int(0))
            recoveries.whole = Fen(row.int(1))
        }
    }

    /// Losses borne rise with a compensation and fall with a recovery.
    private mutating func addParts(_ guarantor: ID<Institution>, _ connection: Connection) throws {
        let sql = SQL(
            """
            SELECT e.kind, p.account, CAST(SUM(p.amount) AS BIGINT)
            FROM entry e JOIN guarantee g ON g.id = e.guarantee_id JOIN agreement a ON a.id = g.agreement_id
                JOIN posting p ON p.entry_id = e.id
            WHERE a.guarantor_id = ? AND e.kind IN ('compensated', 'recovered')
            GROUP BY e.kind, p.account
            """, [.int(guarantor.number)])
        try connection.forEach(sql) { row in
            guard let account = Account(number: row.int(1)) else { return }
            let party: WritableKeyPath<Parties, Fen> = account.institution == guarantor ? \.guarantor : \.bank
            let amount = Fen(row.int(2))
            switch (account.kind, row.text(0)) {
            case (.borne, "compensated"), (.lost, "compensated"): claims[keyPath: party] += amount
            case (.borne, _), (.lost, _): recoveries[keyPath: party] -= amount
            case (.surplus, "recovered"): surplus -= amount
            default: break
            }
        }
    }
}
