import NIOCore
import NIOSSL
import NIOTLS

/// Ends a connection whose handshake, or the head of whose request, does not come to its end in time; tells of handshakes that failed.
///
/// Stands between TLS and HTTP. A connection on which nothing is under way is left to the listener's idle time.
final class HeadClock: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// What went wrong with a connection.
    enum Trouble: Sendable {
        case handshakeFailed(reason: String)
        case tooSlow(what: String)
    }

    private enum Phase {
        case handshake, idle, head, request
    }

    private let limit: TimeAmount
    private let report: @Sendable (Trouble) -> Void
    private var phase: Phase
    private var timer: Scheduled<Void>?

    init(limit: Duration, startsWithHandshake: Bool, report: @escaping @Sendable (Trouble) -> Void) {
        self.limit = TimeAmount(limit)
        self.report = report
        phase = startsWithHandshake ? .handshake : .idle
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if phase == .handshake { start(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if phase == .idle {
            phase = .head
            start(context)
        }
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if phase == .handshake, case .handshakeCompleted = event as? TLSUserEvent {
            phase = .idle
            stop()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if phase == .handshake {
            phase = .request
            stop()
            report(.handshakeFailed(reason: "\(error)"))
        }
        context.fireErrorCaught(error)
    }

    /// The head of a request was read.
    func headCame() {
        phase = .request
        stop()
    }

    /// The answer was written; what comes next is another head.
    func answerWritten() {
        if phase == .request { phase = .idle }
    }

    private func start(_ context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: limit) { [self] in
            timer = nil
            report(.tooSlow(what: phase == .handshake ? "the handshake" : "the head of a request"))
            context.close(promise: nil)
        }
    }

    private func stop() {
        timer?.cancel()
        timer = nil
    }
}
