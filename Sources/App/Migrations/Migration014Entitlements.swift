import Storage

/// What firms qualify for without having applied, one row for each firm and policy that it has ever qualified
/// under. The number is given anew with each change, so that the newest change has the highest.
enum Migration014Entitlements {
    static let migration = Migration(
        number: 14, name: "entitlements",
        statements: [
            """
            CREATE TABLE matched_policy (
                id INTEGER NOT NULL PRIMARY KEY,
                policy TEXT NOT NULL,
                sha256 TEXT NOT NULL REFERENCES policy_text (sha256),
                UNIQUE (policy, sha256)
            ) STRICT
            """,
            """
            CREATE TABLE entitlement (
                id INTEGER NOT NULL PRIMARY KEY,
                enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
                policy TEXT NOT NULL,
                version_id INTEGER NOT NULL REFERENCES matched_policy (id),
                verdict TEXT NOT NULL CHECK (verdict IN ('yes', 'open', 'no', 'ended')),
                class TEXT NOT NULL,
                score_low INTEGER,
                score_high INTEGER,
                amount_low INTEGER,
                amount_high INTEGER,
                decided_for INTEGER NOT NULL,
                decided_at INTEGER NOT NULL,
                since_day INTEGER NOT NULL,
                seen_at INTEGER,
                seen_by INTEGER REFERENCES person (id),
                taken_at INTEGER,
                taken_by INTEGER REFERENCES person (id),
                taken_note TEXT,
                UNIQUE (enterprise_id, policy),
                CHECK ((taken_at IS NULL) = (taken_by IS NULL))
            ) STRICT
            """,
            "CREATE INDEX entitlement_policy ON entitlement (policy, id)",
            // Which firms a record of the audit log tells of.
            "CREATE INDEX ip_right_told ON ip_right (told_in, enterprise_id)",
            "CREATE INDEX qualification_told ON qualification (told_in, enterprise_id)",
            "CREATE INDEX hosting_told ON hosting (told_in, enterprise_id)",
            "CREATE INDEX incident_told ON incident (told_in, enterprise_id)",
        ])
}
