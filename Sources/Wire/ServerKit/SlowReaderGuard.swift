import NIOCore

/// Ends a connection whose other end does not take what is written to it: nobody else would, while an answer is being written.
///
/// Stands next to the socket, where what the system took can be told from what still waits. What waits must be taken within `window`, or
/// at least `minimumBytes` of it in each.
final class SlowReaderGuard: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let window: TimeAmount
    private let minimumBytes: Int
    private let report: @Sendable () -> Void
    /// Bytes that were handed to the socket, since the connection began.
    private var written = 0
    /// At the beginning of the window: what was handed over, and how much of it had been taken.
    private var atStart = (written: 0, taken: 0)
    private var timer: Scheduled<Void>?

    init(window: Duration, minimumBytesPerSecond: Int, report: @escaping @Sendable () -> Void) {
        self.window = TimeAmount(window)
        minimumBytes = Int(Double(self.window.nanoseconds) / 1e9 * Double(minimumBytesPerSecond))
        self.report = report
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let taken = timer == nil ? self.taken(context) : 0
        written += unwrapOutboundIn(data).readableBytes
        if timer == nil { begin(context, taken: taken) }
        context.write(data, promise: promise)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    private func begin(_ context: ChannelHandlerContext, taken: Int) {
        atStart = (written, taken)
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: window) { self.look(context) }
    }

    private func look(_ context: ChannelHandlerContext) {
        timer = nil
        guard context.channel.isActive else { return }
        let taken = taken(context)
        if taken == written { return }
        // What came only now had no time yet; what has waited all the while is judged.
        if taken < atStart.written, taken - atStart.taken < minimumBytes {
            report()
            UnsentBytes.discard(context.channel)
            context.close(promise: nil)
        } else {
            begin(context, taken: taken)
        }
    }

    private func taken(_ context: ChannelHandlerContext) -> Int {
        written - ((try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0)
    }
}
