import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import Results
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Scenarios
@testable import Simulator

@Suite struct DoctorTests {
    /// A platform in memory: an answer for each address.
    private struct Subject: Exchanger {
        var date = "Mon, 23 Nov 2026 10:00:00 GMT"
        var jwks = #"{"keys": []}"#
        var isDeaf = false

        func send(_ request: OutgoingRequest, as identity: ClientIdentity?) async throws(TransportError) -> IncomingResponse {
            if isDeaf { throw TransportError(.couldNotConnect, "nobody listens") }
            if request.url.hasSuffix("/token") { return IncomingResponse(status: 401) }
            if request.url.hasSuffix("/jwks") { return IncomingResponse(status: 200, body: Array(jwks.utf8)) }
            return IncomingResponse(status: 404, fields: [.date: date])
        }
    }

    private static let now = Timestamp(milliseconds: 1_795_428_000_000)

    private func diagnoses(_ profile: Profile, _ subject: Subject = Subject(), environment: [String: String] = [:], at now: Timestamp = now)
        async -> [Diagnosis]
    {
        let clock = RunClock(now: { now }, uptime: RunClock.system.uptime, sleep: RunClock.system.sleep)
        return await Doctor(
            profile: profile, exchanger: subject, secrets: SecretStore(environment: environment), clock: clock, timeout: .seconds(60),
            makeIdentifier: { UUID().uuidString.lowercased() }
        ).diagnoses()
    }

    private func profile(
        identities: [Identity] = [], jwks: Profile.PublicMaterial? = nil, logKey: Profile.PublicMaterial? = nil,
        callbacks: Profile.Callbacks? = nil, tools: [Profile.ToolKind: Profile.Tool] = [:]
    ) -> Profile {
        Profile(
            name: "S", platform: .init(baseURL: "https://subject.test", jwks: jwks, logKey: logKey), identities: identities,
            callbacks: callbacks, tools: tools)
    }

    private func outcome(_ subject: String, _ all: [Diagnosis]) -> Diagnosis.Outcome? {
        all.first { $0.subject.hasPrefix(subject) }?.outcome
    }

    @Test func `a platform that answers is well, one that does not is not`() async {
        let well = await diagnoses(profile())
        #expect(well.allSatisfy { $0.outcome != .failed }, "\(well)")
        let deaf = await diagnoses(profile(), Subject(isDeaf: true))
        #expect(outcome("platform: https", deaf) == .failed && outcome("platform: clock", deaf) == .notChecked)
        #expect(deaf.allSatisfy { ($0.outcome == .failed) == ($0.remedy != nil) })
    }

    @Test(arguments: [
        ("Mon, 23 Nov 2026 10:00:00 GMT", Diagnosis.Outcome.ok), ("Mon, 23 Nov 2026 10:00:04 GMT", .ok),
        ("Mon, 23 Nov 2026 10:01:00 GMT", .failed), ("Mon, 23 Nov 2026 09:59:00 GMT", .failed), ("yesterday", .notChecked),
    ])
    func `a clock that is off by more than a few seconds is found`(date: String, expected: Diagnosis.Outcome) async {
        #expect(outcome("platform: clock", await diagnoses(profile(), Subject(date: date))) == expected)
    }

    @Test func `keys that cannot be read or are none are found`() async throws {
        let url = Profile.PublicMaterial.url("https://subject.test/jwks")
        #expect(outcome("platform: jwks", await diagnoses(profile(jwks: url))) == .failed)
        let key = try SigningKey.generate(.ed25519, keyID: "k").verificationKey
        let jwks = String(decoding: KeySet([key]).jwks().compactBytes(), as: UTF8.self)
        #expect(outcome("platform: jwks", await diagnoses(profile(jwks: url), Subject(jwks: jwks))) == .ok)
        #expect(outcome("platform: log_key", await diagnoses(profile(logKey: .text("x")))) == .failed)
        #expect(outcome("platform: log_key", await diagnoses(profile(logKey: .text("a.test/log+1a2b3c4d+AbCd")))) == .ok)
    }

