import NIOCore
import Synchronization

/// Tells of connections that did not come to a request, each with the address of its other end, and of so many only in each minute: whoever
/// opens connections for nothing must not fill the log.
final class ConnectionTroubles: Sendable {
    /// What is told of in one minute; the first event of a later one says how many were left out.
    static let mostInAMinute = 60

    private struct Count {
        var minute: ContinuousClock.Instant
        var told = 0
        var leftOut = 0
    }

    private let log: ServerLog
    private let now: @Sendable () -> ContinuousClock.Instant
    private let count: Mutex<Count>

    init(log: @escaping ServerLog, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.log = log
        self.now = now
        count = Mutex(Count(minute: now()))
    }

    /// - Parameter channel: the connection; on its event loop.
    func report(_ kind: ServerEvent.Kind, _ detail: String, of channel: any Channel) {
        let handler = try? channel.pipeline.syncOperations.handler(type: ProxyHeaderHandler.self)
        let address = handler?.source?.description ?? channel.remoteAddress?.ipAddress
        report(kind, detail, address: address.map { IPAddress($0)?.description ?? $0 })
    }

    func report(_ kind: ServerEvent.Kind, _ detail: String, address: String?) {
        let now = now()
        let leftOut = count.withLock { count -> Int? in
            if now - count.minute >= .seconds(60) { count = Count(minute: now, leftOut: count.leftOut) }
            guard count.told < Self.mostInAMinute else {
                count.leftOut += 1
                return nil
            }
            count.told += 1
            defer { count.leftOut = 0 }
            return count.leftOut
        }
        guard let leftOut else { return }
        var event = ServerEvent(kind, detail: leftOut == 0 ? detail : "\(detail); \(leftOut) more before it were not told of")
        event.remoteAddress = address
        log(event)
    }
}
