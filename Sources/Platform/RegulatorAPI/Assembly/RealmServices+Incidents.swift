import Access
import AuditTrail
import Documents
import Foundation
import Incidents
import Requests
import SourceData
import Store
import Transport

/// The desk of incidents and the worker that tells of them.
extension RealmServices {
    static func desk(
        _ configuration: RealmConfiguration, store: PlatformStore, trail: AuditTrail, licences: [Licence], operatorID: String, wake: Signal
    ) throws -> IncidentDesk {
        let clients = configuration.clients
        return IncidentDesk(
            catalogue: try IncidentCatalogue(directory: configuration.incidentsDirectory), store: store, trail: trail, licences: licences,
            operatorID: operatorID, baseURL: configuration.realm.issuer, hasMail: configuration.mail != nil,
            tickets: configuration.tickets?.system,
            ports: .init(
                client: { noticeClient(clients.current.client($0)) }, newID: { UUIDv7.make(at: $0) }, isDispatched: { wake.give() }))
    }

    static func noticeWorker(
        _ configuration: RealmConfiguration, store: PlatformStore, addresses: CallbackAddressCheck, wake: Signal
    ) -> NoticeWorker {
        let clients = configuration.clients
        let transport = configuration.client
        let tickets = configuration.tickets
        var sendMail: (@Sendable (NoticeWorker.Mail) async throws -> Void)?
        if let relay = configuration.mail { sendMail = { try await relay.send($0) } }
        return NoticeWorker(
            store: store, signer: CallbackSigner(key: configuration.signingKey, newNonce: { UUID().uuidString.lowercased() }),
            addresses: addresses, tickets: tickets?.system,
            ports: .init(
                client: { noticeClient(clients.current.client($0)) }, send: { try await transport.send($0) },
                sendMail: sendMail,
                ticketAuthorization: { tickets?.authorization }, now: configuration.now, spread: { Double.random(in: 0..<1) }),
            wake: wake, logger: configuration.logger, hooks: configuration.mode.noticeHooks)
    }
}
