import Storage

/// Support platforms as organisations whose people sign in: a kind of organisation more, bound to a platform
/// of the register.
enum Migration016Firms {
    static let migration = Migration(
        number: 16, name: "firms", statements: [],
        engineStatements: [.sqlite: organisations, .postgresql: changes])

    /// SQLite changes no condition of a table, so the rows go to a new one of the same name; what refers to
    /// them is looked at when all are there again.
    private static let organisations = [
        "PRAGMA defer_foreign_keys = ON",
        "CREATE TABLE organisation_before AS SELECT * FROM organisation",
        "DROP TABLE organisation",
        """
        CREATE TABLE organisation (
            id INTEGER NOT NULL PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('enterprise', 'guarantor', 'reguarantor', 'bank', 'treasury',
                'platform', 'supervisor', 'operator')),
            institution_id INTEGER REFERENCES institution (id),
            platform_id INTEGER UNIQUE REFERENCES support_platform (id),
            CHECK ((kind = 'platform') = (platform_id IS NOT NULL))
        ) STRICT
        """,
        """
        INSERT INTO organisation SELECT id, code, name, kind, institution_id, NULL FROM organisation_before
        """,
        "DROP TABLE organisation_before",
        "CREATE INDEX organisation_institution ON organisation (institution_id)",
    ]

    private static let changes = [
        "ALTER TABLE organisation DROP CONSTRAINT organisation_kind_check",
        """
        ALTER TABLE organisation ADD CONSTRAINT organisation_kind_check CHECK (kind IN ('enterprise',
            'guarantor', 'reguarantor', 'bank', 'treasury', 'platform', 'supervisor', 'operator'))
        """,
        "ALTER TABLE organisation ADD COLUMN platform_id BIGINT UNIQUE REFERENCES support_platform (id)",
        """
        ALTER TABLE organisation ADD CONSTRAINT organisation_platform_check
            CHECK ((kind = 'platform') = (platform_id IS NOT NULL))
        """,
    ]
}
