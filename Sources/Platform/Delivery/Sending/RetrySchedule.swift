/// When a delivery that was not acknowledged is tried again: the list of Standard Webhooks 1.0, spread by a fifth either way.
package struct RetrySchedule: Sendable, Hashable {
    /// Before the second attempt, the third, and so on; the last one repeats.
    package let pauses: [Duration]
    /// After this time since acceptance a delivery is given up.
    package let term: Duration
    /// A receiver that asks for more patience than this does not get it.
    package let patience: Duration

    package init(pauses: [Duration], term: Duration, patience: Duration = .seconds(86_400)) {
        precondition(!pauses.isEmpty && pauses.allSatisfy { $0 > .zero }, "a schedule has pauses longer than nothing")
        self.pauses = pauses
        self.term = term
        self.patience = patience
    }

    /// 5 s, 5 min, 30 min, 2 h, 5 h, 10 h …, for 72 hours.
    package static let standard = RetrySchedule(
        pauses: [.seconds(5), .seconds(300), .seconds(1800), .seconds(7200), .seconds(18_000), .seconds(36_000)], term: .seconds(259_200))

    /// For what cannot wait: 1 s, 5 s, 15 s, 60 s, then each 5 minutes for 24 hours, whatever the receiver asks for.
    package static let alert = RetrySchedule(
        pauses: [.seconds(1), .seconds(5), .seconds(15), .seconds(60), .seconds(300)], term: .seconds(86_400), patience: .seconds(300))

    /// The pause after attempt number `attempts` (1-based).
    ///
    /// - Parameters:
    ///   - spread: 0 ..< 1, a random number; 0.5 gives the pause itself.
    ///   - retryAfter: what the receiver asked for; it lengthens the pause, never shortens it, up to `patience`.
    package func pause(after attempts: Int, spread: Double, retryAfter: Duration?) -> Duration {
        let planned = pauses[min(max(attempts, 1), pauses.count) - 1] * (0.8 + 0.4 * spread)
        guard let retryAfter else { return planned }
        return max(planned, min(retryAfter, patience))
    }
}
