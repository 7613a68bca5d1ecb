/// The one thread of the process that changes the database. It takes whatever changes are waiting, stores
/// them with one commit, and meanwhile the next ones gather.
final class Writer<Scope: TransactionScope>: Sendable {
    private enum Work {
        case job(WriteJob<Scope>)
        /// Runs by itself, between the groups.
        case alone(@Sendable (GroupCommit<Scope>) -> Void)
    }

    private struct Queue {
        var waiting: [Work] = []
        var isClosed = false
        var hasEnded = false
    }

    private let queue = Monitor(Queue())
    private let settings: DatabaseSettings

    init(_ place: Place, settings: DatabaseSettings) {
        self.settings = settings
        let queue = queue
        startThread {
            let group = GroupCommit<Scope>(place, settings: settings)
            Self.loop(queue, group, limit: settings.groupLimit)
            group.close()
            queue.withLock(waking: .all) { $0.hasEnded = true }
        }
    }

    /// Queues a change; throws when the queue is full or closed.
    func add(_ job: WriteJob<Scope>) throws {
        try add(.job(job))
    }

    /// How many changes wait.
    var waitingCount: Int { queue.withLock(waking: .none) { $0.waiting.count } }

    /// Queues work that runs by itself with the writer's connection, and waits for it.
    func runAlone<Output: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Output
    ) throws -> Output {
        let reply = Reply<Output>()
        try add(.alone { group in reply.give(Result { try group.withConnection(body) }) })
        return try reply.take()
    }

    /// Takes nothing new, stores what is waiting, and returns when the thread has ended.
    func close() {
        stop()
        queue.wait(until: { $0.hasEnded }) { _ in }
    }

    /// Takes nothing new; the thread stores what is waiting and ends.
    func stop() {
        queue.withLock(waking: .all) { $0.isClosed = true }
    }

    private func add(_ work: Work) throws {
        try queue.withLock(waking: .all) { queue in
            if queue.isClosed { throw StorageError.closed }
            if queue.waiting.count >= settings.waitingLimit { throw StorageError.queueFull }
            queue.waiting.append(work)
        }
    }

    private static func loop(_ queue: Monitor<Queue>, _ group: GroupCommit<Scope>, limit: Int) {
        while true {
            let works = queue.wait(until: { !$0.waiting.isEmpty || $0.isClosed }) { queue in
                let works = queue.waiting
                queue.waiting = []
                return works
            }
            if works.isEmpty { return }
            perform(works, group, limit: limit)
        }
    }

    private static func perform(_ works: [Work], _ group: GroupCommit<Scope>, limit: Int) {
        var jobs: [WriteJob<Scope>] = []
        func flush() {
            if !jobs.isEmpty { group.store(jobs[...]) }
            jobs = []
        }
        for work in works {
            switch work {
            case .job(let job):
                jobs.append(job)
                if jobs.count == limit { flush() }
            case .alone(let body):
                flush()
                body(group)
            }
        }
        flush()
    }
}
