import Documents
import SourceData
import Store

/// An incident as one reader sees it: a regulator finds its own licences, the notices to authorities that are told for these, and what was
/// sent to itself.
struct IncidentDocument: Sendable {
    let incident: IncidentRow
    let notices: [NoticeRow]
    let dispatches: [DispatchRow]
    let ticket: IncidentTicket
    let desk: IncidentDesk

    /// The whole document.
    func node(for reader: IncidentReader, now: Timestamp) throws -> Node {
        let value = try JSONReader.read(incident.value)
        let type = desk.catalogue.types.first { $0.code == incident.type }
        let licences = desk.licences(in: value, for: reader)
        var members: [(String, Node)] = [
            ("incident_id", .string(incident.id)), ("type", .string(incident.type)), ("title", .string(type?.title ?? incident.type)),
            ("severity", .string(incident.severity)), ("state", .string(incident.state)), ("version", .integer(incident.version)),
            ("occurred_at", value["occurred_at"] ?? .null), ("aware_at", .string(incident.awareAt.description)),
            ("opened_at", .string(incident.openedAt.description)), ("licences", .array(licences.map { .string($0) })),
            ("players_affected", value["players_affected"] ?? .null), ("summary", value["summary"] ?? .null),
            ("details", value["details"] ?? .null), ("resolution", value["resolution"] ?? .null),
            ("notices", .array(try notices.filter { isShown($0, to: reader) }.map { try Self.node($0, now: now) })),
            ("deliveries", .array(dispatches.filter { reader.regulator == nil || $0.recipient == reader.regulator }.map(Self.node))),
            ("comments", .array(ticket.comments(for: reader))),
            ("attachments", .array(ticket.attachments(for: reader, desk))),
            ("links", desk.links(of: incident, value: value, licences: licences)),
        ]
        if reader.regulator == nil {
            members += [("course", value["course"] ?? []), ("owner", value["owner"] ?? .null), ("ticket", ticket.outsideNode)]
        }
        return .object(members)
    }

    /// The line of a list.
    func line(for reader: IncidentReader, now: Timestamp) throws -> Node {
        let shown = notices.filter { isShown($0, to: reader) }
        let open = shown.filter { $0.state == NoticeState.draft.rawValue || $0.state == NoticeState.conditional.rawValue }
        let value = try JSONReader.read(incident.value)
        let type = desk.catalogue.types.first { $0.code == incident.type }
        return .object([
            ("incident_id", .string(incident.id)), ("type", .string(incident.type)), ("title", .string(type?.title ?? incident.type)),
            ("severity", .string(incident.severity)), ("state", .string(incident.state)), ("version", .integer(incident.version)),
            ("aware_at", .string(incident.awareAt.description)), ("opened_at", .string(incident.openedAt.description)),
            ("licences", .array(desk.licences(in: value, for: reader).map { .string($0) })),
            ("next_due_at", open.map(\.dueAt).min().map { .string($0.description) } ?? .null),
            ("link", .string(desk.link(to: incident.id))),
        ])
    }

    private func isShown(_ notice: NoticeRow, to reader: IncidentReader) -> Bool {
        guard let regulator = reader.regulator else { return true }
        return desk.catalogue.authorities.first { $0.id == notice.authority }?.regulators.contains(regulator) ?? false
    }

    /// A notice; `overdue` speaks of the first phase alone.
    static func node(_ notice: NoticeRow, now: Timestamp) throws -> Node {
        let value = try JSONReader.read(notice.value)
        let isPending = notice.state == NoticeState.draft.rawValue || notice.state == NoticeState.conditional.rawValue
        let told = notice.firstSentAt ?? (isPending ? now : notice.dueAt)
        return .object([
            ("notice_id", .string(notice.id)), ("authority", .string(notice.authority)), ("clock", .string(notice.clock)),
            ("title", value["title"] ?? .null), ("clause", value["clause"] ?? .null), ("basis", value["basis"] ?? .null),
            ("term_basis", value["term_basis"] ?? .null), ("condition", value["condition"] ?? .null),
            ("state", .string(notice.state)), ("due_at", .string(notice.dueAt.description)), ("overdue", .bool(told > notice.dueAt)),
            ("submissions", value["submissions"] ?? []),
        ])
    }

    /// A message, without the address that it goes to.
    static func node(_ dispatch: DispatchRow) -> Node {
        func time(_ time: Timestamp?) -> Node { time.map { .string($0.description) } ?? .null }
        return .object([
            ("delivery_id", .string(dispatch.id)), ("recipient", .string(dispatch.recipient)), ("channel", .string(dispatch.channel)),
            ("phase", .string(dispatch.phase)), ("state", .string(dispatch.state)), ("attempts", .integer(dispatch.attempts)),
            ("made_at", time(dispatch.madeAt)), ("first_attempt_at", time(dispatch.firstAttemptAt)),
            ("delivered_at", time(dispatch.deliveredAt)), ("reason", dispatch.reason.map { .string($0) } ?? .null),
        ])
    }
}

extension IncidentDesk {
    /// The licences of an incident that a reader may see.
    func licences(in value: Node, for reader: IncidentReader) -> [String] {
        let all = (value["licences"]?.array ?? []).compactMap(\.string)
        guard let regulator = reader.regulator else { return all }
        let own = Set(licences.filter { $0.regulator == regulator }.map(\.id))
        return all.filter(own.contains)
    }

    /// The absolute address of an incident.
    func link(to incident: String) -> String { "\(baseURL)/regulator/incidents/\(incident)" }

    /// Where an incident and the logs around it are read: an hour before it happened until the operator was aware.
    func links(of incident: IncidentRow, value: Node, licences: [String]) -> Node {
        let happened = (value["occurred_at"]?.string).flatMap { try? Timestamp(parsing: $0) } ?? incident.awareAt
        let span = "from=\(happened.advanced(by: .seconds(-3600)))&to=\(incident.awareAt)"
        let kinds = catalogue.types.first { $0.code == incident.type }?.logs ?? []
        let logs = kinds.flatMap { kind in licences.map { "\(baseURL)/regulator/logs/\(kind)?licence=\($0)&\(span)" } }
        return .object([("incident", .string(link(to: incident.id))), ("logs", .array(logs.map { .string($0) }))])
    }
}
