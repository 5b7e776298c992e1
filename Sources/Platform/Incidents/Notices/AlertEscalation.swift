import AuditTrail
package import Documents
package import Store

/// The look at an alert a minute after it was put on its way: if it has reached nobody at its recipient, the operator's second contact is
/// told, because somebody must use the telephone. Where the recipient has no address it is looked at once.
struct AlertEscalation: Sendable, Hashable {
    /// The kind of the job.
    static let jobKind = "escalate-alert"
    /// After this time without success.
    static let delay = Duration.seconds(60)

    /// The recipient that is who is on call.
    static let onCall = "on-call"

    let incidentID: String
    /// The authority, or `on-call`.
    let recipient: String

    init(incidentID: String, recipient: String) {
        self.incidentID = incidentID
        self.recipient = recipient
    }

    /// Nil when the payload was not written by this type.
    init?(payload: [UInt8]) {
        guard let node = try? JSONReader.read(payload), let incident = node["incident_id"]?.string,
            let recipient = node["recipient"]?.string
        else { return nil }
        self.init(incidentID: incident, recipient: recipient)
    }

    /// Promises the look, in the transaction that puts the alert on its way; once for each alert that is told.
    func promise(in transaction: Transaction, at now: Timestamp, after delay: Duration = Self.delay) throws {
        try transaction.addJob(
            kind: Self.jobKind, key: "\(Self.jobKind):\(incidentID):\(recipient):\(now.milliseconds)",
            payload: Node.object([("incident_id", .string(incidentID)), ("recipient", .string(recipient))]).compactBytes(),
            runAt: now.advanced(by: delay))
    }

    /// Whether any alert was put on its way to the recipient.
    func wasTried(_ snapshot: Snapshot) throws -> Bool { try alerts(snapshot).isEmpty == false }

    /// Whether any alert has been taken over by the recipient, on whatever channel.
    func hasReached(_ snapshot: Snapshot) throws -> Bool {
        try alerts(snapshot).contains { $0.state == DispatchState.delivered.rawValue }
    }

    private func alerts(_ snapshot: Snapshot) throws -> [DispatchRow] {
        try snapshot.dispatches(of: incidentID).filter { $0.recipient == recipient && $0.phase == NoticePhase.alert.rawValue }
    }
}

extension IncidentDesk {
    /// What became of an alert after its minute.
    package enum EscalationOutcome: Sendable, Hashable {
        /// It has reached its recipient, or there is nothing to look at.
        case none
        /// It has not; the second contact is told, or there is none to tell.
        case unreached(incidentID: String, recipient: String, isTold: Bool)
    }

    /// Looks at an alert, tells the second contact if it must, and ends the job: one transaction.
    package func escalate(_ job: Job, now: Timestamp) async throws -> EscalationOutcome {
        let outcome = try await store.write { transaction -> EscalationOutcome in
            guard try transaction.finish(job) else { return .none }
            guard let look = AlertEscalation(payload: job.payload), let incident = try transaction.snapshot.incident(look.incidentID),
                try !look.hasReached(transaction.snapshot)
            else { return .none }
            let work = DeskWork(
                desk: self, transaction: transaction, author: DeskAuthor(actor: .system, requestID: nil, at: now))
            let isTold = try work.tellSecondContact(
                incident, unreached: look.recipient, hasAddress: try look.wasTried(transaction.snapshot))
            return .unreached(incidentID: incident.id, recipient: look.recipient, isTold: isTold)
        }
        if case .unreached(_, _, true) = outcome { ports.isDispatched() }
        return outcome
    }
}
