import AuditTrail
import Documents
import Foundation
import HTTPTypes
import ServerKit
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct EntityRoutesTests {
        private func ask(
            _ method: String, _ path: String, _ body: Node? = nil, as client: String = "officer", ifMatch: String? = nil
        ) async throws -> (status: Int, body: Node, location: String?) {
            let answer = try await SharedHarness.value.call(
                method, "/sandbox/operator/\(path)", as: client, fields: ifMatch.map { [.ifMatch: $0] } ?? [:], body: body)
            return (answer.response.status, try JSONReader.read(answer.response.body), answer.response.fields[.location])
        }

        private func history(_ entity: String, _ id: String) async throws -> [Node] {
            let answer = try await SharedHarness.value.json("GET", "/sandbox/regulator/audit?entity=\(entity)&id=\(id)", as: "officer")
            return answer.body["changes"]?.array ?? []
        }

        private func sample(_ kind: String) throws -> Node {
            try #require(SampleEntity.all.first { $0.kind == kind }).value
        }

        private static let reason: Node = ["reason": "by a test"]

        private static func moving(_ member: String, to state: String) -> Node {
            ["value": .object([(member, .string(state))]), "reason": "by a test"]
        }

        @Test(arguments: ["game", "payment", "kyc_status", "bonus_rule", "flag"])
        func `each kind is made, replaced under its version and told in its history under both spellings`(kind: String) async throws {
            let path = "\(kind)/E-1"
            let change = Harness.change(try sample(kind))
            #expect(try await ask("GET", path).status == 404)
            let made = try await ask("PUT", path, change)
            #expect(made.status == 201)
            #expect(made.location == "/sandbox/operator/\(path)")
            #expect(try await ask("PUT", path, change, ifMatch: "\"7\"").status == 412)
            #expect(try await ask("PUT", path, change, ifMatch: "\"1\"").status == 200)
            #expect(try await ask("GET", path).body["version"]?.integer == 2)
            #expect(try await ask("PUT", path, change, as: "ukgc").status == 403)
            let spelled = kind.split(separator: "_").enumerated().map { $0 == 0 ? String($1) : $1.capitalized }.joined()
            for name in [kind, spelled] {
                let changes = try await history(name, "E-1")
                #expect(changes.map { $0["action"]?.string } == ["create", "update"])
                #expect(changes.allSatisfy { $0["reason"]?.string == "new season" && $0["actor"]?["sub"]?.string == "officer" })
                #expect(changes.last?["before_hash"] == changes.first?["after_hash"])
            }
        }

        @Test(arguments: ["game", "payment", "kyc_status", "bonus_rule", "flag"])
        func `an unknown member is refused with its place for each kind`(kind: String) async throws {
            let answer = try await ask("PUT", "\(kind)/E-2", Harness.change(sample(kind).setting("colour", "red")))
            #expect(answer.status == 400)
            #expect(answer.body["pointer"]?.string == "/value/colour")
        }

        @Test func `a payment goes only the way that payments go, whichever method is used`() async throws {
            let payment = try sample("payment")
            #expect(try await ask("POST", "payment/E-3", Self.moving("status", to: "SETTLED")).status == 404)
            #expect(try await ask("PUT", "payment/E-3", Harness.change(payment)).status == 201)
            #expect(try await ask("POST", "payment/E-3", Self.moving("status", to: "LOST")).body["pointer"]?.string == "/value/status")
            let settled = try await ask("POST", "payment/E-3", Self.moving("status", to: "SETTLED"), ifMatch: "\"1\"")
            #expect(settled.status == 200)
            #expect(settled.body["value"] == payment.setting("status", "SETTLED"))
            for state in ["SETTLED", "PENDING", "CANCELLED"] {
                let refused = try await ask("POST", "payment/E-3", Self.moving("status", to: state))
                #expect(refused.status == 409)
                #expect(refused.body["code"]?.string == "illegal-state")
            }
            #expect(try await ask("PUT", "payment/E-3", Harness.change(payment)).status == 409)
            let diff = try await history("payment", "E-3").last?["diff"]
            #expect(diff == [["op": "replace", "path": "/status", "value": "SETTLED"]])
        }

        @Test func `money and evidence are not deleted`() async throws {
            for kind in ["payment", "kyc_status"] {
                _ = try await ask("PUT", "\(kind)/E-4", Harness.change(sample(kind)))
                #expect(try await ask("DELETE", "\(kind)/E-4", Self.reason).status == 405)
                #expect(try await ask("GET", "\(kind)/E-4").status == 200)
            }
        }

        @Test func `what was deleted is gone, stays in the history and can come back as the next version`() async throws {
            let change = Harness.change(try sample("flag"))
            #expect(try await ask("DELETE", "flag/E-5", Self.reason).status == 404)
            #expect(try await ask("PUT", "flag/E-5", change).status == 201)
            #expect(try await ask("DELETE", "flag/E-5", [:] as Node).body["pointer"]?.string == "/reason")
            #expect(try await ask("DELETE", "flag/E-5", Self.reason, ifMatch: "\"2\"").status == 412)
            #expect(try await ask("DELETE", "flag/E-5", Self.reason, ifMatch: "\"1\"").body["value"] == .null)
            #expect(try await ask("GET", "flag/E-5").status == 404)
            #expect(try await ask("DELETE", "flag/E-5", Self.reason).status == 404)
            #expect(try await ask("PUT", "flag/E-5", change, ifMatch: "*").status == 412)
            let again = try await ask("PUT", "flag/E-5", change)
            #expect(again.status == 201)
            #expect(again.body["version"]?.integer == 3)
            #expect(try await history("flag", "E-5").map { $0["action"]?.string } == ["create", "delete", "create"])
        }

        @Test(
            arguments: [
                ("/value/player_id", ["player_id": "jane@example.com"]), ("/value/player_id", ["player_id": "Jane Doe"]),
                ("/value/doc_sha256", ["doc_sha256": "passport 123"]),
            ] as [(String, Node)])
        func `what names a person is no value of an entity`(pointer: String, change: Node) async throws {
            var value = try sample("kyc_status")
            for member in change.members ?? [] { value = value.setting(member.key, member.value) }
            let answer = try await ask("PUT", "kyc_status/E-6", Harness.change(value))
            #expect(answer.status == 400)
            #expect(answer.body["pointer"]?.string == pointer)
        }
    }

    @Suite struct ApprovalRoutesTests {
        private func ask(
            _ method: String, _ path: String, _ body: Node? = nil, as client: String = "officer"
        ) async throws -> (status: Int, body: Node) {
            try await SharedHarness.value.json(method, "/sandbox/operator/\(path)", as: client, body: body)
        }

        private static func decision(_ word: String) -> Node { ["decision": .string(word), "reason": "looked at"] }

        private func asked(_ path: String, _ value: Node) async throws -> String {
            let answer = try await ask("PUT", path, Harness.change(value))
            #expect(answer.status == 202)
            return try #require(answer.body["id"]?.string)
        }

        @Test func `a limit changes when a second officer agrees, and the history names both`() async throws {
            let id = try await asked("limit/L-1", SampleEntity.limit)
            #expect(try await ask("GET", "limit/L-1").status == 404)
            #expect(try await ask("GET", "approvals/\(id)").body["value"]?["state"]?.string == "PENDING")
            let own = try await ask("POST", "approvals/\(id)", Self.decision("APPROVE"))
            #expect(own.status == 403)
            #expect(own.body["code"]?.string == "same-officer")
            #expect(try await ask("GET", "limit/L-1").status == 404)
            #expect(try await ask("POST", "approvals/\(id)", Self.decision("APPROVE"), as: "second-officer").status == 200)
            #expect(try await ask("GET", "limit/L-1").body["value"] == SampleEntity.limit)
            let harness = try await SharedHarness.value
            let change = try await harness.json("GET", "/sandbox/regulator/audit?entity=limit&id=L-1", as: "officer").body["changes"]?[0]
            #expect(change?["actor"]?["sub"]?.string == "second-officer")
            let leaf = try #require(try await harness.sandbox.trail.history(entity: "limit", id: "L-1", operatorID: "northwind").first)
            #expect(leaf.document["detail"] == ["approval": .string(id), "requested_by": "officer"])
            let again = try await ask("POST", "approvals/\(id)", Self.decision("APPROVE"), as: "second-officer")
            #expect(again.status == 409)
            #expect(again.body["code"]?.string == "approval-decided")
        }

        @Test func `a change that was turned down is not made`() async throws {
            let id = try await asked("limit/L-2", SampleEntity.limit)
            let answer = try await ask("POST", "approvals/\(id)", Self.decision("REJECT"), as: "second-officer")
            #expect(answer.body["value"]?["state"]?.string == "REJECTED")
            #expect(try await ask("GET", "limit/L-2").status == 404)
            #expect(try await ask("POST", "approvals/\(id)", Self.decision("APPROVE"), as: "second-officer").status == 409)
        }

        @Test func `of two changes that wait only the first to be agreed to is made`() async throws {
            let first = try await asked("limit/L-3", SampleEntity.limit)
            let second = try await asked("limit/L-3", SampleEntity.limit.setting("window", "DAY"))
            #expect(try await ask("POST", "approvals/\(second)", Self.decision("APPROVE"), as: "second-officer").status == 200)
            let stale = try await ask("POST", "approvals/\(first)", Self.decision("APPROVE"), as: "second-officer")
            #expect(stale.status == 409)
            #expect(stale.body["code"]?.string == "approval-stale")
            #expect(try await ask("GET", "approvals/\(first)").body["value"]?["state"]?.string == "PENDING")
            #expect(try await ask("GET", "limit/L-3").body["value"]?["window"]?.string == "DAY")
        }

        @Test func `records are kept seven years at least and only two officers may change how long`() async throws {
            let short = try await ask("PUT", "retention/audit", Harness.change(["records": "AUDIT", "years": 6]))
            #expect(short.body["pointer"]?.string == "/value/years")
            _ = try await asked("retention/audit", ["records": "AUDIT", "years": 10])
            #expect(try await ask("GET", "retention/audit").status == 404)
        }

        @Test func `an approval that does not exist and one of a regulator's making are refused`() async throws {
            #expect(try await ask("POST", "approvals/none", Self.decision("APPROVE")).status == 404)
            #expect(try await ask("POST", "approvals/none", Self.decision("APPROVE"), as: "ukgc").status == 403)
            let id = try await asked("limit/L-4", SampleEntity.limit)
            #expect(try await ask("POST", "approvals/\(id)", Self.decision("PERHAPS")).body["pointer"]?.string == "/decision")
        }

        @Test func `under the fault that forgets the second officer one is enough`() async throws {
            let id = try await asked("limit/L-5", SampleEntity.limit)
            let harness = try await SharedHarness.value
            try await harness.enable(["approval-by-the-same-officer"])
            let answer = try await ask("POST", "approvals/\(id)", Self.decision("APPROVE"))
            try await harness.enable([])
            #expect(answer.status == 200)
        }
    }
}
