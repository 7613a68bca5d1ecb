internal import GRDBSQLite

/// The prepared statements of a SQLite connection, found again by their text. One thread uses them at a time.
final class SQLiteStatements: @unchecked Sendable {
    let database: OpaquePointer
    /// By the address of the literal.
    private var fixed: [UnsafeRawPointer: SQLiteStatement] = [:]
    private var composed: [String: SQLiteStatement] = [:]
    private static let composedLimit = 256

    init(_ database: OpaquePointer) {
        self.database = database
    }

    /// Runs a statement to its end.
    func run(_ sql: SQL) throws {
        let statement = try find(sql)
        defer { statement.release() }
        try statement.bind(sql.values, database: database)
        while try statement.step(database: database) {}
    }

    func find(_ sql: SQL) throws -> SQLiteStatement {
        switch sql.text {
        case .fixed(let text) where text.hasPointerRepresentation:
            let address = UnsafeRawPointer(text.utf8Start)
            if let kept = fixed[address], !kept.isInUse { return kept }
            let fresh = try text.utf8Start.withMemoryRebound(
                to: CChar.self, capacity: text.utf8CodeUnitCount + 1
            ) { try SQLiteStatement($0, database: database) }
            if fixed[address] == nil { fixed[address] = fresh }
            return fresh
        default:
            return try findComposed(sql.string)
        }
    }

    func removeAll() {
        fixed = [:]
        composed = [:]
    }

    private func findComposed(_ text: String) throws -> SQLiteStatement {
        if let kept = composed[text], !kept.isInUse { return kept }
        let fresh = try text.withCString { try SQLiteStatement($0, database: database) }
        if composed.count >= Self.composedLimit { composed = [:] }
        if composed[text] == nil { composed[text] = fresh }
        return fresh
    }
}
