import Delivery
import Documents
import Store

/// The operator's incidents in a project of Jira.
extension NoticeSending {
    /// Does once what a message says.
    func follow(_ project: JiraProject, _ dispatch: DispatchRow, _ message: Node) async throws -> DeliveryOutcome {
        let issues = JiraIssues(project: project, authorization: worker.ports.ticketAuthorization(), send: worker.ports.send)
        do {
            let known = try await worker.store.read { try $0.outsideTicket(of: dispatch.incidentID) }?.key
            let key: String
            if let known {
                key = known
            } else if let found = try await issues.find(dispatch.incidentID) {
                key = try await note(found, of: dispatch, project)
            } else if dispatch.phase == TicketMessage.opening {
                try await beginMaking(dispatch)
                key = try await note(try await issues.make(message), of: dispatch, project)
            } else {
                throw NotYet(reason: "the incident has no issue yet")
            }
            switch dispatch.phase {
            case TicketMessage.state:
                guard let state = message["state"]?.string.flatMap(IncidentState.init) else {
                    return .refusedForGood(reason: "the message names no state")
                }
                try await issues.move(key, to: state)
            case TicketMessage.comment:
                try await issues.comment(
                    key, message["comment"]?["text"]?.string ?? "", id: message["comment"]?["comment_id"]?.string ?? "")
            default:
                try await issues.link(
                    key, to: message["links"]?["incident"]?.string ?? "", title: "Incident \(dispatch.incidentID)")
            }
            return .acknowledged(Acknowledgement(status: 200, reference: key))
        } catch let refusal as JiraIssues.Refusal {
            return refusal.outcome
        }
    }

    /// Keeps that an issue is about to be made: whoever finds this after a process that ended meanwhile makes none before it is sure that a
    /// search finds what was made.
    private func beginMaking(_ dispatch: DispatchRow) async throws {
        let now = worker.ports.now()
        let left = try await worker.store.write { transaction -> Duration in
            if let since = try transaction.snapshot.outsideTicketMaking(of: dispatch.incidentID) {
                // A clock that was set back is no reason to wait for longer.
                let passed = max(.zero, now - since)
                if passed < JiraIssues.settling, since <= now { return JiraIssues.settling - passed }
            }
            try transaction.beginOutsideTicket(of: dispatch.incidentID, at: now)
            return .zero
        }
        if left > .zero { throw NotYet(reason: "an issue may have been made already: it is looked for again", retryAfter: left) }
    }

    /// Keeps which issue an incident has, before anything else is done with it.
    private func note(_ key: String, of dispatch: DispatchRow, _ project: JiraProject) async throws -> String {
        let row = OutsideTicketRow(
            incidentID: dispatch.incidentID, system: dispatch.recipient, key: key, link: "\(project.baseURL)/browse/\(key)",
            madeAt: worker.ports.now())
        try await worker.store.write { try $0.insert(row) }
        return key
    }
}
