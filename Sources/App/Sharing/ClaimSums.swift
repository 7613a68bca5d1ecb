import Core
import Storage

/// What the claims of one guarantee come to, by who owes whom.
struct ClaimSums {
    private struct Sum {
        var open: Int64 = 0
        var paid: Int64 = 0
    }

    /// By debtor x 4 + creditor.
    private var sums = [Sum](repeating: Sum(), count: 16)
    private var dues: [Due] = []

    private struct Due {
        let claim: Int64
        let entry: Int64
        /// By debtor x 4 + creditor.
        let pair: Int64
        let amount: Int64
        let paid: Int64
        let dueOn: Day?
        /// When its entry took effect; nil when the entry is not one of the guarantee.
        let from: Day?
    }

    /// The claims of a range of guarantees, by guarantee.
    static func read(
        _ numbers: ClosedRange<Int64>, _ connection: Connection
    ) throws -> [Int64: ClaimSums] {
        let sql = SQL(
            """
            SELECT c.guarantee_id, c.debtor, c.creditor, c.amount, c.paid, c.id, c.due_on, e.on_day,
                e.guarantee_id, c.entry_id
            FROM claim c LEFT JOIN entry e ON e.id = c.entry_id WHERE c.guarantee_id BETWEEN ? AND ?
            ORDER BY c.id
            """, [.int(numbers.lowerBound), .int(numbers.upperBound)])
        var claims: [Int64: ClaimSums] = [:]
        try connection.forEach(sql) { row in
            let guarantee = row.int(0)
            let isOwn = row.optionalInt(8) == guarantee
            claims[guarantee, default: ClaimSums()].add(
                Due(
                    claim: row.int(5), entry: row.int(9), pair: row.int(1) &* 4 &+ row.int(2),
                    amount: row.int(3), paid: row.int(4),
                    dueOn: row.isNull(6) ? nil : row.day(6), from: isOwn ? row.day(7) : nil))
        }
        return claims
    }

    /// Claims of guarantees that do not exist.
    static func ofNothing(_ connection: Connection) throws -> [Finding] {
        let sql: SQL = """
            SELECT c.id, c.guarantee_id FROM claim c
            WHERE NOT EXISTS (SELECT 1 FROM guarantee g WHERE g.id = c.guarantee_id)
            ORDER BY c.id LIMIT 1000
            """
        return try connection.all(sql) { .claimOfNothing($0.int(0), guarantee: $0.int(1)) }
    }

    private mutating func add(_ due: Due) {
        dues.append(due)
        // Any other is between no parties, and a finding of its own.
        guard let pair = Int(exactly: due.pair), sums.indices.contains(pair) else { return }
        sums[pair].open &+= due.amount &- due.paid
        sums[pair].paid &+= due.paid
    }

    /// Compares them with what the position says that the parties owe and have paid each other.
    static func compare(
        _ claims: ClaimSums?, _ guarantee: Guarantee, _ replay: ClaimReplay?, _ findings: inout [Finding]
    ) {
        let position = guarantee.position
        if claims == nil, position.loss.isZero { return }
        let claims = claims ?? ClaimSums()
        for party in Party.others {
            claims.compare(
                party, .guarantor, owed: position.owedToGuarantor(party, guarantee.agreement.shares),
                paid: position.paid[party], guarantee, &findings)
            claims.compare(
                .guarantor, party, owed: position.owedByGuarantor(party), paid: position.passedOn[party],
                guarantee,
                &findings)
        }
        claims.compareDues(guarantee, &findings)
        if let replay { claims.compareEach(guarantee, replay, &findings) }
    }

    /// Claim by claim, in their order: a payment fills the oldest first, so that each has one right amount.
    private func compareEach(_ guarantee: Guarantee, _ replay: ClaimReplay, _ findings: inout [Finding]) {
        var next = 0
        for due in dues {
            var isSame = false
            if next < replay.claims.count {
                let (key, claim) = (replay.keys[next], replay.claims[next])
                let pair = Int64(key.debtor.rawValue * 4 + key.creditor.rawValue)
                isSame =
                    due.entry == key.entry && due.pair == pair
                    && due.amount == claim.amount.fen && due.paid == claim.paid.fen
            }
            next += 1
            if !isSame { findings.append(.claimDiffers(due.claim, guarantee: guarantee.id.number)) }
        }
        if dues.count < replay.claims.count {
            findings.append(
                .claimsMissing(guarantee.id.number, stored: dues.count, derived: replay.claims.count))
        }
    }

    private func compare(
        _ debtor: Party, _ creditor: Party, owed: Fen, paid: Fen, _ guarantee: Guarantee,
        _ findings: inout [Finding]
    ) {
        let sum = sums[debtor.rawValue * 4 + creditor.rawValue]
        if sum.open != owed.fen {
            findings.append(
                .claimsWrong(guarantee.id.number, debtor, creditor, open: Fen(sum.open), owed: owed))
        }
        if sum.paid != paid.fen {
            findings.append(
                .claimsPaidWrong(guarantee.id.number, debtor, creditor, stored: Fen(sum.paid), paid: paid))
        }
    }

    /// A claim has no due day only as long as the calendar of its year is not known.
    private func compareDues(_ guarantee: Guarantee, _ findings: inout [Finding]) {
        for due in dues {
            let expected = due.from.flatMap {
                try? WorkingDays.add(guarantee.agreement.claimDueWorkingDays, to: $0)
            }
            if due.from != nil, due.dueOn == expected { continue }
            findings.append(.claimDueWrong(due.claim, guarantee: guarantee.id.number))
        }
    }
}
