import AuditTrail
package import Documents
import ServerKit
import Store

/// A comment as an officer writes it.
package struct NewComment: Sendable {
    /// 1 to 2,000 characters; one that is not internal names nobody.
    package let text: String
    /// For the operator's people alone; else the authorities that the incident concerns read it too.
    package let isInternal: Bool

    package init(text: String, isInternal: Bool) {
        self.text = text
        self.isInternal = isInternal
    }
}

/// A file as an officer adds it.
package struct NewAttachment: Sendable {
    /// 1 to 200 characters.
    package let name: String
    package let type: AttachmentType
    package let isInternal: Bool
    /// 1 to `IncidentDesk.attachmentBytes`.
    package let bytes: [UInt8]

    package init(name: String, type: AttachmentType, isInternal: Bool, bytes: [UInt8]) {
        self.name = name
        self.type = type
        self.isInternal = isInternal
        self.bytes = bytes
    }
}

/// What people add to an incident until it is closed. Neither moves its version: who may not know of an internal comment does not see
/// that there was one.
extension IncidentDesk {
    /// The most that an incident has.
    package static let commentLimit = 500
    /// The most that an incident has.
    package static let attachmentLimit = 50
    /// 4 MiB.
    package static let attachmentBytes = 4 << 20

    /// Keeps a comment, with an audit event that commits to its text; its document for the operator's people.
    package func comment(_ id: String, _ comment: NewComment, by author: DeskAuthor) async throws -> Node {
        let commentID = ports.newID(author.at)
        let node = try await store.write { transaction in
            let incident = try openIncident(id, "commented", in: transaction)
            guard try transaction.snapshot.comments(of: id).count < Self.commentLimit else {
                throw Problem.ticketFull("comments", Self.commentLimit)
            }
            let row = IncidentCommentRow(
                id: commentID, incidentID: id, author: author.actor.subject, writtenAt: author.at, isInternal: comment.isInternal,
                text: comment.text)
            try transaction.insert(row)
            try record(
                "incident_comment", commentID, of: id,
                [("internal", .bool(row.isInternal)), ("sha256", .string(Self.sha256(Array(row.text.utf8))))], by: author, transaction)
            try DeskWork(desk: self, transaction: transaction, author: author).comment(row, on: incident)
            return IncidentTicket.node(row, for: .operator)
        }
        ports.isDispatched()
        return node
    }

    /// Keeps a file, with an audit event that holds the SHA-256 of its bytes; its document for the operator's people. The bytes are in
    /// the vault before anything refers to them: what a crash leaves there is named by nothing, sealed, and removed
    /// at the next start.
    package func attach(_ id: String, _ attachment: NewAttachment, by author: DeskAuthor) async throws -> Node {
        let attachmentID = ports.newID(author.at)
        // Before the bytes are kept: nobody fills the vault under an incident that takes none.
        try await store.read { _ = try roomForAttachment(id, in: $0) }
        let sha256 = try vault.keep(attachment.bytes, author.at)
        return try await store.write { transaction in
            _ = try roomForAttachment(id, in: transaction.snapshot)
            let row = IncidentAttachmentRow(
                id: attachmentID, incidentID: id, author: author.actor.subject, addedAt: author.at, isInternal: attachment.isInternal,
                name: attachment.name, mediaType: attachment.type.rawValue, bytes: attachment.bytes.count, sha256: sha256)
            try transaction.insert(row)
            try record(
                "incident_attachment", attachmentID, of: id,
                [
                    ("internal", .bool(row.isInternal)), ("media_type", .string(row.mediaType)), ("bytes", .integer(row.bytes)),
                    ("sha256", .string(sha256)),
                ], by: author, transaction)
            return IncidentTicket.node(row, for: .operator, self)
        }
    }

    /// An attachment as a reader sees it, with its bytes; nil when there is none for it, or none any more. `isConfidential`: whether
    /// the incident is.
    package func attachment(
        _ attachmentID: String, of id: String, for reader: IncidentReader
    ) async throws -> (node: Node, bytes: [UInt8], isConfidential: Bool)? {
        let found: (row: IncidentAttachmentRow, isConfidential: Bool)? = try await store.read { snapshot in
            guard let incident = try snapshot.incident(id), incident.operatorID == operatorID, reader.sees(incident),
                let row = try snapshot.attachments(of: id).first(where: { $0.id == attachmentID }),
                reader.seesInternal || !row.isInternal, row.erasedAt == nil
            else { return nil }
            return (row, incident.isConfidential)
        }
        guard let found else { return nil }
        return (IncidentTicket.node(found.row, for: reader, self), try vault.read(found.row.sha256), found.isConfidential)
    }

    private func roomForAttachment(_ id: String, in snapshot: Snapshot) throws -> IncidentRow {
        let incident = try openIncident(id, "added to", in: snapshot)
        guard try snapshot.attachments(of: id).count < Self.attachmentLimit else {
            throw Problem.ticketFull("attachments", Self.attachmentLimit)
        }
        return incident
    }

    private func openIncident(_ id: String, _ what: String, in transaction: Transaction) throws -> IncidentRow {
        try openIncident(id, what, in: transaction.snapshot)
    }

    private func openIncident(_ id: String, _ what: String, in snapshot: Snapshot) throws -> IncidentRow {
        guard let incident = try snapshot.incident(id), incident.operatorID == operatorID else { throw Problem.unknownIncident }
        guard incident.state != IncidentState.closed.rawValue else { throw Problem.illegalMove(what, in: incident.state) }
        return incident
    }

    private func record(
        _ entity: String, _ id: String, of incident: String, _ members: [(String, Node)], by author: DeskAuthor, _ transaction: Transaction
    ) throws {
        try trail.record(
            in: transaction,
            AuditEntry(
                at: author.at, operatorID: operatorID, subject: .own, actor: author.actor, action: .create, entity: entity, id: id,
                after: .object([("incident_id", .string(incident))] + members), requestID: author.requestID))
    }
}

extension IncidentReader {
    /// The operator's people, who see everything.
    static let `operator` = IncidentReader(regulator: nil, seesConfidential: true)
}
