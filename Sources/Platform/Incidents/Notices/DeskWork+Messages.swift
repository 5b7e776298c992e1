import Delivery
import Documents
import Store
import Transport

/// Messages are rows and jobs of the transaction that causes them.
extension DeskWork {
    /// Pages who is on call, and tells every regulator that an incident touches and that has a notice of it, at once and by every address
    /// it registered.
    func alert(_ incident: IncidentRow, _ notices: [NoticeRow]) throws {
        try page(incident)
        for regulator in incident.regulators {
            let own = notices.filter { $0.authority == regulator && $0.state != NoticeState.waived.rawValue }
            guard !own.isEmpty else { continue }
            let isTold = try tell(regulator, NoticeMessage(phase: .alert, text: nil, lateReason: nil), incident, own)
            // Where no address is registered there is nothing to wait for.
            try AlertEscalation(incidentID: incident.id, recipient: regulator).promise(
                in: transaction, at: author.at, after: isTold ? AlertEscalation.delay : .zero)
        }
    }

    /// Puts a message on its way to each address of a regulator whose client is still registered and may know of the incident.
    /// - Returns: whether there is any such address.
    @discardableResult
    func tell(_ regulator: String, _ message: NoticeMessage, _ incident: IncidentRow, _ notices: [NoticeRow]) throws -> Bool {
        var isTold = false
        let reader = IncidentReader(regulator: regulator, seesConfidential: true)
        let shown = try desk.document(of: incident, in: transaction.snapshot).node(for: reader, now: author.at)
        for address in try transaction.snapshot.noticeAddresses(regulator: regulator) {
            guard let client = desk.ports.client(address.clientID), client.regulator == regulator,
                client.seesConfidential || !incident.isConfidential
            else { continue }
            for (channel, target) in [(DispatchChannel.webhook, address.webhook), (.mail, address.mail)] {
                guard let target else { continue }
                let id = desk.ports.newID(author.at)
                let body = try message.node(id: id, madeAt: author.at, shown: shown, notices: notices).compactBytes()
                let canGo = channel != .mail || desk.hasMail
                try put(
                    DispatchRow(
                        id: id, incidentID: incident.id, channel: channel.rawValue, recipient: regulator, clientID: address.clientID,
                        target: target, phase: message.phase.rawValue,
                        state: (canGo ? DispatchState.waiting : .noChannel).rawValue, madeAt: author.at,
                        reason: canGo ? nil : "no mail channel", body: body))
                isTold = true
            }
        }
        return isTold
    }

    /// Tells the operator's ticket system of a new incident; of a confidential one no more than that there is one.
    func openTicket(_ incident: IncidentRow) throws {
        guard let system = desk.contacts.tickets?.system else { return }
        try tellOperator(
            incident, kind: "incident_ticket", .ticket, recipient: system.name, target: system.target, phase: TicketMessage.opening,
            canGo: true)
    }

    /// Tells the operator's ticket system how far an incident is.
    func moveTicket(_ incident: IncidentRow) throws {
        try followTicket(incident, kind: "incident_ticket_state", phase: TicketMessage.state, [("state", .string(incident.state))])
    }

    /// Tells the operator's ticket system what somebody wrote; not of a confidential incident, whose words stay here.
    func comment(_ comment: IncidentCommentRow, on incident: IncidentRow) throws {
        guard !incident.isConfidential else { return }
        try followTicket(
            incident, kind: "incident_ticket_comment", phase: TicketMessage.comment,
            [
                (
                    "comment",
                    .object([
                        ("comment_id", .string(comment.id)), ("written_at", .string(comment.writtenAt.description)),
                        ("author", .string(comment.author)), ("text", .string(comment.text)),
                    ])
                )
            ])
    }

    private func followTicket(_ incident: IncidentRow, kind: String, phase: String, _ members: [(String, Node)]) throws {
        guard let system = desk.contacts.tickets?.system else { return }
        let id = desk.ports.newID(author.at)
        let body = Node.object(
            [
                ("delivery_id", .string(id)), ("kind", .string(kind)), ("made_at", .string(author.at.description)),
                ("incident_id", .string(incident.id)), ("link", .string(desk.link(to: incident.id))),
            ] + members)
        try put(
            DispatchRow(
                id: id, incidentID: incident.id, channel: DispatchChannel.ticket.rawValue, recipient: system.name, clientID: nil,
                target: system.target, phase: phase, state: DispatchState.waiting.rawValue, madeAt: author.at, body: body.compactBytes()))
    }

