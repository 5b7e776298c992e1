import Access
import Documents
import Foundation
import HTTPTypes
import ServerKit
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct IncidentRoutesTests {
        private static let aware = "2026-11-20T10:00:00Z"

        private func event(_ changes: [String: Node] = [:]) -> Node {
            var event: Node = [
                "event_id": .string(UUID().uuidString), "type": "GAM-DISP", "occurred_at": .string(Self.aware),
                "aware_at": .string(Self.aware), "summary": "By a test",
            ]
            for (name, value) in changes { event = event.setting(name, value) }
            return event
        }

        private func report(_ event: Node, as client: String = "officer") async throws -> (status: Int, body: Node) {
            try await SharedHarness.value.json("POST", "/sandbox/operator/events", as: client, body: event)
        }

        private func incident(_ id: Node?, as client: String = "officer") async throws -> (status: Int, body: Node) {
            try await SharedHarness.value.json("GET", "/sandbox/regulator/incidents/\(id?.string ?? "")", as: client)
        }

        private static let words: [(type: String, details: Node, code: String)] = [
            ("AML_incident", ["kind": "SUSPICIOUS_TRANSACTION"], "AML-STR"),
            ("AML_incident", ["kind": "SANCTIONS_MISS", "player_id": "P-100001"], "AML-FAIL"),
            ("RNG_anomaly", ["generator_id": "RNG-1", "finding": "DRAW_GAP"], "GAM-RNG"),
            ("SEC-BRCH", ["origin": "EXTERNAL", "intent": "MALICIOUS"], "SEC-BRCH"),
        ]

        @Test(arguments: words)
        func `the words of the operator's systems open incidents of the catalogue`(type: String, details: Node, code: String) async throws {
            let answer = try await report(event(["type": .string(type), "details": details]))
            #expect(answer.status == 201, "\(answer.body)")
            let shown = try await incident(answer.body["incident_id"])
            #expect(shown.body["type"]?.string == code)
            #expect(!String(decoding: shown.body.compactBytes(), as: UTF8.self).contains("P-100001"))
            #expect(try await incident(answer.body["incident_id"], as: "ukgc").status == (code.hasPrefix("AML") ? 404 : 200))
        }

        /// Changes of a good event, each with the place that is refused.
        private static let spoilt: [(changes: [String: Node], pointer: String)] = [
            (["type": "GAM-XXX"], "/type"), (["colour": "red"], "/colour"), (["event_id": "7"], "/event_id"),
            (["aware_at": "2027-01-01T00:00:00Z"], "/aware_at"), (["occurred_at": "2026-11-21T10:00:00Z"], "/occurred_at"),
            (["licences": ["MGA-0"]], "/licences/0"), (["licences": []], "/licences"), (["players_affected": -1], "/players_affected"),
            (["severity": "P9"], "/severity"), (["summary": "of P-100001"], "/summary"), (["type": "RNG_anomaly"], "/details"),
            (["type": "self_exclusion_event", "details": ["player_id": "Jane Doe", "action": "PLAY"]], "/details/player_id"),
            (["type": "AML_incident", "details": ["kind": "OTHER"]], "/details/kind"),
        ]

        @Test(arguments: spoilt)
        func `an event that is not right is refused with the place`(changes: [String: Node], pointer: String) async throws {
            let answer = try await report(event(changes))
            #expect(answer.status == 400)
            #expect(answer.body["pointer"]?.string == pointer)
        }

        @Test func `events and steps are the officer's, addresses the regulator's`() async throws {
            let harness = try await SharedHarness.value
            #expect(try await report(event(), as: "ukgc").status == 403)
            let id = try await report(event()).body["incident_id"]
            for step in ["triage", "update", "close", "notices"] {
                let path = "/sandbox/operator/incidents/\(id?.string ?? "")/\(step)"
                #expect(try await harness.json("POST", path, as: "ukgc", body: ["reason": "no"]).status == 403)
                #expect(try await harness.json("POST", path, as: "officer", body: ["colour": "red"]).status == 400)
            }
            #expect(try await harness.json("GET", "/sandbox/regulator/notice-addresses", as: "officer").status == 403)
            let unknown = try await harness.json(
                "POST", "/sandbox/operator/incidents/nowhere/update", as: "officer", body: ["reason": "none"])
            #expect(unknown.status == 404)
        }

        @Test func `a list is read by page, and a filter that nobody knows is refused`() async throws {
            let harness = try await SharedHarness.value
            for _ in 0..<3 { _ = try await report(event(["type": "DOM-CHG"])) }
            let list = "/sandbox/regulator/incidents?type=DOM-CHG&limit=2"
            let first = try await harness.json("GET", list, as: "ukgc").body
            let cursor = try #require(first["next"]?.string)
            let second = try await harness.json("GET", "\(list)&cursor=\(cursor)", as: "ukgc").body
            let ids = [first, second].flatMap { $0["incidents"]?.array ?? [] }.compactMap { $0["incident_id"]?.string }
            #expect(ids.count == 3 && Set(ids).count == 3 && second["next"]?.isNull == true)
            for query in ["cursor=7", "limit=0", "limit=1001", "severity=P9", "state=open", "from=today", "colour=red"] {
                #expect(try await harness.json("GET", "/sandbox/regulator/incidents?\(query)", as: "ukgc").status == 400, "\(query)")
            }
        }

        @Test func `the history of an incident is told to those for whom it exists`() async throws {
            let harness = try await SharedHarness.value
            let id = try await report(event(["licences": ["MGA-B2C-456-2019"]])).body["incident_id"]?.string ?? ""
            let path = "/sandbox/regulator/audit?entity=incident&id=\(id)"
            #expect(try await harness.json("GET", path, as: "mga").body["changes"]?.array?.count == 1)
            #expect(try await harness.json("GET", path, as: "ukgc").status == 404)
        }

        @Test func `an address lies within what is registered, is replaced, listed and taken away`() async throws {
            let harness = try await SharedHarness.value
            let path = "/sandbox/regulator/notice-addresses/N-1"
            func put(_ body: Node) async throws -> (status: Int, body: Node) { try await harness.json("PUT", path, as: "cga", body: body) }
            #expect(try await put(["webhook": "https://127.0.0.1:1/a", "mail": "duty@regulator.test"]).status == 201)
            #expect(try await put(["webhook": "https://127.0.0.1:2/b"]).status == 200)
            #expect(try await put(["webhook": "https://elsewhere.example/a"]).body["code"]?.string == "callback-not-registered")
            #expect(try await put(["mail": "duty@elsewhere.test"]).body["code"]?.string == "mail-not-registered")
            #expect(try await put(["mail": "not an address"]).status == 400)
            #expect(try await put([:]).status == 400)
            let listed = try await harness.json("GET", "/sandbox/regulator/notice-addresses", as: "cga").body["addresses"]?.array
            #expect(listed?.compactMap { $0["webhook"]?.string } == ["https://127.0.0.1:2/b"])
            #expect(try await harness.json("GET", "/sandbox/regulator/notice-addresses", as: "mga").body["addresses"] == [])
            #expect(try await harness.call("DELETE", path, as: "mga").response.status == 404)
            #expect(try await harness.call("DELETE", path, as: "cga").response.status == 204)
            #expect(try await harness.call("DELETE", path, as: "cga").response.status == 404)
        }
    }
}
