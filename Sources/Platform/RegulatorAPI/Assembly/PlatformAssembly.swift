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
    private let client: HTTPClient

    var realms: [RealmServices] { [production, sandbox] }

    /// Opens everything; the issuers' names need the port, so it is chosen here when none is given.
    static func make(
        _ configuration: PlatformConfiguration, logger: Logger, now: @escaping @Sendable () -> Timestamp
    ) async throws -> PlatformAssembly {
        let keys = KeyRing(directory: configuration.pkiDirectory)
        let authority = try keys.bytes("ca.pem")
        let (certificate, key) = (try keys.bytes("platform.pem"), try keys.secret("platform.key"))
        let port = configuration.port == 0 ? try FreePort.choose(host: configuration.host) : configuration.port
        let listener = ServerConfiguration(
            host: configuration.host, port: port, certificatePEM: certificate, keyPEM: key, clientTrustPEM: authority,
            clientCertificates: .optional)
        let client = HTTPClient(trust: .pem(authority), identity: ClientIdentity(certificatePEM: certificate, keyPEM: key))
        let clients = try ClientRegistry(file: keys.clientsFile, now: now) { event in
            logger.notice("the register of clients changed", metadata: ["event": "\(event)"])
        }
        let revoked = try revokedCertificates(configuration, keys, authority: authority, logger: logger, now: now)
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
            let signer = try keys.logSigner(of: name, origin: "\(configuration.logOrigin)/\(name.rawValue)")
            return try await RealmServices.open(
                RealmConfiguration(
                    realm: try Realm(name, issuer: "https://\(host):\(port)\(name.prefix)"), mode: mode,
                    directory: directory, modelsDirectory: configuration.modelsDirectory,
                    incidentsDirectory: configuration.incidentsDirectory,
                    contacts: try keys.contacts(of: name),
                    signingKey: try keys.signingKey(of: name), wrappingKeys: try keys.wrappingKeys(of: name),
                    logSigner: signer, witnesses: try keys.witnessPolicy(of: name, log: signer.verifier),
                    worm: try keys.wormSettings(of: name), clients: clients,
                    revoked: revoked,
                    source: source, client: client, trust: .pem(authority), description: description, deliveries: plan,
                    rateLimit: configuration.rateLimit,
                    now: realmNow, clock: clock, logger: logger))
        }
        let production = try await realm(.production, .production)
        let sandbox = try await realm(.sandbox, .sandbox(FaultSwitchboard()))
        let operations = try configuration.operationsPort.map { port in
            try OperationsListener(
                port: port == 0 ? FreePort.choose(host: "127.0.0.1") : port, realms: [production, sandbox],
                dataDirectory: configuration.dataDirectory, certificatePEM: certificate, now: now)
        }
        return PlatformAssembly(
            production: production, sandbox: sandbox, listener: listener,
            addresses: PlatformAddresses(
                baseURL: production.realm.issuer, sandboxURL: sandbox.realm.issuer,
                productionLogKey: production.configuration.logSigner.verifierKey,
                sandboxLogKey: sandbox.configuration.logSigner.verifierKey, operationsURL: operations.map { "http://127.0.0.1:\($0.port)" }),
            operations: operations,
            client: client)
    }

    /// What is revoked, of what the authorities of the listener issued; what changes later is logged.
    private static func revokedCertificates(
        _ configuration: PlatformConfiguration, _ keys: KeyRing, authority: [UInt8], logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) throws -> RevokedCertificates {
        let authorities = try CertificateAuthority.all(inPEM: authority)
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
        for realm in realms { try await realm.close() }
    }
}
