import Core
import Storage

/// The register of enterprises: what sources told of a firm, what is registered of it one by one, what lists
/// find it by, and who has read it. Days since 1970-01-01, times in milliseconds since 1970 UTC.
enum Migration011Register {
    static let migration = Migration(
        number: 11, name: "register", statements: statements + records + profiles + reading)

    /// One row is all that one source told of a firm at one time, so that a million firms are read in one go.
    /// `told_in` is the audit record, which covers the values by their digest.
    private static let statements = [
        """
        CREATE TABLE fact_source (
            id INTEGER NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL CHECK (kind IN ('agency', 'firm', 'table'))
        ) STRICT
        """,
        """
        CREATE TABLE enterprise_statement (
            enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
            told_in INTEGER NOT NULL,
            place INTEGER NOT NULL,
            source_id INTEGER NOT NULL REFERENCES fact_source (id),
            on_day INTEGER NOT NULL,
            last_year INTEGER NOT NULL CHECK (last_year BETWEEN 1900 AND 2199),
            name TEXT,
            \(columns),
            PRIMARY KEY (enterprise_id, told_in, place)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX enterprise_statement_told ON enterprise_statement (told_in, place)",
    ]

    /// Written out: a step that is out never changes, whatever becomes of the facts.
    private static let columns = """
        division TEXT, industry TEXT, size_industry TEXT, registered_on INTEGER,
            employees INTEGER, technical_staff INTEGER,
            revenue_y0 INTEGER, revenue_y1 INTEGER, revenue_y2 INTEGER,
            total_income_y0 INTEGER, hightech_income_y0 INTEGER, total_costs_y0 INTEGER,
            total_assets_y0 INTEGER, net_assets_y0 INTEGER, net_assets_y1 INTEGER, net_assets_y2 INTEGER,
            rd_y0 INTEGER, rd_y1 INTEGER, rd_y2 INTEGER,
            rd_domestic_y0 INTEGER, rd_domestic_y1 INTEGER, rd_domestic_y2 INTEGER,
            ip_class1 INTEGER, ip_class2 INTEGER, ip_own INTEGER, ip_core INTEGER, listed_field INTEGER,
            transformations_y0 INTEGER, transformations_y1 INTEGER, transformations_y2 INTEGER,
            incident INTEGER, dishonest INTEGER, prohibited INTEGER,
            hnte_until INTEGER, hnte_recognised_on INTEGER, hnte_times INTEGER,
            national_prize INTEGER, provincial_rd INTEGER, led_standard INTEGER,
            score_ip_advanced INTEGER, score_ip_core INTEGER, score_ip_number INTEGER,
            score_ip_obtained INTEGER, score_ip_standards INTEGER, score_transformation INTEGER,
            score_rd_rules INTEGER, score_rd_institution INTEGER, score_incentives INTEGER,
            score_people INTEGER, hosted_by TEXT
        """

    private static let records = [
        """
        CREATE TABLE ip_right (
            id INTEGER NOT NULL PRIMARY KEY,
            enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
            kind TEXT NOT NULL,
            number TEXT NOT NULL,
            title TEXT NOT NULL,
            obtained TEXT NOT NULL CHECK (obtained IN ('own', 'bought')),
            core INTEGER NOT NULL CHECK (core IN (0, 1)),
            granted_on INTEGER NOT NULL,
            ends_on INTEGER CHECK (ends_on >= granted_on),
            source_id INTEGER NOT NULL REFERENCES fact_source (id),
            told_in INTEGER NOT NULL,
            UNIQUE (enterprise_id, kind, number)
        ) STRICT
        """,
        """
        CREATE TABLE qualification (
            id INTEGER NOT NULL PRIMARY KEY,
            enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
            kind TEXT NOT NULL,
            number TEXT NOT NULL,
            granted_on INTEGER NOT NULL,
            ends_on INTEGER CHECK (ends_on >= granted_on),
            source_id INTEGER NOT NULL REFERENCES fact_source (id),
            told_in INTEGER NOT NULL,
            UNIQUE (enterprise_id, kind, number)
        ) STRICT
        """,
        """
        CREATE TABLE support_platform (
            id INTEGER NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL CHECK (kind IN ('hightech_zone', 'industry_base', 'incubator', 'science_park',
                'software_park', 'accelerator', 'transfer_centre', 'productivity_centre', 'maker_space')),
            division TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE hosting (
            enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
            platform_id INTEGER NOT NULL REFERENCES support_platform (id),
            from_day INTEGER NOT NULL,
            until_day INTEGER CHECK (until_day >= from_day),
            source_id INTEGER NOT NULL REFERENCES fact_source (id),
            told_in INTEGER NOT NULL,
            PRIMARY KEY (enterprise_id, platform_id, from_day)
        ) STRICT
        """,
        "CREATE INDEX hosting_platform ON hosting (platform_id, enterprise_id)",
        """
        CREATE TABLE incident (
            id INTEGER NOT NULL PRIMARY KEY,
            enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
            kind TEXT NOT NULL CHECK (kind IN ('safety', 'quality', 'environment')),
            on_day INTEGER NOT NULL,
            words TEXT NOT NULL,
            source_id INTEGER NOT NULL REFERENCES fact_source (id),
            told_in INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX incident_enterprise ON incident (enterprise_id)",
    ]

    /// Derived from names and facts; rebuilt by the first import into a book from before.
    private static let profiles = [
        """
        CREATE TABLE enterprise_profile (
            enterprise_id INTEGER NOT NULL PRIMARY KEY REFERENCES enterprise (id),
            initials TEXT NOT NULL,
            brand TEXT NOT NULL,
            division TEXT NOT NULL,
            city TEXT NOT NULL,
            industry TEXT NOT NULL,
            section TEXT NOT NULL,
            size TEXT NOT NULL CHECK (size IN ('', 'micro', 'small', 'medium', 'large'))
        ) STRICT
        """,
        """
        INSERT INTO enterprise_profile
        SELECT id, '', '', substr(credit_code, 3, 6), substr(credit_code, 3, 4) || '00', '', '', ''
        FROM enterprise
        """,
        "CREATE INDEX enterprise_profile_initials ON enterprise_profile (initials, enterprise_id)",
        "CREATE INDEX enterprise_profile_brand ON enterprise_profile (brand, enterprise_id)",
        "CREATE INDEX enterprise_profile_city ON enterprise_profile (city, enterprise_id)",
        "CREATE INDEX enterprise_profile_section ON enterprise_profile (section, enterprise_id)",
        "CREATE INDEX enterprise_profile_size ON enterprise_profile (size, enterprise_id)",
    ]

    private static let reading = [
        """
        CREATE TABLE access_record (
            id INTEGER NOT NULL PRIMARY KEY,
            enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
            at INTEGER NOT NULL,
            organisation_id INTEGER NOT NULL REFERENCES organisation (id),
            person_id INTEGER NOT NULL REFERENCES person (id),
            what TEXT NOT NULL CHECK (what IN ('page', 'interface'))
        ) STRICT
        """,
        "CREATE INDEX access_record_enterprise ON access_record (enterprise_id, id)",
    ]
}
