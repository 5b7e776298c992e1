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
        _ configuration: RealmConfiguration, store: PlatformStore, trail: AuditTrail, licences: [Licence], operatorID: String, wake: Signal
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
        _ configuration: RealmConfiguration, store: PlatformStore, courier: Courier, wake: Signal
    ) -> NoticeWorker {
        let clients = configuration.clients
        let tickets = configuration.contacts.tickets
        // Neither the trust of the regulators' side nor the platform's certificate is for the operator's own systems.
        let transport = HTTPClient(trust: tickets?.trust ?? .pem([]))
        return NoticeWorker(
            store: store, courier: courier,
            signer: configuration.deliverySigner,
            tickets: tickets?.system,
            ports: .init(
                client: { noticeClient(clients.current.client($0)) }, send: { try await transport.send($0) },
                ticketAuthorization: { tickets?.authorization }, now: configuration.now, spread: { Double.random(in: 0..<1) }),
            wake: wake, logger: configuration.logger, hooks: configuration.mode.noticeHooks)
    }
}
