import Core
import Storage

/// Compares what sources told of firms with the audit records whose digests cover it.
enum StatementCheck {
    static let prefix = "fact_source/"

    /// - Parameter head: rows that were entered after this record are left out of account.
    static func findings(
        _ records: [ChainRange.RegisteredRecord], head: Int64, _ connection: Connection
    ) throws -> [Finding] {
        let sources = try FactSourceStore.all(connection)
        var findings: [Finding] = []
        var known: Set<Int64> = []
        for record in records {
            known.insert(record.number)
            let text = try told(in: record.number, sources, connection)
            let isSame = record.after.withUnsafeBufferPointer { text?.equals($0) ?? false }
            if !isSame { findings.append(.rowDiffers(record.subject, record: record.number)) }
        }
        let sql = SQL("SELECT DISTINCT told_in FROM enterprise_statement WHERE told_in <= ?", [.int(head)])
        for number in try connection.all(sql, { $0.int(0) }) where !known.contains(number) {
            findings.append(.rowWithoutRecord("enterprise_statement/\(number)"))
        }
        return findings
    }

    /// What the record should say of the rows under it; nil where there are none.
    private static func told(
        in record: Int64, _ sources: [Int64: FirmFactSource], _ connection: Connection
    ) throws -> JSONText? {
        var bytes: [UInt8] = []
        var count: Int64 = 0
        var first: FirmStatement?
        let sql = SQL(
            composing: """
                SELECT \(StatementStore.headColumns), \(StatementStore.factColumns)
                FROM enterprise_statement s WHERE s.told_in = ? ORDER BY s.place
                """, [.int(record)])
        try connection.forEach(sql) { row in
            let statement = StatementStore.statement(row, sources)
            StatementStore.appendCanonicalBytes(of: statement, enterprise: row.int(0), to: &bytes)
            first = first ?? statement
            count += 1
        }
        return first.map {
            StatementStore.told(
                $0.source.name, $0.day, statements: count, digest: AuditChain.hash(bytes, after: []))
        }
    }
}
