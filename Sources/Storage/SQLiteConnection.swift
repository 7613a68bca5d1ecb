internal import GRDBSQLite

/// A connection to a SQLite file, with its prepared statements. The file is opened by ``SQLiteFile``.
final class SQLiteConnection: Connection {
    private let database: OpaquePointer
    private let statements: SQLiteStatements
    private let queue: SQLiteQueue
    private var closeFile: (() -> Void)?
    private var scan: SQLiteScan?
    /// Rows are being read, between which other statements run at once.
    private var visits = 0
    private var isWriting = false
    /// Set where the file is read as it lies, without SQLite's locks.
    var stillFile: SQLiteStillFile?
    /// Opens a reader beside a writer.
    var openReader: (() throws -> SQLiteConnection)?
    private var reader: SQLiteConnection?
    private var isReaderReading = false

    init(database: OpaquePointer, closeFile: @escaping () -> Void) {
        self.database = database
        self.closeFile = closeFile
        statements = SQLiteStatements(database)
        queue = SQLiteQueue(statements)
        super.init(engine: .sqlite)
    }

    deinit {
        close()
    }

    override func run(_ sql: SQL) throws {
        guard isWriting, visits == 0 else { return try execute(sql) }
        if let failure { throw failure }
        noteWrite()
        try recording { try queue.add(sql) }
    }

    override func change(_ sql: SQL) throws -> Int {
        try execute(sql)
        return Int(sqlite3_changes64(database))
    }

    override func visit(
        _ sql: SQL, isStream: Bool, _ body: (borrowing Row) throws -> Bool
    ) throws {
        let statement = try start(sql)
        visits += 1
        defer {
            visits -= 1
            statement.release()
        }
        while try recording({ try statement.step(database: database) }) {
            guard try body(Row(sqlite: statement.handle)) else { return }
        }
    }

    override func visitAll(
        _ columns: StaticString, from rest: SQL, _ body: (borrowing Row) throws -> Void
    ) throws {
        try recording { try queue.finish() }
        let scan = try scan ?? SQLiteScan(database)
        self.scan = scan
        let statement = try start(SQL(composing: "SELECT each_row(\(columns)) FROM ") + rest)
        visits += 1
        defer {
            visits -= 1
            statement.release()
        }
        let refusal = try recording {
            try scan.run(body) { while try statement.step(database: database) {} }
        }
        if let refusal { throw refusal }
    }

    /// The reader is left where it can't be had: what the writer itself reads is never wrong.
    override var asBegun: Connection {
        guard isWriting, let openReader else { return self }
        if let reader, isReaderReading { return reader }
        do {
            let reader = try reader ?? openReader()
            self.reader = reader
            try reader.beginRead()
            reader.principal = self
            isReaderReading = true
            return reader
        } catch {
            reader?.close()
            reader = nil
            return self
        }
    }

    private func endReading() {
        guard isReaderReading else { return }
        isReaderReading = false
        reader?.endRead()
    }

    override func beginWrite() throws {
        forget()
        try execute("BEGIN IMMEDIATE")
        forget()
        isWriting = true
    }

    override func beginRead() throws {
        forget()
        try execute("BEGIN")
    }

    /// The reader goes first, else the log would never be written back whole.
    override func commit() throws {
        endReading()
        try recording { try queue.finish() }
        try execute("COMMIT")
        isWriting = false
    }

    override func confirmRead() throws {
        if let error = stillFile?.disturbance { throw failed(error) }
    }

    override func endRead() {
        rollback()
    }

    override func rollback() {
        queue.discard()
        endReading()
        isWriting = false
        guard sqlite3_get_autocommit(database) == 0 else { return }
        try? execute("ROLLBACK")
    }

    /// After a disk error the file is opened anew, which reads the log from the disk again.
    override var isUsable: Bool {
        failure != .full && sqlite3_get_autocommit(database) != 0
    }

    override func close() {
        queue.close()
        reader?.close()
        reader = nil
        statements.removeAll()
        closeFile?()
        closeFile = nil
    }

    private func execute(_ sql: SQL) throws {
        let statement = try start(sql)
        defer { statement.release() }
        try recording {
            while try statement.step(database: database) {}
        }
    }

    /// Finds a statement and gives it its values, once all that was queued is run.
    private func start(_ sql: SQL) throws -> SQLiteStatement {
        try recording {
            try queue.finish()
            // What failed for one job is not half seen by another.
            if isWriting, let failure { throw failure }
            let statement = try statements.find(sql)
            if !statement.isReadOnly { noteWrite() }
            try statement.bind(sql.values, database: database)
            return statement
        }
    }

    @inline(__always)
    private func recording<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as StorageError {
            throw failed(error)
        }
    }
}
