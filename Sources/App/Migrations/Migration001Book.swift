import Storage

/// The guarantee book, its ledger and the audit log. Amounts in fen, rates in millionths, days since
/// 1970-01-01.
enum Migration001Book {
    static let migration = Migration(
        number: 1, name: "book",
        statements: institutions + guarantees + ledger + audit)

    private static let institutions = [
        """
        CREATE TABLE institution (
            id INTEGER NOT NULL PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('guarantor', 'reguarantor', 'bank', 'treasury')),
            level TEXT NOT NULL CHECK (level IN ('region', 'city', 'county')),
            division TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE institution_worth (
            institution_id INTEGER NOT NULL REFERENCES institution (id),
            on_day INTEGER NOT NULL,
            net_assets INTEGER NOT NULL,
            PRIMARY KEY (institution_id, on_day)
        ) STRICT
        """,
        """
        CREATE TABLE agreement (
            id INTEGER NOT NULL PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            guarantor_id INTEGER NOT NULL REFERENCES institution (id),
            reguarantor_id INTEGER REFERENCES institution (id),
            bank_id INTEGER NOT NULL REFERENCES institution (id),
            treasury_id INTEGER REFERENCES institution (id),
            shares TEXT NOT NULL,
            from_day INTEGER NOT NULL,
            until_day INTEGER CHECK (until_day >= from_day),
            fee_rate_max INTEGER,
            borrower_max INTEGER,
            stop_loss INTEGER,
            refunds_unused_fee INTEGER NOT NULL CHECK (refunds_unused_fee IN (0, 1)),
            claim_due_working_days INTEGER NOT NULL CHECK (claim_due_working_days BETWEEN 0 AND 250)
        ) STRICT
        """,
    ]

    private static let guarantees = [
        """
        CREATE TABLE enterprise (
            id INTEGER NOT NULL PRIMARY KEY,
            credit_code TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE related_party (
            enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
            related_id INTEGER NOT NULL REFERENCES enterprise (id),
            PRIMARY KEY (enterprise_id, related_id)
        ) STRICT
        """,
        """
        CREATE TABLE controller (
            institution_id INTEGER NOT NULL REFERENCES institution (id),
            enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
            PRIMARY KEY (institution_id, enterprise_id)
        ) STRICT
        """,
        """
        CREATE TABLE guarantee (
            id INTEGER NOT NULL PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            agreement_id INTEGER NOT NULL REFERENCES agreement (id),
            enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
            division TEXT NOT NULL,
            industry TEXT NOT NULL,
            employees INTEGER NOT NULL CHECK (employees >= 0),
            revenue INTEGER NOT NULL,
            total_assets INTEGER NOT NULL,
            size TEXT NOT NULL CHECK (size IN ('micro', 'small', 'medium', 'large')),
            principal INTEGER NOT NULL CHECK (principal > 0),
            fee_rate INTEGER NOT NULL CHECK (fee_rate BETWEEN 0 AND 1000000),
            contract_on INTEGER NOT NULL,
            starts_on INTEGER NOT NULL,
            ends_on INTEGER NOT NULL CHECK (ends_on > starts_on),
            kind TEXT NOT NULL CHECK (kind IN ('loan', 'bond', 'other_financing')),
            policy_kind TEXT NOT NULL,
            way_of_issue TEXT NOT NULL CHECK (way_of_issue IN ('direct', 'transferred', 'other')),
            green_credit INTEGER NOT NULL CHECK (green_credit IN (0, 1)),
            first_loan INTEGER NOT NULL CHECK (first_loan IN (0, 1)),
            related_party INTEGER NOT NULL CHECK (related_party IN (0, 1)),
            renews_id INTEGER REFERENCES guarantee (id)
        ) STRICT
        """,
        "CREATE INDEX guarantee_enterprise ON guarantee (enterprise_id)",
        "CREATE INDEX guarantee_agreement ON guarantee (agreement_id)",
        """
        CREATE TABLE guarantee_position (
            guarantee_id INTEGER NOT NULL PRIMARY KEY REFERENCES guarantee (id),
            state TEXT NOT NULL,
            version INTEGER NOT NULL,
            last_on INTEGER,
            disbursed INTEGER NOT NULL,
            repaid INTEGER NOT NULL CHECK (repaid >= 0),
            principal_claimed INTEGER NOT NULL CHECK (principal_claimed >= 0),
            interest_claimed INTEGER NOT NULL CHECK (interest_claimed >= 0),
            loss INTEGER NOT NULL CHECK (loss BETWEEN 0 AND principal_claimed + interest_claimed),
            principal_compensated INTEGER NOT NULL CHECK (principal_compensated BETWEEN 0 AND
                principal_claimed),
            fee_paid INTEGER NOT NULL,
            fee_refunded INTEGER NOT NULL CHECK (fee_refunded BETWEEN 0 AND fee_paid),
            recovered INTEGER NOT NULL CHECK (recovered >= 0),
            recovery_costs INTEGER NOT NULL CHECK (recovery_costs >= 0),
            written_off INTEGER NOT NULL CHECK (written_off >= 0),
            paid_reguarantor INTEGER NOT NULL CHECK (paid_reguarantor >= 0),
            paid_bank INTEGER NOT NULL CHECK (paid_bank >= 0),
            paid_treasury INTEGER NOT NULL CHECK (paid_treasury >= 0),
            credited_reguarantor INTEGER NOT NULL,
            credited_bank INTEGER NOT NULL,
            credited_treasury INTEGER NOT NULL,
            passed_reguarantor INTEGER NOT NULL CHECK (passed_reguarantor BETWEEN 0 AND credited_reguarantor),
            passed_bank INTEGER NOT NULL CHECK (passed_bank BETWEEN 0 AND credited_bank),
            passed_treasury INTEGER NOT NULL CHECK (passed_treasury BETWEEN 0 AND credited_treasury),
            extended_until INTEGER,
            CHECK (repaid + principal_claimed <= disbursed)
        ) STRICT
        """,
    ]

