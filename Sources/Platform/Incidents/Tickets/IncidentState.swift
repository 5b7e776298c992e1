/// Where an incident stands.
///
/// Moves: `OPEN` → `TRIAGED` → `CLOSED`. What is known may be brought up to date until it is closed; only a triaged one whose notices
/// are all final or waived can be closed.
package enum IncidentState: String, Sendable, Hashable, CaseIterable {
    case open = "OPEN"
    /// A person looked at it and decided which conditional notices are due.
    case triaged = "TRIAGED"
    case closed = "CLOSED"
}

/// Where a notice stands.
///
/// Moves: `CONDITIONAL` → `DRAFT` | `WAIVED` (at triage); `DRAFT` → `SENT` (initial) → `SENT` (updates) → `FINAL`.
package enum NoticeState: String, Sendable, Hashable, CaseIterable {
    /// Due only if its condition holds, which nobody decided yet.
    case conditional = "CONDITIONAL"
    /// Due, and not sent.
    case draft = "DRAFT"
    /// The authority was told, and will be told more.
    case sent = "SENT"
    /// Everything was told.
    case final = "FINAL"
    /// Not due: its condition does not hold.
    case waived = "WAIVED"
}

/// What a notice, or a message about an incident, is in the course of things.
package enum NoticePhase: String, Sendable, Hashable, CaseIterable {
    /// Sent at once for a P1, before anybody has written a notice.
    case alert
    case initial, update, final

    /// The state after this phase was told; nil where it cannot be told.
    func state(after state: NoticeState) -> NoticeState? {
        switch (self, state) {
        case (.initial, .draft): .sent
        case (.update, .sent): .sent
        case (.final, .sent): .final
        default: nil
        }
    }
}

/// Where a message about an incident stands.
package enum DispatchState: String, Sendable, Hashable, CaseIterable {
    case waiting = "WAITING"
    /// The receiver took it over.
    case delivered = "DELIVERED"
    /// It was given up.
    case exhausted = "EXHAUSTED"
    /// The platform has no way to send it.
    case noChannel = "NO_CHANNEL"
}
