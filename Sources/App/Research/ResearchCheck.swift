import Core
import Storage

/// Compares the vouchers of the R&D books with the audit records whose digests cover them.
enum ResearchCheck {
    /// - Parameter head: rows that were entered after this record are left out of account.
    static func findings(
        _ records: [ChainRange.RegisteredRecord], head: Int64, _ connection: Connection
    ) throws -> [Finding] {
        var findings: [Finding] = []
        var known: Set<Int64> = []
        for record in records {
            known.insert(record.number)
            let text = try told(in: record.number, connection)
            let isSame = record.after.withUnsafeBufferPointer { text?.equals($0) ?? false }
            if !isSame { findings.append(.rowDiffers(record.subject, record: record.number)) }
        }
        let sql = SQL("SELECT DISTINCT told_in FROM research_voucher WHERE told_in <= ?", [.int(head)])
        for number in try connection.all(sql, { $0.int(0) }) where !known.contains(number) {
            findings.append(.rowWithoutRecord("research_voucher/\(number)"))
        }
        return findings
    }

    /// What the record should say of the rows under it; nil where there are none.
    private static func told(in record: Int64, _ connection: Connection) throws -> JSONText? {
        var bytes: [UInt8] = []
        var count: Int64 = 0
        let sql = SQL(
            """
            SELECT id, project_id, enterprise_id, year, number, on_day, kind, amount, words
            FROM research_voucher WHERE told_in = ? ORDER BY id
            """, [.int(record)])
        try connection.forEach(sql) { row in
            let voucher = ResearchVoucher.restored(
                number: row.text(4), day: row.day(5), project: "", kind: row.text(6),
                amount: Fen(row.int(7)), words: row.text(8))
            ResearchStore.appendCanonicalBytes(
                of: voucher, id: row.int(0), project: row.int(1), enterprise: row.int(2), year: row.int(3),
                to: &bytes)
            count += 1
        }
        guard count > 0 else { return nil }
        return ResearchStore.audited(count: count, AuditChain.hash(bytes, after: []))
    }
}
