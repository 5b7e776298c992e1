import Access
import Delivery
import Documents
import Foundation
import Logging
import ServerKit
import SourceData
import TransparencyLog
import Transport

/// Both realms and the routes over them, ready to be served: by a listener, or by a test without one.
struct PlatformAssembly: Sendable {
    let production: RealmServices
    let sandbox: RealmServices
    let listener: ServerConfiguration
    let addresses: PlatformAddresses
    /// Serves the operations listener; nil when there is none.
    let operations: OperationsListener?
    /// What the listener shows and believes, as its files say.
    let credentials: ListenerCredentials
    private let client: HTTPClient

    var realms: [RealmServices] { [production, sandbox] }

    /// Opens everything; the issuers' names need the port, so it is chosen here when none is given.
    static func make(
        _ configuration: PlatformConfiguration, logger: Logger, now: @escaping @Sendable () -> Timestamp
    ) async throws -> PlatformAssembly {
        let keys = KeyRing(directory: configuration.pkiDirectory)
        let material = try keys.listenerMaterial()
        let port = configuration.port == 0 ? try FreePort.choose(host: configuration.host) : configuration.port
        let client = HTTPClient(trust: material.trust, identity: material.identity)
        let issuing = IssuingAuthorities(try CertificateAuthority.all(inPEM: material.clientTrustPEM))
        let clients = try ClientRegistry(file: keys.clientsFile, authorities: issuing, now: now) { event in
            logger.notice("the register of clients changed", metadata: ["event": "\(event)"])
        }
        let revoked = try revokedCertificates(
            configuration, keys, authorities: try CertificateAuthority.all(inPEM: material.clientTrustPEM), logger: logger, now: now)
        let renewal = CredentialRenewal { material in
            client.present(material.identity, trusting: material.trust)
            do {
                let authorities = try CertificateAuthority.all(inPEM: material.clientTrustPEM)
                issuing.believe(authorities)
                revoked.believe(authorities)
            } catch {
                logger.error("the authorities of names and revocation lists stay as they were", metadata: ["reason": "\(error)"])
            }
        }
        let credentials = try keys.listenerCredentials(logger: logger, renewal: renewal)
        let current = credentials.current
        if current.material != material { renewal.renew(current.material, generation: current.generation) }
        var listener = ServerConfiguration(host: configuration.host, port: port, channel: .credentials(credentials))
        listener.maximumBodyBytes = BodyLimits.json
        listener.trustedProxies = configuration.trustedProxies
        let description = try InterfaceDescription(file: configuration.descriptionFile)
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        func realm(_ name: Realm.Name, _ mode: RealmMode) async throws -> RealmServices {
            let plan = try keys.deliveryPlan(of: name)
            let directory = "\(configuration.dataDirectory)/\(name.rawValue)"
            let clock = name == .sandbox ? try SandboxClock(directory: directory, base: now) : nil
            let realmNow = clock.map { clock in { @Sendable in clock.now() } } ?? now
            let source = SourceDataGenerator.Configuration(
                seed: configuration.seed &+ (name == .production ? 0 : 1), month: configuration.month,
                playersPerLicence: configuration.playersPerLicence)
            var realmLogger = logger
            realmLogger[metadataKey: "realm"] = "\(name.rawValue)"
            let issuer = try keys.externalIssuer(of: name)
            let signer = try keys.logSigner(of: name, origin: "\(configuration.logOrigin)/\(name.rawValue)")
            return try await RealmServices.open(
                RealmConfiguration(
                    realm: try Realm(name, issuer: "https://\(host):\(port)\(name.prefix)"), mode: mode,
                    directory: directory, modelsDirectory: configuration.modelsDirectory,
                    incidentsDirectory: configuration.incidentsDirectory,
                    contacts: try keys.contacts(of: name),
                    keys: try keys.signingKeys(of: name, now: realmNow, report: Self.telling(logger, name)),
                    derivation: try keys.derivationSecret(of: name), wrappingKeys: try keys.wrappingKeys(of: name),
                    logSigner: signer, witnesses: try keys.witnessPolicy(of: name, log: signer.verifier),
                    worm: try keys.wormSettings(of: name), clients: clients,
                    revoked: revoked,
                    source: source, client: client, trust: { credentials.material.trust }, description: description, deliveries: plan,
                    rateLimit: configuration.rateLimit,
                    now: realmNow, clock: clock, logger: realmLogger, externalIssuer: issuer,
                    issuerKeys: issuer.map {
                        IssuerKeys.of(
                            $0, folder: configuration.pkiDirectory, trust: { credentials.material.trust }, logger: realmLogger, now: now)
                    }))
        }
        let production = try await realm(.production, .production)
        let sandbox = try await realm(.sandbox, .sandbox(FaultSwitchboard()))
        let operations = try configuration.operationsPort.map { port in
            try OperationsListener(
                port: port == 0 ? FreePort.choose(host: "127.0.0.1") : port, realms: [production, sandbox],
                dataDirectory: configuration.dataDirectory, credentials: credentials, now: now)
        }
        return PlatformAssembly(
            production: production, sandbox: sandbox, listener: listener,
            addresses: PlatformAddresses(
                baseURL: production.realm.issuer, sandboxURL: sandbox.realm.issuer,
                productionLogKey: production.configuration.logSigner.verifierKey,
                sandboxLogKey: sandbox.configuration.logSigner.verifierKey, operationsURL: operations.map { "http://127.0.0.1:\($0.port)" }),
            operations: operations, credentials: credentials,
            client: client)
    }

