import Access
import AuditTrail
import Delivery
import Documents
import Incidents
import MessageSignatures
import SourceData
import Store
import Transport

/// The desk of incidents and the worker that tells of them.
extension RealmServices {
    static func desk(
        _ configuration: RealmConfiguration, store: PlatformStore, trail: AuditTrail, licences: [Licence], operatorID: String,
        wake: NoticeSignals
    ) throws -> IncidentDesk {
        let clients = configuration.clients
        return IncidentDesk(
            catalogue: try IncidentCatalogue(directory: configuration.incidentsDirectory), store: store, trail: trail, licences: licences,
            operatorID: operatorID, baseURL: configuration.realm.issuer, hasMail: configuration.deliveries.relay != nil,
            contacts: configuration.contacts,
            ports: .init(
                client: { noticeClient(clients.current.client($0)) }, newID: { UUIDv7.make(at: $0) }, isDispatched: { wake.give() }))
    }

    static func noticeWorker(
        _ configuration: RealmConfiguration, store: PlatformStore, courier: Courier, desk: IncidentDesk, wake: NoticeSignals
    ) -> NoticeWorker {
        let clients = configuration.clients
        let tickets = configuration.contacts.tickets
        // Neither the trust of the regulators' side nor the platform's certificate is for the operator's own systems.
        let transport = HTTPClient(trust: tickets?.trust ?? .pem([]))
        return NoticeWorker(
            store: store, courier: courier,
            signer: DeliverySigner(key: configuration.signingKey, newNonce: RandomIdentifier.make),
            tickets: tickets?.system,
            ports: .init(
                client: { noticeClient(clients.current.client($0)) }, escalate: { try await desk.escalate($0, now: $1) },
                send: { try await transport.send($0) },
                ticketAuthorization: { tickets?.authorization }, now: configuration.now, spread: { Double.random(in: 0..<1) }),
            wake: wake, logger: configuration.logger, hooks: configuration.mode.noticeHooks)
    }
}
