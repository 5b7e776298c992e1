import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// A connection of a listener: what stands beneath HTTP, from the socket upwards.
///
/// Whose connection it is and TLS come first, with the certificate and trust that are in force when it begins; guards of time around them.
struct ConnectionChannel: ServerChildChannel {
    let base: HTTP1Channel
    let configuration: ServerConfiguration
    /// Nil: plain text.
    let credentials: ListenerCredentials?
    let troubles: ConnectionTroubles
    let shares: ConnectionShares

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let told = { @Sendable [troubles] kind, detail in troubles.report(kind, detail, of: channel) }
            let tooMany = { @Sendable in told(.tooManyConnections, "the address holds as many connections as it may") }
            guard shares.take(channel) else {
                tooMany()
                return try pipeline.addHandler(RefusingHandler())
            }
            try UnsentBytes.bound(channel)
            try pipeline.addHandler(
                SlowReaderGuard(window: configuration.paceWindow, minimumBytesPerSecond: configuration.minimumBytesPerSecond) {
                    told(.tooSlow, "an answer was not taken in time")
                })
            if !configuration.trustedProxies.isEmpty {
                let admit = { @Sendable [shares] caller in
                    let isAdmitted = shares.take(channel, for: caller)
                    if !isAdmitted { tooMany() }
                    return isAdmitted
                }
                try pipeline.addHandler(
                    ProxyHeaderHandler(trusted: configuration.trustedProxies, admit: admit) { told(.proxyRefused, $0) })
            }
            if let credentials { try pipeline.addHandler(NIOSSLServerHandler(context: credentials.context)) }
            try pipeline.addHandler(
                HeadClock(limit: configuration.headTimeout, startsWithHandshake: credentials != nil) { trouble in
                    switch trouble {
                    case .handshakeFailed(let reason): told(.handshakeFailed, reason)
                    case .tooSlow(let what): told(.tooSlow, "\(what) was not complete in time")
                    }
                })
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

/// Closes a connection as soon as it is one.
private final class RefusingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { context.close(promise: nil) }
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        context.close(promise: nil)
    }
}