    private static let ledger = [
        """
        CREATE TABLE entry (
            id INTEGER NOT NULL PRIMARY KEY,
            on_day INTEGER NOT NULL,
            kind TEXT NOT NULL,
            guarantee_id INTEGER REFERENCES guarantee (id),
            amount INTEGER NOT NULL,
            interest INTEGER NOT NULL,
            principal INTEGER NOT NULL,
            loss INTEGER NOT NULL,
            until_day INTEGER,
            reference TEXT UNIQUE,
            reverses INTEGER REFERENCES entry (id)
        ) STRICT
        """,
        "CREATE INDEX entry_guarantee ON entry (guarantee_id, id)",
        "CREATE UNIQUE INDEX entry_reverses ON entry (reverses) WHERE reverses IS NOT NULL",
        // Postings and claims outnumber all else and are written with their entry in one place, so the
        // database does not look it up again for each; `cassia verify` finds those without one.
        """
        CREATE TABLE posting (
            entry_id INTEGER NOT NULL,
            account INTEGER NOT NULL,
            amount INTEGER NOT NULL CHECK (amount <> 0),
            PRIMARY KEY (entry_id, account)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX posting_account ON posting (account, entry_id)",
        """
        CREATE TABLE balance (
            account INTEGER NOT NULL PRIMARY KEY,
            amount INTEGER NOT NULL,
            CHECK (amount >= 0 OR account % 16 NOT IN (2, 3, 6, 7, 9))
        ) STRICT
        """,
        """
        CREATE TABLE claim (
            id INTEGER NOT NULL PRIMARY KEY,
            entry_id INTEGER NOT NULL,
            guarantee_id INTEGER NOT NULL,
            debtor INTEGER NOT NULL CHECK (debtor BETWEEN 0 AND 3),
            creditor INTEGER NOT NULL CHECK (creditor BETWEEN 0 AND 3),
            amount INTEGER NOT NULL CHECK (amount >= 0),
            paid INTEGER NOT NULL CHECK (paid BETWEEN 0 AND amount),
            due_on INTEGER
        ) STRICT
        """,
        "CREATE INDEX claim_guarantee ON claim (guarantee_id)",
        "CREATE INDEX claim_open ON claim (due_on) WHERE paid < amount",
    ]

    private static let audit = [
        """
        CREATE TABLE audit (
            id INTEGER NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            reason TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            hash BLOB NOT NULL
        ) STRICT
        """
    ]
}
