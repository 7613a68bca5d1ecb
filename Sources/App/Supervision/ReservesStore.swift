public import Core
import Storage

/// The reserves of a guarantor, year by year, from the entries of the book.
public enum ReservesStore {
    /// From the year of its first entry to that of `day`, which counts as far as it has gone.
    public static func reserves(
        of code: String, until day: Day, in book: Book
    ) async throws -> (guarantor: Institution, years: [Reserves]) {
        try await book.database.read { connection in
            guard let guarantor = try InstitutionStore.find(code: code, connection) else {
                throw NotFound.institution(code)
            }
            return (guarantor, Reserves.of(try years(of: guarantor.id, until: day, connection)))
        }
    }

    private static func years(
        of guarantor: ID<Institution>, until day: Day, _ connection: Connection
    ) throws -> [(year: Int, fees: Fen, outstanding: Fen)] {
        let sql = SQL(
            """
            SELECT e.on_day, CAST(SUM(CASE e.kind WHEN 'fee_paid' THEN e.amount
                    WHEN 'fee_refunded' THEN -e.amount ELSE 0 END) AS BIGINT),
                CAST(SUM(e.principal) AS BIGINT)
            FROM agreement a JOIN guarantee g ON g.agreement_id = a.id JOIN entry e ON e.guarantee_id = g.id
            WHERE a.guarantor_id = ? AND e.on_day <= ? GROUP BY e.on_day ORDER BY e.on_day
            """, [.int(guarantor.number), Value(day)])
        var years: [(year: Int, fees: Fen, outstanding: Fen)] = []
        try connection.forEach(sql) { row in
            fill(&years, upTo: row.day(0).year)
            years[years.count - 1].fees += Fen(row.int(1))
            years[years.count - 1].outstanding += Fen(row.int(2))
        }
        if !years.isEmpty { fill(&years, upTo: day.year) }
        return years
    }

    /// A year without entries keeps the balance of the one before.
    private static func fill(_ years: inout [(year: Int, fees: Fen, outstanding: Fen)], upTo year: Int) {
        guard let last = years.last else { return years.append((year, .zero, .zero)) }
        for missing in stride(from: last.year + 1, through: year, by: 1) {
            years.append((missing, .zero, last.outstanding))
        }
    }
}
