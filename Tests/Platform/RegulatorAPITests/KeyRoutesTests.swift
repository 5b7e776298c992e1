import Access
import AuditTrail
import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import Store
import TestSupport
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    /// Keys are exchanged by two officers, without a restart and without a gap. Each test has a purpose of its own, or a platform.
    @Suite(.timeLimit(.minutes(3))) struct KeyRoutesTests {
        private static let made = Task { try await Harness() }

        private func ask(_ path: String, _ body: Node, as officer: String = "officer") async throws -> (status: Int, body: Node) {
            try await Self.made.value.json("POST", "/sandbox/operator/\(path)", as: officer, body: body)
        }

        /// The answer of a route that needs no token.
        private func open(_ path: String, _ harness: Harness) async throws -> (body: Node, keyID: String?) {
            let answer = await harness.routes.response(to: try harness.request("GET", path, as: nil))
            return (try JSONReader.read(answer.body), try MessageSignature.all(in: answer.fields).first?.parameters.keyID)
        }

        private func published(_ harness: Harness) async throws -> [String] {
            try await open("/sandbox/.well-known/jwks.json", harness).body["keys"]?.array?.compactMap { $0["kid"]?.string } ?? []
        }

        private func tool(_ path: String, _ body: Node, _ harness: Harness) async throws -> ServerResponse {
            await harness.routes.response(
                to: try harness.request(
                    "POST", "/sandbox/regulator/" + path, as: "simulator", fields: [.contentType: "application/json"],
                    body: body.compactBytes()))
        }

        @Test func `a key is exchanged when a second officer agrees, and the log names both and the reason`() async throws {
            let harness = try await Self.made.value
            let before = harness.sandbox.configuration.keys.ring(.answer).keys.map(\.keyID)
            let asked = try await ask("keys/answer/rotation", ["reason": "a year is over"])
            #expect(asked.status == 202 && asked.body["value"]?["change"]?["entity"] == "key")
            #expect(harness.sandbox.configuration.keys.ring(.answer).keys.count == 1, "nothing is changed yet")
            let id = try #require(asked.body["id"]?.string)
            let decision: Node = ["decision": "APPROVE", "reason": "agreed"]
            let own = try await ask("approvals/\(id)", decision)
            #expect(own.status == 403 && own.body["code"] == "same-officer")
            let agreed = try await ask("approvals/\(id)", decision, as: "second-officer")
            #expect(agreed.status == 200 && agreed.body["value"]?["state"] == "APPROVED")
            let ring = harness.sandbox.configuration.keys.ring(.answer)
            #expect(ring.keys.count == 2 && ring.keys.first?.keyID == before.first)
            #expect(try await Set(published(harness)).isSuperset(of: ring.keys.map(\.keyID)))
            let new = try #require(ring.keys.last?.keyID)
            let leaf = try #require(try await harness.sandbox.trail.history(entity: "key", id: new, operatorID: "northwind").first)
            #expect(leaf.document["reason"] == "a year is over")
            #expect(leaf.document["detail"] == ["approval": .string(id), "requested_by": "officer"])
            let text = String(decoding: leaf.document.compactBytes(), as: UTF8.self)
            #expect(!text.contains(#""d":"#), "a private key in the log")
            #expect(try await ask("approvals/\(id)", decision, as: "second-officer").status == 409)
            let again = try await ask("keys/answer/rotation", ["reason": "once more"])
            #expect(again.status == 409 && again.body["code"] == "key-change-refused")
        }

        @Test func `a key that is not to be trusted is out at once when two officers say so`() async throws {
            let harness = try await Self.made.value
            let old = harness.sandbox.configuration.keys.signer(.delivery).keyID
            let asked = try await ask("keys/delivery/revocation", ["kid": .string(old), "reason": "the backup was lost"])
            let id = try #require(asked.body["id"]?.string)
            #expect(try await published(harness).contains(old))
            #expect(
                try await ask("approvals/\(id)", ["decision": "APPROVE", "reason": "agreed"], as: "second-officer").status == 200)
            #expect(try await !published(harness).contains(old))
            let shown = try await open("/sandbox/webhook-keys", harness).body
            #expect(shown["revoked"]?[0]?["kid"]?.string == old)
            #expect(shown["keys"]?.array?.count == 1 && shown["keys"]?[0]?["state"] == "SIGNING")
            #expect(shown["keys"]?[0]?["kid"]?.string == harness.sandbox.configuration.keys.signer(.delivery).keyID)
            #expect(shown["keys"]?[0]?["webhook_key"]?.string?.hasPrefix("whpk_") == true && shown["keys"]?[0]?["d"] == nil)
            let trail = harness.sandbox.trail
            let told = try await trail.history(entity: "key_revocation", id: old, operatorID: "northwind")
            #expect(told.count == 1 && told.first?.document["reason"] == "the backup was lost")
            let twice = try await ask("keys/delivery/revocation", ["kid": .string(old), "reason": "again"])
            #expect(twice.status == 404)
            #expect(try await ask("keys/cooking/rotation", ["reason": "no"]).status == 404)
            #expect(try await ask("keys/document/rotation", [:]).status == 400)
        }

        @Test func `what is told of a key that was made and revoked holds together at every time`() async throws {
            let harness = try await Harness()
            let services = harness.sandbox
            let ring = try await services.changeKeys(.rotation(.answer), actor: .system, reason: "a year is over")
            let made = try #require(ring.keys.last?.keyID)
            _ = try await services.changeKeys(.revocation(.answer, keyID: made), actor: .system, reason: "the backup was lost")
            let after = harness.instant.advanced(by: .seconds(1))
            let key = try await services.trail.state(entity: "key", id: made, operatorID: "northwind", at: after)
            #expect(key.value?["step"] == "ROTATION")
            let revocation = try await services.trail.state(entity: "key_revocation", id: made, operatorID: "northwind", at: after)
            #expect(revocation.value?["step"] == "REVOCATION" && revocation.value?["kid"] == .string(made))
            #expect(revocation.value?["keys"]?.array?.isEmpty == false)
        }

        @Test func `what was agreed to before a crash is carried out after it, once`() async throws {
            let harness = try await Self.made.value
            let services = harness.sandbox
            let order = EntityOrder(
                kind: RealmServices.keyKind, id: "document", step: .put(KeyChange.rotation(.document).document), reason: "before the crash")
            try await services.store.write { transaction in
                try services.beginKeyChange(
                    order, approval: "approval-1", requestedBy: "officer", actor: AuditActor(subject: "second-officer"), in: transaction)
            }
            #expect(services.configuration.keys.ring(.document).keys.count == 1)
            // The file was written, and the process ended before the log had it.
            try services.configuration.keys.rotate(.document, cause: "approval-1")
            for _ in 0..<2 { try await services.finishKeyChanges() }
            let ring = services.configuration.keys.ring(.document)
            #expect(ring.keys.count == 2)
            let new = try #require(ring.keys.last?.keyID)
            let leaves = try await services.trail.history(entity: "key", id: new, operatorID: "northwind")
            #expect(leaves.count == 1 && leaves.first?.document["reason"] == "before the crash")
        }

        @Test func `answers are signed with the new key when its time has come, and faults forget or keep the old one`() async throws {
            let harness = try await Harness()
            let old = try #require(try await open("/sandbox/webhook-keys", harness).keyID)
            #expect(try await tool("keys", ["key": "cooking"], harness).status == 400)
            #expect(try await tool("keys", ["key": "answer"], harness).status == 200)
            #expect(try await tool("keys", ["key": "answer"], harness).status == 409)
            #expect(try await open("/sandbox/webhook-keys", harness).keyID == old)
            #expect(try await published(harness).contains(old))
            try await harness.enable(["old-key-forgotten"])
            #expect(try await !published(harness).contains(old))
            try await harness.enable([])
            #expect(try await published(harness).contains(old))
            #expect(try await tool("clock", ["advance_seconds": 1200], harness).status == 200)
            let new = try await open("/sandbox/webhook-keys", harness).keyID
            #expect(new != old && harness.sandbox.configuration.keys.signer(.answer).keyID == new)
            #expect(try await published(harness).contains(old), "what it signed can be verified")
            try await harness.enable(["retired-key-still-signs"])
            #expect(try await open("/sandbox/webhook-keys", harness).keyID == old)
            try await harness.enable([])
            #expect(try await open("/sandbox/webhook-keys", harness).keyID == new)
            #expect(harness.assembly.production.configuration.keys.ring(.answer).keys.count == 1, "production has keys of its own")
        }

        @Test func `a platform that had one key for everything starts with a key for each purpose, whose ages are metrics`() async throws {
            let folder = try TemporaryFolder()
            let pki = folder.path("pki")
            _ = try DevelopmentPKI(directory: URL(filePath: pki), now: Harness.now).create()
            let files = FileManager.default
            for name in try files.contentsOfDirectory(atPath: pki) where name.hasPrefix("signing-") || name.hasPrefix("derivation-") {
                try files.removeItem(atPath: "\(pki)/\(name)")
            }
            var former: [String] = []
            for name in ["platform-signing.jwk", "platform-sandbox-signing.jwk"] {
                let key = try SigningKey.generate(.ed25519)
                former.append(key.keyID)
                let path = try folder.write(String(decoding: key.jwk().prettyBytes(), as: UTF8.self), to: "pki/\(name)")
                try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            }
            var configuration = try Harness.configuration(folder.path, players: 1)
            configuration.operationsPort = 0
            let assembly = try await PlatformAssembly.make(configuration, logger: Harness.quiet, now: { Harness.now })
            let signers = assembly.realms.map { $0.configuration.signer(.answer).keyID }
            #expect(signers == former)
            #expect(assembly.realms.allSatisfy { $0.configuration.keys.ring(.answer).keys.count == 2 })
            let answer = try await #require(assembly.operations).routes.response(
                to: ServerRequest(
                    id: "1", method: "GET", path: "/metrics", target: "/metrics", remoteAddress: "127.0.0.1", receivedAt: Harness.now,
                    authority: "127.0.0.1"))
            let text = String(decoding: answer.body, as: UTF8.self)
            for realm in ["production", "sandbox"] {
                for purpose in KeyPurpose.allCases {
                    #expect(
                        text.contains("assay_key_age_seconds{realm=\"\(realm)\",purpose=\"\(purpose.rawValue)\"}"), "\(realm) \(purpose)")
                }
            }
            try await assembly.close()
        }
    }
}
