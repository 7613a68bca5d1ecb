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
                e.guarantee_id
            FROM claim c LEFT JOIN entry e ON e.id = c.entry_id WHERE c.guarantee_id BETWEEN ? AND ?
            """, [.int(numbers.lowerBound), .int(numbers.upperBound)])
        var claims: [Int64: ClaimSums] = [:]
        try connection.forEach(sql) { row in
            let guarantee = row.int(0)
            let isOwn = row.optionalInt(8) == guarantee
            claims[guarantee, default: ClaimSums()].add(
                pair: Int(row.int(1) * 4 + row.int(2)), amount: row.int(3), paid: row.int(4),
                Due(
                    claim: row.int(5), dueOn: row.isNull(6) ? nil : row.day(6), from: isOwn ? row.day(7) : nil
                ))
        }
        return claims
    }

    private mutating func add(pair: Int, amount: Int64, paid: Int64, _ due: Due) {
        sums[pair].open &+= amount &- paid
        sums[pair].paid &+= paid
        dues.append(due)
    }

    /// Compares them with what the position says that the parties owe and have paid each other.
    static func compare(_ claims: ClaimSums?, _ guarantee: Guarantee, _ findings: inout [Finding]) {
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

    /// A claim without a due day is right: the calendar of its year may have come only later.
    private func compareDues(_ guarantee: Guarantee, _ findings: inout [Finding]) {
        for due in dues {
            let expected = due.from.flatMap {
                try? WorkingDays.add(guarantee.agreement.claimDueWorkingDays, to: $0)
            }
            if due.from != nil, due.dueOn == nil || due.dueOn == expected { continue }
            findings.append(.claimDueWrong(due.claim, guarantee: guarantee.id.number))
        }
    }
}
