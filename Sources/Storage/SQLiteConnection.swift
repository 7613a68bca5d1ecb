internal import GRDBSQLite

/// A connection to a SQLite file, with its prepared statements. The file is opened by ``SQLiteFile``.
final class SQLiteConnection: Connection {
    private let database: OpaquePointer
    private var closeFile: (() -> Void)?
    /// By the address of the literal.
    private var fixedStatements: [UnsafeRawPointer: SQLiteStatement] = [:]
    private var composedStatements: [String: SQLiteStatement] = [:]
    private static let composedLimit = 256
    private var scan: SQLiteScan?
    /// Set where the file is read as it lies, without SQLite's locks.
    var stillFile: SQLiteStillFile?

    init(database: OpaquePointer, closeFile: @escaping () -> Void) {
        self.database = database
        self.closeFile = closeFile
        super.init(engine: .sqlite)
    }

    deinit {
        close()
    }

    override func run(_ sql: SQL) throws {
        try execute(sql)
    }

    override func change(_ sql: SQL) throws -> Int {
        try execute(sql)
        return Int(sqlite3_changes64(database))
    }

    override func visit(
        _ sql: SQL, isStream: Bool, _ body: (borrowing Row) throws -> Bool
    ) throws {
        let statement = try start(sql)
        defer { statement.release() }
        while try recording({ try statement.step(database: database) }) {
            guard try body(Row(sqlite: statement.handle)) else { return }
        }
    }

    override func visitAll(
        _ columns: StaticString, from rest: SQL, _ body: (borrowing Row) throws -> Void
    ) throws {
        let scan = try scan ?? SQLiteScan(database)
        self.scan = scan
        let statement = try start(SQL(composing: "SELECT each_row(\(columns)) FROM ") + rest)
        defer { statement.release() }
        let refusal = try recording {
            try scan.run(body) { while try statement.step(database: database) {} }
        }
        if let refusal { throw refusal }
    }

    override func beginWrite() throws {
        forget()
        try execute("BEGIN IMMEDIATE")
        forget()
    }

    override func beginRead() throws {
        forget()
        try execute("BEGIN")
    }

    override func commit() throws {
        try execute("COMMIT")
    }

    override func confirmRead() throws {
        if let error = stillFile?.disturbance { throw failed(error) }
    }

    override func endRead() {
        rollback()
    }

    override func rollback() {
        guard sqlite3_get_autocommit(database) == 0 else { return }
        try? execute("ROLLBACK")
    }

    /// After a disk error the file is opened anew, which reads the log from the disk again.
    override var isUsable: Bool {
        failure != .full && sqlite3_get_autocommit(database) != 0
    }

    override func close() {
        fixedStatements = [:]
        composedStatements = [:]
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

    private func start(_ sql: SQL) throws -> SQLiteStatement {
        try recording {
            let statement = try statement(for: sql)
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

    private func statement(for sql: SQL) throws -> SQLiteStatement {
        switch sql.text {
        case .fixed(let text) where text.hasPointerRepresentation:
            let address = UnsafeRawPointer(text.utf8Start)
            if let kept = fixedStatements[address], !kept.isInUse { return kept }
            let fresh = try text.utf8Start.withMemoryRebound(
                to: CChar.self, capacity: text.utf8CodeUnitCount + 1
            ) { try SQLiteStatement($0, database: database) }
            if fixedStatements[address] == nil { fixedStatements[address] = fresh }
            return fresh
        default:
            return try composedStatement(sql.string)
        }
    }

    private func composedStatement(_ text: String) throws -> SQLiteStatement {
        if let kept = composedStatements[text], !kept.isInUse { return kept }
        let fresh = try text.withCString { try SQLiteStatement($0, database: database) }
        if composedStatements.count >= Self.composedLimit { composedStatements = [:] }
        if composedStatements[text] == nil { composedStatements[text] = fresh }
        return fresh
    }
}
