import Storage

/// What lies on people's desks: applications before they are guarantees, documents, notices and their way
/// out by mail.
enum Migration006Desk {
    static let migration = Migration(
        number: 6, name: "desk", statements: applications + documents + notices)

    private static let applications = [
        """
        CREATE TABLE application (
            id INTEGER NOT NULL PRIMARY KEY,
            organisation_id INTEGER NOT NULL REFERENCES organisation (id),
            fields TEXT NOT NULL,
            version INTEGER NOT NULL CHECK (version > 0),
            editor TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'discarded')),
            begun_at INTEGER NOT NULL,
            saved_by INTEGER NOT NULL REFERENCES person (id),
            saved_at INTEGER NOT NULL,
            once TEXT NOT NULL UNIQUE,
            year INTEGER,
            sequence INTEGER CHECK (sequence > 0),
            guarantee_id INTEGER UNIQUE REFERENCES guarantee (id),
            CHECK ((state = 'submitted') = (guarantee_id IS NOT NULL AND sequence IS NOT NULL)),
            UNIQUE (year, sequence)
        ) STRICT
        """,
        "CREATE INDEX application_organisation ON application (organisation_id, id)",
    ]

    private static let documents = [
        """
        CREATE TABLE document (
            id INTEGER NOT NULL PRIMARY KEY,
            guarantee_id INTEGER NOT NULL REFERENCES guarantee (id),
            organisation_id INTEGER NOT NULL REFERENCES organisation (id),
            person_id INTEGER NOT NULL REFERENCES person (id),
            added_at INTEGER NOT NULL,
            purpose TEXT NOT NULL,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            byte_count INTEGER NOT NULL CHECK (byte_count > 0),
            sha256 BLOB NOT NULL,
            supersedes INTEGER UNIQUE REFERENCES document (id),
            content BLOB NOT NULL
        ) STRICT
        """,
        "CREATE INDEX document_guarantee ON document (guarantee_id, id)",
    ]

    private static let notices = [
        """
        CREATE TABLE notice (
            id INTEGER NOT NULL PRIMARY KEY,
            organisation_id INTEGER NOT NULL REFERENCES organisation (id),
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            key TEXT NOT NULL,
            zh TEXT NOT NULL,
            en TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            read_at INTEGER,
            read_by INTEGER REFERENCES person (id),
            UNIQUE (organisation_id, key)
        ) STRICT
        """,
        "CREATE INDEX organisation_institution ON organisation (institution_id)",
        "CREATE INDEX notice_organisation ON notice (organisation_id, id)",
        "CREATE INDEX notice_unread ON notice (organisation_id) WHERE read_at IS NULL",
        """
        CREATE TABLE outbox (
            notice_id INTEGER NOT NULL PRIMARY KEY REFERENCES notice (id),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
            attempts INTEGER NOT NULL CHECK (attempts >= 0),
            tried_at INTEGER
        ) STRICT
        """,
        "CREATE INDEX outbox_waiting ON outbox (notice_id) WHERE state = 'waiting'",
    ]
}
