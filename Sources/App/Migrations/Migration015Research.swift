import Storage

/// The books of R&D expense: a firm's projects and the vouchers of each. Vouchers are added and never
/// changed; `told_in` is the audit record, which covers them by their digest. The year is that of the day.
enum Migration015Research {
    static let migration = Migration(
        number: 15, name: "research",
        statements: [
            """
            ALTER TABLE fact_source ADD COLUMN of_books INTEGER NOT NULL DEFAULT 0 CHECK (of_books IN (0, 1))
            """,
            """
            CREATE TABLE research_project (
                id INTEGER NOT NULL PRIMARY KEY,
                enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
                number TEXT NOT NULL,
                name TEXT NOT NULL,
                form TEXT NOT NULL CHECK (form IN ('own', 'commissioned_domestic', 'commissioned_abroad',
                    'joint', 'centralised')),
                from_day INTEGER NOT NULL,
                until_day INTEGER CHECK (until_day >= from_day),
                version INTEGER NOT NULL CHECK (version > 0),
                UNIQUE (enterprise_id, number)
            ) STRICT
            """,
            """
            CREATE TABLE research_voucher (
                id INTEGER NOT NULL PRIMARY KEY,
                enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
                project_id INTEGER NOT NULL REFERENCES research_project (id),
                number TEXT NOT NULL,
                on_day INTEGER NOT NULL,
                year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2199),
                kind TEXT NOT NULL,
                amount INTEGER NOT NULL CHECK (amount <> 0),
                words TEXT NOT NULL,
                told_in INTEGER NOT NULL,
                UNIQUE (enterprise_id, number)
            ) STRICT
            """,
            "CREATE INDEX research_voucher_project ON research_voucher (project_id, on_day)",
            "CREATE INDEX research_voucher_year ON research_voucher (enterprise_id, year, on_day, id)",
            "CREATE INDEX research_voucher_told ON research_voucher (told_in)",
        ])
}
