import Core
import Synchronization

/// Wrong passwords counted in memory: by the address that they come from, and by names that nobody has, so
/// that those can't be told from names that somebody has.
final class SignInThrottle: Sendable {
    enum Key: Hashable {
        case address(String)
        case unknownName(String)

        /// A whole office may come from one address, so it is given more.
        fileprivate var extraFailures: Int64 {
            switch self {
            case .address: 20
            case .unknownName: 0
            }
        }
    }

    private struct Count {
        var failures: Int64
        var lockedUntil: Int64
        var lastAt: Int64
    }

    private static let mostKeys = 20_000
    private let counts = Mutex<[Key: Count]>([:])

    /// Refuses while there is a wait.
    func check(_ key: Key, at now: Int64) throws(AccessRefusal) {
        let until = counts.withLock { $0[key]?.lockedUntil ?? 0 }
        if until > now { throw .locked(seconds: (until - now + 999) / 1_000) }
    }

    func countFailure(_ key: Key, at now: Int64) {
        counts.withLock { counts in
            if counts.count >= Self.mostKeys, counts[key] == nil { Self.makeRoom(&counts, at: now) }
            var count = counts[key] ?? Count(failures: 0, lockedUntil: 0, lastAt: now)
            // An hour without a wrong password begins anew.
            if now - count.lastAt > Lockout.longestWaitSeconds * 1_000 { count.failures = 0 }
            count.failures += 1
            count.lastAt = now
            let wait = Lockout.waitSeconds(afterFailures: max(count.failures - key.extraFailures, 0))
            count.lockedUntil = now + wait * 1_000
            counts[key] = count
        }
    }

    private static func makeRoom(_ counts: inout [Key: Count], at now: Int64) {
        counts = counts.filter { now - $0.value.lastAt <= Lockout.longestWaitSeconds * 1_000 }
        guard counts.count >= mostKeys else { return }
        let middle = counts.values.map(\.lastAt).sorted()[counts.count / 2]
        counts = counts.filter { $0.value.lastAt > middle }
    }
}
