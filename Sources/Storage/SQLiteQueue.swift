/// Statements whose outcome nobody looks at, on their way into SQLite: a thread runs them in their order
/// while the job that queued them goes on.
///
/// The connection's statements are that thread's from the moment a piece was handed over until
/// ``finish()`` or ``discard()`` returns, and the writer's before and after. What does not fill a piece the
/// writer runs itself, so that a small transaction wakes no one.
final class SQLiteQueue {
    private struct State {
        /// The next piece.
        var waiting: [SQL]?
        /// Pieces that have been run, whose memory the writer frees where it took it.
        var spent: [[SQL]] = []
        var isRunning = false
        var failure: (any Error)?
        var isClosed = false
        var hasEnded = false
    }

    private let state = Monitor(State())
    private let statements: SQLiteStatements
    private var piece: [SQL] = []
    private var isHandedOver = false
    private var hasThread = false
    /// Statements that are worth waking the thread for, and how many gather while it is busy.
    private static let (piece, longPiece) = (64, 512)

    init(_ statements: SQLiteStatements) {
        self.statements = statements
    }

    /// - Throws: what an earlier statement has failed with.
    func add(_ sql: SQL) throws {
        piece.append(sql)
        if piece.count.isMultiple(of: Self.piece) { try offer() }
    }

    /// Returns when all is run.
    /// - Throws: what the first statement that failed has failed with; those after it are not run.
    func finish() throws {
        if isHandedOver { try waitForThread() }
        defer { piece.removeAll(keepingCapacity: true) }
        try Self.run(piece, statements)
    }

    /// Returns when nothing runs; what has not been run never will be.
    func discard() {
        piece.removeAll(keepingCapacity: true)
        guard isHandedOver else { return }
        state.withLock { $0.waiting = nil }
        try? waitForThread()
    }

    func close() {
        discard()
        guard hasThread else { return }
        hasThread = false
        state.withLock(waking: .all) { $0.isClosed = true }
        state.wait(until: { $0.hasEnded }) { _ in }
    }

    private func waitForThread() throws {
        // Whole files may be among the values of what was run; they are freed outside the lock.
        let (failure, _) = state.wait(until: { $0.waiting == nil && !$0.isRunning }) { state in
            defer { (state.failure, state.spent) = (nil, []) }
            return (state.failure, state.spent)
        }
        isHandedOver = false
        guard let failure else { return }
        piece.removeAll(keepingCapacity: true)
        throw failure
    }

    /// Hands the piece over unless another waits already; a long one waits for its turn.
    private func offer() throws {
        if piece.count < Self.longPiece, state.withLock({ $0.waiting != nil }) { return }
        startThreadOnce()
        isHandedOver = true
        let full = piece
        piece = []
        let failure = state.wait(until: { $0.waiting == nil }) { state in
            if state.failure == nil { state.waiting = full }
            piece = state.spent.popLast() ?? []
            return state.failure
        }
        state.wakeOne()
        piece.removeAll(keepingCapacity: true)
        if let failure { throw failure }
    }

    private func startThreadOnce() {
        guard !hasThread else { return }
        hasThread = true
        let (state, statements) = (state, statements)
        startThread {
            while let piece = Self.take(state) { Self.run(piece, statements, state) }
            state.withLock(waking: .all) { $0.hasEnded = true }
        }
    }

    private static func take(_ state: Monitor<State>) -> [SQL]? {
        let piece = state.wait(until: { $0.waiting != nil || $0.isClosed }) { state in
            defer { state.waiting = nil }
            state.isRunning = state.waiting != nil
            return state.waiting
        }
        state.wakeOne()
        return piece
    }

    private static func run(_ piece: [SQL], _ statements: SQLiteStatements) throws {
        // By place: an iterator would count a reference to each.
        for place in piece.indices { try statements.run(piece[place]) }
    }

    private static func run(_ piece: [SQL], _ statements: SQLiteStatements, _ state: Monitor<State>) {
        let outcome = Result { try run(piece, statements) }
        state.withLock(waking: .one) { state in
            state.isRunning = false
            state.spent.append(piece)
            guard case .failure(let failure) = outcome else { return }
            state.failure = failure
            state.waiting = nil
        }
    }
}
