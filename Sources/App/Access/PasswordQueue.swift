import Dispatch
import Synchronization

/// Work that takes a core for long, such as checking a password: one piece at a time, and few that wait.
final class PasswordQueue: Sendable {
    static let shared = PasswordQueue(mostWaiting: 64)

    /// More would wait longer than people do.
    private let mostWaiting: Int
    private let queue = DispatchQueue(label: "cassia.passwords")
    private let waiting = Mutex(0)

    init(mostWaiting: Int) { self.mostWaiting = mostWaiting }

    /// Runs it in its turn; refuses at once where too many wait.
    func run<Output: Sendable>(_ work: @escaping @Sendable () throws -> Output) async throws -> Output {
        let hasRoom = waiting.withLock { waiting in
            guard waiting < mostWaiting else { return false }
            waiting += 1
            return true
        }
        guard hasRoom else { throw RequestRefusal.busy }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                let result = Result { try work() }
                self.waiting.withLock { $0 -= 1 }
                continuation.resume(with: result)
            }
        }
    }
}
