package import Documents
import GRDB

/// A notice that an incident makes due: who is to be told, by when, and what was told so far.
package struct NoticeRow: Sendable, Hashable {
    package let id: String
    package let incidentID: String
    /// `UKGC`, `ICO` …
    package let authority: String
    /// The authority's clock that runs, `key-event`.
    package let clock: String
    /// A word of Incidents: `CONDITIONAL`, `DRAFT`, `SENT`, `FINAL`, `WAIVED`.
    package var state: String
    package let dueAt: Timestamp
    /// When the first phase was told; nil before.
    package var firstSentAt: Timestamp?
    /// Canonical JSON: the clock's words, the condition, what was told.
    package var value: [UInt8]

    package init(
        id: String, incidentID: String, authority: String, clock: String, state: String, dueAt: Timestamp, firstSentAt: Timestamp? = nil,
        value: [UInt8]
    ) {
        self.id = id
        self.incidentID = incidentID
        self.authority = authority
        self.clock = clock
        self.state = state
        self.dueAt = dueAt
        self.firstSentAt = firstSentAt
        self.value = value
    }

    init(row: Row) {
        self.init(
            id: row["id"], incidentID: row["incident_id"], authority: row["authority"], clock: row["clock"], state: row["state"],
            dueAt: Timestamp(milliseconds: row["due_at"]), firstSentAt: (row["first_sent_at"] as Int64?).map(Timestamp.init(milliseconds:)),
            value: [UInt8](blob: row["value"]))
    }
}

extension Snapshot {
    /// The notices of an incident in the order in which they were made.
    package func notices(of incident: String) throws -> [NoticeRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM incident_notice WHERE incident_id = ? ORDER BY position", arguments: [incident])
            .map(NoticeRow.init)
    }
}

extension Transaction {
    /// Stores a new notice.
    package func insert(_ notice: NoticeRow) throws {
        try database.execute(
            sql: """
                INSERT INTO incident_notice (id, incident_id, authority, clock, state, due_at, first_sent_at, value)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                notice.id, notice.incidentID, notice.authority, notice.clock, notice.state, notice.dueAt.milliseconds,
                notice.firstSentAt?.milliseconds, notice.value.blob,
            ])
    }

    /// Writes the members of a stored notice that change: state, first sending and value. When it is due never changes.
    package func update(_ notice: NoticeRow) throws {
        try database.execute(
            sql: "UPDATE incident_notice SET state = ?, first_sent_at = ?, value = ? WHERE id = ?",
            arguments: [notice.state, notice.firstSentAt?.milliseconds, notice.value.blob, notice.id])
    }
}
