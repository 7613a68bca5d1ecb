internal import CLibPQ

/// A connection to a PostgreSQL server, always in pipeline mode: statements are queued, and their answers are
/// read when one of them is wanted.
final class PostgreSQLConnection: Connection {
    private struct Prepared {
        let name: String
        let isReadOnly: Bool
    }

    private let handle: OpaquePointer
    private let role: Place.Role
    private var isLost = false
    private var isClosed = false
    /// By the address of the literal.
    private var statements: [UnsafeRawPointer: Prepared] = [:]
    /// Composed statements by their text: those that were sent before, up to a limit.
    private var composedStatements: [String: Prepared] = [:]
    private var repeated = RepeatedTexts()
    /// Prepared since the answers were last read; they may have failed.
    private var unconfirmed: [UnsafeRawPointer] = []
    private var unconfirmedTexts: [String] = []
    private var parameters = PostgreSQLParameters()
    /// Names of prepared statements and cursors are numbered.
    private var nameCount = 0
    private var queuedCount = 0
    private var expectedSyncs = 0
    private static let queueLimit = 512
    private static let streamChunk = 1_000

    init(_ address: PostgreSQLAddress, as role: Place.Role) throws {
        handle = try address.connect(as: role)
        self.role = role
        super.init(engine: .postgresql)
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
        try prepareSession()
    }

    deinit {
        close()
    }

    // MARK: Statements

    override func run(_ sql: SQL) throws {
        try enqueue(sql)
        if queuedCount >= Self.queueLimit { PQclear(try settle()) }
    }

