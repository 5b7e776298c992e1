/// How fast a recorded session is played again.
package enum ReplaySpeed: Sendable, Hashable {
    /// One request after the other, without pauses.
    case fast
    /// Recorded pauses divided by this; 1 is as it was.
    case times(Double)

    /// How long to wait after the recorded pause.
    func pause(_ recorded: Duration) -> Duration {
        switch self {
        case .fast: .zero
        case .times(let factor): factor > 0 ? max(.zero, recorded / factor) : .zero
        }
    }
}
