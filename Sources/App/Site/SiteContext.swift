import Hummingbird
import NIOCore

/// What the library tells of a connection beside the request: who is at its other end.
struct SiteContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the other end; nil where there is no network.
    let peer: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }

    /// Whether the other end is this machine.
    var isPeerLocal: Bool {
        guard let peer else { return false }
        return peer.hasPrefix("127.") || peer == "::1" || peer.hasPrefix("::ffff:127.")
    }
}
