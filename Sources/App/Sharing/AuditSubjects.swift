import Core
import Storage

/// Finds the records of the audit log by what they concern. Most records are of entries of guarantees, which
/// the ledger finds; only the others are listed here.
enum AuditSubjects {
    static func insert(_ subject: String, record: Int64, _ connection: Connection) throws {
        try connection.run(
            SQL("INSERT OR FAIL INTO audit_subject_record VALUES (?, ?)", [.text(subject), .int(record)]))
    }

    /// The numbers of all records of a subject.
    static func records(of subject: String) -> SQL {
        let listed = SQL("SELECT audit_id FROM audit_subject_record WHERE subject = ?", [.text(subject)])
        guard let number = subject.numberAfter("guarantee/") else { return listed }
        return listed + SQL(" UNION ALL SELECT id FROM entry WHERE guarantee_id = ?", [.int(number)])
    }

    /// Whether the records up to one of them are listed as the log makes them.
    static func areSound(_ made: OrderlessSum, upTo head: Int64, _ connection: Connection) throws -> Bool {
        var kept = OrderlessSum()
        let rows = SQL("audit_subject_record WHERE audit_id <= ?", [.int(head)])
        try connection.scan("subject, audit_id", from: rows) { row in
            row.withBytes(0) { kept.add($0, row.int(1)) }
        }
        return kept == made
    }

    /// All anew from the log.
    static func rebuild(_ connection: Connection) throws {
        try connection.run("DELETE FROM audit_subject_record")
        try connection.run(
            """
            INSERT INTO audit_subject_record SELECT a.subject, a.id FROM audit a WHERE NOT EXISTS
                (SELECT 1 FROM entry e WHERE e.id = a.id AND e.guarantee_id IS NOT NULL)
            ORDER BY a.subject, a.id
            """)
    }
}

extension String {
    fileprivate func numberAfter(_ prefix: String) -> Int64? {
        hasPrefix(prefix) ? Int64(dropFirst(prefix.count)) : nil
    }
}
