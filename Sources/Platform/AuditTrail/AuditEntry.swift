package import Documents

/// What an audit event says happened.
package enum AuditAction: String, Sendable, CaseIterable {
    case create, update, delete
    /// Data was shown to somebody.
    case read
    /// Data left the platform: a report file, a delivery.
    case export
    /// The other side confirmed what it received.
    case acknowledge
    /// Something was asked for and accepted: a regulator's request.
    case request
    /// Somebody was turned away.
    case refuse

    /// The actions that change an entity: what its history consists of.
    package static let changes: [AuditAction] = [.create, .update, .delete]
}

/// Who did it, as far as the platform could establish.
package struct AuditActor: Sendable, Hashable {
    /// The person or service, `sub` of the token; `system` for the platform itself.
    package let subject: String
    package let clientID: String?
    /// The `x5t#S256` thumbprint of the client certificate.
    package let certificate: String?
    /// The peer's IP address.
    package let address: String?

    package init(subject: String, clientID: String? = nil, certificate: String? = nil, address: String? = nil) {
        self.subject = subject
        self.clientID = clientID
        self.certificate = certificate
        self.address = address
    }

    /// The platform acting by itself: schedules, deliveries.
    package static let system = AuditActor(subject: "system")
}

/// One event before it gets its index: who did what to which thing, when, and how the thing changed.
package struct AuditEntry: Sendable {
    package let at: Timestamp
    /// The operator (tenant) whose event it is, `northwind`.
    package let operatorID: String
    /// Whom it is about: who may be shown it.
    package let subject: AuditSubject
    package let actor: AuditActor
    package let action: AuditAction
    /// The entity's type in snake_case: `bonus_rule`, `report_run`, `request` …
    package let entity: String
    package let id: String
    /// The thing before and after; nil where there was or is none.
    package let before: Node?
    package let after: Node?
    /// Why, in the words of the person who did it.
    package let reason: String?
    /// The `X-Request-ID` of the exchange that caused it.
    package let requestID: String?
    /// What else belongs to the event: scope, filter and row count of a read, hashes of an exported file.
    package let detail: Node?

    package init(
        at: Timestamp, operatorID: String, subject: AuditSubject, actor: AuditActor, action: AuditAction, entity: String, id: String,
        before: Node? = nil, after: Node? = nil, reason: String? = nil, requestID: String? = nil, detail: Node? = nil
    ) {
        self.at = at
        self.operatorID = operatorID
        self.subject = subject
        self.actor = actor
        self.action = action
        self.entity = entity
        self.id = id
        self.before = before
        self.after = after
        self.reason = reason
        self.requestID = requestID
        self.detail = detail
    }
}
