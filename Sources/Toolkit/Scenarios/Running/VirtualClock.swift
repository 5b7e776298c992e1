import Documents
import Synchronization

/// A run's time that does not wait: what is left of a long wait is jumped over, and the subject's clock is moved along.
///
/// Before and after a jump real time passes for a moment, so that what comes by itself, and what the jump made due, can come.
package final class VirtualClock: Sendable {
    /// Moves the subject's clock forward; false when it could not be moved.
    typealias Mover = @Sendable (Duration) async -> Bool

    /// Shorter waits are waited for.
    private static let grace: Duration = .seconds(2)

    private struct State {
        var jumped: Duration = .zero
        /// By how much the time of day was moved besides.
        var moved: Duration = .zero
        var mover: Mover?
    }

    private let base: RunClock
    private let state = Mutex(State())

    /// - Parameter base: the time that really passes.
    package init(_ base: RunClock = .system) { self.base = base }

    /// The clock that runner and inboxes go by.
    package var runClock: RunClock {
        RunClock(
            now: { self.base.now().advanced(by: self.jumped + self.moved) }, uptime: { self.base.uptime() + self.jumped },
            sleep: { try await self.sleep($0) }, advance: { amount in self.state.withLock { $0.moved += amount } })
    }

    /// The time that really passes, for limits that are meant so.
    var real: RunClock { base }

    /// How far it has jumped.
    package var jumped: Duration { state.withLock { $0.jumped } }

    private var moved: Duration { state.withLock { $0.moved } }

    /// Until then long waits are waited for.
    func bind(_ mover: @escaping Mover) { state.withLock { $0.mover = mover } }

    private func sleep(_ duration: Duration) async throws {
        guard duration > Self.grace, let mover = state.withLock({ $0.mover }) else { return try await base.sleep(duration) }
        let end = base.uptime() + jumped + duration
        try await base.sleep(Self.grace)
        // Another wait may have jumped meanwhile. Clocks of subjects move by whole seconds.
        let rest = end - (base.uptime() + jumped)
        let seconds = rest.components.seconds
        if seconds > 0 {
            guard await mover(.seconds(seconds)) else { return try await base.sleep(rest) }
            state.withLock { $0.jumped += .seconds(seconds) }
        }
        try await base.sleep(Self.grace)
    }
}
