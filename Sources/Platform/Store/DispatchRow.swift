package import Documents
import GRDB

/// One message about an incident on its way to one address: written in the transaction of what it tells, sent by a job.
package struct DispatchRow: Sendable, Hashable {
    /// The delivery's id, the same for every attempt.
    package let id: String
    package let incidentID: String
    /// `webhook`, `mail` or `ticket`.
    package let channel: String
    /// The authority that is told, or the name of the ticket system.
    package let recipient: String
    /// The registered client to whom the address belongs; nil for a ticket system.
    package let clientID: String?
    /// A URL or mail address.
    package let target: String
    /// `alert`, `initial`, `update`, `final`, or `ticket`.
    package let phase: String
    /// A word of Incidents: `WAITING`, `DELIVERED`, `EXHAUSTED`, `NO_CHANNEL`.
    package var state: String
    package let madeAt: Timestamp
    /// Sendings that were tried.
    package var attempts: Int = 0
    package var firstAttemptAt: Timestamp?
    package var deliveredAt: Timestamp?
    /// Why it is not delivered yet, in a few words.
    package var reason: String?
    /// The message, made once and never changed.
    package let body: [UInt8]

    package init(
        id: String, incidentID: String, channel: String, recipient: String, clientID: String?, target: String, phase: String,
        state: String, madeAt: Timestamp, reason: String? = nil, body: [UInt8]
    ) {
        self.id = id
        self.incidentID = incidentID
        self.channel = channel
        self.recipient = recipient
        self.clientID = clientID
        self.target = target
        self.phase = phase
        self.state = state
        self.madeAt = madeAt
        self.reason = reason
        self.body = body
    }

    init(row: Row) {
        id = row["id"]
        incidentID = row["incident_id"]
        channel = row["channel"]
        recipient = row["recipient"]
        clientID = row["client_id"]
        target = row["target"]
        phase = row["phase"]
        state = row["state"]
        madeAt = Timestamp(milliseconds: row["made_at"])
        attempts = row["attempts"]
        firstAttemptAt = (row["first_attempt_at"] as Int64?).map(Timestamp.init(milliseconds:))
        deliveredAt = (row["delivered_at"] as Int64?).map(Timestamp.init(milliseconds:))
        reason = row["reason"]
        body = [UInt8](blob: row["body"])
    }
}

extension Snapshot {
    /// The message of that id, or nil.
    package func dispatch(_ id: String) throws -> DispatchRow? {
        try Row.fetchOne(database, sql: "SELECT * FROM notice_dispatch WHERE id = ?", arguments: [id]).map(DispatchRow.init)
    }

    /// The messages about an incident in the order in which they were made.
    package func dispatches(of incident: String) throws -> [DispatchRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM notice_dispatch WHERE incident_id = ? ORDER BY position", arguments: [incident])
            .map(DispatchRow.init)
    }
}

extension Transaction {
    /// Stores a new message.
    package func insert(_ dispatch: DispatchRow) throws {
        try database.execute(
            sql: """
                INSERT INTO notice_dispatch (id, incident_id, channel, recipient, client_id, target, phase, state, made_at, reason, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                dispatch.id, dispatch.incidentID, dispatch.channel, dispatch.recipient, dispatch.clientID, dispatch.target,
                dispatch.phase, dispatch.state, dispatch.madeAt.milliseconds, dispatch.reason, dispatch.body.blob,
            ])
    }

    /// Writes the members of a stored message that change: state, attempts, times and reason.
    package func update(_ dispatch: DispatchRow) throws {
        try database.execute(
            sql: """
                UPDATE notice_dispatch SET state = ?, attempts = ?, first_attempt_at = ?, delivered_at = ?, reason = ? WHERE id = ?
                """,
            arguments: [
                dispatch.state, dispatch.attempts, dispatch.firstAttemptAt?.milliseconds, dispatch.deliveredAt?.milliseconds,
                dispatch.reason, dispatch.id,
            ])
    }
}
