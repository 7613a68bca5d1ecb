import Core
import Storage

/// What parties owe each other because of compensations and recoveries, in the database.
public enum ClaimStore {
    /// Adds the claims that an entry gives rise to and applies what it pays, oldest first.
    ///
    /// - Parameter source: knows the claims that the guarantee had before.
    static func apply(
        _ recording: Recording, entry: Int64, from source: Connection, _ connection: Connection
    ) throws {
        let guarantee = recording.after.id
        let added = recording.claims.filter(\.amount.isPositive)
        try insert(added, recording, entry: entry, connection)
        // Once one of them is written, only the writer knows them all.
        var source = added.isEmpty ? source : connection
        for claim in recording.claims where claim.amount.isNegative {
            let open = try claims(of: guarantee, claim.debtor, claim.creditor, source)
            for claim in Claim.reducing(-claim.amount, of: open) { try update(claim, guarantee, connection) }
            source = connection
        }
        guard let payment = recording.payment else { return }
        try pay(payment, of: guarantee, from: source, connection)
    }

    /// In pairs, as a compensation makes them: one statement for two rows costs little more than for one.
    private static func insert(
        _ claims: [NewClaim], _ recording: Recording, entry: Int64, _ connection: Connection
    ) throws {
        guard !claims.isEmpty else { return }
        let days = recording.after.agreement.claimDueWorkingDays
        // A year whose holidays are not published yet leaves the due day open rather than guessed.
        let dueOn = try? WorkingDays.add(days, to: recording.entry.day)
        var rows: [[Value]] = []
        for (place, claim) in claims.enumerated() {
            rows.append([
                .int(entry * 16 + Int64(place)), .int(entry), .int(recording.after.id.number),
                .int(Int64(claim.debtor.rawValue)),
                .int(Int64(claim.creditor.rawValue)), .int(claim.amount.fen), Value(dueOn),
            ])
        }
        while rows.count >= 2 {
            let pair = rows.removeFirst() + rows.removeFirst()
            try connection.run(
                SQL(
                    "INSERT OR FAIL INTO claim VALUES (?, ?, ?, ?, ?, ?, 0, ?), (?, ?, ?, ?, ?, ?, 0, ?)",
                    pair))
        }
        if let row = rows.first {
            try connection.run(SQL("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, 0, ?)", row))
        }
    }

    private static func pay(
        _ payment: NewClaim, of guarantee: ID<Guarantee>, from source: Connection, _ connection: Connection
    ) throws {
        let open = try claims(of: guarantee, payment.debtor, payment.creditor, source)
        let paid =
            payment.amount.isPositive
            ? Claim.paying(payment.amount, over: open) : Claim.takingBack(-payment.amount, from: open)
        for claim in paid { try update(claim, guarantee, connection) }
    }

    private static func update(
        _ claim: Claim, _ guarantee: ID<Guarantee>, _ connection: Connection
    ) throws {
        try connection.run(
            SQL(
                "UPDATE claim SET amount = ?, paid = ? WHERE guarantee_id = ? AND id = ?",
                [
                    .int(claim.amount.fen), .int(claim.paid.fen), .int(guarantee.number),
                    .int(claim.id.number),
                ]))
    }

    /// The claims of one party on another for a guarantee, oldest first.
    static func claims(
        of guarantee: ID<Guarantee>, _ debtor: Party, _ creditor: Party, _ connection: Connection
    ) throws -> [Claim] {
        try connection.all(
            SQL(
                """
                SELECT id, debtor, creditor, amount, paid, due_on FROM claim
                WHERE guarantee_id = ? AND debtor = ? AND creditor = ? ORDER BY id
                """, [.int(guarantee.number), .int(Int64(debtor.rawValue)), .int(Int64(creditor.rawValue))]),
            claim)
    }

    /// All claims of a guarantee, oldest first.
    static func all(of guarantee: ID<Guarantee>, _ connection: Connection) throws -> [Claim] {
        try connection.all(
            SQL(
                """
                SELECT id, debtor, creditor, amount, paid, due_on FROM claim WHERE guarantee_id = ? ORDER \
                BY id
                """, [.int(guarantee.number)]), claim)
    }

    static func claim(_ row: borrowing Row) -> Claim {
        guard let debtor = Party(rawValue: Int(row.int(1))), let creditor = Party(rawValue: Int(row.int(2)))
        else {
            preconditionFailure("the schema allows no other party")
        }
        return Claim(
            id: ID(row.int(0)), debtor: debtor, creditor: creditor, amount: Fen(row.int(3)),
            paid: Fen(row.int(4)),
            dueOn: row.isNull(5) ? nil : row.day(5))
    }
}
