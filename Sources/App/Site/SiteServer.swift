import Core
import Foundation
import Hummingbird
import Logging
import NIOCore
import Storage

/// The site as a server: listening, limits of connections, a graceful end.
extension Site {
    /// More connections wait until others end.
    private static let mostConnections = 8_000
    /// For saying that a request came too slowly before the connection is closed.
    private static let graceSeconds: Int64 = 2

    /// Serves until the process is asked to end; requests under way are finished then. At midnight it tells
    /// what has fallen due.
    public func serve(
        host: String, port: Int, whenReady: @escaping @Sendable (_ port: Int) -> Void
    ) async throws {
        try await refreshPolicies()
        try await withTaskExecutorPreference(LoopExecutor.shared) {
            try await run(host: host, port: port, whenReady: whenReady)
        }
    }

    private func run(
        host: String, port: Int, whenReady: @escaping @Sendable (_ port: Int) -> Void
    ) async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                let (ready, listening) = AsyncStream<Void>.makeStream()
                // The work of the day waits until this process is the one that serves.
                group.addTask {
                    for await _ in ready { await NoticeKeeper(site: self).keep() }
                }
                group.addTask { await keepPolicies() }
                defer { group.cancelAll() }
                try await application(host: host, port: port) { port in
                    listening.yield()
                    listening.finish()
                    whenReady(port)
                }
                .runService()
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ServerRefusal.portTaken(port)
        } catch let error as IOError where [EADDRNOTAVAIL, EACCES].contains(error.errnoCode) {
            throw ServerRefusal.cannotListen(host, port)
        }
    }

    /// A version comes into force on a later day, so that other processes have time to read it.
    private static let policySeconds: Int64 = 60

    private func refreshPolicies() async throws {
        try await book.database.read { try policies.refresh($0) }
    }

    private func keepPolicies() async {
        while (try? await Task.sleep(for: .seconds(Site.policySeconds))) != nil {
            // A database that is away is asked again the next time.
            try? await refreshPolicies()
        }
    }

    func application(
        host: String, port: Int, whenReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) -> some ApplicationProtocol {
        var logger = Logger(label: "cassia")
        logger.logLevel = .error
        let (request, answer) = (settings.requestSeconds + Site.graceSeconds, settings.answerSeconds)
        return Application(
            router: SiteResponder(site: self).router(),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        RequestDeadline(arrivalSeconds: request, takingSeconds: answer)
                    ], idleTimeout: .seconds(settings.idleSeconds),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 * 1_024, maxHeaderListSize: 32 * 1_024,
                        maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil,
                availableConnectionsDelegate: .maximum(Site.mostConnections, logger: logger)),
            onServerRunning: { channel in whenReady(channel.localAddress?.port ?? port) }, logger: logger)
    }
}

/// Why the server does not start.
enum ServerRefusal: Refusal {
    case portTaken(Int)
    case cannotListen(String, Int)

    var code: String {
        switch self {
        case .portTaken: "port_taken"
        case .cannotListen: "cannot_listen"
        }
    }

    var sentence: Sentence {
        switch self {
        case .portTaken(let port):
            Sentence(
                zh: "端口 \(port) 已被占用；请停止占用它的程序，或用 --port 换一个端口。",
                en: "Port \(port) is taken; stop what uses it, or choose another one with --port.")
        case .cannotListen(let host, let port):
            Sentence(
                zh: "不能在 \(host):\(port) 上监听；请用 --host 写本机的地址，端口小于 1024 时还需要权限。",
                en: """
                    Nothing can listen on \(host):\(port); give an address of this machine by --host, and \
                    ports below 1024 need a permission.
                    """)
        }
    }
}