    /// Puts into the process's log that a realm's keys changed, or could not.
    private static func telling(_ logger: Logger, _ realm: Realm.Name) -> @Sendable (PlatformKeys.Event) -> Void {
        { event in
            switch event {
            case .replaced(let purpose, let keyIDs):
                logger.notice(
                    "the signing keys changed",
                    metadata: ["realm": "\(realm.rawValue)", "purpose": "\(purpose.rawValue)", "kids": "\(keyIDs.joined(separator: " "))"])
            case .refused(let purpose, let reason):
                logger.error(
                    "the file of signing keys is not usable, those before it stay in force",
                    metadata: ["realm": "\(realm.rawValue)", "purpose": "\(purpose.rawValue)", "reason": "\(reason)"])
            }
        }
    }

    /// What is revoked, of what the authorities of the listener issued; what changes later is logged.
    private static func revokedCertificates(
        _ configuration: PlatformConfiguration, _ keys: KeyRing, authorities: [CertificateAuthority], logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) throws -> RevokedCertificates {
        do {
            return try RevokedCertificates(
                folder: keys.revocationListsFolder, thumbprints: keys.revokedFile, authorities: authorities,
                expiredLists: configuration.expiredRevocationLists, now: now
            ) { event in
                if case .replaced = event {
                    logger.notice("what is revoked changed", metadata: ["event": "\(event)"])
                } else {
                    logger.warning("what is revoked needs a look", metadata: ["event": "\(event)"])
                }
            }
        } catch {
            throw PlatformStartError("\(keys.directory): revoked certificates: \(error): mend the file, or take it away")
        }
    }

    /// All routes of both realms with what stands around them.
    var routes: RouteTable {
        var routes = RouteTable()
        for services in realms { RealmRoutes(services: services).add(to: &routes) }
        RealmMiddleware(production: production, sandbox: sandbox).stand(around: &routes)
        return routes
    }

    /// Publishes both logs and closes what is open; after the last answer.
    func close() async throws {
        client.close()
        // One that cannot be closed well leaves the other no worse.
        var trouble: (any Error)?
        for realm in realms {
            do { try await realm.close() } catch { trouble = trouble ?? error }
        }
        if let trouble { throw trouble }
    }
}
