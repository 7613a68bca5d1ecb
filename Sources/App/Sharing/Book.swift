public import Storage

/// The open book: one way to write, which leaves the audit record, and reads on snapshots.
public struct Book: Sendable {
    public let database: Database<WriteScope>
    /// Where the key lies under which personal numbers are stored.
    public let keys: FieldKeyFile
    /// Milliseconds since 1970-01-01 UTC.
    private let now: @Sendable () -> Int64

    /// Opens the database and brings its schema up to date.
    ///
    /// - Parameter keyFile: the file of the key for personal numbers; by default beside a SQLite file.
    public static func open(
        _ url: String, settings: DatabaseSettings = DatabaseSettings(), keyFile: String? = nil,
        now: @escaping @Sendable () -> Int64
    ) throws -> Book {
        try open(url, settings: settings, keyFile: keyFile, migrations: Migrations.all, now: now)
    }

    /// - Parameter migrations: the steps of the schema that are known.
    static func open(
        _ url: String, settings: DatabaseSettings = DatabaseSettings(), keyFile: String? = nil,
        migrations: [Migration], now: @escaping @Sendable () -> Int64
    ) throws -> Book {
        let database = try Database<WriteScope>.open(url: url, settings: settings)
        do {
            try database.migrate(migrations, appliedAt: String(now()))
        } catch {
            database.close()
            throw error
        }
        return Book(database: database, keys: keys(url, keyFile), now: now)
    }

    /// Opens a book that is there for reading only, see ``Database/openReadOnly(url:settings:)``.
    /// - Throws: ``StorageError/olderSchema(found:known:)`` when it must be migrated first.
    public static func openForReading(
        _ url: String, settings: DatabaseSettings = DatabaseSettings(), keyFile: String? = nil
    ) throws -> Book {
        let database = try Database<WriteScope>.openReadOnly(url: url, settings: settings)
        do {
            try database.checkSchema(Migrations.all)
        } catch {
            database.close()
            throw error
        }
        return Book(database: database, keys: keys(url, keyFile), now: { 0 })
    }

    private static func keys(_ url: String, _ setting: String?) -> FieldKeyFile {
        FieldKeyFile(FieldKeyFile.place(for: url, setting: setting))
    }

    /// Copies the book to a new file, whatever the version of its schema.
    public static func backup(_ url: String, to file: String) throws {
        let database = try Database<WriteScope>.openReadOnly(url: url)
        defer { database.close() }
        try database.backup(to: file)
    }

    public func close() { database.close() }

    /// Puts a backup in the place of a book that nobody has open.
    public static func restore(from file: String, to url: String) throws {
        try Database<WriteScope>.restore(from: file, to: url)
    }

    /// Runs a job in a write transaction and returns once it is durable; it must leave an audit record.
    ///
    /// - Parameters:
    ///   - action: what is done, such as `guarantee.compensate`.
    ///   - reason: why, in the words of the actor.
    public func write<Output: Sendable>(
        as actor: Actor, _ action: String, because reason: String = "",
        _ job: @escaping @Sendable (Writing) throws -> Output
    ) async throws -> Output {
        let at = now()
        return try await database.write { scope in
            try Writing(scope, actor, at, action, reason, keys).run(job)
        }
    }

    /// The same for a thread that may block, such as a command's.
    public func writeSynchronously<Output: Sendable>(
        as actor: Actor, _ action: String, because reason: String = "",
        _ job: @escaping @Sendable (Writing) throws -> Output
    ) throws -> Output {
        let at = now()
        return try database.writeSynchronously { scope in
            try Writing(scope, actor, at, action, reason, keys).run(job)
        }
    }
}

/// Who acts: a person, a machine with a token, or a command on the server.
public struct Actor: Hashable, Sendable {
    public let name: String

    public init(_ name: String) { self.name = name }

    public static let importer = Actor("cassia import")
    public static let demonstration = Actor("cassia demo")
}
