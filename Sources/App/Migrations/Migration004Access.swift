import Storage

/// Organisations, people, their sessions and tokens, and what waits for a second person. Times in
/// milliseconds since 1970-01-01 UTC.
enum Migration004Access {
    static let migration = Migration(
        number: 4, name: "access", statements: people + doors + proposals)

    private static let people = [
        """
        CREATE TABLE organisation (
            id INTEGER NOT NULL PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('enterprise', 'guarantor', 'reguarantor', 'bank', 'treasury',
                'supervisor', 'operator')),
            institution_id INTEGER REFERENCES institution (id)
        ) STRICT
        """,
        """
        CREATE TABLE person (
            id INTEGER NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            display_name TEXT NOT NULL,
            organisation_id INTEGER NOT NULL REFERENCES organisation (id),
            roles TEXT NOT NULL,
            password TEXT NOT NULL,
            must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
            disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
            failures INTEGER NOT NULL CHECK (failures >= 0),
            locked_until INTEGER NOT NULL,
            totp BLOB,
            totp_used INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX person_organisation ON person (organisation_id)",
    ]

    private static let doors = [
        """
        CREATE TABLE session (
            token_hash BLOB NOT NULL PRIMARY KEY,
            id INTEGER NOT NULL UNIQUE,
            person_id INTEGER NOT NULL REFERENCES person (id),
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            address TEXT NOT NULL,
            agent TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX session_person ON session (person_id)",
        """
        CREATE TABLE api_token (
            id INTEGER NOT NULL PRIMARY KEY,
            person_id INTEGER NOT NULL UNIQUE REFERENCES person (id),
            token_hash BLOB NOT NULL UNIQUE,
            permissions TEXT NOT NULL,
            created_by INTEGER NOT NULL REFERENCES person (id),
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT
        """,
    ]

    private static let proposals = [
        """
        CREATE TABLE proposal (
            id INTEGER NOT NULL PRIMARY KEY,
            organisation_id INTEGER NOT NULL REFERENCES organisation (id),
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            fields TEXT NOT NULL,
            version INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'withdrawn')),
            entered_by INTEGER NOT NULL REFERENCES person (id),
            entered_at INTEGER NOT NULL,
            decided_by INTEGER REFERENCES person (id),
            decided_at INTEGER,
            comment TEXT NOT NULL,
            once TEXT NOT NULL UNIQUE,
            CHECK (decided_by IS NULL OR state <> 'approved' OR decided_by <> entered_by)
        ) STRICT
        """,
        "CREATE INDEX proposal_waiting ON proposal (organisation_id, id) WHERE state = 'waiting'",
        "CREATE INDEX proposal_subject ON proposal (subject, id)",
    ]
}
