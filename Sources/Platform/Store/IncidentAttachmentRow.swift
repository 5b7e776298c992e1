package import Documents
import GRDB

/// A file that a person added to an incident, as the store knows it; its bytes are in a vault under their SHA-256.
package struct IncidentAttachmentRow: Sendable, Hashable {
    package let id: String
    package let incidentID: String
    /// The client of the operator's person.
    package let author: String
    package let addedAt: Timestamp
    /// For the operator's people alone.
    package let isInternal: Bool
    /// As its author calls it; empty after an erasure.
    package let name: String
    package let mediaType: String
    package let bytes: Int
    /// Lower-case hex.
    package let sha256: String
    /// When its bytes were given up; nil while they can be read.
    package private(set) var erasedAt: Timestamp?

    package init(
        id: String, incidentID: String, author: String, addedAt: Timestamp, isInternal: Bool, name: String, mediaType: String, bytes: Int,
        sha256: String
    ) {
        self.id = id
        self.incidentID = incidentID
        self.author = author
        self.addedAt = addedAt
        self.isInternal = isInternal
        self.name = name
        self.mediaType = mediaType
        self.bytes = bytes
        self.sha256 = sha256
    }

    init(row: Row) {
        self.init(
            id: row["id"], incidentID: row["incident_id"], author: row["author"], addedAt: Timestamp(milliseconds: row["added_at"]),
            isInternal: row["is_internal"], name: row["name"], mediaType: row["media_type"], bytes: row["bytes"], sha256: row["sha256"])
        erasedAt = (row["erased_at"] as Int64?).map(Timestamp.init(milliseconds:))
    }
}

extension Snapshot {
    /// The attachments of an incident in the order of adding.
    package func attachments(of incident: String) throws -> [IncidentAttachmentRow] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM incident_attachment WHERE incident_id = ? ORDER BY position", arguments: [incident]
        ).map(IncidentAttachmentRow.init)
    }

    /// The SHA-256 of all bytes that an attachment has or had.
    package func attachmentHashes() throws -> Set<String> {
        try Set(String.fetchAll(database, sql: "SELECT DISTINCT sha256 FROM incident_attachment"))
    }

    /// The SHA-256 of bytes that were erased and that no attachment has any more.
    package func erasedAttachments() throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT DISTINCT sha256 FROM incident_attachment gone WHERE erased_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM incident_attachment WHERE sha256 = gone.sha256 AND erased_at IS NULL)
                """)
    }
}

extension Transaction {
    /// Notes an attachment whose bytes are in the vault already.
    package func insert(_ attachment: IncidentAttachmentRow) throws {
        try database.execute(
            sql: """
                INSERT INTO incident_attachment (id, incident_id, author, added_at, is_internal, name, media_type, bytes, sha256)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                attachment.id, attachment.incidentID, attachment.author, attachment.addedAt.milliseconds, attachment.isInternal,
                attachment.name, attachment.mediaType, attachment.bytes, attachment.sha256,
            ])
    }
}
