import AuditTrail
package import Documents
import ServerKit
import Store

/// What a person decided about an incident after a first look.
package struct Triage: Sendable {
    /// Another urgency; nil leaves it.
    package let severity: IncidentType.Severity?
    /// For each conditional notice, by id, whether its condition holds.
    package let conditions: [(notice: String, holds: Bool)]
    package let reason: String

    package init(severity: IncidentType.Severity?, conditions: [(notice: String, holds: Bool)], reason: String) {
        self.severity = severity
        self.conditions = conditions
        self.reason = reason
    }
}

/// What became known of an incident.
package struct IncidentUpdate: Sendable {
    package let summary: String?
    package let playersAffected: Int?
    package let reason: String

    package init(summary: String?, playersAffected: Int?, reason: String) {
        self.summary = summary
        self.playersAffected = playersAffected
        self.reason = reason
    }
}

/// The end of an incident.
package struct IncidentClosing: Sendable {
    /// What was the cause, and what was done about it.
    package let resolution: String
    package let reason: String

    package init(resolution: String, reason: String) {
        self.resolution = resolution
        self.reason = reason
    }
}

/// Whose an incident is from now on.
package struct Assignment: Sendable {
    /// The client of one of the operator's people; nil: nobody's.
    package let owner: String?
    package let reason: String

    package init(owner: String?, reason: String) {
        self.owner = owner
        self.reason = reason
    }
}

/// One phase of a notice, as an officer sends it.
package struct NoticeOrder: Sendable {
    package let notice: String
    package let phase: NoticePhase
    /// At most 1,500 characters.
    package let text: String
    package let lateReason: String?

    package init(notice: String, phase: NoticePhase, text: String, lateReason: String?) {
        self.notice = notice
        self.phase = phase
        self.text = text
        self.lateReason = lateReason
    }
}

/// The steps of an incident; each gives its document for the operator's people, or throws 404 and 409 as the states say.
extension IncidentDesk {
    /// Decides what is due. An incident that becomes P1 by it is told at once.
    package func triage(_ id: String, _ triage: Triage, by author: DeskAuthor) async throws -> Node {
        try await step(id, "triaged", from: [.open], by: author, reason: triage.reason) { work, incident in
            var notices = try work.transaction.snapshot.notices(of: id)
            for (position, decision) in triage.conditions.enumerated() {
                guard
                    let index = notices.firstIndex(where: {
                        $0.id == decision.notice && $0.state == NoticeState.conditional.rawValue
                    })
                else { throw Problem.notConditional(JSONPointer(["conditions", String(position), "notice_id"])) }
                notices[index].state = (decision.holds ? NoticeState.draft : .waived).rawValue
                try work.transaction.update(notices[index])
            }
            if let open = notices.first(where: { $0.state == NoticeState.conditional.rawValue }) { throw Problem.undecided(open.id) }
            let wasUrgent = incident.severity == IncidentType.Severity.p1.rawValue
            if let severity = triage.severity { incident.severity = severity.rawValue }
            incident.state = IncidentState.triaged.rawValue
            if !wasUrgent, incident.severity == IncidentType.Severity.p1.rawValue { try work.alert(incident, notices) }
        }
    }

    /// Brings up to date what is known.
    package func update(_ id: String, _ update: IncidentUpdate, by author: DeskAuthor) async throws -> Node {
        try await step(id, "updated", from: [.open, .triaged], by: author, reason: update.reason) { _, incident in
            var value = try JSONReader.read(incident.value)
            if let summary = update.summary { value = value.setting("summary", .string(summary)) }
            if let players = update.playersAffected { value = value.setting("players_affected", .integer(players)) }
            incident.value = try value.canonicalBytes()
        }
    }

    /// Gives an incident to somebody, or to nobody. The caller has checked who that is.
    package func assign(_ id: String, _ assignment: Assignment, by author: DeskAuthor) async throws -> Node {
        try await step(id, "assigned", from: [.open, .triaged], by: author, reason: assignment.reason) { _, incident in
            let owner: Node = assignment.owner.map { .string($0) } ?? .null
            incident.value = try JSONReader.read(incident.value).setting("owner", owner).canonicalBytes()
        }
    }

