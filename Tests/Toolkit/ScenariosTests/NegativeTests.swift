import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Results
import Testing
import Transport

@testable import Scenarios

@Suite struct NegativeTests {
    private static let contracts = """
        schema_version: 1
        id: core.test
        title: Test
        pack: core
        must: [REQ-API-004]
        defaults: { as: regulator, effects: synthetic }
        interactions:
          - id: ask
            request:
              post: /ask
              body: { application/json: { request_id: "{{ uuid }}", kind: report } }
              signed: { expires_after: 5m, nonce: fresh, tag: assay-request }
            response: 202
            negatives: auto
        """

    /// A subject that refuses everything that is spoilt, as far as a test double can tell; `blind` is what it does not look at.
    private func run(blind: String? = nil, status: Int = 401) async throws -> RunRecord {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
        let nonces = Nonces()
        let now = bench.clock.runClock.now
        let guarded = RequestGuard(key: bench.clientKey.verificationKey, now: now)
        bench.subject.on("POST /ask") { request, client throws(TransportError) in
            if client == nil, blind != "mtls.no-certificate" { throw TransportError(.tlsFailed, "alert: certificate required") }
            let token = request.fields[.authorization]
            if token == nil, blind != "auth.no-token" { return IncomingResponse(status: status) }
            if token != nil, token != "Bearer secret-token-1", blind != "auth.altered-token" { return IncomingResponse(status: status) }
            if let fault = guarded.fault(of: request), fault != blind { return IncomingResponse(status: status) }
            if !nonces.isFresh(guarded.nonce(of: request)), blind != "replay.same-nonce" { return IncomingResponse(status: 409) }
            if let fault = guarded.bodyFault(of: request), fault != blind { return IncomingResponse(status: 400) }
            return IncomingResponse(status: 202)
        }
        return await bench.runner(library).run()
    }

    private static let names = [
        "auth.no-token", "auth.altered-token", "mtls.no-certificate", "signature.missing", "signature.wrong-key", "signature.unknown-key",
        "signature.altered-body", "signature.stale", "signature.future", "signature.uncovered-body", "schema.truncated", "schema.array",
        "replay.same-nonce", "limits.deep",
    ]

    @Test func `a subject that refuses every spoilt request passes`() async throws {
        let record = try await run()
        let negatives = record.checks(of: "core.test/ask").filter { $0.check.hasPrefix("negative.") }
        #expect(negatives.map(\.check) == Self.names.map { "negative.\($0)" })
        #expect(negatives.allSatisfy { $0.outcome == .passed }, "\(negatives.filter { $0.outcome != .passed })")
        #expect(record.check("status", of: "core.test/ask")?.outcome == .passed)
    }

    @Test(arguments: NegativeTests.names)
    func `a subject that accepts one kind fails that check alone`(name: String) async throws {
        let record = try await run(blind: name)
        let failed = record.checks(of: "core.test/ask").filter { $0.outcome == .failed }
        #expect(failed.map(\.check) == ["negative.\(name)"])
        #expect(failed.first?.findings.first?.code == "negative.accepted")
        #expect(failed.first?.findings.first?.actual == "202")
    }

    @Test func `breaking is not refusing, and a rate limit proves nothing`() async throws {
        let broken = try await run(status: 500)
        #expect(broken.check("negative.auth.no-token", of: "core.test/ask")?.findings.first?.code == "negative.not-refused")
        let limited = try await run(status: 429)
        #expect(limited.check("negative.auth.no-token", of: "core.test/ask")?.outcome == .skipped)
    }

    @Test func `nothing is derived from what is not there, nor from an expected refusal`() throws {
        let bench = try Workbench()
        let library = try bench.library(
            """
            schema_version: 1
            id: core.test
            title: Test
            pack: core
            defaults: { as: no-token }
            interactions:
              - { id: plain, request: GET /plain, response: 200, negatives: auto }
              - { id: refused, request: GET /refused, response: 403, negatives: auto }
            """)
        let profile = bench.profile()
        let probes = library.interactions.map { NegativeProbe.probes(for: $0, identity: profile.identity($0.identity)).map(\.check) }
        #expect(probes == [["negative.mtls.no-certificate"], []])
    }
}
