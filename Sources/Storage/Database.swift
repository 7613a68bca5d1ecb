/// An open database: one writer whose changes share their commits, and readers beside it.
///
/// A change is durable when ``write(_:)`` returns. The closures touch nothing but what they are handed,
/// because they may run more than once; they are synchronous and run on the database's own threads.
public final class Database<Scope: TransactionScope>: Sendable {
    /// Which engine is underneath.
    public let engine: Engine
    let place: Place
    let settings: DatabaseSettings
    /// Nil when it was opened for reading only.
    private let writer: Writer<Scope>?
    private let readers: ReaderPool

    private init(_ place: Place, isReadOnly: Bool = false, settings: DatabaseSettings) {
        engine = place.engine
        self.place = place
        self.settings = settings
        writer = isReadOnly ? nil : Writer(place, settings: settings)
        readers = ReaderPool(place, as: isReadOnly ? .observer : .reader, settings: settings)
    }

    deinit {
        writer?.stop()
        readers.stop()
    }

    /// Opens `sqlite:FILE`, which is made when it is not there, or `postgresql://user@host1,host2/name`. Of
    /// several hosts the one that takes changes is used, now and after it has failed over.
    /// - Throws: ``StorageError/cannotOpen(_:)``.
    public static func open(
        url: String, settings: DatabaseSettings = DatabaseSettings()
    ) throws -> Database {
        let place = try Place(url: url)
        try place.open(.writer, settings: settings).close()
        return Database(place, settings: settings)
    }

    /// Opens what is there for reading only: nothing is made or migrated, no lock keeps a writer out, a file
    /// that the user may not write will do, and so will a standby. Of several hosts any that answers is
    /// used.
    ///
    /// Writes throw ``StorageError/readOnly``.
    /// - Throws: ``StorageError/cannotOpen(_:)``.
    public static func openReadOnly(
        url: String, settings: DatabaseSettings = DatabaseSettings()
    ) throws -> Database {
        let place = try Place(url: url)
        try place.open(.observer, settings: settings).close()
        return Database(place, isReadOnly: true, settings: settings)
    }

    /// Ends gracefully: what is waiting is still stored and read. Later calls throw ``StorageError/closed``.
    public func close() {
        readers.close()
        writer?.close()
    }

    // MARK: Writing

    /// Runs `job` in a write transaction that it may share with others, and returns once it is durable.
    ///
    /// A job that throws changes nothing, and no other job fails with it.
    public func write<Output: Sendable>(
        _ job: @escaping @Sendable (Scope) throws -> Output
    ) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            let waiting = TypedWriteJob<Scope, Output>(job) { continuation.resume(with: $0) }
            do { try openWriter.add(waiting) } catch { continuation.resume(throwing: error) }
        }
    }

    /// The same for a thread that may block, such as a command's. Never call it inside a job or a read.
    public func writeSynchronously<Output: Sendable>(
        _ job: @escaping @Sendable (Scope) throws -> Output
    ) throws -> Output {
        let reply = Reply<Output>()
        try openWriter.add(TypedWriteJob<Scope, Output>(job) { reply.give($0) })
        return try reply.take()
    }

    /// How many changes wait for the writer.
    public var waitingWrites: Int { writer?.waitingCount ?? 0 }

    // MARK: Reading

    /// Runs `body` on one snapshot of the database; several reads run at a time.
    public func read<Output: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Output
    ) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try readers.add { reader in
                    continuation.resume(with: Result { try reader.read(body) })
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// The same, handing the outcome to `done` on the reader's thread.
    public func read<Output: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Output,
        _ done: @escaping @Sendable (Result<Output, any Error>) -> Void
    ) {
        do {
            try readers.add { reader in done(Result { try reader.read(body) }) }
        } catch {
            done(.failure(error))
        }
    }

    /// The same for a thread that may block.
    public func readSynchronously<Output: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Output
    ) throws -> Output {
        let reply = Reply<Output>()
        try readers.add { reader in reply.give(Result { try reader.read(body) }) }
        return try reply.take()
    }

    // MARK: Maintenance

    /// Runs `body` with the writer's connection while no change runs.
    func runAlone<Output: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Output
    ) throws -> Output {
        try openWriter.runAlone(body)
    }

    private var openWriter: Writer<Scope> {
        get throws {
            guard let writer else { throw StorageError.readOnly }
            return writer
        }
    }
}
