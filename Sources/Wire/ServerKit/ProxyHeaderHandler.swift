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
    private let admit: @Sendable (_ caller: IPAddress) -> Bool
    private let report: @Sendable (_ reason: String) -> Void
    private var pending: [UInt8] = []
    private var isDone = false
    private var isRefused = false

    /// - Parameters:
    ///   - admit: whether a caller whom a proxy names may have this connection; asked once, with `source` set. Else it is closed.
    ///   - report: gets why a header was refused.
    init(
        trusted: [AddressBlock], admit: @escaping @Sendable (_ caller: IPAddress) -> Bool = { _ in true },
        report: @escaping @Sendable (_ reason: String) -> Void
    ) {
        self.trusted = trusted
        self.admit = admit
        self.report = report
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isRefused { return }
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
            source = header.source
            let rest = pending.dropFirst(header.byteCount)
            pending = []
            // What comes after is dropped until the connection is closed.
            if let caller = header.source, !admit(caller) {
                isRefused = true
                return context.close(promise: nil)
            }
            isDone = true
            if !rest.isEmpty { context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: rest))) }
        }
    }

    private func isFromProxy(_ context: ChannelHandlerContext) -> Bool {
        guard let address = context.channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }) else { return false }
        return trusted.contains { $0.contains(address) }
    }
}