    override func change(_ sql: SQL) throws -> Int {
        try enqueue(sql)
        let result = try settle()
        defer { PQclear(result) }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    override func visit(
        _ sql: SQL, isStream: Bool, _ body: (borrowing Row) throws -> Bool
    ) throws {
        guard isStream else {
            try enqueue(sql)
            _ = try visitRows(of: try settle(), body)
            return
        }
        try stream(sql, body)
    }

    /// Reads through a cursor, so that neither side holds more than a piece of the result.
    private func stream(_ sql: SQL, _ body: (borrowing Row) throws -> Bool) throws {
        nameCount += 1
        let cursor = "cursor\(nameCount)"
        try enqueue(SQL(composing: "DECLARE \(cursor) NO SCROLL CURSOR FOR \(sql.string)", sql.values))
        let fetch = SQL(composing: "FETCH \(Self.streamChunk) FROM \(cursor)")
        repeat {
            try enqueue(fetch)
        } while try visitRows(of: try settle(), body) == Self.streamChunk
        try enqueue(SQL(composing: "CLOSE \(cursor)"))
    }

    /// - Returns: how many rows there were; -1 when `body` has had enough.
    private func visitRows(
        of result: OpaquePointer?, _ body: (borrowing Row) throws -> Bool
    ) throws -> Int {
        defer { PQclear(result) }
        guard let result else { return 0 }
        let count = PQntuples(result)
        for index in 0..<count {
            guard try body(Row(postgresql: result, index: index)) else { return -1 }
        }
        return Int(count)
    }

    // MARK: Transactions

    /// Writers of all processes take turns: this number is the one lock that they take.
    private static let lock: SQL = "SELECT pg_advisory_xact_lock(4855443350257041409)"

    override func beginWrite() throws {
        forget()
        try send("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        try send(Self.lock)
        PQclear(try settle())
    }

    override func beginRead() throws {
        forget()
        try send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    override func commit() throws {
        if let failure { throw failure }
        try send("COMMIT")
        let result = try settle()
        defer { PQclear(result) }
        guard String(cString: PQcmdStatus(result)) == "COMMIT" else {
            throw failed(.sql(code: "25P02", message: "the server rolled the transaction back"))
        }
    }

    /// Does not wait for the answer; the next statement reads it.
    override func endRead() {
        guard failure == nil, (try? send("COMMIT")) != nil, sync() else { return rollback() }
    }

    override func rollback() {
        guard !isLost, !isClosed else { return }
        do {
            if queuedCount > 0 { PQclear(try? settle()) }
            guard !isLost, PQtransactionStatus(handle) != PQTRANS_IDLE else { return }
            try send("ROLLBACK")
            PQclear(try settle())
        } catch {
            isLost = true
        }
    }

    override var isUsable: Bool { !isLost && !isClosed }

    override func close() {
        guard !isClosed else { return }
        isClosed = true
        PQfinish(handle)
    }

    /// Durability is never less than a flush of the server's log, plans are made for whole results, and a
    /// process that hangs in a transaction does not keep the others out for ever.
    private func prepareSession() throws {
        try send(
            """
            SELECT set_config('synchronous_commit', 'on', false)
            WHERE current_setting('synchronous_commit') IN ('off', 'local')
            """)
        try send("SET cursor_tuple_fraction = 1")
        try send("SET jit = off")
        if role == .writer { try send("SET idle_in_transaction_session_timeout = '10min'") }
        PQclear(try settle())
    }

    // MARK: The pipeline

    /// Queues a statement of a job.
    private func enqueue(_ sql: SQL) throws {
        if let failure { throw failure }
        if try !send(sql) { noteWrite() }
    }

    /// Queues a statement.
    /// - Returns: whether it can only read.
    @discardableResult
    private func send(_ sql: SQL) throws -> Bool {
        guard !isLost else { throw lost() }
        if case .fixed(let text) = sql.text, text.hasPointerRepresentation {
            return try send(try prepared(text), sql.values)
        }
        let text = sql.string
        if let statement = try preparedAgain(text) { return try send(statement, sql.values) }
        let numbered = PostgreSQLText.numberPlaceholders(text)
        try send(sql.values) { arguments in
            PQsendQueryParams(
                handle, numbered, arguments.count, nil, arguments.values, arguments.lengths,
                arguments.formats, 1)
        }
        return PostgreSQLText.isReadOnly(text)
    }

    private func send(_ statement: Prepared, _ values: [Value]) throws -> Bool {
        try send(values) { arguments in
            PQsendQueryPrepared(
                handle, statement.name, arguments.count, arguments.values, arguments.lengths,
                arguments.formats, 1)
        }
        return statement.isReadOnly
    }

    private func send(_ values: [Value], _ call: (PostgreSQLParameters.Arguments) -> Int32) throws {
        let code: Int32
        do { code = try parameters.with(values, call) } catch { throw failed(error) }
        guard code == 1 else { throw lost() }
        queuedCount += 1
    }

    private func prepared(_ text: StaticString) throws -> Prepared {
        let address = UnsafeRawPointer(text.utf8Start)
        if let kept = statements[address] { return kept }
        let fresh = try prepare(text.description)
        statements[address] = fresh
        unconfirmed.append(address)
        return fresh
    }

    /// A composed statement is prepared when it comes the second time: many come only once.
    private func preparedAgain(_ text: String) throws -> Prepared? {
        if let kept = composedStatements[text] { return kept }
        guard repeated.isWorthPreparing(text) else { return nil }
        let fresh = try prepare(text)
        composedStatements[text] = fresh
        unconfirmedTexts.append(text)
        return fresh
    }

    private func prepare(_ text: String) throws -> Prepared {
        nameCount += 1
        let fresh = Prepared(name: "statement\(nameCount)", isReadOnly: PostgreSQLText.isReadOnly(text))
        guard PQsendPrepare(handle, fresh.name, PostgreSQLText.numberPlaceholders(text), 0, nil) == 1 else {
            throw lost()
        }
        queuedCount += 1
        return fresh
    }

    /// Sends what is queued, reads every answer, and returns the last one, which the caller clears.
    private func settle() throws -> OpaquePointer? {
        guard !isLost, sync() else { throw lost() }
        var last: OpaquePointer?
        var error: StorageError?
        while expectedSyncs > 0 {
            guard let result = nextResult() else {
                PQclear(last)
                throw lost()
            }
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC:
                expectedSyncs -= 1
                PQclear(result)
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                PQclear(last)
                last = result
            default:
                if error == nil, PQresultStatus(result) != PGRES_PIPELINE_ABORTED {
                    error = PostgreSQLFailure.error(result)
                }
                PQclear(result)
            }
        }
        try confirm(error, last)
        return last
    }

    private func confirm(_ error: StorageError?, _ last: OpaquePointer?) throws {
        defer {
            unconfirmed.removeAll(keepingCapacity: true)
            unconfirmedTexts.removeAll(keepingCapacity: true)
        }
        guard let error else { return }
        for address in unconfirmed { statements[address] = nil }
        for text in unconfirmedTexts { composedStatements[text] = nil }
        PQclear(last)
        if error == .connectionLost || isDemoted(error) { throw lost() }
        throw failed(error)
    }

    /// The server has become a standby: another one takes changes now.
    private func isDemoted(_ error: StorageError) -> Bool {
        guard role == .writer, case .sql("25006", _) = error else { return false }
        return true
    }

    /// A null pointer separates the answers of two statements; two in a row mean that nothing comes any more.
    private func nextResult() -> OpaquePointer? {
        if let result = PQgetResult(handle) { return result }
        guard PQstatus(handle) == CONNECTION_OK else { return nil }
        return PQgetResult(handle)
    }

    /// Marks the end of what is queued, and sends it.
    private func sync() -> Bool {
        guard PQpipelineSync(handle) == 1 else { return false }
        queuedCount = 0
        expectedSyncs += 1
        return true
    }

    private func lost() -> StorageError {
        isLost = true
        return failed(.connectionLost)
    }
}
