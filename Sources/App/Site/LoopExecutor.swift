import Hummingbird
import NIOCore
import Storage

/// Runs requests on the threads that read and write their connections, so that a short answer does not go
/// from thread to thread. What takes long runs elsewhere: reads on the readers' threads, sums on Swift's
/// pool.
final class LoopExecutor: TaskExecutor {
    static let shared = LoopExecutor()

    private let loops: any EventLoopGroup = EventLoopGroupProvider.singleton.eventLoopGroup

    private init() {}

    /// On the loop that runs already, where one does.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loops.any().execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// Does something in some seconds, unless it is cancelled before.
    func after(seconds: Int64, _ work: @escaping @Sendable () -> Void) -> Scheduled<Void> {
        loops.any().scheduleTask(in: .seconds(seconds), work)
    }

    /// Reads on a reader's thread and comes back to the loop that asked.
    func read<Scope, Output: Sendable>(
        _ database: Database<Scope>, _ body: @escaping @Sendable (Connection) throws -> Output
    ) async throws -> Output {
        let promise = loops.any().makePromise(of: Output.self)
        database.read(body) { promise.completeWith($0) }
        return try await promise.futureResult.get()
    }
}
