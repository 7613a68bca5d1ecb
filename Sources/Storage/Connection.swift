/// The database that is underneath, for the few places where the two differ.
public enum Engine: String, CaseIterable, Sendable {
    case sqlite
    case postgresql
}

/// Runs statements inside the transaction of a write or of a read. It belongs to one thread and must not
/// leave the closure that it is handed to.
///
/// A statement that fails spoils the whole job, on both engines: the job is rolled back even when it catches
/// the error. To expect a conflict, write `ON CONFLICT DO NOTHING` and look at what ``change(_:)`` returns.
public class Connection {
    public let engine: Engine
    /// The first error of a statement since the transaction began.
    var failure: StorageError?
    /// The writer beside which this connection reads, which owns it and whose transaction fails with it.
    unowned(unsafe) var principal: Connection?
    /// True as soon as a row of a stream was handed out: from then on a lost read is not run again.
    var hasStreamed = false
    /// Whether the job that is running has changed, or tried to change, anything.
    public private(set) var hasWritten = false
    /// Whether any job of the transaction has.
    private(set) var hasTransactionWritten = false

    init(engine: Engine) {
        self.engine = engine
    }

    // MARK: What a job calls

    /// Runs a change whose outcome nobody looks at. In a write transaction it is only queued: it costs no
    /// round trip to PostgreSQL, and another thread hands it to SQLite. Its error comes up at the next
    /// statement that waits for an answer, or at the commit.
    public func run(_ sql: SQL) throws {
        preconditionFailure("an engine overrides this")
    }

    /// Runs an INSERT, UPDATE or DELETE.
    /// - Returns: how many rows it changed.
    public func change(_ sql: SQL) throws -> Int {
        preconditionFailure("an engine overrides this")
    }

    /// Hands every row to `body`, one by one, in memory that does not grow with their number. Other
    /// statements may run inside `body`.
    public final func forEach(_ sql: SQL, _ body: (borrowing Row) throws -> Void) throws {
        try visit(sql, isStream: true) { row in
            hasStreamed = true
            try body(row)
            return true
        }
    }

    /// Hands the columns of every row to `body` like `forEach`, but in no order that could be relied on and
    /// at less cost: for millions of rows.
    /// - Parameter rest: what follows `FROM`, without grouping, order or limit.
    public final func scan(
        _ columns: StaticString, from rest: SQL, _ body: (borrowing Row) throws -> Void
    ) throws {
        try visitAll(columns, from: rest) { row in
            hasStreamed = true
            try body(row)
        }
    }

    /// The first row, mapped; nil when there is none. Say `LIMIT 1` when there may be many.
    public final func first<Result>(
        _ sql: SQL, _ map: (borrowing Row) throws -> Result
    ) throws -> Result? {
        var result: Result?
        try visit(sql, isStream: false) { row in
            result = try map(row)
            return false
        }
        return result
    }

    /// Every row, mapped, in memory: for lists that have a limit.
    public final func all<Result>(
        _ sql: SQL, _ map: (borrowing Row) throws -> Result
    ) throws -> [Result] {
        var results: [Result] = []
        try visit(sql, isStream: false) { row in
            results.append(try map(row))
            return true
        }
        return results
    }

    /// Whether the query returns a row.
    public final func exists(_ sql: SQL) throws -> Bool {
        try first(sql) { _ in true } ?? false
    }

    /// Reads what the writer of a transaction has not changed in it, best as it was before the transaction
    /// began, without a wait for what is queued. Whether the transaction's own changes are seen is left open.
    public var asBegun: Connection { self }

    /// Tells that the job has changed something that is kept in memory until
    /// ``TransactionScope/beforeCommit()``, so that a later error of the job rolls it back.
    public final func noteWrite() {
        hasWritten = true
        hasTransactionWritten = true
    }

    // MARK: What an engine does

    /// Calls `body` for each row until it returns false. A stream is fetched piece by piece.
    func visit(_ sql: SQL, isStream: Bool, _ body: (borrowing Row) throws -> Bool) throws {
        preconditionFailure("an engine overrides this")
    }

    /// Calls `body` for each row in any order; an engine that has a faster way overrides this.
    func visitAll(
        _ columns: StaticString, from rest: SQL, _ body: (borrowing Row) throws -> Void
    ) throws {
        let sql = SQL(composing: "SELECT \(columns) FROM ") + rest
        try visit(sql, isStream: true) { row in
            try body(row)
            return true
        }
    }

    /// Begins the one write transaction that may run at a time, in whatever process.
    func beginWrite() throws {
        preconditionFailure("an engine overrides this")
    }

    /// Begins a transaction that sees one state of the database.
    func beginRead() throws {
        preconditionFailure("an engine overrides this")
    }

    /// Makes the transaction durable. When it throws, nothing is known to be so.
    func commit() throws {
        preconditionFailure("an engine overrides this")
    }

    /// Throws when what was read may not have been one state of the database.
    func confirmRead() throws {}

    /// Ends a read.
    func endRead() {
        rollback()
    }

    /// Undoes the transaction, if one is open. Never fails: a connection that cannot is no longer usable.
    func rollback() {
        preconditionFailure("an engine overrides this")
    }

    /// False when it must be closed and opened anew.
    var isUsable: Bool { true }

    /// Frees what the connection holds. Calling it again does nothing.
    func close() {}

    // MARK: Bookkeeping

    /// Starts the next job of the transaction.
    final func beginJob() {
        hasWritten = false
    }

    /// Forgets the last transaction.
    final func forget() {
        failure = nil
        hasStreamed = false
        hasWritten = false
        hasTransactionWritten = false
    }

    /// Remembers the first failure and hands it back to be thrown.
    final func failed(_ error: StorageError) -> StorageError {
        if failure == nil { failure = error }
        if let principal { _ = principal.failed(error) }
        return error
    }
}
