import Core
import Storage

/// What stands in the book when a verification begins, in one snapshot.
struct VerificationStart: Sendable {
    /// The number of the last audit record.
    var head: Int64
    /// How many records there are.
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
        var (head, records): (Int64, Int64) = (0, 0)
        _ = try connection.first(
            SQL("SELECT MAX(id), COUNT(*) FROM audit WHERE id BETWEEN 1 AND ?", [limit])
        ) { row in (head, records) = (row.optionalInt(0) ?? 0, row.int(1)) }
        var start = VerificationStart(
            head: head, records: records, recordRuns: head > 0 ? [1...head] : [], balances: [:],
            guarantees: 0, lastGuarantee: 0, strays: [])
        if head > records { try start.leaveOutGaps(connection) }
        try connection.forEach("SELECT account, amount FROM balance") { row in
            start.balances[row.int(0)] = row.int(1)
        }
        _ = try connection.first("SELECT COUNT(*), MAX(id) FROM guarantee") { row in
            (start.guarantees, start.lastGuarantee) = (row.int(0), row.optionalInt(1) ?? 0)
        }
        start.strays += try connection.all(
            SQL("SELECT id FROM audit WHERE id < 1 OR id > ? ORDER BY id LIMIT 1000", [limit])
        ) { .recordOutOfOrder($0.int(0)) }
        start.strays += try connection.all(
            SQL("SELECT id FROM entry WHERE id < 1 OR id > ? ORDER BY id LIMIT 1000", [.int(head)])
        ) { .entryWithoutRecord($0.int(0)) }
        start.strays += try connection.all(
            SQL(
                "SELECT DISTINCT entry_id FROM posting WHERE entry_id < 1 OR entry_id > ? LIMIT 1000",
                [.int(head)])
        ) { .postingWithoutEntry($0.int(0)) }
        return start
    }

    /// A record with a number far beyond the others must not have all numbers between walked.
    private mutating func leaveOutGaps(_ connection: Connection) throws {
        let sql = SQL(
            """
            SELECT before, id FROM (SELECT id, LAG(id, 1, 0) OVER (ORDER BY id) AS before
                FROM audit WHERE id BETWEEN 1 AND ?) AS numbers
            WHERE id - before > ? ORDER BY id
            """, [.int(head), .int(Verification.recordsAtATime)])
        let gaps = try connection.all(sql) { row in (row.int(0), row.int(1)) }
        recordRuns = []
        var first: Int64 = 1
        for (before, next) in gaps {
            if first <= before { recordRuns.append(first...before) }
            first = next
            strays.append(.recordsMissing(before + 1, next - 1))
            let between = [Value.int(before), .int(next)]
            strays += try connection.all(
                SQL("SELECT id FROM entry WHERE id > ? AND id < ? ORDER BY id LIMIT 1000", between)
            ) { .entryWithoutRecord($0.int(0)) }
            strays += try connection.all(
                SQL(
                    "SELECT DISTINCT entry_id FROM posting WHERE entry_id > ? AND entry_id < ? LIMIT 1000",
                    between)
            ) { .postingWithoutEntry($0.int(0)) }
        }
        recordRuns.append(first...head)
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
