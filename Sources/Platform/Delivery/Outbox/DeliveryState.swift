/// How far a delivery has come. Moves: `waiting` → `acknowledged` or `exhausted`; an officer's replay leads from both back to `waiting`.
package enum DeliveryState: String, Sendable, CaseIterable {
    /// Promised, and tried again until it is acknowledged or its span is over.
    case waiting
    /// The receiver has it.
    case acknowledged
    /// Given up: the receiver wants no more, or the span is over. Kept for a replay.
    case exhausted
}
