import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request does not arrive whole, or whose answer is not taken, within a time, even
/// where a byte comes now and then.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let arrival: TimeAmount
    private let taking: TimeAmount
    private var arriving: Scheduled<Void>?
    private var leaving: Scheduled<Void>?

    init(arrivalSeconds: Int64, takingSeconds: Int64) {
        arrival = .seconds(arrivalSeconds)
        taking = .seconds(takingSeconds)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: arriving = close(context, after: arrival)
        case .body: break
        case .end: arriving?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head:
            leaving?.cancel()
            leaving = close(context, after: taking)
            context.write(data, promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let done = promise ?? context.eventLoop.makePromise(of: Void.self)
            let leaving = leaving
            done.futureResult.whenComplete { _ in leaving?.cancel() }
            context.write(data, promise: done)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    private func stop() {
        arriving?.cancel()
        leaving?.cancel()
    }

    private func close(_ context: ChannelHandlerContext, after time: TimeAmount) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}
