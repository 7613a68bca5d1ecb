import Glibc

/// A value behind a lock, and threads that wait until it is as they want it.
final class Monitor<State>: @unchecked Sendable {
    private var state: State
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Looks at or changes the value, then wakes as many waiting threads as asked for.
    func withLock<Result>(
        waking: Waking = .none, _ body: (inout State) throws -> Result
    ) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let result = try body(&state)
        switch waking {
        case .none: break
        case .one: pthread_cond_signal(changed)
        case .all: pthread_cond_broadcast(changed)
        }
        return result
    }

    /// Sleeps until `isReady` is true, then runs `body`.
    func wait<Result>(
        until isReady: (State) -> Bool, _ body: (inout State) throws -> Result
    ) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !isReady(state) { pthread_cond_wait(changed, mutex) }
        return try body(&state)
    }

    /// Sleeps until `isReady` is true, but not for longer than a time in nanoseconds.
    func wait(until isReady: (State) -> Bool, atMost nanoseconds: Int) {
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        let sum = end.tv_nsec + nanoseconds
        end.tv_sec += sum / 1_000_000_000
        end.tv_nsec = sum % 1_000_000_000
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !isReady(state), pthread_cond_timedwait(changed, mutex, &end) == 0 {}
    }

    func wakeOne() { pthread_cond_signal(changed) }

    enum Waking {
        case none
        case one
        case all
    }
}

/// Starts a thread of its own, outside Swift's pool, because what it runs blocks.
func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let start = Unmanaged.passRetained(Start(body)).toOpaque()
    let code = pthread_create(
        &thread, nil,
        { start in
            Unmanaged<Start>.fromOpaque(start.unsafelyUnwrapped).takeRetainedValue().body()
            return nil
        }, start)
    precondition(code == 0, "cannot start a thread")
    pthread_detach(thread)
}
