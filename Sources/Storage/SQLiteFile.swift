internal import CSQLite
internal import GRDB
internal import GRDBSQLite

/// Opens SQLite files through GRDB, which sets them up; the statements then run on the bare handle, without
/// GRDB's queue, because a guarantee book writes tens of thousands of them a second.
enum SQLiteFile {
    static func open(_ path: String, as role: Place.Role, settings: DatabaseSettings) throws
        -> SQLiteConnection
    {
        withoutMemoryStatistics
        do {
            let still = role == .observer ? try SQLiteStillFile.find(path) : nil
            let queue = try DatabaseQueue(
                path: still?.address ?? path, configuration: configuration(role, settings))
            let handle = try queue.writeWithoutTransaction { database in
                try tune(database, as: role, settings: settings)
                return Handle(pointer: try bareHandle(database))
            }
            let connection = SQLiteConnection(database: handle.pointer) { try? queue.close() }
            connection.stillFile = still
            if role == .writer { connection.openReader = { try openBeside(path, settings) } }
            return connection
        } catch let error as DatabaseError {
            throw failure(error, path: path)
        }
    }

    /// The reader of a writer: its cache lasts for one transaction, so that a small one does.
    private static func openBeside(_ path: String, _ settings: DatabaseSettings) throws -> SQLiteConnection {
        var settings = settings
        settings.cacheKilobytes = min(settings.cacheKilobytes, DatabaseSettings().cacheKilobytes)
        return try open(path, as: .reader, settings: settings)
    }

    /// SQLite counts its memory under one lock for all threads, at every allocation; nobody asks for the
    /// count.
    private static let withoutMemoryStatistics: Void = { _ = cassia_sqlite_without_memory_statistics() }()

    private static func failure(_ error: DatabaseError, path: String) -> StorageError {
        switch error.resultCode {
        case .SQLITE_FULL, .SQLITE_IOERR: .full
        case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
        default: .cannotOpen("\(path): \(error.message ?? "error") (\(error.resultCode.rawValue))")
        }
    }

    private struct Handle: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    private static func configuration(_ role: Place.Role, _ settings: DatabaseSettings) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = role != .writer
        configuration.journalMode = role == .writer ? .wal : .default
        configuration.busyMode = .timeout(Double(settings.busySeconds))
        configuration.foreignKeysEnabled = true
        configuration.label = "cassia"
        return configuration
    }

    /// GRDB leaves `synchronous` at NORMAL in WAL mode, which loses acknowledged changes with the power: it
    /// is set to FULL here, after GRDB is done, and a test reads it back.
    private static func tune(
        _ database: GRDB.Database, as role: Place.Role, settings: DatabaseSettings
    ) throws {
        try database.execute(
            sql: """
                PRAGMA synchronous = FULL;
                PRAGMA cache_size = -\(settings.cacheKilobytes);
                PRAGMA temp_store = MEMORY;
                PRAGMA mmap_size = \(settings.mappedBytes);
                PRAGMA wal_autocheckpoint = \(settings.checkpointPages);
                PRAGMA journal_size_limit = 67108864;
                """)
        try claim(database, as: role)
        let durability = try Int.fetchOne(database, sql: "PRAGMA synchronous")
        precondition(durability == 2, "SQLite does not take synchronous = FULL")
    }

    /// Marks a new file as this program's and refuses that of another.
    private static func claim(_ database: GRDB.Database, as role: Place.Role) throws {
        let found = try Int32.fetchOne(database, sql: "PRAGMA application_id")
        if found == applicationNumber { return }
        guard found == 0, role == .writer else {
            throw StorageError.cannotOpen("the file belongs to another program")
        }
        try database.execute(sql: "PRAGMA application_id = \(applicationNumber)")
    }

    /// "Cass", for SQLite's `application_id`.
    private static let applicationNumber: Int32 = 0x4361_7373

    /// Takes off GRDB's callbacks, which want its queue.
    private static func bareHandle(_ database: GRDB.Database) throws -> OpaquePointer {
        guard let handle = database.sqliteConnection else { throw StorageError.closed }
        sqlite3_commit_hook(handle, nil, nil)
        sqlite3_rollback_hook(handle, nil, nil)
        sqlite3_set_authorizer(handle, nil, nil)
        return handle
    }
}