    /// Ends an incident whose notices are final or waived.
    package func close(_ id: String, _ closing: IncidentClosing, by author: DeskAuthor) async throws -> Node {
        try await step(id, "closed", from: [.triaged], by: author, reason: closing.reason) { work, incident in
            let open = try work.transaction.snapshot.notices(of: id).count {
                $0.state != NoticeState.final.rawValue && $0.state != NoticeState.waived.rawValue
            }
            guard open == 0 else { throw Problem.noticesOpen(open) }
            incident.state = IncidentState.closed.rawValue
            incident.value = try JSONReader.read(incident.value).setting("resolution", .string(closing.resolution)).canonicalBytes()
        }
    }

    /// Sends a phase of a notice: it is put on record, and on its way to a regulator that registered an address. A notice that comes after
    /// it was due must say why.
    package func notify(_ id: String, _ order: NoticeOrder, by author: DeskAuthor) async throws -> Node {
        try await step(id, "notified", from: [.open, .triaged], by: author, reason: "\(order.phase.rawValue) notice") { work, incident in
            guard var notice = try work.transaction.snapshot.notices(of: id).first(where: { $0.id == order.notice }) else {
                throw Problem.unknownIncident
            }
            guard let state = NoticeState(rawValue: notice.state), let next = order.phase.state(after: state) else {
                throw Problem.illegalPhase(order.phase, in: notice.state)
            }
            let isLate = order.phase == .initial && author.at > notice.dueAt
            if isLate, order.lateReason == nil { throw Problem.lateReasonRequired(notice.dueAt) }
            if !isLate, order.lateReason != nil { throw Problem.lateReasonNotExpected }
            let value = try JSONReader.read(notice.value)
            let submission: Node = .object([
                ("phase", .string(order.phase.rawValue)), ("submitted_at", .string(author.at.description)), ("text", .string(order.text)),
                ("late", .bool(isLate)), ("late_reason", order.lateReason.map { .string($0) } ?? .null),
                ("delay_minutes", .integer(Int((author.at.milliseconds - incident.awareAt.milliseconds) / 60_000))),
            ])
            notice.value = try value.setting("submissions", .array((value["submissions"]?.array ?? []) + [submission])).canonicalBytes()
            notice.state = next.rawValue
            notice.firstSentAt = notice.firstSentAt ?? author.at
            try work.transaction.update(notice)
            guard incident.regulators.contains(notice.authority) else { return }
            let message = NoticeMessage(phase: order.phase, text: order.text, lateReason: order.lateReason)
            try work.tell(notice.authority, message, incident, [notice])
        }
    }

    /// One step: looks whether the state allows it, carries it out, counts the version, notes the course, records it; all in one transaction.
    private func step(
        _ id: String, _ name: String, from states: Set<IncidentState>, by author: DeskAuthor, reason: String,
        _ change: @escaping @Sendable (DeskWork, inout IncidentRow) throws -> Void
    ) async throws -> Node {
        let node = try await store.write { transaction in
            guard var incident = try transaction.snapshot.incident(id), incident.operatorID == operatorID else {
                throw Problem.unknownIncident
            }
            guard let state = IncidentState(rawValue: incident.state), states.contains(state) else {
                throw Problem.illegalMove(name, in: incident.state)
            }
            let work = DeskWork(desk: self, transaction: transaction, author: author)
            let before = try work.commitment(to: incident)
            let stateBefore = incident.state
            incident.version += 1
            try change(work, &incident)
            let value = try JSONReader.read(incident.value)
            let step: Node = .object([
                ("at", .string(author.at.description)), ("by", .string(author.actor.subject)), ("step", .string(name)),
                ("reason", .string(reason)),
            ])
            incident.value = try value.setting("course", .array((value["course"]?.array ?? []) + [step])).canonicalBytes()
            try transaction.update(incident)
            try work.record(incident, before: before, reason: reason)
            if incident.state != stateBefore { try work.moveTicket(incident) }
            let reader = IncidentReader(regulator: nil, seesConfidential: true)
            return try document(of: incident, in: transaction.snapshot).node(for: reader, now: author.at)
        }
        ports.isDispatched()
        return node
    }
}
