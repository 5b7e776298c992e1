import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Results
import Testing
import Transport

@testable import Scenarios

@Suite struct LoneCallTests {
    private func caller(_ bench: Workbench) -> LoneCaller {
        LoneCaller(
            profile: bench.profile(), exchanger: bench.subject, secrets: bench.secrets, clock: bench.clock.runClock,
            makeIdentifier: bench.identifiers.make)
    }

    private func signed(_ covers: [String]) -> RequestSignature {
        RequestSignature(
            covers: covers, tag: "t", expiresAfter: .seconds(60), hasNonce: true, fault: nil, source: SourceLocation(file: ""))
    }

    private let question = Array(#"{"kind":"report"}"#.utf8)

    @Test func `a call carries certificate, token and a signature that holds`() async throws {
        let bench = try Workbench()
        bench.subject.on("POST /questions") { _, _ in ScriptedSubject.json(202, ["state": "accepted"]) }
        let call = LoneCall(
            identity: "regulator", method: "POST", target: "/questions?day={{ day }}",
            fields: [.init(name: "Content-Type", value: "application/json", source: SourceLocation(file: ""))], body: question,
            signature: signed(LoneCall.usualComponents(hasBody: true)))
        let prepared = try await caller(bench).prepare(call)
        let answer = try await caller(bench).send(prepared)
        #expect(answer.status == 202 && answer.isOverTLS)
        let sent = try #require(bench.subject.requests("POST /questions").first)
        #expect(sent.url.hasSuffix("?day=2026-10-15") && sent.body == question)
        #expect(sent.fields[.authorization] == "Bearer secret-token-1")
        #expect(bench.subject.certificates.last.flatMap { $0 } != nil)
        let signature = try #require(try MessageSignature.all(in: sent.fields, tag: "t").first)
        let base = try signature.base(of: .request(method: "POST", targetURI: sent.url, fields: sent.fields))
        #expect(prepared.signatureBase == base)
        #expect(base.contains("\"@target-uri\": \(sent.url)") && base.contains("content-digest"))
    }

    @Test func `no credential is shown, though a signature covers it`() async throws {
        let bench = try Workbench()
        let prepared = try await caller(bench).prepare(
            LoneCall(identity: "regulator", target: "/rules", signature: signed(["@method", "authorization"])))
        let shown = prepared.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n") + (prepared.signatureBase ?? "")
        #expect(shown.contains("authorization") && !shown.contains("secret-token-1"), "\(shown)")
    }

    @Test func `a dry run asks nobody`() async throws {
        let bench = try Workbench()
        let prepared = try await caller(bench).prepare(LoneCall(identity: "regulator", target: "/rules"), fetchingToken: false)
        #expect(bench.subject.requests.isEmpty)
        #expect(prepared.signatureBase == nil && prepared.method == "GET")
    }

    @Test func `without an identity nothing is presented`() async throws {
        let bench = try Workbench()
        let prepared = try await caller(bench).prepare(LoneCall(identity: "", target: "/rules"))
        #expect(prepared.client == nil && !prepared.fields.contains { $0.name.lowercased() == "authorization" })
        #expect(bench.subject.requests.isEmpty)
    }

    @Test func `what the profile lacks is said before anything is sent`() async throws {
        let bench = try Workbench()
        let caller = caller(bench)
        await #expect(throws: RunError(.identityUnknown, "", remedy: "")) {
            _ = try await caller.prepare(LoneCall(identity: "nobody", target: "/"))
        }
        await #expect(throws: RunError(.signingKeyMissing, "", remedy: "")) {
            _ = try await caller.prepare(LoneCall(identity: "no-token", target: "/", signature: signed(["@method"])))
        }
        await #expect(throws: RunError(.variableUnknown, "", remedy: "")) {
            _ = try await caller.prepare(LoneCall(identity: "", target: "/{{ nothing }}"))
        }
        await #expect(throws: RunError(.notSignable, "", remedy: "")) {
            _ = try await caller.prepare(LoneCall(identity: "regulator", target: "/", signature: signed(["x-absent"])))
        }
        #expect(bench.subject.requests.allSatisfy { $0.url.hasSuffix("/token") })
    }

    @Test func `reading methods do not write, all others do`() {
        for method in ["GET", "HEAD", "OPTIONS"] { #expect(!LoneCall(identity: "", method: method, target: "/").isWriting) }
        for method in ["POST", "PUT", "DELETE", "PATCH", "get"] { #expect(LoneCall(identity: "", method: method, target: "/").isWriting) }
    }
}
