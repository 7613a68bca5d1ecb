/// One change that waits for the writer.
class WriteJob<Scope: TransactionScope>: @unchecked Sendable {
    /// Runs the closure and keeps what it returns or throws; may be called again after a rollback.
    /// - Returns: the error that it threw, if any.
    func run(_ scope: Scope) -> (any Error)? {
        preconditionFailure("overridden")
    }

    /// Tells the caller what the last run came to, now that it is durable.
    func finish() {
        preconditionFailure("overridden")
    }

    /// Tells the caller that nothing of the change is stored.
    func fail(_ error: any Error) {
        preconditionFailure("overridden")
    }
}

/// A change with the type of its result.
final class TypedWriteJob<Scope: TransactionScope, Output: Sendable>: WriteJob<Scope>, @unchecked Sendable {
    private let body: @Sendable (Scope) throws -> Output
    private let complete: @Sendable (Result<Output, any Error>) -> Void
    private var result: Result<Output, any Error>?

    init(
        _ body: @escaping @Sendable (Scope) throws -> Output,
        complete: @escaping @Sendable (Result<Output, any Error>) -> Void
    ) {
        self.body = body
        self.complete = complete
    }

    override func run(_ scope: Scope) -> (any Error)? {
        do {
            result = .success(try body(scope))
            return nil
        } catch {
            result = .failure(error)
            return error
        }
    }

    override func finish() {
        guard let result else { preconditionFailure("finished before it ran") }
        complete(result)
    }

    override func fail(_ error: any Error) {
        complete(.failure(error))
    }
}

/// Holds a result until the thread that waits for it takes it.
final class Reply<Output: Sendable>: Sendable {
    private let result = Monitor<Result<Output, any Error>?>(nil)

    func give(_ value: Result<Output, any Error>) {
        result.withLock(waking: .all) { $0 = value }
    }

    func take() throws -> Output {
        try result.wait(until: { $0 != nil }) { value in
            guard let value else { preconditionFailure("no reply") }
            return try value.get()
        }
    }
}
