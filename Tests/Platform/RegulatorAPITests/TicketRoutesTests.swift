import Documents
import Foundation
import Incidents
import ServerKit
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct TicketRoutesTests {
        private static let content = Array("time,table\n12:00,7\n".utf8)

        private func reach(_ licence: String? = nil) async throws -> (incident: String, attachment: String) {
            let harness = try await SharedHarness.value
            let params: Node = licence.map { ["licence": .string($0)] } ?? [:]
            let values = try await harness.reach("an incident with comments and an attachment", params)
            return (values["incident"]?.string ?? "", values["attachment"]?.string ?? "")
        }

        private func post(_ incident: String, _ step: String, _ body: Node, as client: String = "officer") async throws -> (
            status: Int, body: Node
        ) {
            try await SharedHarness.value.json("POST", "/sandbox/operator/incidents/\(incident)/\(step)", as: client, body: body)
        }

        private static func file(_ changes: [String: Node] = [:]) -> Node {
            changes.reduce(
                ["name": "a.csv", "media_type": "text/csv", "internal": true, "content": .string(Data(content).base64EncodedString())]
            ) { $0.setting($1.key, $1.value) }
        }

        @Test func `a file is read by those whom its incident concerns, sealed at rest, and each look is on record`() async throws {
            let harness = try await SharedHarness.value
            let (incident, attachment) = try await reach("MGA-B2C-456-2019")
            let path = "/sandbox/regulator/incidents/\(incident)/attachments/\(attachment)"
            let read = try await harness.json("GET", path, as: "mga")
            #expect(read.status == 200 && read.body["content"]?.string == Data(Self.content).base64EncodedString())
            #expect(read.body["author"] == nil && read.body["internal"] == nil)
            #expect(try await harness.json("GET", path, as: "officer").body["author"] == "sandbox")
            #expect(try await harness.json("GET", path, as: "ukgc").status == 404)
            let folder = harness.sandbox.configuration.directory + "/attachments"
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sealed") }
            #expect(!files.isEmpty)
            for file in files {
                #expect(FileManager.default.contents(atPath: "\(folder)/\(file)")?.range(of: Data("12:00,7".utf8)) == nil)
            }
            let reads = try await harness.sandbox.store.read { snapshot in
                try snapshot.auditEvents(
                    entity: "incident_attachment", id: attachment, operatorID: "northwind", actions: ["read"], from: 0, limit: 10)
            }
            #expect(reads.count == 2)
        }

        @Test func `what is internal reaches no authority, in no answer`() async throws {
            let harness = try await SharedHarness.value
            let (incident, _) = try await reach()
            #expect(try await post(incident, "comments", ["text": "CANARY-COMMENT of P-100001", "internal": true]).status == 201)
            let added = try await post(incident, "attachments", Self.file(["name": "CANARY-FILE P-100001.csv"]))
            #expect(added.status == 201)
            let id = added.body["attachment_id"]?.string ?? ""
            for path in [
                "incidents/\(incident)", "incidents", "audit?entity=incident&id=\(incident)", "incidents/\(incident)/attachments/\(id)",
                "audit?entity=incident_attachment&id=\(id)",
            ] {
                let answer = try await harness.call("GET", "/sandbox/regulator/\(path)", as: "ukgc").response
                #expect(!String(decoding: answer.body, as: UTF8.self).contains("CANARY"), "\(path)")
            }
            let own = try await harness.call("GET", "/sandbox/regulator/incidents/\(incident)", as: "officer").response
            #expect(String(decoding: own.body, as: UTF8.self).contains("CANARY-COMMENT"))
        }

        @Test func `an incident is given to officers of the operator alone`() async throws {
            let (incident, _) = try await reach()
            let given = try await post(incident, "owner", ["owner": "second-officer", "reason": "on duty"])
            #expect(given.status == 200 && given.body["owner"] == "second-officer")
            for owner: Node in ["ukgc", "nobody", "", 7] {
                let refused = try await post(incident, "owner", ["owner": owner, "reason": "must be refused"])
                #expect(refused.status == 400 && refused.body["pointer"] == "/owner", "\(owner)")
            }
            #expect(try await post(incident, "owner", ["owner": .null, "reason": "off duty"]).body["owner"]?.isNull == true)
            #expect(try await post(incident, "owner", ["reason": "whose?"]).body["pointer"] == "/owner")
        }

        /// Changes of a good body, each with the place that is refused.
        private static let spoilt: [(step: String, body: Node, pointer: String)] = [
            ("comments", ["text": "Ask P-100001", "internal": false], "/text"),
            ("comments", ["text": .string(String(repeating: "x", count: 2001)), "internal": true], "/text"),
            ("comments", ["text": "x"], "/internal"), ("comments", ["text": "x", "internal": true, "to": "all"], "/to"),
            ("attachments", file(["media_type": "text/html"]), "/media_type"), ("attachments", file(["content": "?"]), "/content"),
            ("attachments", file(["content": ""]), "/content"), ("attachments", file(["media_type": "image/png"]), "/content"),
            ("attachments", file(["name": "P-100001.csv", "internal": false]), "/name"),
            (
                "attachments",
                file(["content": .string(Data(repeating: 0x41, count: IncidentDesk.attachmentBytes + 1).base64EncodedString())]), "/content"
            ),
        ]

        @Test(arguments: spoilt.indices) func `what is not right is refused with its place`(index: Int) async throws {
            let (incident, _) = try await reach()
            let (step, body, pointer) = Self.spoilt[index]
            let refused = try await post(incident, step, body)
            #expect(refused.status == 400 && refused.body["pointer"]?.string == pointer, "\(refused.body)")
        }

        @Test func `the bytes that were added to an incident of a player go with the player`() async throws {
            let harness = try await Harness()
            let services = harness.sandbox
            let player = try #require(try await harness.reach("a player", ["licence": "UKGC-000123"])["player"]?.string)
            let event: Node = [
                "event_id": .string(UUID().uuidString), "type": "AML_incident", "occurred_at": "2026-11-20T10:00:00Z",
                "aware_at": "2026-11-20T10:00:00Z", "summary": "By a test",
                "details": ["kind": "SANCTIONS_MISS", "player_id": .string(player)],
            ]
            let opened = try await harness.json("POST", "/sandbox/operator/events", as: "officer", body: event)
            let incident = try #require(opened.body["incident_id"]?.string)
            let added = try await harness.json(
                "POST", "/sandbox/operator/incidents/\(incident)/attachments", as: "officer", body: Self.file())
            let path = "/sandbox/regulator/incidents/\(incident)/attachments/\(added.body["attachment_id"]?.string ?? "")"
            #expect(try await harness.json("GET", path, as: "officer").status == 200)
            let row = EntityRow(
                kind: "erasure", id: "E-ticket", version: 1, operatorID: "northwind",
                value: Node.object([("state", "BEGUN"), ("player_id", .string(player))]).compactBytes(), changedAt: Harness.now)
            try await services.store.write { transaction in
                _ = try transaction.eraseTraces(ofPlayer: player, at: Harness.now)
                try transaction.put(row)
            }
            let sha256 = try #require(added.body["sha256"]?.string)
            #expect(try services.desk.vault.read(sha256) == Self.content)
            try await services.finishErasures()
            #expect(throws: (any Error).self) { try services.desk.vault.read(sha256) }
            #expect(try await harness.json("GET", path, as: "officer").status == 404)
            let shown = try await harness.json("GET", "/sandbox/regulator/incidents/\(incident)", as: "officer").body
            #expect(shown["attachments"]?[0]?["sha256"]?.string == sha256 && shown["attachments"]?[0]?["name"] == "")
        }

        @Test func `an authority adds nothing`() async throws {
            let (incident, _) = try await reach()
            #expect(try await post(incident, "comments", ["text": "x", "internal": true], as: "ukgc").status == 403)
            #expect(try await post(incident, "attachments", Self.file(), as: "ukgc").status == 403)
            #expect(try await post(incident, "owner", ["owner": "officer", "reason": "x"], as: "ukgc").status == 403)
        }
    }
}
