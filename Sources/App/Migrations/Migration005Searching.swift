import Storage

/// What lists are sorted, scoped and searched by: indices in the order of pages, and the pairs of characters
/// in the names of firms.
enum Migration005Searching {
    static let migration = Migration(
        number: 5, name: "searching", statements: indices + [pairs],
        engineStatements: [
            .sqlite: [fill(number: { "unicode(\($0))" })],
            .postgresql: [fill(number: { "CAST(ascii(\($0)) AS BIGINT)" })],
        ])

    private static let indices = [
        "CREATE INDEX guarantee_ends_on ON guarantee (ends_on, id)",
        "CREATE INDEX guarantee_principal ON guarantee (principal, id)",
        "DROP INDEX guarantee_agreement",
        "CREATE INDEX guarantee_agreement ON guarantee (agreement_id, id)",
        "CREATE INDEX guarantee_state ON guarantee_position (state, guarantee_id)",
        "CREATE INDEX agreement_guarantor ON agreement (guarantor_id)",
        "CREATE INDEX agreement_reguarantor ON agreement (reguarantor_id)",
        "CREATE INDEX agreement_bank ON agreement (bank_id)",
        "CREATE INDEX agreement_treasury ON agreement (treasury_id)",
    ]

    /// See `NamePairs`.
    private static let pairs = """
        CREATE TABLE enterprise_pair (
            pair INTEGER NOT NULL,
            enterprise_id INTEGER NOT NULL,
            PRIMARY KEY (pair, enterprise_id)
        ) STRICT, WITHOUT ROWID
        """

    /// The pairs of the firms that are there already, as `NamePairs` has them.
    private static func fill(number: (String) -> String) -> String {
        let common = NamePairs.common.sorted().map { "'\($0)'" }.joined(separator: ", ")
        let (first, second) = (
            number("substr(lower(e.name), n, 1)"), number("substr(lower(e.name), n + 1, 1)")
        )
        return """
            WITH RECURSIVE place (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < \
            \(NamePairs.longest))
            INSERT INTO enterprise_pair
            SELECT DISTINCT \(first) * 2097152 + \(second), e.id
            FROM enterprise e JOIN place ON n < length(e.name)
            WHERE substr(e.name, n, 2) NOT IN (\(common)) ORDER BY 1, 2
            """
    }
}
