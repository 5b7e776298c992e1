import AuditTrail
import Delivery
import Documents
import Foundation
import HTTPTypes
import Logging
import MessageSignatures
import SourceData
import Store
import Synchronization
import TestSupport
import Transport

@testable import Incidents

/// An operator's desk with three licences and a worker, a clock that stands still, and receivers that answer as told.
final class DeskScene: Sendable {
    static let start = Timestamp(milliseconds: 1_792_000_000_000)
    static let url = "https://127.0.0.1:8543/notices"

    let folder: TemporaryFolder
    let store: PlatformStore
    let trail: AuditTrail
    let catalogue: IncidentCatalogue
    let key: SigningKey
    let hasMail: Bool
    let tickets: TicketSystem?
    let onCall: MailAddress?
    let secondContact: MailAddress?
    let hooks: NoticeHooks
    let clock = Mutex(DeskScene.start)
    /// What receivers of webhooks answer next; the last one repeats.
    let answers = Mutex<[Result<IncomingResponse, TransportError>]>([.success(IncomingResponse(status: 202))])
    let posted = Mutex<[OutgoingRequest]>([])
    let mails = Mutex<[MailMessage]>([])
    let mailFailure = Mutex<TransportError?>(nil)
    let registered = Mutex<Set<String>>(["ukgc", "mga", "cga"])
    /// Clients that may know of confidential incidents.
    let trusted = Mutex<Set<String>>([])
    let counter = Mutex(0)
    /// The bytes of attachments by their SHA-256.
    let kept = Mutex<[String: [UInt8]]>([:])

    /// Sends to the ticket system; nil: as receivers of webhooks.
    let sendTicket: (@Sendable (OutgoingRequest) async throws -> IncomingResponse)?

    init(
        hasMail: Bool = true, tickets system: TicketSystem? = nil, onCall: String? = nil, secondContact: String? = nil,
        hooks: NoticeHooks = .none,
        tickets sendTicket: (@Sendable (OutgoingRequest) async throws -> IncomingResponse)? = nil
    ) throws {
        self.sendTicket = sendTicket
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
        trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
        catalogue = try IncidentCatalogue(directory: PeerData.repository.appending(path: "Pipelines/incidents").path)
        key = try SigningKey.generate(.ed25519, keyID: "platform-1")
        self.hasMail = hasMail
        self.tickets = system
        self.onCall = try onCall.map { try MailAddress($0) }
        self.secondContact = try secondContact.map { try MailAddress($0) }
        self.hooks = hooks
    }

    var now: Timestamp { clock.withLock { $0 } }
    func advance(_ duration: Duration) { clock.withLock { $0 = $0.advanced(by: duration) } }
    var author: DeskAuthor { DeskAuthor(actor: AuditActor(subject: "officer"), requestID: "r-1", at: now) }

    static let licences = [("UKGC-000123", "UKGC"), ("MGA-B2C-456-2019", "MGA"), ("CGA-OGL-2024-789", "CGA")].map { id, regulator in
        Licence(
            id: id, number: id, operatorID: "northwind", operatorName: "Northwind", regulator: regulator, gamingDayZone: "Europe/London",
            baseCurrency: "GBP", brand: "Northwind", domain: "northwind.test")
    }

    var desk: IncidentDesk {
        IncidentDesk(
            catalogue: catalogue, store: store, trail: trail, licences: Self.licences, operatorID: "northwind",
            baseURL: "https://platform.test", hasMail: hasMail,
            contacts: OperatorContacts(onCall: onCall, secondContact: secondContact, tickets: tickets.map { TicketConnector(system: $0) }),
            vault: AttachmentVault(
                keep: { bytes, _ in
                    let sha256 = IncidentDesk.sha256(bytes)
                    self.kept.withLock { $0[sha256] = bytes }
                    return sha256
                },
                read: { sha256 in
                    guard let bytes = self.kept.withLock({ $0[sha256] }) else { throw StoreError(.unavailable, "no such bytes") }
                    return bytes
                }),
            ports: .init(client: { self.client($0) }, newID: { _ in self.newID() }, isDispatched: {}))
    }

