/// One step of the schema, numbered from 1 without a gap and never changed once it is out.
///
/// Statements are written for SQLite and translated by ``Dialect``.
public struct Migration: Sendable {
    public let number: Int
    public let name: String
    /// For both engines.
    public let statements: [String]
    /// What only one engine needs, such as its triggers; run after `statements`, as it is.
    public let engineStatements: [Engine: [String]]

    public init(
        number: Int, name: String, statements: [String], engineStatements: [Engine: [String]] = [:]
    ) {
        self.number = number
        self.name = name
        self.statements = statements
        self.engineStatements = engineStatements
    }

    func statements(for engine: Engine) -> [String] {
        statements.map { Dialect.translate($0, for: engine) } + engineStatements[engine, default: []]
    }
}

extension Database {
    /// Brings the schema up to date, each step in a transaction of its own, and records it in
    /// `schema_migration`.
    /// - Parameter appliedAt: the time to record, as the caller writes times.
    /// - Returns: the numbers of the steps that were applied now.
    /// - Throws: ``StorageError/newerSchema(found:known:)`` when the database is ahead of the program.
    @discardableResult
    public func migrate(_ migrations: [Migration], appliedAt: String) throws -> [Int] {
        for (position, migration) in migrations.enumerated() {
            precondition(migration.number == position + 1, "migrations count from 1 without a gap")
        }
        return try runAlone { connection in
            try transaction(connection) { try createTable(connection) }
            var applied: [Int] = []
            for migration in migrations
            where try transaction(connection, { try apply(migration, appliedAt, connection) }) {
                applied.append(migration.number)
            }
            let found = try transaction(connection) { try version(connection) }
            if found > migrations.count {
                throw StorageError.newerSchema(found: found, known: migrations.count)
            }
            return applied
        }
    }

    /// The number of the last step that the database has; 0 when it has none.
    public func schemaVersion() throws -> Int {
        try runAlone { connection in
            try transaction(connection) {
                try createTable(connection)
                return try version(connection)
            }
        }
    }
}

extension Database {
    /// Refuses a database that has not the very schema of these steps; changes nothing.
    /// - Throws: ``StorageError/olderSchema(found:known:)`` or ``StorageError/newerSchema(found:known:)``.
    public func checkSchema(_ migrations: [Migration]) throws {
        let found = try readSynchronously { connection in
            try hasTable(connection) ? try version(connection) : 0
        }
        let known = migrations.count
        if found < known { throw StorageError.olderSchema(found: found, known: known) }
        if found > known { throw StorageError.newerSchema(found: found, known: known) }
    }
}

private func hasTable(_ connection: Connection) throws -> Bool {
    switch connection.engine {
    case .sqlite: try connection.exists("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migration'")
    case .postgresql: try connection.exists("SELECT 1 WHERE to_regclass('schema_migration') IS NOT NULL")
    }
}

/// Applies one step unless the database has it. Read inside the transaction, so that two programs that start
/// at once do not both apply it.
private func apply(_ migration: Migration, _ appliedAt: String, _ connection: Connection) throws -> Bool {
    guard try version(connection) < migration.number else { return false }
    for statement in migration.statements(for: connection.engine) {
        try connection.run(SQL(composing: statement))
    }
    try connection.run(
        SQL(
            "INSERT INTO schema_migration (number, name, applied_at) VALUES (?, ?, ?)",
            [.int(Int64(migration.number)), .text(migration.name), .text(appliedAt)]))
    return true
}

private func createTable(_ connection: Connection) throws {
    let table = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            number INTEGER NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            applied_at TEXT NOT NULL
        ) STRICT
        """
    try connection.run(SQL(composing: Dialect.translate(table, for: connection.engine)))
}

private func version(_ connection: Connection) throws -> Int {
    try connection.first("SELECT COALESCE(MAX(number), 0) FROM schema_migration") { Int($0.int(0)) } ?? 0
}

private func transaction<Output>(_ connection: Connection, _ body: () throws -> Output) throws -> Output {
    do {
        try connection.beginWrite()
        let output = try body()
        try connection.commit()
        return output
    } catch {
        connection.rollback()
        throw connection.failure ?? error
    }
}
