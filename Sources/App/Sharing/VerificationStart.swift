import Core
import Storage

/// What stands in the book when a verification begins, in one snapshot.
struct VerificationStart: Sendable {
    /// The number of the last audit record.
    var head: Int64
    /// How many numbers there are to walk.
    var records: Int64
    /// The numbers to walk: all up to the last, but for wide gaps.
    var recordRuns: [ClosedRange<Int64>]
    var balances: [Int64: Int64]
    var guarantees: Int64
    var lastGuarantee: Int64
    /// Rows outside the numbers of the audit log.
    var strays: [Finding]

    static func read(_ connection: Connection) throws -> VerificationStart {
        let limit = Value.int(Verification.numberLimit)
        let last = try connection.first(SQL("SELECT MAX(id) FROM audit WHERE id BETWEEN 1 AND ?", [limit])) {
            $0.optionalInt(0)
        }
        let head = (last ?? nil) ?? 0
        var start = VerificationStart(
            head: head, records: 0, recordRuns: [], balances: [:], guarantees: 0, lastGuarantee: 0,
            strays: [])
        if head > 0 { try start.findRuns(connection) }
        start.records = start.recordRuns.reduce(0) { $0 + Int64($1.count) }
        try connection.forEach("SELECT account, amount FROM balance") { row in
            start.balances[row.int(0)] = row.int(1)
        }
        _ = try connection.first("SELECT COUNT(*), MAX(id) FROM guarantee") { row in
            (start.guarantees, start.lastGuarantee) = (row.int(0), row.optionalInt(1) ?? 0)
        }
        // Each by two ranges: an OR would have every row looked at.
        start.strays += try connection.all(
            SQL(
                """
                SELECT id FROM audit WHERE id < 1 UNION ALL SELECT id FROM audit WHERE id > ?
                ORDER BY id LIMIT 1000
                """, [limit])
        ) { .recordOutOfOrder($0.int(0)) }
        start.strays += try connection.all(
            SQL(
                """
                SELECT id FROM entry WHERE id < 1 UNION ALL SELECT id FROM entry WHERE id > ?
                ORDER BY id LIMIT 1000
                """, [.int(head)])
        ) { .entryWithoutRecord($0.int(0)) }
        start.strays += try connection.all(
            SQL(
                """
                SELECT entry_id FROM posting WHERE entry_id < 1 UNION
                SELECT entry_id FROM posting WHERE entry_id > ? ORDER BY entry_id LIMIT 1000
                """, [.int(head)])
        ) { .postingWithoutEntry($0.int(0)) }
        return start
    }

    /// A record with a number far beyond the others must not have all numbers between walked: goes from
    /// record to record in steps, and where a step finds none, to the next one there is.
    private mutating func findRuns(_ connection: Connection) throws {
        var (first, last): (Int64, Int64) = (1, 0)
        while last < head {
            let end = min(last + Verification.recordsAtATime, head)
            let within = SQL("SELECT MAX(id) FROM audit WHERE id > ? AND id <= ?", [.int(last), .int(end)])
            if let found = try connection.first(within, { $0.optionalInt(0) }) ?? nil {
                last = found
                continue
            }
            let beyond = SQL("SELECT MIN(id) FROM audit WHERE id > ?", [.int(last)])
            guard let next = try connection.first(beyond, { $0.optionalInt(0) }) ?? nil else { break }
            if first <= last { recordRuns.append(first...last) }
            try noteGap(after: last, before: next, connection)
            (first, last) = (next, next)
        }
        recordRuns.append(first...head)
    }

    private mutating func noteGap(after last: Int64, before next: Int64, _ connection: Connection) throws {
        strays.append(.recordsMissing(last + 1, next - 1))
        let between = [Value.int(last), .int(next)]
        strays += try connection.all(
            SQL("SELECT id FROM entry WHERE id > ? AND id < ? ORDER BY id LIMIT 1000", between)
        ) { .entryWithoutRecord($0.int(0)) }
        strays += try connection.all(
            SQL(
                "SELECT DISTINCT entry_id FROM posting WHERE entry_id > ? AND entry_id < ? LIMIT 1000",
                between)
        ) { .postingWithoutEntry($0.int(0)) }
    }

    /// The agreements by number, and those whose shares can't be read.
    static func agreements(_ connection: Connection) throws -> (
        byNumber: [Int64: Agreement], findings: [Finding]
    ) {
        var agreements: [Int64: Agreement] = [:]
        var findings: [Finding] = []
        let unreadable = try connection.all("SELECT id, shares FROM agreement") { row in
            (try? KnownShares.shares(row.text(1)))?.count == Party.allCases.count ? nil : row.int(0)
        }.compactMap { $0 }
        for number in unreadable { findings.append(.sharesUnusable(number)) }
        let numbers = try connection.all("SELECT id FROM agreement") { $0.int(0) }
        for number in numbers where !unreadable.contains(number) {
            agreements[number] = try AgreementStore.load(ID(number), connection)
        }
        return (agreements, findings)
    }
}