    @Test func `an identity's signing key and token are tried`() async throws {
        let jwk = String(decoding: try SigningKey.generate(.ed25519, keyID: "k").jwk().compactBytes(), as: UTF8.self)
        let reference = SecretReference(.environment("JWK"))
        let token = Identity.Token(
            method: .privateKeyJWT(clientID: "c", key: reference), url: "https://subject.test/token", issuer: "https://subject.test")
        let identities = [Identity(name: "a", token: token, signingKey: reference), Identity(name: "nobody")]
        let well = await diagnoses(profile(identities: identities), environment: ["JWK": jwk])
        #expect(outcome("identity a: signing key", well) == .ok && outcome("identity nobody", well) == .ok, "\(well)")
        // The token endpoint of this subject refuses everybody.
        #expect(outcome("identity a: token", well) == .failed)
        let ill = await diagnoses(profile(identities: identities), environment: ["JWK": "{}"])
        #expect(outcome("identity a: signing key", ill) == .failed)
    }

    @Test func `programs of tools must be there, and addresses are not called`() async {
        let tools: [Profile.ToolKind: Profile.Tool] = [
            .restart: .command(["no-such-program-here"]), .rotateKey: .command(["sh", "-c", "true"]),
            .clock: .request(method: "POST", url: "https://subject.test/clock", identity: nil, body: .object([])),
        ]
        let found = await diagnoses(profile(tools: tools), environment: ["PATH": "/usr/bin:/bin"])
        #expect(outcome("tool restart", found) == .failed && outcome("tool rotate_key", found) == .ok)
        #expect(outcome("tool clock", found) == .notChecked)
    }

    @Test func `certificates are held against the clock and their keys`() throws {
        let pki = try #require(TestPKI.shared)
        func judged(_ certificate: String, _ key: String?, at now: Timestamp = .wall, endsWell: Bool = true) -> Diagnosis.Outcome {
            CertificateExamination(now: now).diagnosis(
                of: "c", certificatePEM: pki.bytes(certificate), keyPEM: key.map(pki.bytes), endsWell: endsWell
            ).outcome
        }
        #expect(judged("server.pem", "server.key") == .ok && judged("ca.pem", nil) == .ok)
        #expect(judged("server.pem", "client.key") == .failed)
        #expect(judged("expired.pem", "expired.key") == .failed && judged("expired.pem", "expired.key", endsWell: false) == .ok)
        #expect(judged("server.pem", "server.key", at: Timestamp(seconds: 0)) == .failed)
        #expect(judged("server.key", nil) == .failed && judged("absent.pem", nil) == .failed)
        #expect(judged("server.pem", "server.pem") == .failed)
    }

    @Test func `the listener is opened and reached, unless its address is not here`() async throws {
        let pki = try #require(TestPKI.shared)
        let file = { (name: String) in SecretReference(.file(pki.folder.appending(path: name).path)) }
        let open = await diagnoses(profile(callbacks: .init()))
        #expect(outcome("callbacks: listener", open) == .ok, "\(open)")
        let callbacks = Profile.Callbacks(certificate: file("server.pem"), key: file("server.key"), trust: file("ca.pem"))
        let secured = await diagnoses(profile(callbacks: callbacks), at: .wall)
        #expect(outcome("callbacks: certificate", secured) == .ok && outcome("callbacks: listener", secured) == .ok, "\(secured)")
        let late = await diagnoses(profile(callbacks: callbacks), at: Timestamp.wall.advanced(by: .seconds(10 * 86_400)))
        #expect(outcome("callbacks: certificate", late) == .failed && outcome("callbacks: listener", late) == .notChecked)
        let foreign = await diagnoses(profile(callbacks: .init(host: "192.0.2.1", port: 1)))
        #expect(outcome("callbacks: listener", foreign) == .failed, "\(foreign)")
        #expect(outcome("callbacks", await diagnoses(profile())) == .notChecked)
    }

    @Test func `only the preferred date of HTTP is read`() {
        #expect(HTTPDate.timestamp("Sun, 06 Nov 1994 08:49:37 GMT")?.seconds == 784_111_777)
        for text in ["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "", "Sun, 06 Foo 1994 08:49:37 GMT"] {
            #expect(HTTPDate.timestamp(text) == nil)
        }
    }
}