    private func newID() -> String {
        counter.withLock { count in
            count += 1
            let digits = String(count)
            return "00000000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        }
    }

    func client(_ id: String) -> NoticeClient? {
        guard registered.withLock({ $0.contains(id) }) else { return nil }
        return NoticeClient(
            id: id, regulator: id.uppercased(), seesConfidential: trusted.withLock { $0.contains(id) }, mailDomains: ["regulator.test"],
            isRegistered: { $0.hasPrefix("https://127.0.0.1:") })
    }

    /// One worker, so that tests may give it other clocks; every send is noted.
    func worker() throws -> NoticeWorker {
        let send: @Sendable (OutgoingRequest) async throws -> IncomingResponse = { request in
            self.posted.withLock { $0.append(request) }
            return try self.answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
        }
        let relay =
            hasMail
            ? MailRelay(
                server: try MailServer(host: "mail.northwind.test", port: 25, security: .startTLS, clientName: "northwind.test"),
                sender: try MailAddress("reports@northwind.test")) : nil
        let signer = DeliverySigner(key: key, newNonce: { "nonce" })
        let courier = Courier(
            signer: signer, relay: relay,
            ports: .init(
                send: send,
                mail: { _, message in
                    if let failure = self.mailFailure.withLock({ $0 }) { throw failure }
                    self.mails.withLock { $0.append(message) }
                    return MailReceipt(reply: 250, text: "250 taken")
                }, put: { _, _, _ in .alreadyThere }, now: { self.now }), addresses: AddressCheck { _ in [] })
        return NoticeWorker(
            store: store, courier: courier, signer: signer, tickets: tickets,
            ports: .init(
                client: { self.client($0) }, escalate: { try await self.desk.escalate($0, now: $1) }, send: sendTicket ?? send,
                ticketAuthorization: { "Bearer secret" }, now: { self.now },
                spread: { 0.5 }),
            wake: NoticeSignals(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, hooks: hooks)
    }

    /// Works on everything that is due now.
    func work() async throws {
        let worker = try worker()
        while try await worker.workOnce(as: "test") {}
    }

    /// Registers an address of a client with a webhook and mail.
    func register(_ client: String, webhook: String? = DeskScene.url, mail: String? = "duty@regulator.test") async throws {
        _ = try await desk.register(
            NoticeAddressRow(
                id: "N-1", clientID: client, regulator: client.uppercased(), webhook: webhook, mail: mail, changedAt: now), by: author)
    }

    func event(
        _ id: String = "e-1", _ code: String = "GAM-RNG", aware: Timestamp? = nil, licences: [String] = ["UKGC-000123"],
        severity: IncidentType.Severity? = nil, summary: String = "A generator failed its test"
    ) -> OperatorEvent {
        let aware = aware ?? now
        return OperatorEvent(
            id: id, type: code, meaning: .incident(code: code), occurredAt: aware, awareAt: aware, licences: licences, summary: summary,
            playersAffected: 3, severity: severity, details: .null,
            document: .object([("event_id", .string(id)), ("type", .string(code)), ("summary", .string(summary))]))
    }

    func exclusion(_ id: String, _ action: OperatorEvent.Exclusion, at seconds: Int64, player: String = "X-1") -> OperatorEvent {
        let time = Self.start.advanced(by: .seconds(seconds))
        return OperatorEvent(
            id: id, type: "self_exclusion_event", meaning: .exclusion(action, player: player), occurredAt: time, awareAt: time,
            licences: [], summary: "By a test", playersAffected: nil, severity: nil, details: .null,
            document: .object([("event_id", .string(id)), ("action", .string(action.rawValue))]))
    }

    /// Opens an incident; its document for the operator's people.
    func open(_ event: OperatorEvent) async throws -> Node {
        let id = try await desk.take(event, by: author).incidentID ?? ""
        return try await read(id)
    }

    func read(_ id: String, as regulator: String? = nil, confidential: Bool = false) async throws -> Node {
        let reader = IncidentReader(regulator: regulator, seesConfidential: regulator == nil || confidential)
        return try await desk.incident(id, for: reader, now: now) ?? .null
    }
}
