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
        /// How many must be waiting before the thread is woken.
        var wanted = 1
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
        let isDue = try queue.withLock { queue in
            if queue.isClosed { throw StorageError.closed }
            if queue.waiting.count >= settings.waitingLimit { throw StorageError.queueFull }
            queue.waiting.append(work)
            return queue.waiting.count == queue.wanted
        }
        if isDue { queue.wakeOne() }
    }

    private static func loop(_ queue: Monitor<Queue>, _ group: GroupCommit<Scope>, limit: Int) {
        let clock = ContinuousClock()
        var expected = 1
        var elapsed = Duration.zero
        while true {
            queue.wait(until: { !$0.waiting.isEmpty || $0.isClosed }) { $0.wanted = expected }
            if expected > 1 { gather(queue, expected, atMost: min(elapsed / 8, .milliseconds(1))) }
            let works = queue.withLock { queue in
                let works = queue.waiting
                queue.waiting = []
                queue.wanted = 1
                return works
            }
            if works.isEmpty { return }
            elapsed = clock.measure { perform(works, group, limit: limit) }
            expected = min(works.count + queue.withLock { $0.waiting.count }, limit)
        }
    }

    /// Those whose changes have just been stored often bring the next ones at once: they are waited for, an
    /// eighth of the time that the last changes took at most. One flush for all costs less than one for each
    /// half.
    private static func gather(_ queue: Monitor<Queue>, _ expected: Int, atMost time: Duration) {
        let nanoseconds = Int(time.components.attoseconds / 1_000_000_000)
        queue.wait(until: { $0.waiting.count >= expected || $0.isClosed }, atMost: nanoseconds)
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
