import Documents
import Store

/// What people added to an incident. An authority is shown what was written for it: never what is internal, and not who wrote it.
struct IncidentTicket: Sendable {
    let comments: [IncidentCommentRow]
    let attachments: [IncidentAttachmentRow]
    /// Its ticket in the operator's own system.
    let outside: OutsideTicketRow?

    /// For lists, which show nothing of it.
    static let none = IncidentTicket(comments: [], attachments: [], outside: nil)

    func comments(for reader: IncidentReader) -> [Node] {
        comments.filter { reader.seesInternal || !$0.isInternal }.map { Self.node($0, for: reader) }
    }

    func attachments(for reader: IncidentReader, _ desk: IncidentDesk) -> [Node] {
        attachments.filter { reader.seesInternal || !$0.isInternal }.map { Self.node($0, for: reader, desk) }
    }

    /// Null while there is none.
    var outsideNode: Node {
        outside.map { .object([("system", .string($0.system)), ("key", .string($0.key)), ("link", .string($0.link))]) } ?? .null
    }

    static func node(_ comment: IncidentCommentRow, for reader: IncidentReader) -> Node {
        .object(
            [
                ("comment_id", .string(comment.id)), ("written_at", .string(comment.writtenAt.description)),
                ("text", .string(comment.text)),
            ] + (reader.regulator == nil ? own(comment.author, comment.isInternal) : []))
    }

    /// Without the bytes. `erased_at` says that there are none any more.
    static func node(_ attachment: IncidentAttachmentRow, for reader: IncidentReader, _ desk: IncidentDesk) -> Node {
        .object(
            [
                ("attachment_id", .string(attachment.id)), ("added_at", .string(attachment.addedAt.description)),
                ("name", .string(attachment.name)), ("media_type", .string(attachment.mediaType)), ("bytes", .integer(attachment.bytes)),
                ("sha256", .string(attachment.sha256)),
                ("erased_at", attachment.erasedAt.map { .string($0.description) } ?? .null),
                ("link", .string("\(desk.link(to: attachment.incidentID))/attachments/\(attachment.id)")),
            ] + (reader.regulator == nil ? own(attachment.author, attachment.isInternal) : []))
    }

    private static func own(_ author: String, _ isInternal: Bool) -> [(String, Node)] {
        [("author", .string(author)), ("internal", .bool(isInternal))]
    }
}