    /// Pages who is on call.
    func page(_ incident: IncidentRow) throws {
        guard let address = desk.contacts.onCall else { return }
        try tellOperator(
            incident, kind: "incident_page", .mail, recipient: AlertEscalation.onCall, target: address.text,
            phase: NoticePhase.alert.rawValue,
            canGo: desk.hasMail)
        try AlertEscalation(incidentID: incident.id, recipient: AlertEscalation.onCall).promise(in: transaction, at: author.at)
    }

    /// Tells the operator's second contact, or who is on call where there is none, that an alert has reached nobody; false when there is
    /// nobody to tell, or no mail.
    /// - Parameter hasAddress: whether the alert was on its way to any address of the recipient.
    func tellSecondContact(_ incident: IncidentRow, unreached recipient: String, hasAddress: Bool) throws -> Bool {
        let onCall = recipient == AlertEscalation.onCall ? nil : desk.contacts.onCall.map { (AlertEscalation.onCall, $0) }
        guard let (contact, address) = desk.contacts.secondContact.map({ ("second-contact", $0) }) ?? onCall else { return false }
        let seconds = AlertEscalation.delay.components.seconds
        // Whom a confidential incident concerns tells what it is about.
        let whom = incident.isConfidential && recipient != AlertEscalation.onCall ? "an authority of the incident" : recipient
        let found =
            hasAddress ? "For \(seconds) seconds no channel has reached \(whom)" : "There is no address that may be told of \(whom)"
        try tellOperator(
            incident, kind: "incident_escalation", .mail, recipient: contact, target: address.text,
            phase: NoticePhase.alert.rawValue, canGo: desk.hasMail, text: "\(found). Tell them by other means.")
        return desk.hasMail
    }

    private func tellOperator(
        _ incident: IncidentRow, kind: String, _ channel: DispatchChannel, recipient: String, target: String, phase: String, canGo: Bool,
        text: String? = nil
    ) throws {
        let id = desk.ports.newID(author.at)
        let reader = IncidentReader(regulator: nil, seesConfidential: true)
        var shown = try desk.document(of: incident, in: transaction.snapshot).node(for: reader, now: author.at)
        var notices = try transaction.snapshot.notices(of: incident.id)
        if incident.isConfidential {
            shown = .object([
                ("incident_id", .string(incident.id)), ("severity", .string(incident.severity)), ("title", "Confidential"),
                ("links", .object([("incident", .string(desk.link(to: incident.id))), ("logs", [])])),
            ])
            notices = []
        }
        let message = NoticeMessage(phase: .alert, text: text, lateReason: nil)
        let body = try message.node(id: id, madeAt: author.at, shown: shown, notices: notices).setting("kind", .string(kind))
        try put(
            DispatchRow(
                id: id, incidentID: incident.id, channel: channel.rawValue, recipient: recipient, clientID: nil, target: target,
                phase: phase, state: (canGo ? DispatchState.waiting : .noChannel).rawValue, madeAt: author.at,
                reason: canGo ? nil : "no mail channel", body: body.compactBytes()))
    }

    private func put(_ dispatch: DispatchRow) throws {
        try transaction.insert(dispatch)
        guard dispatch.state == DispatchState.waiting.rawValue else { return }
        let isAlert = dispatch.phase == NoticePhase.alert.rawValue
        try transaction.addJob(
            kind: isAlert ? NoticeWorker.alertKind : NoticeWorker.jobKind, key: "\(NoticeWorker.jobKind):\(dispatch.id)",
            payload: try Node.object([("delivery_id", .string(dispatch.id))]).canonicalBytes(), runAt: author.at, lane: Self.lane(dispatch))
    }

    private static func lane(_ dispatch: DispatchRow) -> String {
        let receiver = dispatch.clientID ?? dispatch.recipient
        return dispatch.channel == DispatchChannel.mail.rawValue
            ? EndpointLanes.mail(to: receiver) : EndpointLanes.web(dispatch.target, of: receiver)
    }
}

/// What a message to the operator's ticket system is about: the `phase` of its dispatch.
enum TicketMessage {
    /// An incident was opened.
    static let opening = "ticket"
    /// It moved to another state.
    static let state = "ticket_state"
    /// Somebody wrote something to it.
    static let comment = "ticket_comment"
}

/// The way that a message goes.
enum DispatchChannel: String, Sendable {
    case webhook, mail, ticket
}
