import Storage

/// Support platforms as organisations whose people sign in: a kind of organisation more, bound to a platform
/// of the register. Contacts of firms, and who told that two firms are related.
enum Migration016Firms {
    static let migration = Migration(
        number: 16, name: "firms", statements: contacts,
        engineStatements: [.sqlite: organisations, .postgresql: changes])

    /// The masked columns are what lists read; `salt` is that of the digest in the audit log, `replaced_in`
    /// the record by which the source told it anew.
    private static let contacts = [
        """
        CREATE TABLE contact (
            id INTEGER NOT NULL PRIMARY KEY,
            enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
            person TEXT NOT NULL,
            duty TEXT NOT NULL,
            telephone TEXT NOT NULL,
            mail TEXT NOT NULL,
            telephone_masked TEXT NOT NULL,
            mail_masked TEXT NOT NULL,
            on_day INTEGER NOT NULL,
            until_day INTEGER,
            source_id INTEGER NOT NULL REFERENCES fact_source (id),
            told_in INTEGER NOT NULL,
            replaced_in INTEGER,
            salt BLOB NOT NULL,
            CHECK (telephone <> '' OR mail <> '')
        ) STRICT
        """,
        "CREATE INDEX contact_enterprise ON contact (enterprise_id, id)",
        """
        CREATE TABLE related_party_source (
            enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
            related_id INTEGER NOT NULL REFERENCES enterprise (id),
            source_id INTEGER NOT NULL REFERENCES fact_source (id),
            on_day INTEGER NOT NULL,
            told_in INTEGER NOT NULL,
            PRIMARY KEY (enterprise_id, related_id)
        ) STRICT
        """,
    ]

    /// SQLite changes no condition of a table, so the rows go to a new one of the same name; what refers to
    /// them is looked at when all are there again.
    private static let organisations = [
        "PRAGMA defer_foreign_keys = ON",
        // Each organisation that goes is looked for in all that refers to it.
        "CREATE INDEX access_record_organisation ON access_record (organisation_id)",
        "CREATE INDEX proposal_organisation ON proposal (organisation_id)",
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
        "DROP INDEX access_record_organisation",
        "DROP INDEX proposal_organisation",
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
