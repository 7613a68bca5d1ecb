import Storage

/// Finding audit records by what they concern and by who acted, newest first.
enum Migration007AuditSearch {
    static let migration = Migration(
        number: 7, name: "audit_search",
        statements: [
            "CREATE INDEX audit_subject ON audit (subject, id)",
            "CREATE INDEX audit_actor ON audit (actor, id)",
        ])
}
