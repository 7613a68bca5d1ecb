import Storage

/// All steps of the schema, oldest first; a step that is out is never changed.
enum Migrations {
    static let all = [
        Migration001Book.migration, Migration002Customers.migration, Migration003MonthlyEntries.migration,
        Migration004Access.migration, Migration005Searching.migration, Migration006Desk.migration,
        Migration007AuditSearch.migration, Migration008Claims.migration, Migration009Money.migration,
        Migration010Ends.migration, Migration011Register.migration,
        Migration012Decisions.migration, Migration013PolicyDrafts.migration,
        Migration014Entitlements.migration, Migration015Research.migration,
        Migration016Firms.migration, Migration017AuditSubjects.migration,
    ]
}
