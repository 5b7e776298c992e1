import Access
import AuditTrail
import Documents
import Foundation
import GRDB
import Incidents
import MessageSignatures
import Requests
import ServerKit
import SourceData
import Store
import Tables
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct RequestedFilesTests {
        private func files() async throws -> (files: RequestedFiles, harness: Harness) {
            let harness = try await SharedHarness.value
            let services = harness.sandbox
            let files = RequestedFiles(
                configuration: services.configuration, shelf: services.shelf, store: services.store, source: services.source,
                trail: services.trail, licences: services.licences, operatorID: services.operatorID,
                seesIncident: { id, client in
                    let reader = IncidentReader(regulator: client.regulator, seesConfidential: client.mayReadSuspicions)
                    return try await services.desk.incident(id, for: reader, now: services.now()) != nil
                })
            return (files, harness)
        }

        private func client(_ name: String, _ harness: Harness) throws -> RequestingClient {
            try #require(RequestingClient(registered: harness.sandbox.configuration.clients.current.client(name)))
        }

        private func logs(_ type: String, _ filter: [String: String] = [:], format: String = "ndjson", sees: Bool = false) -> RequestOrder {
            .logs(LogOrder(type: type, filter: filter, format: format, seesSuspicions: sees))
        }

        /// The manifest names the file's bytes, and its signature is the realm's.
        private func check(_ file: PreparedFile, rows: Int, _ harness: Harness) throws {
            _ = try JWS.verifyDetached(
                file.manifestJWS, payload: try file.manifest.canonicalBytes(),
                keys: KeySet([harness.sandbox.configuration.signer(.document).verificationKey]), allowed: [.ed25519])
            let named = file.manifest["files"]?[0]
            #expect(named?["bytes"]?.integer == file.bytes.count && named?["name"]?.string == file.name)
            #expect(file.manifest["row_count"]?.integer == rows)
        }

        @Test func `a log is delivered in each format with the rows that its pages show`() async throws {
            let (files, harness) = try await files()
            let ukgc = try client("ukgc", harness)
            let filter = ["from": "2026-10-15", "to": "2026-10-16"]
            let shown = try #require(
                try await harness.json(
                    "GET", "/sandbox/regulator/logs/transactions?from=2026-10-15&to=2026-10-16&limit=1000", as: "ukgc"
                ).body["rows"]?.array)
            let lines = try await files.prepared(logs("transactions", filter), for: ukgc, requestID: "q")
            #expect(try lines.bytes.split(separator: 10).map { try JSONReader.read(Array($0)) } == shown)
            try check(lines, rows: shown.count, harness)
            let document = try await files.prepared(logs("transactions", filter, format: "json"), for: ukgc, requestID: "q")
            #expect(try JSONReader.read(document.bytes)["rows"]?.array == shown)
            #expect(document.mediaType == "application/json")
            let table = try await files.prepared(logs("transactions", filter, format: "csv"), for: ukgc, requestID: "q")
            #expect(try CSVReader.read(table.bytes).count == shown.count + 1)
            let none = try await files.prepared(
                logs("transactions", ["to": "2020-01-01"], format: "json"), for: ukgc, requestID: "q")
            #expect(try JSONReader.read(none.bytes)["rows"]?.array?.isEmpty == true)
            try check(none, rows: 0, harness)
        }

        @Test func `a dossier is delivered whole, a history too, and both are on record`() async throws {
            let (files, harness) = try await files()
            let ukgc = try client("ukgc", harness)
            let player = try #require(try await harness.reach("a player", ["licence": "UKGC-000123"])["player"]?.string)
            let order = RequestOrder.player(PlayerOrder(player: player, part: nil, format: "json", seesSuspicions: true))
            try await files.check(order, for: ukgc)
            let file = try await files.prepared(order, for: ukgc, requestID: "dossier-1")
            let body = try JSONReader.read(file.bytes)
            let rounds = try await harness.sandbox.source.read { database in
                try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM game_round WHERE player_id = ?", arguments: [player])
            }
            #expect(body["parts"]?["rounds"]?["rows"]?.array?.count == rounds && body["parts"]?["aml"] == nil)
            let last = try #require(
                try await harness.sandbox.store.read { snapshot in try snapshot.auditEvent(at: snapshot.auditEventCount() - 1) })
            let leaf = try #require(try await harness.sandbox.store.read { try harness.sandbox.trail.told(by: last, in: $0) })
            #expect(leaf["action"] == "export" && leaf["entity"] == "player" && leaf["request_id"] == "dossier-1")
            #expect(leaf["detail"]?["rows"]?.integer == file.manifest["row_count"]?.integer)

            #expect(try await harness.json("PUT", "/sandbox/operator/bonus_rule/RF-1", as: "officer", body: Harness.change()).status == 201)
            let history = try await files.prepared(
                .audit(AuditOrder(entity: "bonusRule", id: "RF-1", format: "json")), for: ukgc, requestID: "q")
            let shown = try await harness.json("GET", "/sandbox/regulator/audit?entity=bonus_rule&id=RF-1", as: "ukgc").body
            #expect(try JSONReader.read(history.bytes) == shown)
            let lines = try await files.prepared(
                .audit(AuditOrder(entity: "bonus_rule", id: "RF-1", format: "ndjson")), for: ukgc, requestID: "q")
            #expect(try JSONReader.read(lines.bytes) == shown["changes"]?[0])
        }

        @Test func `a history that is another's is refused when it is asked for, and when the file is made`() async throws {
            let (files, harness) = try await files()
            let (ukgc, mga) = (try client("ukgc", harness), try client("mga", harness))
            let check = try #require(try await harness.reach("a kyc status", ["licence": "MGA-B2C-456-2019"])["id"]?.string)
            let incident = try #require(
                try await harness.reach("an incident", ["licence": "MGA-B2C-456-2019", "type": "RG-EXCL"])["incident"]?.string)
            for (entity, id) in [("kyc_status", check), ("incident", incident), ("bonus_rule", "nothing-at-all")] {
                let order = RequestOrder.audit(AuditOrder(entity: entity, id: id, format: "json"))
                do {
                    try await files.check(order, for: ukgc)
                    Issue.record("\(entity) was accepted")
                } catch let problem as Problem {
                    #expect(problem.status == 400 && problem.pointer == "/parameters/id")
                }
                await #expect(throws: FileRefusal("unknown-object")) { try await files.prepared(order, for: ukgc, requestID: "q") }
                if id == "nothing-at-all" { continue }
                try await files.check(order, for: mga)
                #expect(try await files.prepared(order, for: mga, requestID: "q").bytes.isEmpty == false)
            }
        }

        @Test func `suspicions need the scope in the token and in the register`() async throws {
            let (files, harness) = try await files()
            let (ukgc, mga) = (try client("ukgc", harness), try client("mga", harness))
            #expect(mga.mayReadSuspicions && !ukgc.mayReadSuspicions)
            let file = try await files.prepared(logs("aml", sees: true), for: mga, requestID: "q")
            #expect(file.manifest["row_count"]?.integer ?? 0 > 0)
            for (client, sees) in [(mga, false), (ukgc, true)] {
                await #expect(throws: FileRefusal("scope-missing")) {
                    try await files.prepared(logs("aml", sees: sees), for: client, requestID: "q")
                }
            }
        }

        @Test(arguments: [
            ("weather", [:], "/parameters/type"), ("rng", ["player": "x"], "/parameters/player"),
            ("transactions", ["from": "yesterday"], "/parameters"), ("transactions", ["licence": "MGA-B2C-456-2019"], "/parameters"),
        ])
        func `a log that cannot be made is refused at once`(type: String, filter: [String: String], pointer: String) async throws {
            let (files, harness) = try await files()
            let ukgc = try client("ukgc", harness)
            do {
                try await files.check(logs(type, filter), for: ukgc)
                Issue.record("accepted")
            } catch let problem as Problem {
                #expect(problem.status == 400 && problem.pointer == pointer)
            }
        }

        @Test func `what is too large for a callback is refused for good`() throws {
            let bytes = CollectedBytes(limit: 4)
            try bytes.append([1, 2, 3, 4], rows: 2)
            #expect(throws: Problem.rangeTooLarge(4)) { try bytes.append([5], rows: 1) }
            #expect(bytes.rows == 2 && bytes.bytes.count == 4)
        }

        @Test(arguments: ["report", "logs", "player", "audit"])
        func `an order is read back as it was stored`(kind: String) throws {
            let order: RequestOrder =
                switch kind {
                case "report": .report(FileOrder(period: "2026-10", template: "T16", licence: "L", format: "csv"))
                case "logs": logs("kyc", ["player": "p"], sees: true)
                case "player": .player(PlayerOrder(player: "p", part: "kyc", format: "json", seesSuspicions: false))
                default: .audit(AuditOrder(entity: "flag", id: "f", format: "ndjson"))
                }
            let bytes = try order.parameters.canonicalBytes()
            #expect(RequestOrder(kind: kind, parameters: bytes, format: order.format) == order)
            #expect(RequestOrder(kind: kind, parameters: Array("{}".utf8), format: order.format) == nil)
            #expect(RequestOrder(kind: "horoscope", parameters: bytes, format: order.format) == nil)
        }
    }
}
