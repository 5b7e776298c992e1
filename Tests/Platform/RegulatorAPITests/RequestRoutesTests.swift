import Access
import Delivery
import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import Requests
import ServerKit
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct RequestRoutesTests {
        private func post(
            _ id: String, as client: String = "ukgc", period: String = "2026-10-15", licence: String? = nil, isSigned: Bool = true
        ) async throws -> (status: Int, body: Node) {
            let harness = try await SharedHarness.value
            var parameters: Node = ["period": .string(period), "template": "X-GAR-D"]
            if let licence { parameters = parameters.setting("licence", .string(licence)) }
            let body: Node = [
                "request_id": .string(id), "kind": "report", "parameters": parameters, "format": "csv",
                "callback_url": "https://127.0.0.1:1/in",
            ]
            let bytes = body.compactBytes()
            var request = try harness.request(
                "POST", "/sandbox/webhook/regulator/request", as: client, token: try await harness.token(client),
                fields: [.contentType: "application/json", .contentDigest: ContentDigest.value(for: bytes)], body: bytes)
            if isSigned {
                let signed = try MessageSignature.sign(
                    .request(method: "POST", targetURI: "https://\(request.authority)\(request.target)", fields: request.fields),
                    covering: ["@method", "@target-uri", "content-digest", "content-type"].map { try Component(parsing: $0) },
                    parameters: SignatureParameters(
                        created: Harness.now.seconds, expires: Harness.now.seconds + 120, nonce: UUID().uuidString,
                        keyID: harness.key(client).keyID, tag: "assay-request"), key: harness.key(client))
                request.fields[.signatureInput] = signed.input
                request.fields[.signature] = signed.signature
            }
            let response = await harness.routes.response(to: request)
            return (response.status, try JSONReader.read(response.body))
        }

        @Test func `a request is accepted and its state is its client's and the officer's to see`() async throws {
            let id = UUID().uuidString.lowercased()
            #expect(try await post(id).status == 202)
            let harness = try await SharedHarness.value
            for (client, status) in [("ukgc", 200), ("officer", 200), ("mga", 404)] {
                #expect(try await harness.json("GET", "/sandbox/regulator/requests/\(id)", as: client).status == status)
            }
            #expect(try await harness.json("GET", "/regulator/requests/\(id)", as: "ukgc").status == 404)
        }

        @Test func `only the officer has an answer sent again, and only one that is there`() async throws {
            let id = UUID().uuidString.lowercased()
            #expect(try await post(id).status == 202)
            let harness = try await SharedHarness.value
            func replay(_ id: String, as client: String, _ body: Node = ["reason": "lost"]) async throws -> String {
                let answer = try await harness.json("POST", "/sandbox/operator/requests/\(id)/replay", as: client, body: body)
                return "\(answer.status) \(answer.body["code"]?.string ?? "")"
            }
            #expect(try await replay(id, as: "officer") == "409 delivery-under-way")
            #expect(try await replay(UUID().uuidString, as: "officer") == "404 unknown-object")
            #expect(try await replay(id, as: "ukgc").hasPrefix("403"))
            #expect(try await replay(id, as: "officer", [:]).hasPrefix("400"))
        }

        @Test func `the officer may not ask for files, and nobody for those of others`() async throws {
            #expect(try await post(UUID().uuidString, as: "officer").status == 403)
            let other = try await post(UUID().uuidString, licence: "MGA-B2C-456-2019")
            #expect(other.status == 400)
            #expect(other.body["pointer"]?.string == "/parameters/licence")
            #expect(try await post(UUID().uuidString, period: "2026-10-32").body["pointer"]?.string == "/parameters/period")
        }

        @Test func `an unsigned request is refused, except under the fault that accepts it`() async throws {
            #expect(try await post(UUID().uuidString, isSigned: false).body["code"]?.string == "signature-missing")
            let harness = try await SharedHarness.value
            try await harness.enable(["accepts-unsigned-requests"])
            let accepted = try await post(UUID().uuidString, isSigned: false)
            try await harness.enable([])
            #expect(accepted.status == 202)
            #expect(try await post(UUID().uuidString, isSigned: false).status == 401)
        }

        @Test func `the file of a request is the report with its signed manifest`() async throws {
            let harness = try await SharedHarness.value
            let client = try #require(RequestingClient(registered: harness.sandbox.configuration.clients.current.client("ukgc")))
            let order = FileOrder(period: "2026-10-15", template: "T16", licence: nil, format: "csv")
            let file = try await harness.sandbox.shelf.prepared(order, for: client, among: harness.sandbox.licences, requestID: "q")
            let header = try JWS.verifyDetached(
                file.manifestJWS, payload: try file.manifest.canonicalBytes(),
                keys: KeySet([harness.sandbox.configuration.signer(.document).verificationKey]), allowed: [.ed25519])
            #expect(header["b64"]?.bool == false)
            #expect(file.manifest["licence"]?.string == "UKGC-000123")
            let future = FileOrder(period: "2030-01-01", template: "T16", licence: nil, format: "csv")
            await #expect(throws: FileRefusal("period-not-complete")) {
                try await harness.sandbox.shelf.prepared(future, for: client, among: harness.sandbox.licences, requestID: "q")
            }
        }
    }
}
