import Storage

/// Who borrows and what for, as far as the weights of the liability balance ask. What was in a book before
/// is a loan to a firm, not for housing.
enum Migration002Customers {
    static let migration = Migration(
        number: 2, name: "customers",
        statements: [
            """
            ALTER TABLE guarantee ADD COLUMN customer_kind TEXT NOT NULL DEFAULT 'enterprise'
                CHECK (customer_kind IN ('enterprise', 'farmer', 'individual'))
            """,
            """
            ALTER TABLE guarantee ADD COLUMN housing INTEGER NOT NULL DEFAULT 0 CHECK (housing IN (0, 1))
            """,
            "ALTER TABLE guarantee ADD COLUMN bond_rating TEXT NOT NULL DEFAULT ''",
        ])
}
