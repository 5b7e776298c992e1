import Access
import AuditTrail
import Delivery
import Documents
import Foundation
import Incidents
import Logging
import MessageSignatures
import Reporting
import Requests
import Sealing
import ServerKit
import SourceData
import Store
import TransparencyLog
import Transport

/// One realm, assembled: its store, log, reports, access control, requests. Production and sandbox are two values of this type with nothing
/// in common but the code, the register of clients and what of their certificates is revoked.
struct RealmServices: Sendable {
    let configuration: RealmConfiguration
    let store: PlatformStore
    let source: SourceDatabase
    let trail: AuditTrail
    let sequencer: Sequencer
    /// Nil when the realm has no witnesses.
    let witnesses: WitnessRound?
    /// Nil when the realm's log is not copied.
    let worm: RealmWorm?
    let proofs: LogProofs
    let gatekeeper: Gatekeeper
    let authorization: AuthorizationServer
    let shelf: ReportShelf
    let intake: RequestIntake
    let worker: DeliveryWorker
    /// What reports promise to their receivers.
    let outbox: Outbox
    let outboxWorker: OutboxWorker
    /// Sends one message once: for what is delivered beside reports.
    let courier: Courier
    let accessLog: AccessLog
    let limits: RateLimits
    let blocks: ClientBlocks
    let desk: IncidentDesk
    /// The keys of what is attached to incidents.
    let attachmentKeys: FileKeyStore
    let notices: NoticeWorker
    /// Finds incidents in the operator's tables.
    let detection: DetectionDriver
    /// Where callbacks and notices may be sent.
    let addresses: CallbackAddressCheck
    /// Origins that clients prove to control, and who challenges them.
    let origins: OriginDesk
    let challenges: ChallengeWorker
    /// The clients as those who send to them know them.
    let addressees: Addressees
    /// All licences of the operator.
    let licences: [Licence]
    /// Given when the time was moved: reports may be due.
    let scheduleMoved: Signal
    /// Given after feeds were looked for: there may be rows to look through.
    let feedsTaken = Signal()

    var realm: Realm { configuration.realm }
    var mode: RealmMode { configuration.mode }
    var now: @Sendable () -> Timestamp { configuration.now }
    /// The operator whose platform this is.
    var operatorID: String { licences.first?.operatorID ?? "" }

