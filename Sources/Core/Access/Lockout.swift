/// How long a person has to wait after wrong passwords: nothing at first, then longer with each.
public enum Lockout {
    /// Wrong passwords that cost no wait, so that a slip of the finger doesn't.
    public static let freeFailures: Int64 = 4
    /// The first wait, which doubles with each further failure.
    public static let firstWaitSeconds: Int64 = 15
    /// Nobody waits longer: locking a colleague out for good must not be possible.
    public static let longestWaitSeconds: Int64 = 3_600

    /// The wait after that many failures in a row.
    public static func waitSeconds(afterFailures failures: Int64) -> Int64 {
        guard failures > freeFailures else { return 0 }
        let doublings = min(failures - freeFailures - 1, 10)
        return min(firstWaitSeconds << doublings, longestWaitSeconds)
    }
}
