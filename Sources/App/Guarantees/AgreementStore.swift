public import Core
public import Storage

/// Risk-sharing agreements in the database.
public enum AgreementStore {
    /// What the parties agree on, before it has a number in the database.
    public struct Terms: Sendable {
        public var number: String
        public var parties: [Party: Institution]
        public var shares: Shares
        public var from: Day
        public var until: Day?
        public var ceilings: Agreement.Ceilings
        public var refundsUnusedFee = false
        public var claimDueWorkingDays = 10

        public init(
            number: String, parties: [Party: Institution], shares: Shares, from: Day, until: Day?,
            ceilings: Agreement.Ceilings
        ) {
            self.number = number
            self.parties = parties
            self.shares = shares
            self.from = from
            self.until = until
            self.ceilings = ceilings
        }
    }

    @discardableResult
    public static func conclude(_ terms: Terms, _ writing: Writing) throws -> Agreement {
        let id = ID<Agreement>(try writing.scope.nextNumber(of: .agreement))
        let agreement = try Agreement.concluded(
            id: id, number: terms.number, parties: terms.parties, shares: terms.shares, from: terms.from,
            until: terms.until, ceilings: terms.ceilings, refundsUnusedFee: terms.refundsUnusedFee,
            claimDueWorkingDays: terms.claimDueWorkingDays)
        writing.scope.took(id.number, of: .agreement)
        try writing.connection.run(
            SQL(
                "INSERT INTO agreement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .int(id.number), .text(agreement.number), .int(agreement.guarantor.number),
                    Value(agreement.reguarantor?.number), .int(agreement.bank.number),
                    Value(agreement.treasury?.number), .text(agreement.shares.description),
                    Value(agreement.from),
                    Value(agreement.until), Value(agreement.ceilings.feeRate),
                    Value(agreement.ceilings.borrower),
                    Value(agreement.ceilings.stopLoss), .int(agreement.refundsUnusedFee ? 1 : 0),
                    .int(Int64(agreement.claimDueWorkingDays)),
                ]))
        try writing.record("agreement/\(id)", after: AgreementText(agreement, terms.parties).json.text)
        return agreement
    }

    public static func load(_ id: ID<Agreement>, _ connection: Connection) throws -> Agreement {
        guard
            let agreement = try connection.first(
                SQL("SELECT * FROM agreement WHERE id = ?", [.int(id.number)]), agreement)
        else { throw NotFound.agreement(id.description) }
        return agreement
    }

    public static func find(number: String, _ connection: Connection) throws -> Agreement? {
        try connection.first(SQL("SELECT * FROM agreement WHERE number = ?", [.text(number)]), agreement)
    }

    public static func all(_ connection: Connection) throws -> [Agreement] {
        try connection.all("SELECT * FROM agreement ORDER BY id", agreement)
    }

    /// Those of an institution that concern the visitor, newest first.
    static func all(
        of institution: ID<Institution>, for visitor: Visitor, _ connection: Connection
    ) throws -> [Agreement] {
        let sql =
            SQL(
                """
                SELECT a.* FROM agreement a
                WHERE ? IN (a.guarantor_id, a.reguarantor_id, a.bank_id, a.treasury_id) AND\u{20}
                """, [.int(institution.number)]) + Sight.agreements(visitor) + " ORDER BY a.id DESC LIMIT 200"
        return try connection.all(sql, agreement)
    }

    /// Ends an agreement before the day that was agreed on.
    static func end(_ number: String, on last: Day, today: Day, _ writing: Writing) throws {
        guard let before = try find(number: number, writing.connection) else {
            throw NotFound.agreement(number)
        }
        let after = try before.ending(on: last, today: today)
        try writing.connection.run(
            SQL("UPDATE agreement SET until_day = ? WHERE id = ?", [Value(last), .int(after.id.number)]))
        writing.scope.forget(before)
        var parties: [Party: Institution] = [:]
        for party in Party.allCases {
            guard let id = after.institution(party) else { continue }
            parties[party] = try InstitutionStore.load(id, writing.connection)
        }
        var text = JSONText()
        text.add("until", before.until)
        try writing.record(
            "agreement/\(after.id)", action: "agreement.end", before: text.text,
            after: AgreementText(after, parties).json.text)
    }

    private static func agreement(_ row: borrowing Row) throws -> Agreement {
        Agreement.restored(
            id: ID(row.int(0)), number: row.text(1), guarantor: ID(row.int(2)),
            reguarantor: row.optionalInt(3).map { ID($0) }, bank: ID(row.int(4)),
            treasury: row.optionalInt(5).map { ID($0) }, shares: try KnownShares.shares(row.text(6)),
            from: row.day(7), until: row.isNull(8) ? nil : row.day(8),
            ceilings: Agreement.Ceilings(
                feeRate: row.optionalInt(9).map { Rate(millionths: $0) },
                borrower: row.optionalInt(10).map { Fen($0) },
                stopLoss: row.optionalInt(11).map { Rate(millionths: $0) }),
            refundsUnusedFee: row.int(12) == 1, claimDueWorkingDays: Int(row.int(13)))
    }
}
