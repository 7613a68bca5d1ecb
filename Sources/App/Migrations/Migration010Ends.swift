import Storage

/// Guarantees by the day until which they were extended, so that those that end between two days are found.
enum Migration010Ends {
    static let migration = Migration(
        number: 10, name: "ends",
        statements: [
            """
            CREATE INDEX guarantee_extended ON guarantee_position (extended_until, guarantee_id)
            WHERE extended_until IS NOT NULL
            """
        ])
}
