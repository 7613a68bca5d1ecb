import Storage

/// Versions of policies that officers write: entered by one person, put in force by another from a day on.
enum Migration013PolicyDrafts {
    static let migration = Migration(
        number: 13, name: "policy_drafts",
        statements: [
            """
            CREATE TABLE policy_draft (
                id INTEGER NOT NULL PRIMARY KEY,
                policy TEXT NOT NULL,
                from_day INTEGER NOT NULL,
                text_sha256 TEXT NOT NULL REFERENCES policy_text (sha256),
                cases_sha256 TEXT REFERENCES policy_text (sha256),
                note TEXT NOT NULL,
                organisation_id INTEGER NOT NULL REFERENCES organisation (id),
                person_id INTEGER NOT NULL REFERENCES person (id),
                entered_at INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'withdrawn')),
                decided_by INTEGER REFERENCES person (id),
                decided_at INTEGER,
                comment TEXT NOT NULL,
                version INTEGER NOT NULL CHECK (version > 0),
                CHECK ((state = 'waiting') = (decided_by IS NULL)),
                CHECK ((state = 'waiting') = (decided_at IS NULL))
            ) STRICT
            """,
            "CREATE INDEX policy_draft_in_force ON policy_draft (policy, from_day) WHERE state = 'approved'",
        ])
}
