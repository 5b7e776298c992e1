import NIOCore

/// Takes the PROXY header off a connection that comes from a listed proxy, and remembers whose connection it is.
///
/// A listed proxy must send one: guessing would let whoever is behind a proxy that sends none write it himself. Bytes of all others are
/// passed on untouched. Stays in the pipeline, on its event loop.
final class ProxyHeaderHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Where the connection comes from, as a listed proxy said; nil when none did.
    private(set) var source: IPAddress?
    private let trusted: [AddressBlock]
    private let report: @Sendable (_ reason: String) -> Void
    private var pending: [UInt8] = []
    private var isDone = false

    init(trusted: [AddressBlock], report: @escaping @Sendable (_ reason: String) -> Void) {
        self.trusted = trusted
        self.report = report
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isDone, !isFromProxy(context) { isDone = true }
        if isDone { return context.fireChannelRead(data) }
        pending += unwrapInboundIn(data).readableBytesView
        switch ProxyHeader.read(pending) {
        case .incomplete: break
        case .refused(let reason):
            pending = []
            report(reason)
            context.close(promise: nil)
        case .header(let header):
            isDone = true
            source = header.source
            let rest = pending.dropFirst(header.byteCount)
            pending = []
            if !rest.isEmpty { context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: rest))) }
        }
    }

    private func isFromProxy(_ context: ChannelHandlerContext) -> Bool {
        guard let address = context.channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }) else { return false }
        return trusted.contains { $0.contains(address) }
    }
}