    /// Opens the realm's data, verifying its log; makes synthetic source data where there are none.
    ///
    /// Throws what stands in the way: `AuditError` for a log that must not go on, `StoreError`, `SourceDataError`, `ReportingError`.
    static func open(_ configuration: RealmConfiguration) async throws -> RealmServices {
        let store = try PlatformStore(.init(directory: configuration.directory))
        let source = try sourceData(configuration)
        let licences = try await source.licences()
        guard let operatorID = licences.first?.operatorID else { throw PlatformStartError("the source data name no licence") }
        let keys = SubjectKeys(wrapping: configuration.wrappingKeys)
        _ = try await keys.rewrap(in: store)
        let trail = AuditTrail(store: store, keys: keys, extraMembers: configuration.mode.leafMembers)
        let tiles = DirectoryTileStore(directory: configuration.directory + "/log")
        let sequencer = try await Sequencer(store: store, tiles: tiles, signer: configuration.logSigner, logger: configuration.logger)
        let witnesses = try await witnessRound(configuration, sequencer)
        let worm = try await RealmWorm.open(configuration, store: store, sequencer)
        let accessLog = AccessLog(store: store, logger: configuration.logger, now: configuration.now)
        let authority = TokenAuthority(realm: configuration.realm) { configuration.tokenKeys }
        let ledger = StoreTokenLedger(store)
        let proofs = try await ProvedOrigins(of: store)
        let addressees = Addressees(clients: configuration.clients, proofs: proofs, mode: configuration.mode, now: configuration.now)
        let outgoing = Outgoing(configuration, store: store, trail: trail, operatorID: operatorID, addressees: addressees)
        let origins = OriginDesk(
            store: store, trail: trail, operatorID: operatorID, proofs: proofs, wake: Signal(),
            newID: { UUID().uuidString.lowercased() })
        let shelf = try ReportShelf(configuration, store: store, source: source, trail: trail, outbox: outgoing.outbox)
        let addresses = CallbackAddressCheck()
        let (wake, noticed, moved) = (Signal(), NoticeSignals(), Signal())
        let attachmentKeys = try attachmentKeys(configuration)
        let desk = try desk(
            configuration, store: store, trail: trail, licences: licences, operatorID: operatorID, attachments: attachmentKeys,
            addressees: addressees, wake: noticed)
        let files = RequestedFiles(
            configuration: configuration, shelf: shelf, store: store, source: source, trail: trail, licences: licences,
            operatorID: operatorID,
            seesIncident: { id, client in
                let reader = IncidentReader(regulator: client.regulator, seesConfidential: client.mayReadSuspicions)
                return try await desk.incident(id, for: reader, now: configuration.now()) != nil
            })
        configuration.clock?.wake([wake, moved, outgoing.wake, outgoing.timeMoved, origins.wake] + noticed.all)
        let services = RealmServices(
            configuration: configuration, store: store, source: source, trail: trail, sequencer: sequencer,
            witnesses: witnesses, worm: worm, proofs: LogProofs(tiles: tiles),
            gatekeeper: gatekeeper(configuration, authority, ledger, accessLog),
            authorization: AuthorizationServer(
                authority: authority, clients: configuration.clients, revoked: configuration.revoked, ledger: ledger,
                now: configuration.now,
                newID: RandomIdentifier.make, record: accessLog.record, weaknesses: { configuration.mode.accessWeaknesses }),
            shelf: shelf,
            intake: RequestIntake(
                store: store, trail: trail, addresses: addresses, pathPrefix: configuration.realm.prefix, operatorID: operatorID,
                checkOrder: { order, client in try await files.check(order, for: client) },
                isAccepted: { wake.give() }),
            worker: worker(
                configuration, store: store, trail: trail, files: files, addresses: addresses, addressees: addressees,
                wake: wake, operatorID: operatorID),
            outbox: outgoing.outbox, outboxWorker: outgoing.worker(shelf.service), courier: outgoing.courier,
            accessLog: accessLog, limits: RateLimits(configuration.rateLimit), blocks: ClientBlocks(),
            desk: desk, attachmentKeys: attachmentKeys,
            notices: noticeWorker(
                configuration, store: store, courier: outgoing.courier, desk: desk, addressees: addressees, wake: noticed),
            detection: try detection(configuration, store: store, source: source, desk: desk), addresses: addresses, origins: origins,
            challenges: challengeWorker(configuration, desk: origins, addressees: addressees), addressees: addressees,
            licences: licences, scheduleMoved: moved)
        try await services.finishErasures()
        let strays = try await services.removeStrayAttachments()
        if strays > 0 {
            configuration.logger.notice(
                "files of incidents that nothing names were removed: a process ended while they were attached",
                metadata: ["files": "\(strays)"])
        }
        do {
            try await services.finishKeyChanges()
        } catch {
            configuration.logger.error("a change of keys was agreed to and is not carried out", metadata: ["reason": "\(error)"])
        }
        return services
    }

    /// The gate for the tokens of the realm's own issuer, or of the one that stands in its place.
    private static func gatekeeper(
        _ configuration: RealmConfiguration, _ authority: TokenAuthority, _ ledger: StoreTokenLedger, _ accessLog: AccessLog
    ) -> Gatekeeper {
        guard let issuer = configuration.externalIssuer, let keys = configuration.issuerKeys else {
            return Gatekeeper(
                authority: authority, clients: configuration.clients, revoked: configuration.revoked, ledger: ledger,
                now: configuration.now, record: accessLog.record, weaknesses: { configuration.mode.accessWeaknesses })
        }
        // Tokens of an issuer elsewhere have its times: a sandbox whose clock was moved must not end them.
        return Gatekeeper(
            realm: configuration.realm, issuer: issuer, keys: keys, clients: configuration.clients, revoked: configuration.revoked,
            now: { Timestamp.wall }, record: accessLog.record, weaknesses: { configuration.mode.accessWeaknesses })
    }

