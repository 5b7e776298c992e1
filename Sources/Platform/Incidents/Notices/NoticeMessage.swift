import Documents
import Store

/// The body of a message about an incident: made once, sent unchanged with every attempt. Holds no personal data: nothing of it comes from
/// the members of an event that may name a player.
struct NoticeMessage: Sendable {
    let phase: NoticePhase
    /// In the words of the officer; nil for an alert.
    let text: String?
    let lateReason: String?

    /// - Parameter shown: the incident as its receiver would read it.
    func node(id: String, madeAt: Timestamp, shown: Node, notices: [NoticeRow]) throws -> Node {
        let names = [
            "incident_id", "type", "title", "severity", "state", "occurred_at", "aware_at", "opened_at", "licences", "players_affected",
            "summary",
        ]
        let told = try notices.map { notice in
            let full = try IncidentDocument.node(notice, now: madeAt)
            let members = ["notice_id", "authority", "clock", "title", "clause", "condition", "state", "due_at"]
            return Node.object(members.map { ($0, full[$0] ?? .null) })
        }
        return .object([
            ("delivery_id", .string(id)), ("kind", "incident_notice"), ("phase", .string(phase.rawValue)),
            ("made_at", .string(madeAt.description)), ("incident", .object(names.map { ($0, shown[$0] ?? .null) })),
            ("notices", .array(told)), ("text", text.map { .string($0) } ?? .null),
            ("late_reason", lateReason.map { .string($0) } ?? .null), ("links", shown["links"] ?? .null),
        ])
    }
}

/// A message about an incident as people read it: the subject and text of a mail, the description of a ticket.
struct MessageText: Sendable {
    let subject: String
    /// Lines end with LF.
    let text: String

    init(_ message: Node) {
        let incident = message["incident"] ?? .null
        func word(_ name: String) -> String { incident[name]?.string ?? "" }
        let phase = message["phase"]?.string ?? ""
        subject = "[\(word("severity"))] \(word("type")) \(phase): incident \(word("incident_id"))"
        var lines = [
            "\(word("severity")) \(word("type")) \(word("title"))", "", "Incident: \(word("incident_id"))", "Phase: \(phase)",
            "Happened: \(word("occurred_at"))", "Aware: \(word("aware_at"))",
            "Licences: \((incident["licences"]?.array ?? []).compactMap(\.string).joined(separator: ", "))",
        ]
        if let players = incident["players_affected"]?.integer { lines.append("Players affected: \(players)") }
        lines += ["", word("summary")]
        if let text = message["text"]?.string { lines += ["", text] }
        if let reason = message["late_reason"]?.string { lines += ["", "Late because: \(reason)"] }
        for notice in message["notices"]?.array ?? [] {
            let condition = notice["condition"]?.string.map { " (if \($0))" } ?? ""
            lines += [
                "",
                "\(notice["title"]?.string ?? "Notice"), \(notice["clause"]?.string ?? ""): due \(notice["due_at"]?.string ?? "")\(condition)",
            ]
        }
        lines += ["", "Details: \(message["links"]?["incident"]?.string ?? "")"]
        lines += (message["links"]?["logs"]?.array ?? []).compactMap(\.string).map { "Logs: \($0)" }
        text = lines.joined(separator: "\n") + "\n"
    }
}
