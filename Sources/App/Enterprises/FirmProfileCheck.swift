import Core
import Storage

/// Compares what lists find firms by with what names and statements make it.
enum FirmProfileCheck {
    struct Wrong: Sendable {
        let enterprise: Int64
        let profile: FirmProfile
    }

    static let firmsAtATime: Int64 = 2_048

    /// The profiles of a range of firms that are missing or not what they should be.
    static func wrong(in firms: ClosedRange<Int64>, _ connection: Connection) throws -> [Wrong] {
        let sql = SQL(
            """
            SELECT e.id, e.credit_code, e.name, p.initials, p.brand, p.division, p.city, p.industry,
                p.section, p.size
            FROM enterprise e LEFT JOIN enterprise_profile p ON p.enterprise_id = e.id
            WHERE e.id BETWEEN ? AND ? ORDER BY e.id
            """, [.int(firms.lowerBound), .int(firms.upperBound)])
        let statements = try StatementStore.all(in: firms, connection)
        var wrong: [Wrong] = []
        try connection.forEach(sql) { row in
            let number = row.int(0)
            let profile = FirmProfile(
                name: row.text(2), creditCode: row.text(1), statements[number] ?? [])
            let stored = row.isNull(3) ? nil : (3..<10).map { row.text($0) }
            // A book from before profiles has the place alone, until something is told of the firm.
            let isFromBefore =
                stored.map { $0[0].isEmpty && $0[1].isEmpty } == true && statements[number] == nil
            if stored != profile.columns, !isFromBefore {
                wrong.append(Wrong(enterprise: number, profile: profile))
            }
        }
        return wrong
    }

    /// All that are wrong, looked for on two readers.
    static func wrong(_ book: Book) async throws -> [Wrong] {
        let last = try await book.database.read { connection in
            try connection.first("SELECT MAX(id) FROM enterprise") { $0.optionalInt(0) }
        }
        guard let last, let last else { return [] }
        var wrong: [Wrong] = []
        try await RangeReads.run(book.database, over: 1...last, step: firmsAtATime, wrong(in:_:)) {
            wrong += $0
        }
        return wrong
    }
}
