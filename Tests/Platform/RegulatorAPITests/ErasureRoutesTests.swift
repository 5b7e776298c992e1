import AuditTrail
import Documents
import Foundation
import GRDB
import HTTPTypes
import ServerKit
import SourceData
import Store
import Testing
import TransparencyLog

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct ErasureRoutesTests {
        private static let licence: Node = "UKGC-000123"

        private func player(_ harness: Harness) async throws -> String {
            try #require(try await harness.reach("a player", ["licence": Self.licence])["player"]?.string)
        }

        private func ask(_ player: String, _ harness: Harness) async throws -> (status: Int, body: Node) {
            try await harness.json("POST", "/sandbox/operator/players/\(player)/erasure", as: "officer", body: ["reason": "by a test"])
        }

        private func decide(_ approval: String, as officer: String, _ harness: Harness) async throws -> (status: Int, body: Node) {
            try await harness.json(
                "POST", "/sandbox/operator/approvals/\(approval)", as: officer, body: ["decision": "APPROVE", "reason": "by a test"])
        }

        @Test func `records are not erased while they must be kept, and nobody's are not found`() async throws {
            let harness = try await SharedHarness.value
            let refused = try await ask(try await player(harness), harness)
            #expect(refused.status == 409 && refused.body["code"] == "retention-runs")
            #expect(refused.body["detail"]?.string?.contains("2033-") == true)
            #expect(try await ask("nobody", harness).status == 404)
            let reader = try await harness.json(
                "POST", "/sandbox/operator/players/nobody/erasure", as: "ukgc", body: ["reason": "by a test"])
            #expect(reader.status == 403)
        }

        @Test func `what is written about a player anew must be kept anew`() async throws {
            let harness = try await Harness(at: Harness.now.advanced(by: .seconds(8 * 366 * 86_400)))
            let made = try await harness.reach("a payment", ["licence": Self.licence])
            let player = try #require(made["player"]?.string)
            #expect(try await ask(player, harness).body["code"] == "retention-runs")
        }

        @Test func `eight years later two officers erase a player, and nothing in any file tells of it but that it was done`() async throws
        {
            let harness = try await Harness(at: Harness.now.advanced(by: .seconds(8 * 366 * 86_400)))
            let player = try await player(harness)
            // Somebody has read about the player, by a path and by a filter, before.
            #expect(try await harness.json("GET", "/sandbox/regulator/player/\(player)", as: "ukgc").status == 200)
            #expect(try await harness.json("GET", "/sandbox/regulator/logs/kyc?player=\(player)", as: "ukgc").status == 200)
            let person = try #require(try await harness.sandbox.source.personalData(of: player))
            let earlier = try await harness.sandbox.sequencer.publish()

            let asked = try await ask(player, harness)
            #expect(asked.status == 202 && asked.body["value"]?["change"]?["entity"] == "erasure")
            let approval = try #require(asked.body["id"]?.string)
            #expect(try await decide(approval, as: "officer", harness).body["code"] == "same-officer")
            #expect(try await harness.sandbox.source.personalData(of: player) == person)
            #expect(try await decide(approval, as: "second-officer", harness).status == 200)

            #expect(try await harness.sandbox.source.personalData(of: player) == nil)
            let dossier = try await harness.json("GET", "/sandbox/regulator/player/\(player)", as: "ukgc").body
            #expect(dossier["identity"]?["person"]?.isNull == true)
            #expect(try await harness.json("GET", "/sandbox/operator/approvals/\(approval)", as: "officer").status == 404)
            let erased = try await harness.sandbox.trail.history(entity: "erasure", id: approval, operatorID: "northwind")
            #expect(erased.count == 1 && erased.first?.document["detail"]?["requested_by"] == "officer")
            let after = try await harness.sandbox.sequencer.publish()
            try harness.sandbox.proofs.consistency(from: earlier.size, to: after.size).verify(from: earlier.root, to: after.root)
        }

        @Test func `what was taken away or reported lately must be kept as long`() async throws {
            let harness = try await Harness(at: Harness.now.advanced(by: .seconds(8 * 366 * 86_400)))
            let player = try await player(harness)
            let now = harness.instant
            try await harness.sandbox.store.write { [trail = harness.sandbox.trail] transaction in
                _ = try trail.record(
                    in: transaction,
                    AuditEntry(
                        at: now.advanced(by: .seconds(-86_400)), operatorID: "northwind", subject: .player(player), actor: .system,
                        action: .delete, entity: "limit", id: "L-gone", before: ["player_id": .string(player)]))
            }
            #expect(try await ask(player, harness).body["code"] == "retention-runs")
            let other = try #require(
                try await harness.reach("a player", ["licence": "MGA-B2C-456-2019"])["player"]?.string)
            #expect(try await ask(other, harness).status == 202)
            try await harness.sandbox.store.write { transaction in
                try transaction.database.execute(
                    sql:
                        "INSERT INTO operator_event VALUES ('OE-2', 'northwind', 'd', 'self_exclusion_event', ?, 'EXCLUDED', 1, ?, ?, NULL)",
                    arguments: [other, now.milliseconds, Data("{}".utf8)])
            }
            #expect(try await ask(other, harness).body["code"] == "retention-runs")
        }

        @Test func `the platform's own files do not hold the pseudonym after an erasure`() async throws {
            let harness = try await Harness(at: Harness.now.advanced(by: .seconds(8 * 366 * 86_400)))
            let player = try await player(harness)
            #expect(try await harness.json("GET", "/sandbox/regulator/player/\(player)", as: "ukgc").status == 200)
            try await harness.sandbox.store.write { transaction in
                // Long ago: a report of the operator's about the player, and a history of the player's that was delivered.
                try transaction.database.execute(
                    sql: "INSERT INTO operator_event VALUES ('OE-1', 'northwind', 'd', 'AML_incident', NULL, NULL, 1, 1, ?, NULL)",
                    arguments: [Data(#"{"details":{"key":["\#(player)"],"player_id":"\#(player)"}}"#.utf8)])
                try transaction.database.execute(
                    sql: """
                        INSERT INTO request (request_id, client_id, digest, kind, parameters, format, callback_url, state, accepted_at, due_by,
                            delivery)
                        VALUES ('R-1', 'ukgc', 'd', 'audit', CAST('{"entity":"kyc_status","id":"K-1"}' AS BLOB), 'json', 'u', 'acknowledged',
                            1, 1, ?)
                        """, arguments: [Data("a history of \(player)".utf8)])
            }
            func files() throws -> [String] {
                let folder = harness.sandbox.configuration.directory
                return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
                    // The operator's own systems keep what was played, under the pseudonym.
                    !name.hasPrefix("source.sqlite")
                        && FileManager.default.contents(atPath: folder + "/" + name)?.range(of: Data(player.utf8)) != nil
                }
            }
            #expect(try files().contains { $0.hasPrefix("platform.sqlite") }, "it must be there before, or nothing is shown")
            let approval = try #require(try await ask(player, harness).body["id"]?.string)
            #expect(try await decide(approval, as: "second-officer", harness).status == 200)
            #expect(try files() == [])
        }

        @Test func `an erasure that a crash cut short is finished at the next start`() async throws {
            let harness = try await SharedHarness.value
            let player = try #require(
                try await harness.reach("a player without rounds", ["licence": Self.licence])["player"]?.string)
            let row = EntityRow(
                kind: "erasure", id: "E-cut", version: 1, operatorID: "northwind",
                value: Node.object([("state", "BEGUN"), ("player_id", .string(player))]).compactBytes(), changedAt: Harness.now)
            try await harness.sandbox.store.write { try $0.put(row) }
            #expect(try await harness.sandbox.source.personalData(of: player) != nil)
            try await harness.sandbox.finishErasures()
            #expect(try await harness.sandbox.source.personalData(of: player) == nil)
            let left = try #require(try await harness.sandbox.store.read { try $0.entity("erasure", id: "E-cut") })
            #expect(try JSONReader.read(left.value) == ["state": "DONE"])
        }
    }
}
