public import Foundation

extension Process {
    /// Runs the process with no signal blocked. Swift's threads block most of them, a child inherits that,
    /// and a shell then never hears of the end of its own children, nor a server of SIGTERM.
    public func runWithSignals() throws {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}
