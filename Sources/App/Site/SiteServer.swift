import Core
import Foundation
import Hummingbird
import Logging
import NIOCore

/// The site as a server: listening, limits of connections, a graceful end.
extension Site {
    /// Idle connections are closed after this, and those that send their request too slowly.
    private static let idleSeconds: Int64 = 60

    /// Serves until the process is asked to end; requests under way are finished then.
    public func serve(
        host: String, port: Int, whenReady: @escaping @Sendable (_ port: Int) -> Void
    ) async throws {
        do {
            try await application(host: host, port: port, whenReady: whenReady).runService()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ServerRefusal.portTaken(port)
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

/// Why the server does not start.
enum ServerRefusal: Refusal {
    case portTaken(Int)

    var code: String { "port_taken" }

    var sentence: Sentence {
        switch self {
        case .portTaken(let port):
            Sentence(
                zh: "端口 \(port) 已被占用；请停止占用它的程序，或用 --port 换一个端口。",
                en: "Port \(port) is taken; stop what uses it, or choose another one with --port.")
        }
    }
}
