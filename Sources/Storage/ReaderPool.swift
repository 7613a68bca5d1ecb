/// Threads that serve reads, each with a connection of its own and a snapshot per read.
final class ReaderPool: Sendable {
    private struct Queue {
        var waiting: [@Sendable (Reader) -> Void] = []
        /// The first of `waiting` that has not been taken.
        var next = 0
        var isClosed = false
        var running: Int
    }

    private let queue: Monitor<Queue>
    private let waitingLimit: Int

    init(_ place: Place, as role: Place.Role = .reader, settings: DatabaseSettings) {
        waitingLimit = settings.waitingLimit
        let queue = Monitor(Queue(running: settings.readers))
        self.queue = queue
        for _ in 0..<settings.readers {
            startThread {
                let reader = Reader(place, as: role, settings: settings)
                while let work = Self.take(queue) { work(reader) }
                reader.close()
                queue.withLock(waking: .all) { $0.running -= 1 }
            }
        }
    }

    /// Queues a read; throws when the queue is full or closed.
    func add(_ work: @escaping @Sendable (Reader) -> Void) throws {
        try queue.withLock(waking: .one) { queue in
            if queue.isClosed { throw StorageError.closed }
            if queue.waiting.count - queue.next >= waitingLimit { throw StorageError.queueFull }
            queue.waiting.append(work)
        }
    }

    /// Takes nothing new, serves what is waiting, and returns when the threads have ended.
    func close() {
        stop()
        queue.wait(until: { $0.running == 0 }) { _ in }
    }

    func stop() {
        queue.withLock(waking: .all) { $0.isClosed = true }
    }

    private static func take(_ queue: Monitor<Queue>) -> (@Sendable (Reader) -> Void)? {
        queue.wait(until: { $0.next < $0.waiting.count || $0.isClosed }) { queue in
            guard queue.next < queue.waiting.count else { return nil }
            let work = queue.waiting[queue.next]
            queue.next += 1
            if queue.next == queue.waiting.count {
                queue.waiting.removeAll(keepingCapacity: true)
                queue.next = 0
            }
            return work
        }
    }
}

/// One connection of the pool, used by its thread alone.
final class Reader {
    private let place: Place
    private let role: Place.Role
    private let settings: DatabaseSettings
    private var connection: Connection?
    private static let lossRetries = 4

    init(_ place: Place, as role: Place.Role, settings: DatabaseSettings) {
        self.place = place
        self.role = role
        self.settings = settings
    }

    /// Runs `body` in one snapshot. When the server is lost before a row of a stream was handed out, `body`
    /// runs again on a new connection.
    func read<Output>(_ body: (Connection) throws -> Output) throws -> Output {
        var losses = 0
        while true {
            let connection = try openConnection()
            do {
                return try attempt(body, connection)
            } catch StorageError.connectionLost where !connection.hasStreamed && losses < Self.lossRetries {
                losses += 1
            }
        }
    }

    func close() {
        connection?.close()
        connection = nil
    }

    private func attempt<Output>(
        _ body: (Connection) throws -> Output, _ connection: Connection
    ) throws -> Output {
        defer {
            connection.endRead()
            if !connection.isUsable { close() }
        }
        try connection.beginRead()
        do {
            let output = try body(connection)
            if let failure = connection.failure { throw failure }
            try connection.confirmRead()
            return output
        } catch {
            throw connection.failure ?? error
        }
    }

    private func openConnection() throws -> Connection {
        if let connection { return connection }
        let opened = try place.openPatiently(role, settings: settings)
        connection = opened
        return opened
    }
}
