package import Documents
import Synchronization

/// The things a run asks of time, so that tests need no wall clock and no waiting.
package struct RunClock: Sendable {
    /// The time of day, for signatures, assertions and records.
    package let now: @Sendable () -> Timestamp
    /// Time since some fixed point; never goes back. Deadlines are measured by it.
    package let uptime: @Sendable () -> Duration
    /// Waits; throws `CancellationError` when the task is cancelled.
    package let sleep: @Sendable (Duration) async throws -> Void

    /// Moves the time of day forward, together with the subject's; does nothing where time cannot be moved.
    package let advance: @Sendable (Duration) -> Void

    package init(
        now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void, advance: @escaping @Sendable (Duration) -> Void = { _ in }
    ) {
        self.now = now
        self.uptime = uptime
        self.sleep = sleep
        self.advance = advance
    }

    /// The machine's own clocks with a time of day that can be moved forward; each call gives one of its own.
    package static func movable() -> RunClock {
        let shift = ClockShift()
        return RunClock(
            now: { Timestamp.wall.advanced(by: shift.amount) }, uptime: system.uptime, sleep: system.sleep, advance: { shift.add($0) })
    }

    /// The machine's own clocks.
    package static let system: RunClock = {
        let start = ContinuousClock.now
        return RunClock(
            now: { .wall }, uptime: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0, clock: .continuous) })
    }()
}

/// By how much a time of day has been moved.
private final class ClockShift: Sendable {
    private let held = Mutex<Duration>(.zero)

    var amount: Duration { held.withLock { $0 } }

    func add(_ duration: Duration) { held.withLock { $0 += duration } }
}
