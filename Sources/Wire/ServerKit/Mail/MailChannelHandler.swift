import NIOCore
import NIOSSL

/// Cuts a connection's bytes into lines, hands them to its session and does what the session says. Lives on the connection's event loop.
final class MailChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let configuration: MailListenerConfiguration
    private let tls: NIOSSLContext
    private let refusal: MailReply?
    private let take: MailTaking
    private var session: MailSession
    private var pending: [UInt8] = []
    private var isClosing = false

    /// A `refusal` is said instead of the greeting, and ends the connection.
    init(
        _ configuration: MailListenerConfiguration, tls: NIOSSLContext, remoteAddress: String, refusal: MailReply?,
        take: @escaping MailTaking
    ) {
        self.configuration = configuration
        self.tls = tls
        self.refusal = refusal
        self.take = take
        session = MailSession(configuration, remoteAddress: remoteAddress)
    }

    func channelActive(context: ChannelHandlerContext) {
        if let refusal { close(refusal, context) } else { reply(session.greeting, context) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        pending += unwrapInboundIn(data).readableBytesView
        var start = 0
        while !isClosing, let end = lineEnd(from: start) {
            let line = Array(pending[start..<end])
            start = end + 2
            guard line.count <= configuration.maximumLineBytes else { return close(.lineTooLong, context) }
            for action in session.take(line) {
                switch action {
                case .reply(let reply): self.reply(reply, context)
                case .take(let mail): reply(take(mail).reply, context)
                case .close: close(nil, context)
                case .startTLS: start = startTLS(context)
                }
            }
        }
        pending.removeFirst(min(start, pending.count))
        if pending.count > configuration.maximumLineBytes + 1 { close(.lineTooLong, context) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { return close(.idle, context) }
        context.fireUserInboundEventTriggered(event)
    }

    /// A connection that broke, or a handshake that failed: there is nobody to tell.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        isClosing = true
        context.close(promise: nil)
    }

    /// The place of the next CR LF.
    private func lineEnd(from start: Int) -> Int? {
        guard start < pending.count else { return nil }
        var index = start
        while let cr = pending[index...].firstIndex(of: 13), cr + 1 < pending.count {
            if pending[cr + 1] == 10 { return cr }
            index = cr + 1
        }
        return nil
    }

    /// Puts TLS before everything else.
    /// - Returns: where to go on reading, which is after all that came in the clear: an attacker could have put it there.
    private func startTLS(_ context: ChannelHandlerContext) -> Int {
        do {
            try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
            session.secured()
        } catch {
            close(nil, context)
        }
        return pending.count
    }

    private func reply(_ reply: MailReply, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: reply.bytes)), promise: nil)
    }

    private func close(_ reason: MailReply?, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        isClosing = true
        pending = []
        if let reason { reply(reason, context) }
        context.close(promise: nil)
    }
}
