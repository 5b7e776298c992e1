import Access
import AuditTrail
import Delivery
import Documents
import Incidents
import Logging
import MessageSignatures
import Reporting
import Sealing
import SourceData
import Store
import Transport

/// The desk of incidents and the worker that tells of them.
extension RealmServices {
    static func desk(
        _ configuration: RealmConfiguration, store: PlatformStore, trail: AuditTrail, licences: [Licence], operatorID: String,
        attachments: FileKeyStore, addressees: Addressees, wake: NoticeSignals
    ) throws -> IncidentDesk {
        let vault = attachmentVault(configuration.directory, keys: attachments)
        return IncidentDesk(
            catalogue: try IncidentCatalogue(directory: configuration.incidentsDirectory), store: store, trail: trail, licences: licences,
            operatorID: operatorID, baseURL: configuration.realm.issuer, hasMail: configuration.deliveries.relay != nil,
            contacts: configuration.contacts,
            vault: AttachmentVault(
                keep: { bytes, now in try Self.available { try vault.keep(bytes, at: now) } },
                read: { sha256 in try Self.available { try vault.read(sha256) } }),
            ports: .init(
                client: addressees.noticeClient, newID: { UUIDv7.make(at: $0) }, isDispatched: { wake.give() }))
    }

    /// A vault that cannot be reached is a store that cannot: nothing was changed. Bytes that are not what was kept stay an error.
    private static func available<Value>(_ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let error as ReportingError where error.code == .vaultUnavailable {
            throw StoreError(.unavailable, error.description)
        }
    }

    /// The keys under which attachments are sealed: of their own, so that one file can be made unreadable.
    static func attachmentKeys(_ configuration: RealmConfiguration) throws -> FileKeyStore {
        let keys = try FileKeyStore(path: configuration.directory + "/attachments-keys.sqlite", wrapping: configuration.wrappingKeys)
        if configuration.wrappingKeys.areChanging { _ = try keys.rewrap() }
        return keys
    }

    static func noticeWorker(
        _ configuration: RealmConfiguration, store: PlatformStore, courier: Courier, desk: IncidentDesk, addressees: Addressees,
        wake: NoticeSignals
    ) -> NoticeWorker {
        let tickets = configuration.contacts.tickets
        // Neither the trust of the regulators' side nor the platform's certificate is for the operator's own systems.
        let transport = HTTPClient(trust: tickets?.trust ?? .pem([]))
        return NoticeWorker(
            store: store, courier: courier,
            signer: configuration.deliverySigner,
            tickets: tickets?.system,
            ports: .init(
                client: addressees.noticeClient, escalate: { try await desk.escalate($0, now: $1) },
                send: { try await transport.send($0) },
                ticketAuthorization: { tickets?.authorization }, now: configuration.now, spread: { Double.random(in: 0..<1) }),
            wake: wake, logger: configuration.logger, hooks: configuration.mode.noticeHooks,
            // What is tried out in the sandbox mostly concerns authorities that nobody registered there.
            unreachedLevel: configuration.realm.name == .sandbox ? .warning : .error)
    }
}
