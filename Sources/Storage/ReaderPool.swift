import Glibc

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

/// Connections for what is read in a moment by whatever thread asks, one for each thread that has asked: what
/// a connection keeps in memory stays near the processor that used it.
final class IdleReaders: Sendable {
    private struct State {
        var idle: [Idle] = []
        var isClosed = false
    }

    /// Used by one thread at a time: who takes it out of the list has it alone.
    private struct Idle: @unchecked Sendable {
        let thread: pthread_t
        let reader: Reader
    }

    private let state = Monitor(State())
    private let place: Place
    private let role: Place.Role
    private let settings: DatabaseSettings

    init(_ place: Place, as role: Place.Role, settings: DatabaseSettings) {
        (self.place, self.role, self.settings) = (place, role, settings)
    }

    func read<Output>(_ body: (Connection) throws -> Output) throws -> Output {
        let own = try take()
        defer { giveBack(own) }
        return try own.reader.read(body)
    }

    func close() {
        let left = state.withLock { state in
            defer { state = State(isClosed: true) }
            return state.idle
        }
        for one in left { one.reader.close() }
    }

    private func take() throws -> Idle {
        let thread = pthread_self()
        let known = try state.withLock { state -> Idle? in
            if state.isClosed { throw StorageError.closed }
            return state.idle.firstIndex { $0.thread == thread }.map { state.idle.remove(at: $0) }
        }
        return known ?? Idle(thread: thread, reader: Reader(place, as: role, settings: settings))
    }

    private func giveBack(_ own: Idle) {
        let isKept = state.withLock { state in
            if !state.isClosed { state.idle.append(own) }
            return !state.isClosed
        }
        if !isKept { own.reader.close() }
    }
}

/// One connection, used by one thread at a time.
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
