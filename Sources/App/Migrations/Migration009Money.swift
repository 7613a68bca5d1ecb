import Storage

/// What the lists of claims and entries sort by, and the statements that two institutions have ticked off.
enum Migration009Money {
    static let migration = Migration(
        number: 9, name: "money",
        statements: [
            // A claim whose due day is not known yet comes last.
            "CREATE INDEX claim_due ON claim (COALESCE(due_on, 2147483647), id)",
            "CREATE INDEX entry_day ON entry (on_day, id)",
            """
            CREATE TABLE settlement_tick (
                guarantor_id INTEGER NOT NULL REFERENCES institution (id),
                other_id INTEGER NOT NULL REFERENCES institution (id),
                from_day INTEGER NOT NULL,
                until_day INTEGER NOT NULL CHECK (until_day >= from_day),
                side_id INTEGER NOT NULL REFERENCES institution (id),
                person_id INTEGER NOT NULL REFERENCES person (id),
                at INTEGER NOT NULL,
                lines_hash BLOB NOT NULL,
                PRIMARY KEY (guarantor_id, other_id, from_day, until_day, side_id),
                CHECK (side_id IN (guarantor_id, other_id))
            ) STRICT
            """,
        ])
}
