import Storage

/// Which records of the audit log concern what, in place of an index of all of them: the records of a
/// guarantee's entries are found by their entries (see `AuditSubjects`).
enum Migration017AuditSubjects {
    static let migration = Migration(
        number: 17, name: "audit_subjects",
        statements: [
            """
            CREATE TABLE audit_subject_record (
                subject TEXT NOT NULL,
                audit_id INTEGER NOT NULL,
                PRIMARY KEY (subject, audit_id)
            ) STRICT, WITHOUT ROWID
            """,
            """
            INSERT INTO audit_subject_record SELECT a.subject, a.id FROM audit a WHERE NOT EXISTS
                (SELECT 1 FROM entry e WHERE e.id = a.id AND e.guarantee_id IS NOT NULL)
            ORDER BY a.subject, a.id
            """,
            "DROP INDEX audit_subject",
        ])
}
