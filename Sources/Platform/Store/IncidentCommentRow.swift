package import Documents
import GRDB

/// Something that a person wrote to an incident.
package struct IncidentCommentRow: Sendable, Hashable {
    package let id: String
    package let incidentID: String
    /// The client of the operator's person.
    package let author: String
    package let writtenAt: Timestamp
    /// For the operator's people alone.
    package let isInternal: Bool
    /// Empty after an erasure.
    package let text: String

    package init(id: String, incidentID: String, author: String, writtenAt: Timestamp, isInternal: Bool, text: String) {
        self.id = id
        self.incidentID = incidentID
        self.author = author
        self.writtenAt = writtenAt
        self.isInternal = isInternal
        self.text = text
    }

    init(row: Row) {
        self.init(
            id: row["id"], incidentID: row["incident_id"], author: row["author"], writtenAt: Timestamp(milliseconds: row["written_at"]),
            isInternal: row["is_internal"], text: row["text"])
    }
}

extension Snapshot {
    /// The comments of an incident in the order of writing.
    package func comments(of incident: String) throws -> [IncidentCommentRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM incident_comment WHERE incident_id = ? ORDER BY position", arguments: [incident])
            .map(IncidentCommentRow.init)
    }
}

extension Transaction {
    /// Keeps a comment; nothing changes it but an erasure.
    package func insert(_ comment: IncidentCommentRow) throws {
        try database.execute(
            sql: "INSERT INTO incident_comment (id, incident_id, author, written_at, is_internal, text) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                comment.id, comment.incidentID, comment.author, comment.writtenAt.milliseconds, comment.isInternal, comment.text,
            ])
    }
}
