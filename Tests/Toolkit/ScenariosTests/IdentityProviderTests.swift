import Documents
import MessageSignatures
import Results
import Synchronization
import Testing
import Transport

@testable import Scenarios

@Suite struct IdentityProviderTests {
    private func parameter(_ name: String, _ request: OutgoingRequest) -> String? {
        String(decoding: request.body, as: UTF8.self).split(separator: "&").first { $0.hasPrefix("\(name)=") }
            .map { String($0.dropFirst(name.count + 1)) }
    }

    @Test func `the assertion names client, audience and a short life, and is signed by the client`() async throws {
        let bench = try Workbench()
        #expect(try await bench.identityProvider().token("regulator") == "secret-token-1")
        let request = try #require(bench.subject.requests("POST /token").first)
        #expect(parameter("grant_type", request) == "client_credentials")
        #expect(parameter("scope", request) == "regulator_read")
        #expect(bench.subject.certificates.last??.certificatePEM == Array(Workbench.certificate.utf8))
        let assertion = try #require(parameter("client_assertion", request))
        let (header, payload) = try JWS.verify(
            assertion, keys: KeySet([bench.clientKey.verificationKey]), allowed: Set([.ed25519]))
        let claims = try JSONReader.read(payload)
        #expect(header["typ"] == "JWT")
        #expect(claims["iss"] == "ukgc" && claims["sub"] == "ukgc")
        #expect(claims["aud"] == .string(ScriptedSubject.origin))
        let issued = try #require(claims["iat"]?.integer)
        #expect(issued == Int(ManualClock.epoch.seconds))
        #expect(claims["exp"]?.integer == issued + 60)
        #expect(claims["jti"]?.string?.count == 36)
    }

    @Test func `a client that authenticates by its certificate alone sends no assertion`() async throws {
        let bench = try Workbench()
        let text = """
            schema_version: 1
            environment: sandbox
            platform: { base_url: "https://subject.test" }
            identities:
              regulator:
                certificate: env:CERTIFICATE
                key: env:KEY
                token: { url: "https://subject.test/token", method: tls_client_auth, client_id: ukgc, scope: regulator_read }
            """
        let (profile, findings) = Profile.read(Array(text.utf8), file: "test.profile.yaml")
        let read = try #require(profile, "\(findings.map(\.message))")
        let tokens = TokenEndpoint(channel: bench.channel(), clock: bench.clock.runClock, makeIdentifier: bench.identifiers.make)
        let provider = IdentityProvider(profile: read, secrets: bench.secrets, tokens: tokens, clock: bench.clock.runClock)
        #expect(try await provider.token("regulator") == "secret-token-1")
        let request = try #require(bench.subject.requests("POST /token").first)
        #expect(parameter("client_id", request) == "ukgc")
        #expect(parameter("client_assertion", request) == nil && parameter("client_assertion_type", request) == nil)
        #expect(bench.subject.certificates.last??.certificatePEM == Array(Workbench.certificate.utf8))
        let keyed = text.replacing("client_id: ukgc", with: "client_id: ukgc, key: env:JWK")
        #expect(Profile.read(Array(keyed.utf8), file: "test.profile.yaml").findings.map(\.code) == ["profile.conflict"])
    }

    @Test func `a token is used until shortly before it expires`() async throws {
        let bench = try Workbench()
        let provider = bench.identityProvider()
        _ = try await provider.token("regulator")
        bench.clock.advance(.seconds(260))
        _ = try await provider.token("regulator")
        #expect(bench.subject.requests("POST /token").count == 1)
        bench.clock.advance(.seconds(15))
        _ = try await provider.token("regulator")
        #expect(bench.subject.requests("POST /token").count == 2)
    }

    @Test func `many that need a token at once fetch it once`() async throws {
        let bench = try Workbench()
        let gate = Gate()
        bench.subject.on("POST /token") { _, _ in
            await gate.wait()
            return ScriptedSubject.json(200, ["access_token": "shared", "token_type": "bearer", "expires_in": 300])
        }
        let provider = bench.identityProvider()
        let tokens = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<20 { group.addTask { try await provider.token("regulator") } }
            group.addTask {
                while await provider.waiting("regulator") < 19 { await Task.yield() }
                await gate.open()
                return "shared"
            }
            var tokens: [String?] = []
            for try await token in group { tokens.append(token) }
            return tokens
        }
        #expect(tokens.count == 21 && tokens.allSatisfy { $0 == "shared" })
        #expect(bench.subject.requests("POST /token").count == 1)
    }

    @Test func `all that wait hear of a refusal, and the next one asks again`() async throws {
        let bench = try Workbench()
        bench.subject.on("POST /token") { _, _ in ScriptedSubject.json(401, ["error": "invalid_client"]) }
        let provider = bench.identityProvider()
        for _ in 0..<2 {
            await #expect(throws: RunError(.tokenRefused, "", remedy: "")) { try await provider.token("regulator") }
        }
        #expect(bench.subject.requests("POST /token").count == 2)
    }

    @Test func `a borrowed token is the owner's, fetched over the owner's certificate`() async throws {
        let bench = try Workbench()
        let provider = bench.identityProvider()
        #expect(try await provider.token("token-of-another") == "secret-token-1")
        #expect(bench.subject.certificates.last??.certificatePEM == Array(Workbench.certificate.utf8))
        #expect(try await provider.client("token-of-another")?.certificatePEM != Array(Workbench.certificate.utf8))
        #expect(try await provider.client("no-certificate") == nil)
        #expect(try await provider.token("no-token") == nil)
        #expect(try await provider.token("late") == "an-expired-token")
    }

    @Test(arguments: [
        "not json", "{}", #"{"access_token":"a b","token_type":"Bearer"}"#, #"{"access_token":"a","token_type":"mac"}"#,
        #"{"access_token":"a","token_type":"Bearer","expires_in":0}"#,
    ])
    func `an answer without a usable token is said so`(answer: String) async throws {
        let bench = try Workbench()
        bench.subject.on("POST /token") { _, _ in ScriptedSubject.json(200, Array(answer.utf8)) }
        await #expect(throws: RunError(.tokenMalformed, "", remedy: "")) { try await bench.identityProvider().token("regulator") }
    }

    @Test func `an unknown identity gets a suggestion`() async throws {
        let bench = try Workbench()
        do {
            _ = try await bench.identityProvider().token("regulater")
            Issue.record("there is no such identity")
        } catch {
            #expect(error.code == .identityUnknown)
            #expect(error.remedy.contains("`regulator`"))
        }
    }

    @Test func `the token is in no record`() async throws {
        let bench = try Workbench()
        let channel = bench.channel()
        let provider = IdentityProvider(
            profile: bench.profile(), secrets: bench.secrets,
            tokens: TokenEndpoint(channel: channel, clock: bench.clock.runClock, makeIdentifier: bench.identifiers.make),
            clock: bench.clock.runClock)
        _ = try await provider.token("regulator")
        let record = try #require(channel.journal.records.first)
        let text = String(decoding: record.requestBody + record.responseBody, as: UTF8.self)
        #expect(record.caseID == "identity/regulator")
        #expect(!text.contains("secret-token-1"))
        #expect(text.contains("client_assertion=[redacted]"))
        #expect(text.contains(#""access_token":"[redacted]""#))
    }
}

/// Lets nobody through until it is opened.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
