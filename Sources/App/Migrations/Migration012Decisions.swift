import Storage

/// Decisions that officers have kept, with all that they were made from: the policy's text, the table of
/// facts, and what was known of the firm. Texts are kept once, by their digest.
enum Migration012Decisions {
    static let migration = Migration(
        number: 12, name: "decisions",
        statements: [
            """
            CREATE TABLE policy_text (
                sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
                name TEXT NOT NULL,
                content BLOB NOT NULL
            ) STRICT
            """,
            """
            CREATE TABLE decision (
                id INTEGER NOT NULL PRIMARY KEY,
                enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
                policy TEXT NOT NULL,
                policy_sha256 TEXT NOT NULL REFERENCES policy_text (sha256),
                fact_table_sha256 TEXT NOT NULL REFERENCES policy_text (sha256),
                language INTEGER NOT NULL CHECK (language > 0),
                on_day INTEGER NOT NULL,
                facts TEXT NOT NULL,
                facts_sha256 TEXT NOT NULL CHECK (length(facts_sha256) = 64),
                result TEXT NOT NULL,
                result_sha256 TEXT NOT NULL CHECK (length(result_sha256) = 64),
                kept_at INTEGER NOT NULL,
                person_id INTEGER NOT NULL REFERENCES person (id),
                UNIQUE (enterprise_id, policy, on_day, result_sha256)
            ) STRICT
            """,
        ])
}
