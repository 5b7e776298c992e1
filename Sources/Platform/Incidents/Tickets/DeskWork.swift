import AuditTrail
import Documents
import SourceData
import Store

/// What the desk does inside one transaction.
struct DeskWork {
    let desk: IncidentDesk
    let transaction: Transaction
    let author: DeskAuthor

    /// Does what an event asks for; the incident that it belongs to, or nil.
    func follow(_ event: OperatorEvent) throws -> String? {
        switch event.meaning {
        case .incident(let code): return try open(code, event).id
        case .exclusion(let exclusion, let player): return try follow(exclusion, of: player, event)
        }
    }

    /// Opens a ticket with the notices that it makes due; a P1 is told at once.
    func open(_ code: String, _ event: OperatorEvent) throws -> IncidentRow {
        let type = try desk.catalogue.type(code)
        let touched = event.licences.isEmpty ? desk.licences : desk.licences.filter { event.licences.contains($0.id) }
        let regulators = Set(touched.map(\.regulator))
        let value: Node = .object([
            ("event_id", .string(event.id)), ("occurred_at", .string(event.occurredAt.description)),
            ("licences", .array(touched.map { .string($0.id) })), ("summary", .string(event.summary)),
            ("players_affected", event.playersAffected.map { .integer($0) } ?? .null), ("details", event.details), ("resolution", .null),
            ("course", []),
        ])
        let incident = IncidentRow(
            id: desk.ports.newID(author.at), operatorID: desk.operatorID, type: code, severity: (event.severity ?? type.severity).rawValue,
            state: IncidentState.open.rawValue, isConfidential: type.isConfidential, regulators: Array(regulators),
            awareAt: event.awareAt, openedAt: author.at, version: 1, value: try value.canonicalBytes())
        try transaction.insert(incident)
        let notices = try desk.catalogue.notices(of: code, awareAt: event.awareAt, regulators: regulators).map { due in
            NoticeRow(
                id: desk.ports.newID(author.at), incidentID: incident.id, authority: due.authority, clock: due.clock.id,
                state: (due.condition == nil ? NoticeState.draft : .conditional).rawValue, dueAt: due.dueAt,
                value: try Self.words(of: due).canonicalBytes())
        }
        for notice in notices { try transaction.insert(notice) }
        if incident.severity == IncidentType.Severity.p1.rawValue { try alert(incident, notices) }
        try openTicket(incident)
        try record(incident, before: nil, reason: nil)
        return incident
    }

    private static func words(of due: DueNotice) -> Node {
        .object([
            ("title", .string(due.clock.title)), ("clause", .string(due.clock.clause)), ("basis", .string(due.clock.basis.rawValue)),
            ("term_basis", .string(due.clock.termBasis.rawValue)), ("condition", due.condition.map { .string($0) } ?? .null),
            ("submissions", []),
        ])
    }

    /// Play and marketing are incidents while an exclusion is in force by the order in which things happened, whatever the order in which
    /// they were reported. What follows an incident of the same player that is still being worked on belongs to it.
    private func follow(_ exclusion: OperatorEvent.Exclusion, of player: String, _ event: OperatorEvent) throws -> String? {
        let known = try transaction.snapshot.operatorEvents(type: event.type, subject: player)
        switch exclusion {
        case .ended: return nil
        case .play, .marketing:
            let last = known.last { $0.occurredAt <= event.occurredAt && Self.isTurn($0) }
            guard last?.action == OperatorEvent.Exclusion.excluded.rawValue else { return nil }
            return try openIncident(among: known) ?? open("RG-EXCL", event).id
        case .excluded:
            let until = known.first { $0.occurredAt >= event.occurredAt && $0.action == OperatorEvent.Exclusion.ended.rawValue }
            let missed = known.filter { earlier in
                earlier.incidentID == nil && !Self.isTurn(earlier) && earlier.occurredAt >= event.occurredAt
                    && (until.map { earlier.occurredAt < $0.occurredAt } ?? true)
            }
            guard !missed.isEmpty else { return nil }
            let incident = try openIncident(among: known) ?? open("RG-EXCL", event).id
            for earlier in missed { try transaction.attach(event: earlier.eventID, to: incident) }
            return incident
        }
    }

    /// Whether an event begins or ends an exclusion.
    private static func isTurn(_ event: OperatorEventRow) -> Bool {
        event.action == OperatorEvent.Exclusion.excluded.rawValue || event.action == OperatorEvent.Exclusion.ended.rawValue
    }

    private func openIncident(among known: [OperatorEventRow]) throws -> String? {
        for id in Set(known.compactMap(\.incidentID)).sorted() {
            if let incident = try transaction.snapshot.incident(id), incident.state != IncidentState.closed.rawValue { return id }
        }
        return nil
    }

    /// Records a version of an incident: its course, and its contents by their hash alone.
    func record(_ incident: IncidentRow, before: Node?, reason: String?) throws {
        try desk.trail.record(
            in: transaction,
            AuditEntry(
                at: author.at, operatorID: desk.operatorID, subject: .own, actor: author.actor, action: before == nil ? .create : .update,
                entity: "incident", id: incident.id, before: before, after: try commitment(to: incident),
                reason: incident.isConfidential ? nil : reason, requestID: author.requestID))
    }

    /// What the audit trail holds of an incident.
    func commitment(to incident: IncidentRow) throws -> Node {
        let notices = try transaction.snapshot.notices(of: incident.id)
        let contents: Node = .array(
            [try JSONReader.read(incident.value)]
                + (try notices.map { notice in
                    .object([("id", .string(notice.id)), ("state", .string(notice.state)), ("value", try JSONReader.read(notice.value))])
                }))
        return .object([
            ("severity", .string(incident.severity)), ("state", .string(incident.state)), ("version", .integer(incident.version)),
            ("contents_sha256", .string(IncidentDesk.sha256(try contents.canonicalBytes()))),
        ])
    }
}
