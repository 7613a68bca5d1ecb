import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request does not arrive whole, or whose answer is not taken, within a time, even
/// where a byte comes now and then.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let arriving: Alarm
    private let leaving: Alarm

    init(arrivalSeconds: Int64, takingSeconds: Int64) {
        arriving = Alarm(.seconds(arrivalSeconds))
        leaving = Alarm(.seconds(takingSeconds))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: arriving.set(context.channel)
        case .body: break
        case .end: arriving.clear()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head:
            leaving.set(context.channel)
            context.write(data, promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let done = promise ?? context.eventLoop.makePromise(of: Void.self)
            let (leaving, end) = (leaving, leaving.end)
            done.futureResult.assumeIsolated().whenComplete { _ in
                // Another answer may be on its way already.
                if leaving.end == end { leaving.clear() }
            }
            context.write(data, promise: done)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    private func stop() {
        arriving.stop()
        leaving.stop()
    }
}

/// Closes a connection at a time that is mostly put off or taken back before it comes: one timer stands for
/// all requests of the connection, and looks when it rings.
private final class Alarm {
    private let time: TimeAmount
    /// When the connection is closed; nil while nothing is waited for.
    private(set) var end: NIODeadline?
    private var timer: Scheduled<Void>?

    init(_ time: TimeAmount) { self.time = time }

    func set(_ channel: any Channel) {
        let end = NIODeadline.now() + time
        self.end = end
        if timer == nil { ring(at: end, channel) }
    }

    func clear() { end = nil }

    func stop() {
        end = nil
        timer?.cancel()
        timer = nil
    }

    private func ring(at time: NIODeadline, _ channel: any Channel) {
        timer = channel.eventLoop.assumeIsolated().scheduleTask(deadline: time) {
            self.timer = nil
            guard let end = self.end else { return }
            if end <= .now() { channel.close(promise: nil) } else { self.ring(at: end, channel) }
        }
    }
}
