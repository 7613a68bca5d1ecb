import Core
import Storage

/// Statements of what a guarantor and another institution owe each other, and who has ticked them off.
enum SettlementStore {
    /// A guarantor and one of the institutions with which it shares losses.
    struct Pair: Sendable {
        let guarantor: Institution
        let other: Institution
        /// What the other one is in their agreements.
        let party: Party

        /// Nil when the two can't owe each other anything.
        init?(_ one: Institution, _ another: Institution) {
            let (guarantor, other) = one.kind == .guarantor ? (one, another) : (another, one)
            guard guarantor.kind == .guarantor, other.kind != .guarantor,
                let party = Party.allCases.first(where: { $0.kind == other.kind })
            else { return nil }
            (self.guarantor, self.other, self.party) = (guarantor, other, party)
        }
    }

    /// What two institutions owe each other now.
    struct Open: Sendable {
        let guarantor: (code: String, name: String)
        let other: (code: String, name: String)
        let owedByOther: Fen
        let owedByGuarantor: Fen
    }

    private static let mostPairs: Int64 = 500

    /// All pairs that concern the visitor.
    static func pairs(for visitor: Visitor, _ connection: Connection) throws -> [Open] {
        let sql =
            SQL(
                composing: """
                    SELECT i.code, i.name, o.code, o.name,
                        CAST(SUM(CASE WHEN c.creditor = 0 THEN c.amount - c.paid ELSE 0 END) AS BIGINT),
                        CAST(SUM(CASE WHEN c.debtor = 0 THEN c.amount - c.paid ELSE 0 END) AS BIGINT)
                    FROM claim c JOIN guarantee g ON g.id = c.guarantee_id JOIN agreement a ON a.id = \
                    g.agreement_id
                        JOIN institution i ON i.id = a.guarantor_id
                        JOIN institution o ON o.id = \(ClaimRecords.institution("c.debtor + c.creditor"))
                    WHERE
                    """ + " ") + Sight.claims(visitor)
            + SQL(
                " GROUP BY i.code, i.name, o.code, o.name ORDER BY i.code, o.code LIMIT ?", [.int(mostPairs)])
        return try connection.all(sql) {
            Open(
                guarantor: ($0.text(0), $0.text(1)), other: ($0.text(2), $0.text(3)),
                owedByOther: Fen($0.int(4)), owedByGuarantor: Fen($0.int(5)))
        }
    }

    // MARK: A statement

    static func statement(
        _ pair: Pair, from: Day, until: Day, _ connection: Connection
    ) throws -> SettlementStatement {
        SettlementStatement(from: from, until: until, history: try history(pair, connection))
    }

    /// What a tick vouches for.
    static func hash(_ statement: SettlementStatement) -> [UInt8] {
        AuditChain.hash(Array(statement.canonicalText.utf8), after: [])
    }

    /// Every movement between the two since the beginning, worked out of the entries again by the rules.
    static func history(_ pair: Pair, _ connection: Connection) throws -> [SettlementLine] {
        var replays = try replays(pair, connection)
        let sql =
            SQL(
                """
                SELECT e.guarantee_id, e.id, e.kind, e.amount, e.interest, e.until_day, e.on_day, e.reverses
                FROM entry e WHERE e.guarantee_id IN (SELECT g.id\u{20}
                """) + guarantees(of: pair) + ") ORDER BY e.guarantee_id, e.id"
        try connection.forEach(sql) { row in
            guard var replay = replays.removeValue(forKey: row.int(0)) else { return }
            let (entry, day) = (row.int(1), row.day(6))
            let isAllowed: Bool
            if let wrong = row.optionalInt(7) {
                isAllowed = replay.claims.reverse(wrong, entry: entry, on: day)
            } else {
                let event = EntryStore.event(
                    row.text(2), Fen(row.int(3)), interest: Fen(row.int(4)), until: row.optionalInt(5))
                isAllowed = event.map { replay.claims.take($0, entry: entry, on: day) } ?? false
            }
            // What the rules don't allow is for `cassia verify` to find.
            guard isAllowed else { throw OwnFault.failed }
            replays[row.int(0)] = replay
        }
        return replays.values.flatMap { replay in
            replay.claims.movements.compactMap { line($0, pair.party, guarantee: replay.number) }
        }
    }

    private struct Replay {
        let number: String
        var claims: ClaimReplay
    }

    private static func replays(_ pair: Pair, _ connection: Connection) throws -> [Int64: Replay] {
        var agreements: [Int64: Agreement] = [:]
        var replays: [Int64: Replay] = [:]
        let sql =
            SQL(
                """
                SELECT g.id, g.agreement_id, g.principal, g.fee_rate, g.contract_on, g.starts_on, \
                g.ends_on, g.number\u{20}
                """) + guarantees(of: pair)
        try connection.forEach(sql) { row in
            let number = row.int(1)
            let agreement = try agreements[number] ?? AgreementStore.load(ID(number), connection)
            agreements[number] = agreement
            let start = Guarantee.restored(
                id: ID(row.int(0)), agreement: agreement, terms: PositionRow.terms(row), state: .filed,
                position: Position())
            replays[row.int(0)] = Replay(number: row.text(7), claims: ClaimReplay(start))
        }
        return replays
    }

    /// Those for which the two have ever owed each other anything.
    private static func guarantees(of pair: Pair) -> SQL {
        let column =
            switch pair.party {
            case .reguarantor: "a.reguarantor_id"
            case .bank: "a.bank_id"
            default: "a.treasury_id"
            }
        return SQL(
            composing: """
                FROM agreement a JOIN guarantee g ON g.agreement_id = a.id
                WHERE \(column) = ? AND a.guarantor_id = ? AND EXISTS (SELECT 1 FROM claim c
                    WHERE c.guarantee_id = g.id AND c.debtor + c.creditor = ?)
                """,
            [.int(pair.other.id.number), .int(pair.guarantor.id.number), .int(Int64(pair.party.rawValue))])
    }

    /// Nil when it is between others.
    private static func line(
        _ movement: ClaimReplay.Movement, _ party: Party, guarantee: String
    ) -> SettlementLine? {
        let change = movement.change
        guard change.debtor == party || change.creditor == party else { return nil }
        let kind: SettlementLine.Kind =
            movement.isPayment ? .paid : change.amount.isNegative ? .reduced : .claimed
        return SettlementLine(
            day: movement.day, entry: movement.entry, guarantee: guarantee, kind: kind,
            isOwedByGuarantor: change.debtor == .guarantor,
            amount: kind == .reduced ? -change.amount : change.amount)
    }
}
