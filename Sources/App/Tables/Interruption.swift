import Core
import Glibc
import Synchronization

/// Whether the user (Ctrl-C) or the system (SIGTERM) asked the program to stop.
///
/// Long work looks at it between batches and ends as if there were nothing more to do; what is finished
/// stays. A second signal ends the program at once.
public enum Interruption {
    private static let flag = Atomic<Bool>(false)

    /// From now on SIGINT and SIGTERM only set the flag, once each.
    public static func install() {
        // The flag must exist before a handler, which may not create it, touches it.
        flag.store(false, ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in Interruption.request() }
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
        sigaction(SIGINT, &action, nil)
        sigaction(SIGTERM, &action, nil)
    }

    /// What the signals do.
    static func request() { flag.store(true, ordering: .relaxed) }

    /// Cheap enough to be asked for each row.
    static var isRequested: Bool { flag.load(ordering: .relaxed) }

    /// Throws when a stop was asked for.
    static func check() throws(TableRefusal) {
        if isRequested { throw .interrupted }
    }
}
