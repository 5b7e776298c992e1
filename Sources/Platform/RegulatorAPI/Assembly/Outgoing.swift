import Access
import AuditTrail
import Delivery
import Foundation
import Logging
import MessageSignatures
import Reporting
import Store
import Transport

/// What a realm's deliveries are made from: the outbox, the courier over real transports, and the worker between them.
struct Outgoing: Sendable {
    let outbox: Outbox
    let courier: Courier
    private let configuration: RealmConfiguration
    private let store: PlatformStore
    private let trail: AuditTrail
    private let operatorID: String
    private let addressees: Addressees
    /// Given when something is due for sending.
    let wake: Signal
    /// Given when the time was moved.
    let timeMoved = Signal()

    init(_ configuration: RealmConfiguration, store: PlatformStore, trail: AuditTrail, operatorID: String, addressees: Addressees) {
        self.addressees = addressees
        self.configuration = configuration
        self.store = store
        self.trail = trail
        self.operatorID = operatorID
        let (client, trust, wake) = (configuration.client, configuration.trust, Signal())
        self.wake = wake
        outbox = Outbox(
            store: store, trail: trail, plan: configuration.deliveries, operatorID: operatorID,
            newID: { UUID().uuidString.lowercased() }, wake: wake)
        courier = Courier(
            signer: configuration.deliverySigner,
            relay: configuration.deliveries.relay,
            ports: .init(
                send: { try await client.send($0) }, mail: { try await MailClient(server: $0, trust: trust()).send($1) },
                put: { try await SFTPClient(drop: $0).put($1, as: $2) }, now: configuration.now))
    }

    func worker(_ service: ReportService) -> OutboxWorker {
        let logger = configuration.logger
        return OutboxWorker(
            outbox: outbox, store: store, trail: trail, courier: courier,
            ports: .init(
                parcel: { [store] in try await ReportParcel(of: $0, from: service, store: store) },
                isRegistered: { [addressees] url, client in addressees.isRegistered(url, of: client) },
                alarm: { alarm in
                    logger.warning(
                        "a report is not with its receiver",
                        metadata: [
                            "delivery": "\(alarm.deliveryID)", "run": "\(alarm.runID)", "channel": "\(alarm.channelID)",
                            "time-used": "\(alarm.percent) %", "due": "\(alarm.dueAt)",
                        ])
                }, now: configuration.now, spread: { Double.random(in: 0..<1) }),
            baseURL: configuration.realm.issuer, operatorID: operatorID, wake: wake, timeMoved: timeMoved, logger: logger,
            hooks: configuration.mode.outboxHooks,
            schedule: configuration.deliveries.retries)
    }
}
