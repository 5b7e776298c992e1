import Documents
import Synchronization

@testable import Scenarios

/// Time that passes only when somebody sleeps.
final class ManualClock: Sendable {
    /// 2026-11-23T10:00:00Z.
    static let epoch = Timestamp(milliseconds: 1_795_428_000_000)

    private let passed = Mutex<Duration>(.zero)

    var uptime: Duration { passed.withLock { $0 } }

    func advance(_ duration: Duration) { passed.withLock { $0 += duration } }

    var runClock: RunClock {
        RunClock(
            now: { Self.epoch.advanced(by: self.uptime) }, uptime: { self.uptime },
            sleep: { duration in
                try Task.checkCancellation()
                self.advance(duration)
            })
    }
}

/// Identifiers in sequence, in the shape of UUIDs.
final class Identifiers: Sendable {
    private let last = Mutex(0)

    var make: @Sendable () -> String {
        {
            let number = self.last.withLock { last in
                last += 1
                return last
            }
            let text = String(number)
            return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - text.count) + text
        }
    }
}
