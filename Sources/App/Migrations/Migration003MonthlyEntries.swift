import Storage

/// What guarantors enter once a month because the book can't know it. Months are numbers such as 201706;
/// amounts are fen or persons, by the row; words stand in the rows of the foot.
enum Migration003MonthlyEntries {
    static let migration = Migration(
        number: 3, name: "monthly entries",
        statements: [
            """
            CREATE TABLE monthly_entry (
                institution_id INTEGER NOT NULL REFERENCES institution (id),
                month INTEGER NOT NULL CHECK (month BETWEEN 190001 AND 219912),
                form_row TEXT NOT NULL,
                amount INTEGER NOT NULL,
                words TEXT NOT NULL,
                PRIMARY KEY (institution_id, month, form_row)
            ) STRICT
            """
        ])
}
