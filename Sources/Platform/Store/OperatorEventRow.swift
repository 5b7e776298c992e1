package import Documents
import GRDB

/// An event that the operator's systems reported: kept once under its id, whether it opened an incident or is a record only.
package struct OperatorEventRow: Sendable, Hashable {
    /// Chosen by the reporter.
    package let eventID: String
    package let operatorID: String
    /// SHA-256 of the event's canonical JSON, lower-case hex: what makes a repetition the same event.
    package let digest: String
    /// As it was reported: `RNG_anomaly`, `SEC-BRCH` …
    package let type: String
    /// The pseudonym of the player that it is about; nil when it is about none.
    package let subject: String?
    /// What happened to the subject, in the event's own words; nil for events without a subject.
    package let action: String?
    package let occurredAt: Timestamp
    package let receivedAt: Timestamp
    /// Canonical JSON.
    package let value: [UInt8]
    /// The incident that it opened or belongs to.
    package let incidentID: String?

    package init(
        eventID: String, operatorID: String, digest: String, type: String, subject: String?, action: String?, occurredAt: Timestamp,
        receivedAt: Timestamp, value: [UInt8], incidentID: String?
    ) {
        self.eventID = eventID
        self.operatorID = operatorID
        self.digest = digest
        self.type = type
        self.subject = subject
        self.action = action
        self.occurredAt = occurredAt
        self.receivedAt = receivedAt
        self.value = value
        self.incidentID = incidentID
    }

    init(row: Row) {
        eventID = row["event_id"]
        operatorID = row["operator"]
        digest = row["digest"]
        type = row["type"]
        subject = row["subject"]
        action = row["action"]
        occurredAt = Timestamp(milliseconds: row["occurred_at"])
        receivedAt = Timestamp(milliseconds: row["received_at"])
        value = [UInt8](blob: row["value"])
        incidentID = row["incident_id"]
    }
}

extension Snapshot {
    /// The event of that id, or nil.
    package func operatorEvent(_ id: String) throws -> OperatorEventRow? {
        try Row.fetchOne(database, sql: "SELECT * FROM operator_event WHERE event_id = ?", arguments: [id]).map(OperatorEventRow.init)
    }

    /// What was reported of a player under one type, in the order in which it happened, at most `limit` newest.
    package func operatorEvents(type: String, subject: String, limit: Int = 10_000) throws -> [OperatorEventRow] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM (SELECT * FROM operator_event WHERE type = ? AND subject = ? ORDER BY occurred_at DESC, event_id LIMIT ?)
                ORDER BY occurred_at, event_id
                """, arguments: [type, subject, limit]
        ).map(OperatorEventRow.init)
    }
}

extension Transaction {
    /// Keeps an event; a second one of the same id is refused by the key.
    package func insert(_ event: OperatorEventRow) throws {
        try database.execute(
            sql: """
                INSERT INTO operator_event
                (event_id, operator, digest, type, subject, action, occurred_at, received_at, value, incident_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                event.eventID, event.operatorID, event.digest, event.type, event.subject, event.action, event.occurredAt.milliseconds,
                event.receivedAt.milliseconds, event.value.blob, event.incidentID,
            ])
    }

    /// Names the incident that an event belongs to, when it belonged to none.
    package func attach(event id: String, to incident: String) throws {
        try database.execute(
            sql: "UPDATE operator_event SET incident_id = ? WHERE event_id = ? AND incident_id IS NULL", arguments: [incident, id])
    }
}
