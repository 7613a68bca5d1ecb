import Storage

/// Claims lie with their guarantee: one row where there were a row and two index entries.
///
/// They keep their numbers; a new one has 16 times that of its entry and its place among the claims of the
/// entry, which is above all that were counted before, for an entry has never made as many.
enum Migration008Claims {
    static let migration = Migration(
        number: 8, name: "claims",
        statements: [
            """
            CREATE TABLE claim_of_guarantee (
                id INTEGER NOT NULL,
                entry_id INTEGER NOT NULL,
                guarantee_id INTEGER NOT NULL,
                debtor INTEGER NOT NULL CHECK (debtor BETWEEN 0 AND 3),
                creditor INTEGER NOT NULL CHECK (creditor BETWEEN 0 AND 3),
                amount INTEGER NOT NULL CHECK (amount >= 0),
                paid INTEGER NOT NULL CHECK (paid BETWEEN 0 AND amount),
                due_on INTEGER,
                PRIMARY KEY (guarantee_id, id)
            ) STRICT, WITHOUT ROWID
            """,
            "INSERT INTO claim_of_guarantee SELECT * FROM claim",
            "DROP TABLE claim",
            "ALTER TABLE claim_of_guarantee RENAME TO claim",
        ])
}
