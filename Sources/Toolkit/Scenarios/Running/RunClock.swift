package import Documents

/// The three things a run asks of time, so that tests need no wall clock and no waiting.
package struct RunClock: Sendable {
    /// The time of day, for signatures, assertions and records.
    package let now: @Sendable () -> Timestamp
    /// Time since some fixed point; never goes back. Deadlines are measured by it.
    package let uptime: @Sendable () -> Duration
    /// Waits; throws `CancellationError` when the task is cancelled.
    package let sleep: @Sendable (Duration) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.uptime = uptime
        self.sleep = sleep
    }

    /// The machine's own clocks.
    package static let system: RunClock = {
        let start = ContinuousClock.now
        return RunClock(
            now: { .wall }, uptime: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0, clock: .continuous) })
    }()
}
