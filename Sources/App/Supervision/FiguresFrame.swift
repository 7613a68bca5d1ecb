import Core
import Storage

/// The small tables of the book, and how far the large ones go, as the first reader finds them.
struct FiguresFrame: Sendable {
    let agreements: [Agreement]
    let institutions: [Institution]
    /// In force on the day, by institution.
    let netAssets: [ID<Institution>: Fen]
    /// The numbers of the entries and of the guarantees.
    let entries: Range<Int64>
    let guarantees: Range<Int64>
    /// The last number of an enterprise.
    let enterprises: Int
    /// By the number of the agreement.
    let guarantorOfAgreement: [Int32]

    init(asOf day: Day, _ connection: Connection) throws {
        agreements = try AgreementStore.all(connection)
        institutions = try InstitutionStore.all(connection)
        netAssets = try Self.netAssets(on: day, connection)
        // Asked for together in one query, SQLite reads the whole table.
        let ends: SQL = """
            SELECT (SELECT COALESCE(MIN(id), 1) FROM entry), (SELECT COALESCE(MAX(id), 0) FROM entry)
            """
        entries = try Self.range(ends, connection)
        guarantees = try Self.range("SELECT 1, COALESCE(MAX(id), 0) FROM guarantee", connection)
        enterprises = Int(
            try Self.range("SELECT 1, COALESCE(MAX(id), 0) FROM enterprise", connection).upperBound)
        var guarantors = [Int32](repeating: 0, count: Int(agreements.last?.id.number ?? 0) + 1)
        for agreement in agreements {
            guarantors[Int(agreement.id.number)] = Int32(agreement.guarantor.number)
        }
        guarantorOfAgreement = guarantors
    }

    private static func range(_ sql: SQL, _ connection: Connection) throws -> Range<Int64> {
        try connection.first(sql) { $0.int(0)..<$0.int(1) + 1 } ?? 1..<1
    }

    private static func netAssets(on day: Day, _ connection: Connection) throws -> [ID<Institution>: Fen] {
        var netAssets: [ID<Institution>: Fen] = [:]
        let sql = SQL(
            "SELECT institution_id, net_assets FROM institution_worth WHERE on_day <= ? ORDER BY on_day",
            [Value(day)])
        // Later days overwrite earlier ones.
        try connection.forEach(sql) { netAssets[ID($0.int(0))] = Fen($0.int(1)) }
        return netAssets
    }
}
