package import AuditTrail
package import Documents

/// Who or what asked for a report.
package struct ReportCause: Sendable {
    /// Stands in the audit entry.
    package let actor: AuditActor
    /// Why, in a person's words; nil for the schedule.
    package let reason: String?
    /// The `X-Request-ID` of the exchange.
    package let requestID: String?

    /// When it was asked for; nil: when the making began.
    package let triggeredAt: Timestamp?

    /// Everything but the actor may be unknown.
    package init(actor: AuditActor, reason: String? = nil, requestID: String? = nil, triggeredAt: Timestamp? = nil) {
        self.actor = actor
        self.reason = reason
        self.requestID = requestID
        self.triggeredAt = triggeredAt
    }

    /// The platform's own timetable.
    package static let schedule = ReportCause(actor: .system)
}
