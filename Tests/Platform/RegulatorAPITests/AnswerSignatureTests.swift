import Access
import Delivery
import Documents
import HTTPTypes
import MessageSignatures
import Requests
import ServerKit
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct AnswerSignatureTests {
        /// Throws what a verifier of the realm's published keys finds wrong.
        private func verify(_ exchange: (request: ServerRequest, response: ServerResponse), _ harness: Harness, prefix: String) async throws
        {
            let (request, response) = exchange
            let jwks = await harness.routes.response(to: try harness.request("GET", prefix + "/.well-known/jwks.json", as: nil))
            let keys = try KeySet(jwks: JSONReader.read(jwks.body))
            let asked = SignedMessage.request(
                method: request.method, targetURI: "https://\(request.authority)\(request.target)", fields: request.fields)
            let signatures = try MessageSignature.all(in: response.fields)
            guard let signature = signatures.first else { throw SignatureError(.missing, "no signature") }
            _ = try signature.verify(
                .response(status: response.status, fields: response.fields, answering: asked), keys: keys, now: Harness.now,
                maximumAge: .seconds(300), skew: .seconds(10), allowed: SignatureAlgorithm.recommended,
                covering: AnswerSigner.covered.map { try Component(parsing: $0) }, tag: "assay-response")
            try ContentDigest.check(response.fields[.contentDigest], body: response.body)
        }

        @Test func `every answer is signed by its realm, refusals included`() async throws {
            let harness = try await SharedHarness.value
            for (prefix, target) in [
                ("", "/regulator/reports/2026-10"), ("/sandbox", "/sandbox/regulator/reports/2026-10"),
                ("/sandbox", "/sandbox/regulator/reports/nonsense"),
            ] {
                try await verify(harness.call("GET", target, as: "ukgc"), harness, prefix: prefix)
            }
            for (prefix, target) in [("", "/nowhere"), ("/sandbox", "/sandbox/nowhere"), ("", "/regulator/reports/2026-10")] {
                let request = try harness.request("GET", target, as: nil)
                try await verify((request, await harness.routes.response(to: request)), harness, prefix: prefix)
            }
        }

        @Test func `a request with a digest has it bound into the answer`() async throws {
            let harness = try await SharedHarness.value
            let exchange = try await harness.call(
                "GET", "/sandbox/regulator/reports/2026-10", as: "ukgc", fields: [.contentDigest: ContentDigest.value(for: [])])
            try await verify(exchange, harness, prefix: "/sandbox")
            let signature = try #require(try MessageSignature.all(in: exchange.response.fields).first)
            #expect(signature.components.contains(try Component(parsing: #""content-digest";req"#)))
        }

        @Test(arguments: ["127.0.0.1:8443 x", "h\u{f6}st", ""])
        func `a request to which no answer can be bound is refused before it is worked on`(authority: String) async throws {
            let harness = try await SharedHarness.value
            var request = try harness.request(
                "GET", "/sandbox/regulator/reports/2026-10", as: "ukgc", token: try await harness.token("ukgc"))
            request.authority = authority
            let before = try await harness.sandbox.store.read { try $0.auditEventCount() }
            let response = await harness.routes.response(to: request)
            #expect(response.status == 400)
            #expect(response.fields[.signature] != nil)
            #expect(try await harness.sandbox.store.read { try $0.auditEventCount() } == before)
        }

        @Test(arguments: [
            "unsigned-answer", "signature-over-another-body", "wrong-content-digest", "unregistered-key", "unbound-signature",
            "stale-signature",
        ])
        func `a fault of answers is seen by a verifier and gone when it is off`(fault: String) async throws {
            let harness = try await SharedHarness.value
            try await harness.enable([fault])
            let broken = try await harness.call("GET", "/sandbox/regulator/reports/2026-10", as: "ukgc")
            let production = try await harness.call("GET", "/regulator/reports/2026-10", as: "ukgc")
            try await harness.enable([])
            await #expect(throws: SignatureError.self) { try await verify(broken, harness, prefix: "/sandbox") }
            try await verify(production, harness, prefix: "")
            try await verify(harness.call("GET", "/sandbox/regulator/reports/2026-10", as: "ukgc"), harness, prefix: "/sandbox")
        }
    }
}