    private static func worker(
        _ configuration: RealmConfiguration, store: PlatformStore, trail: AuditTrail, files: RequestedFiles,
        addresses: CallbackAddressCheck, addressees: Addressees, wake: Signal, operatorID: String
    ) -> DeliveryWorker {
        let transport = configuration.client
        return DeliveryWorker(
            store: store, trail: trail,
            signer: configuration.deliverySigner, addresses: addresses,
            ports: .init(
                makeFile: { order, client, requestID in
                    try await files.prepared(order, for: client, requestID: requestID)
                },
                client: addressees.requestingClient,
                send: { try await transport.send($0) }, now: configuration.now, newID: { UUID().uuidString.lowercased() },
                spread: { Double.random(in: 0..<1) }),
            wake: wake, operatorID: operatorID, logger: configuration.logger,
            hooks: configuration.mode.deliveryHooks(now: configuration.now))
    }

    private static func sourceData(_ configuration: RealmConfiguration) throws -> SourceDatabase {
        let path = configuration.directory + "/source.sqlite"
        if !FileManager.default.fileExists(atPath: path) {
            _ = try SourceDataGenerator(configuration.source).generate(at: path)
        }
        return try SourceDatabase(path: path)
    }

    /// Keeps the log published, requests delivered and reports made until cancelled; throws when the log must not go on, and
    /// `MediumFailure` when what the realm's state or log lies on has failed: from then on nothing is acknowledged.
    func run() async throws {
        do {
            try await runAll()
        } catch {
            // Whoever wrote just then may have been told before the watcher.
            throw store.mediumFailure ?? error
        }
    }

    private func runAll() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await endWithMedium() }
            group.addTask { try await sequencer.run() }
            if let witnesses { group.addTask { try await witnesses.run() } }
            if let worm { group.addTask { try await worm.copy.run() } }
            group.addTask { try await worker.run() }
            group.addTask { try await challenges.run() }
            group.addTask { try await notices.run() }
            group.addTask { try await outboxWorker.run() }
            group.addTask { await keepReportsComplete() }
            group.addTask { await keepDetecting() }
            group.addTask { await keepChangingKeys() }
            // The first to fail ends the others; `waitForAll` would wait for them first.
            for try await _ in group {}
        }
    }

    /// Waits for the medium to fail. Only a new start reads what is there: whoever runs the realm has to end.
    private func endWithMedium() async throws {
        guard let failure = await store.watchMedium() else { return }
        configuration.logger.critical(
            "the medium failed: nothing is acknowledged any more, the platform ends and must be started again",
            metadata: ["place": "\(failure.place.rawValue)", "reason": "\(failure.what)"])
        throw failure
    }

    /// Publishes what is not in the log yet and ends all connections.
    func close() async throws {
        let published: Result<Void, any Error>
        do { published = .success(_ = try await sequencer.publish()) } catch { published = .failure(error) }
        await worm?.close()
        // Each is closed, whatever the others say; the first trouble is told.
        let closed = [Result { try store.close() }, Result { try attachmentKeys.close() }, Result { try source.close() }]
        for outcome in [published] + closed { try outcome.get() }
    }

    /// Carries out changes of keys that were agreed to and could not be made at once: a key that is not to be trusted must not go on signing.
    private func keepChangingKeys() async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .seconds(5))
                try await finishKeyChanges()
            } catch {
                if Task.isCancelled { return }
                configuration.logger.error("a change of keys was agreed to and is not carried out", metadata: ["reason": "\(error)"])
            }
        }
    }

    /// Makes the reports of all periods that are over, at the start and each minute: a missed one is made up.
    private func keepReportsComplete() async {
        while !Task.isCancelled {
            do {
                await takeFeedsOrLog()
                _ = try await shelf.service.catchUp(now: now())
                await scheduleMoved.wait(upTo: try pause())
            } catch {
                if Task.isCancelled { return }
                configuration.logger.error("reports could not be made", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }
}
