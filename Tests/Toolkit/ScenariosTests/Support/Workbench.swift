import Contracts
import Documents
import Foundation
import MessageSignatures
import Results
import Testing
import Transport

@testable import Scenarios

/// Everything a runner needs, in memory: a profile with the usual identities, contracts from text, a subject, an inbox, a clock.
struct Workbench {
    static let certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    static let privateKey = "-----BEGIN PRIVATE KEY-----\nBBBB\n-----END PRIVATE KEY-----\n"

    let subject: ScriptedSubject
    let inbox = MemoryInbox()
    let mail = MemoryInbox()
    let files = MemoryInbox()
    let clock = ManualClock()
    let identifiers = Identifiers()
    let clientKey: SigningKey
    let secrets: SecretStore

    init() throws {
        subject = try ScriptedSubject()
        clientKey = try SigningKey.generate(.ed25519, keyID: "client-1")
        secrets = SecretStore(environment: [
            "CERTIFICATE": Self.certificate, "KEY": Self.privateKey,
            "JWK": String(decoding: clientKey.jwk().compactBytes(), as: UTF8.self), "OLD_TOKEN": "an-expired-token",
            "OTHER_CERTIFICATE": Self.certificate.replacing("AAAA", with: "CCCC"),
        ])
    }

    func profile(
        environment: Profile.Environment = .sandbox, capabilities: Set<String> = [], effects: Set<Effects> = [.read, .synthetic],
        jwks: Bool = true, states: Profile.States? = .url("https://subject.test/states", identity: nil), logKey: String? = nil,
        tools: [Profile.ToolKind: Profile.Tool] = [:], dialect: Dialect? = nil
    ) -> Profile {
        let certificate = SecretReference(.environment("CERTIFICATE"))
        let key = SecretReference(.environment("KEY"))
        let jwk = SecretReference(.environment("JWK"))
        let token = Identity.Token(
            method: .privateKeyJWT(clientID: "ukgc", key: jwk), url: "\(ScriptedSubject.origin)/token", issuer: ScriptedSubject.origin,
            scope: "regulator_read")
        return Profile(
            name: "Subject", environment: environment,
            platform: Profile.Platform(
                baseURL: ScriptedSubject.origin, jwks: jwks ? .url("\(ScriptedSubject.origin)/jwks") : nil, logKey: logKey.map { .text($0) }
            ),
            identities: [
                Identity(name: "regulator", certificate: certificate, key: key, token: token, signingKey: jwk, values: ["own": "mine"]),
                Identity(name: "no-certificate", tokenOf: "regulator"),
                Identity(name: "no-token", certificate: certificate, key: key),
                Identity(
                    name: "token-of-another", certificate: SecretReference(.environment("OTHER_CERTIFICATE")), key: key,
                    tokenOf: "regulator"),
                Identity(
                    name: "late", certificate: certificate, key: key,
                    token: .init(method: .fixed(SecretReference(.environment("OLD_TOKEN"))))),
            ], states: states, capabilities: capabilities, tools: tools, allowedEffects: effects, values: ["day": "2026-10-15"],
            dialect: dialect)
    }

    /// Contracts from the text of one file, which must be without findings.
    func library(_ text: String) throws -> ContractLibrary {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-scenarios-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "test.contract.yaml")
        try Data(text.utf8).write(to: file)
        let (library, findings) = ContractLibrary.load(paths: [file.path], content: folder.path)
        try #require(findings.isEmpty, "\(findings.map { "\($0.code) \($0.message) \($0.source?.reference ?? "")" })")
        return library
    }

    /// A scenario from text, which must be without findings.
    func scenario(_ text: String, _ library: ContractLibrary) throws -> Scenario {
        let (scenario, findings) = Scenario.read(Array(text.utf8), file: "test.scenario.yaml", contracts: library)
        try #require(findings.isEmpty, "\(findings.map { "\($0.code) \($0.message) \($0.source?.reference ?? "")" })")
        return try #require(scenario)
    }

    func runner(
        _ library: ContractLibrary, interactions: [Interaction]? = nil, scenarios: [Scenario] = [], profile: Profile? = nil,
        options: RunOptions = RunOptions(), hasInbox: Bool = true, exchanger: (any Exchanger)? = nil, clock: RunClock? = nil
    ) -> Runner {
        Runner(
            profile: profile ?? self.profile(), library: library, interactions: interactions, scenarios: scenarios, options: options,
            inbox: hasInbox ? inbox : nil, mail: hasInbox ? mail : nil, files: hasInbox ? files : nil, exchanger: exchanger ?? subject,
            secrets: secrets, clock: clock ?? self.clock.runClock,
            makeIdentifier: identifiers.make)
    }

    func channel() -> Channel {
        Channel(exchanger: subject, journal: Journal(), clock: clock.runClock, timeout: .seconds(5), progress: { _ in })
    }

    func identityProvider() -> IdentityProvider {
        let channel = channel()
        return IdentityProvider(
            profile: profile(), secrets: secrets,
            tokens: TokenEndpoint(channel: channel, clock: clock.runClock, makeIdentifier: identifiers.make), clock: clock.runClock)
    }
}

extension RunRecord {
    func checks(of caseID: String) -> [CheckRecord] { cases.first { $0.id == caseID }?.checks ?? [] }
    func check(_ name: String, of caseID: String) -> CheckRecord? { checks(of: caseID).first { $0.check == name } }
    var codes: [String] { cases.flatMap(\.checks).flatMap(\.findings).map(\.code) }
}
