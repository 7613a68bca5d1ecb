import Core
import Storage

/// Which party owes which.
struct ClaimPair: Hashable, Sendable {
    let debtor: Party
    let creditor: Party
}

/// A claim with something open on a day.
struct OpenClaim: Hashable, Sendable {
    let guarantee: Int64
    let pair: ClaimPair
    let open: Fen
    let dueOn: Day?
}

/// What parties owed each other on any day.
///
/// The table holds the claims as they are now. Those of a guarantee that something has happened to since the
/// day are made again from its entries up to the day.
enum OpenClaims {
    static func all(
        asOf day: Day, in scope: FiguresScope, _ frame: FiguresFrame, hasLaterEntries: Bool,
        _ connection: Connection
    ) throws -> [OpenClaim] {
        let agreements = Dictionary(
            uniqueKeysWithValues: frame.agreements.filter(scope.includes).map { ($0.id.number, $0) })
        let changed = hasLaterEntries ? try changedSince(day, connection) : []
        var claims = try asTheyAre(agreements, without: Set(changed), connection)
        for part in stride(from: 0, to: changed.count, by: 400) {
            let numbers = Array(changed[part..<min(part + 400, changed.count)])
            claims += try replayed(numbers, until: day, agreements, connection)
        }
        guard case .party(let party, _) = scope else { return claims }
        return claims.filter { $0.pair.debtor == party || $0.pair.creditor == party }
    }

    private static func asTheyAre(
        _ agreements: [Int64: Agreement], without changed: Set<Int64>, _ connection: Connection
    ) throws -> [OpenClaim] {
        let sql: SQL = """
            SELECT c.id, c.debtor, c.creditor, c.amount, c.paid, c.due_on, c.guarantee_id, g.agreement_id
            FROM claim c JOIN guarantee g ON g.id = c.guarantee_id WHERE c.paid < c.amount
            """
        var claims: [OpenClaim] = []
        try connection.forEach(sql) { row in
            guard agreements[row.int(7)] != nil, !changed.contains(row.int(6)) else { return }
            let claim = ClaimStore.claim(row)
            claims.append(OpenClaim(claim, of: row.int(6)))
        }
        return claims
    }

    /// The guarantees with claims and entries after a day, in their order.
    private static func changedSince(_ day: Day, _ connection: Connection) throws -> [Int64] {
        let sql = SQL(
            """
            SELECT DISTINCT c.guarantee_id FROM claim c WHERE EXISTS (
                SELECT 1 FROM entry e WHERE e.guarantee_id = c.guarantee_id AND e.on_day > ?)
            ORDER BY c.guarantee_id
            """, [Value(day)])
        return try connection.all(sql) { $0.int(0) }
    }

    private static func replayed(
        _ numbers: [Int64], until day: Day, _ agreements: [Int64: Agreement], _ connection: Connection
    ) throws -> [OpenClaim] {
        let list = SQL(
            composing: "(" + numbers.map { _ in "?" }.joined(separator: ", ") + ")",
            numbers.map { .int($0) })
        var replays: [Int64: ClaimReplay] = [:]
        let guarantees =
            SQL(
                """
                SELECT id, agreement_id, principal, fee_rate, contract_on, starts_on, ends_on
                FROM guarantee WHERE id IN\u{20}
                """) + list
        try connection.forEach(guarantees) { row in
            guard let agreement = agreements[row.int(1)] else { return }
            replays[row.int(0)] = ClaimReplay(
                Guarantee.restored(
                    id: ID(row.int(0)), agreement: agreement, terms: PositionRow.terms(row), state: .filed,
                    position: Position()))
        }
        let entries =
            SQL(
                """
                SELECT guarantee_id, id, kind, amount, interest, until_day, on_day, reverses FROM entry
                WHERE on_day <= ? AND guarantee_id IN\u{20}
                """, [Value(day)]) + list + SQL(" ORDER BY guarantee_id, id")
        try connection.forEach(entries) { row in
            let (number, entry, on) = (row.int(0), row.int(1), row.day(6))
            // An entry that stands only because of a later one changes nothing before that.
            if let wrong = row.optionalInt(7) {
                _ = replays[number]?.reverse(wrong, entry: entry, on: on)
            } else if let event = EntryStore.event(
                row.text(2), Fen(row.int(3)), interest: Fen(row.int(4)), until: row.optionalInt(5))
            {
                _ = replays[number]?.take(event, entry: entry, on: on)
            }
        }
        return replays.sorted { $0.key < $1.key }.flatMap { number, replay in
            replay.claims.filter(\.open.isPositive).map { OpenClaim($0, of: number) }
        }
    }
}

extension OpenClaim {
    fileprivate init(_ claim: Claim, of guarantee: Int64) {
        self.init(
            guarantee: guarantee, pair: ClaimPair(debtor: claim.debtor, creditor: claim.creditor),
            open: claim.open, dueOn: claim.dueOn)
    }
}
