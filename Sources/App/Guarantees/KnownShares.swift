import Core
import Synchronization

/// Share tables that were built before, by their text: a table of hundredths of a percent has 10,000 rows.
enum KnownShares {
    private static let limit = 1_000
    private static let known = Mutex<[String: Shares]>([:])

    static func shares(_ text: String) throws(SharesRefusal) -> Shares {
        if let shares = known.withLock({ $0[text] }) { return shares }
        let shares = try Shares(text)
        known.withLock { if $0.count < limit { $0[text] = shares } }
        return shares
    }
}
