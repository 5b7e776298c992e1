package import AuditTrail
import Crypto
package import Documents
import ServerKit
package import SourceData
package import Store

/// The operator's incidents: takes events, opens tickets with the notices that they make due, and leads them until they are closed.
///
/// Whatever one call changes is one transaction: event, ticket, notices, the messages to be sent and the audit event. The audit trail tells
/// the course of a ticket and commits to its contents by their hash; the contents are in no leaf, because every reader of the log would
/// see those of others.
package struct IncidentDesk: Sendable {
    /// What the desk asks of its surroundings.
    package struct Ports: Sendable {
        /// The client that is registered under an id now; nil when none is.
        package var client: @Sendable (_ id: String) -> NoticeClient?
        /// A new identifier, made from the time.
        package var newID: @Sendable (Timestamp) -> String
        /// Called after messages became durable, to wake who sends them.
        package var isDispatched: @Sendable () -> Void

        package init(
            client: @escaping @Sendable (String) -> NoticeClient?, newID: @escaping @Sendable (Timestamp) -> String,
            isDispatched: @escaping @Sendable () -> Void
        ) {
            self.client = client
            self.newID = newID
            self.isDispatched = isDispatched
        }
    }

    /// The rules by which incidents are told.
    package let catalogue: IncidentCatalogue
    let store: PlatformStore
    let trail: AuditTrail
    let licences: [Licence]
    let operatorID: String
    /// What stands before `/regulator/…` in links: the realm's issuer.
    let baseURL: String
    /// Whether mail can be sent at all.
    let hasMail: Bool
    /// Who of the operator is told.
    let contacts: OperatorContacts
    /// Where the bytes of attachments lie.
    package let vault: AttachmentVault
    let ports: Ports

    package init(
        catalogue: IncidentCatalogue, store: PlatformStore, trail: AuditTrail, licences: [Licence], operatorID: String, baseURL: String,
        hasMail: Bool, contacts: OperatorContacts = .none, vault: AttachmentVault, ports: Ports
    ) {
        self.catalogue = catalogue
        self.store = store
        self.trail = trail
        self.licences = licences
        self.operatorID = operatorID
        self.baseURL = baseURL
        self.hasMail = hasMail
        self.contacts = contacts
        self.vault = vault
        self.ports = ports
    }

    /// Takes an event: once, however often it is reported.
    /// - Throws: 409 `event-conflict` for another event under the same id; `StoreError`, `AuditError`.
    package func take(_ event: OperatorEvent, by author: DeskAuthor) async throws -> EventReceipt {
        let bytes = try event.document.canonicalBytes()
        let digest = Self.sha256(bytes)
        let receipt = try await store.write { transaction in
            if let earlier = try transaction.snapshot.operatorEvent(event.id) {
                guard earlier.digest == digest, earlier.operatorID == operatorID else { throw Problem.eventConflict(event.id) }
                return EventReceipt(eventID: event.id, isNew: false, incidentID: earlier.incidentID)
            }
            let work = DeskWork(desk: self, transaction: transaction, author: author)
            let incident = try work.follow(event)
            let row = OperatorEventRow(
                eventID: event.id, operatorID: operatorID, digest: digest, type: event.type, subject: event.player,
                action: event.exclusion?.rawValue, occurredAt: event.occurredAt, receivedAt: author.at, value: bytes, incidentID: incident)
            try transaction.insert(row)
            try trail.record(
                in: transaction,
                AuditEntry(
                    at: author.at, operatorID: operatorID, subject: .own, actor: author.actor, action: .create, entity: "operator_event",
                    id: event.id,
                    after: .object([("sha256", .string(digest)), ("incident_id", incident.map { .string($0) } ?? .null)]),
                    requestID: author.requestID))
            return EventReceipt(eventID: event.id, isNew: true, incidentID: incident)
        }
        ports.isDispatched()
        return receipt
    }

    /// An incident as a reader sees it; nil when there is none for it.
    package func incident(_ id: String, for reader: IncidentReader, now: Timestamp) async throws -> Node? {
        try await store.read { snapshot in
            guard let incident = try snapshot.incident(id), incident.operatorID == operatorID, reader.sees(incident) else { return nil }
            return try document(of: incident, in: snapshot).node(for: reader, now: now)
        }
    }

    /// A page of incidents in the order of opening, each as a line, and the number to go on after; nil when it was the last page.
    package func incidents(
        _ query: IncidentQuery, for reader: IncidentReader, after: Int64, limit: Int, now: Timestamp
    ) async throws -> (lines: [Node], next: Int64?) {
        try await store.read { snapshot in
            let found = try snapshot.incidents(query, after: after, limit: limit + 1)
            let shown = found.prefix(limit)
            let lines = try shown.map { try document(of: $0, with: .none, in: snapshot).line(for: reader, now: now) }
            return (lines, found.count > limit ? shown.last?.number : nil)
        }
    }

    func document(of incident: IncidentRow, in snapshot: Snapshot) throws -> IncidentDocument {
        let ticket = IncidentTicket(
            comments: try snapshot.comments(of: incident.id), attachments: try snapshot.attachments(of: incident.id),
            outside: try snapshot.outsideTicket(of: incident.id))
        return try document(of: incident, with: ticket, in: snapshot)
    }

    private func document(of incident: IncidentRow, with ticket: IncidentTicket, in snapshot: Snapshot) throws -> IncidentDocument {
        IncidentDocument(
            incident: incident, notices: try snapshot.notices(of: incident.id), dispatches: try snapshot.dispatches(of: incident.id),
            ticket: ticket, desk: self)
    }

    /// Lower-case hex.
    static func sha256(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

/// Who does something at the desk, and when.
package struct DeskAuthor: Sendable {
    package let actor: AuditActor
    /// The `X-Request-ID` of the exchange that asks for it.
    package let requestID: String?
    package let at: Timestamp

    package init(actor: AuditActor, requestID: String?, at: Timestamp) {
        self.actor = actor
        self.requestID = requestID
        self.at = at
    }
}

extension OperatorEvent {
    /// What the event says of a player's exclusion; nil for other events.
    var exclusion: Exclusion? {
        if case .exclusion(let exclusion, _) = meaning { return exclusion }
        return nil
    }
}
