import Hummingbird
import Logging
import NIOCore

/// The site as a server: listening, limits of connections, a graceful end.
extension Site {
    /// Idle connections are closed after this, and those that send their request too slowly.
    private static let idleSeconds: Int64 = 60

    /// Serves until the process is asked to end; requests under way are finished then. At midnight it tells
    /// what
    /// has fallen due.
    public func serve(
        host: String, port: Int, whenReady: @escaping @Sendable (_ port: Int) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await NoticeKeeper(site: self).keep() }
            defer { group.cancelAll() }
            try await application(host: host, port: port, whenReady: whenReady).runService()
        }
    }

    func application(
        host: String, port: Int, whenReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) -> some ApplicationProtocol {
        var logger = Logger(label: "cassia")
        logger.logLevel = .notice
        return Application(
            router: SiteResponder(site: self).router(),
            server: .http1(configuration: .init(idleTimeout: .seconds(Site.idleSeconds))),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in whenReady(channel.localAddress?.port ?? port) }, logger: logger)
    }
}
