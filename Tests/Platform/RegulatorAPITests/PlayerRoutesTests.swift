import Crypto
import Documents
import Foundation
import GRDB
import HTTPTypes
import Requests
import ServerKit
import SourceData
import Store
import TestSupport
import Testing
import XMLDocuments

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct PlayerRoutesTests {
        private func player(of licence: String) async throws -> String {
            try #require(try await SharedHarness.value.reach("a player", ["licence": .string(licence)])["player"]?.string)
        }

        private func dossier(_ path: String, as client: String = "ukgc") async throws -> (status: Int, body: Node) {
            try await SharedHarness.value.json("GET", "/sandbox/regulator/player/\(path)", as: client)
        }

        @Test func `a dossier has identity, person, wallets as their transactions leave them, and every part`() async throws {
            let player = try await player(of: "UKGC-000123")
            let (status, body) = try await dossier(player)
            #expect(status == 200 && body["player_id"]?.string == player && body["licence_id"] == "UKGC-000123")
            #expect(body["identity"]?["person"]?["first_name"]?.string?.isEmpty == false)
            #expect(
                body["parts"]?.members?.map(\.key) == [
                    "status", "payments", "bonuses", "transactions", "rounds", "limits", "exclusions", "register_checks", "interactions",
                    "kyc", "complaints", "sessions",
                ])
            for wallet in try #require(body["wallets"]?.array) {
                let id = try #require(wallet["wallet_id"]?.string)
                let last = try await SharedHarness.value.sandbox.source.read { database in
                    try Int64.fetchOne(
                        database, sql: "SELECT balance_after FROM wallet_tx WHERE wallet_id = ? ORDER BY seq DESC LIMIT 1", arguments: [id])
                }
                #expect(wallet["balance"] == RecordCell.money(units: last ?? 0, places: 2, currency: "GBP").node)
            }
        }

        @Test func `a player of another licence is one who does not exist, except for the fault and the officer`() async throws {
            let harness = try await SharedHarness.value
            let foreign = try await player(of: "MGA-B2C-456-2019")
            let missing = try await dossier("00000000-0000-7000-8000-000000000000")
            let hidden = try await dossier(foreign)
            #expect(hidden.status == 404 && hidden.body.removing("instance") == missing.body.removing("instance"))
            #expect(try await dossier("not%20an%20id").status == 404)
            #expect(try await dossier(foreign, as: "officer").status == 200)
            try await harness.enable(["dossier-of-another-tenant"])
            let shown = try await dossier(foreign)
            try await harness.enable([])
            #expect(shown.status == 200)
            #expect(try await dossier(foreign).status == 404)
        }

        @Test func `a dossier in XML is valid and has the rows and values of the one in JSON`() async throws {
            let harness = try await SharedHarness.value
            let player = try await player(of: "UKGC-000123")
            let json = try await dossier(player).body
            let response = try await harness.call(
                "GET", "/sandbox/regulator/player/\(player)", as: "ukgc", fields: [.accept: "application/xml"]
            ).response
            #expect(response.status == 200 && response.fields[.contentType] == "application/xml")
            let schema = try XMLSchema(file: PeerData.repository.appending(path: "Contracts/schemas/xsd/dossier.xsd").path)
            #expect(schema.issues(in: response.body).isEmpty)
            let text = String(decoding: response.body, as: UTF8.self)
            for (name, part) in try #require(json["parts"]?.members).map({ ($0.key, $0.value) }) {
                #expect(text.contains("<part name=\"\(name)\""))
                for row in part["rows"]?.array ?? [] { #expect(row["at"].map { text.contains("at=\"\($0.string ?? "-")\"") } == true) }
            }
            #expect(text.contains("<first_name>\(json["identity"]?["person"]?["first_name"]?.string ?? "-")</first_name>"))
            #expect(
                try await harness.call(
                    "GET", "/sandbox/regulator/player/\(player)", as: "ukgc", fields: [.accept: "text/csv"]
                ).response.status == 406)
        }

        @Test func `suspicions are a part for the scope alone, and for others a part that does not exist`() async throws {
            let own = try await player(of: "MGA-B2C-456-2019")
            #expect(try await dossier(own, as: "mga").body["parts"]?["aml"]?["rows"]?.array != nil)
            #expect(try await dossier("\(own)?part=aml", as: "mga").status == 200)
            let other = try await player(of: "UKGC-000123")
            let refused = try await dossier("\(other)?part=aml")
            let unknown = try await dossier("\(other)?part=horoscope")
            #expect(refused.status == 400 && refused.body.removing("instance") == unknown.body.removing("instance"))
            let text = String(decoding: try await dossier(other).body.compactBytes(), as: UTF8.self)
            #expect(!text.contains("aml") && !text.contains("alert") && !text.contains("\"trigger\":\"THRESHOLD\""))
        }

        @Test func `that suspicions were read is in no leaf, and is shown to whoever may know`() async throws {
            let harness = try await SharedHarness.value
            let own = try await player(of: "MGA-B2C-456-2019")
            let before = try await harness.sandbox.store.read { try $0.auditEventCount() }
            let (part, _) = try await harness.call("GET", "/sandbox/regulator/player/\(own)?part=aml", as: "mga")
            let (log, _) = try await harness.call("GET", "/sandbox/regulator/logs/aml?player=\(own)", as: "mga")
            let leaves = try await harness.sandbox.store.read { try $0.auditLeaves(from: before, limit: 100) }
            #expect(leaves.count == 2)
            for leaf in leaves {
                let text = String(decoding: leaf, as: UTF8.self)
                #expect(!text.contains(own) && !text.contains("aml") && !text.contains("mga") && text.contains("commitment"))
            }
            for request in [part, log] {
                let seen = try await harness.json("GET", "/sandbox/regulator/logs/access?request=\(request.id)", as: "mga").body["rows"]?[0]
                #expect(seen?["filter"]?["player"]?.string == own && seen?["rows"]?.integer != nil)
                let hidden = try await harness.json("GET", "/sandbox/regulator/logs/access?request=\(request.id)", as: "officer").body
                #expect(hidden["rows"]?.array?.isEmpty == true)
            }
            let (whole, answer) = try await harness.call("GET", "/sandbox/regulator/player/\(own)", as: "mga")
            let parts = try #require(JSONReader.read(answer.body)["parts"]?.members)
            let open = parts.filter { $0.key != "aml" }.reduce(1) { $0 + ($1.value["rows"]?.array?.count ?? 0) }
            let seen = try await harness.json("GET", "/sandbox/regulator/logs/access?request=\(whole.id)", as: "officer").body["rows"]?[0]
            #expect(seen?["rows"]?.integer == open)
        }

        @Test func `a detail that a leaf of the first schema refers to is read from beside it, and is missed when it is not there`()
            async throws
        {
            let store = try await SharedHarness.value.sandbox.store
            let kept = Array(#"{"blinding":"00","filter":{"player":"p"},"rows":3}"#.utf8)
            let reference: Node = ["sealed_sha256": .string(SHA256.hash(data: kept).hexDigits)]
            #expect(ReadSecrecy.isConfidential(reference) && !ReadSecrecy.isConfidential(["rows": 3]))
            await #expect(throws: StoreError(.damaged, "")) { try await store.read { try SealedDetail.opened(reference, in: $0) } }
            try await store.write { transaction in
                try transaction.database.execute(
                    sql: "INSERT INTO audit_attachment VALUES (?, ?)", arguments: [reference["sealed_sha256"]?.string, kept.blob])
            }
            #expect(try await store.read { try SealedDetail.opened(reference, in: $0) } == ["filter": ["player": "p"], "rows": 3])
            #expect(try await store.read { try SealedDetail.opened(["rows": 3], in: $0) } == ["rows": 3])
        }

        @Test func `parts are read on page by page, each by its own cursor`() async throws {
            let player = try await player(of: "UKGC-000123")
            let whole = try #require(try await dossier("\(player)?part=rounds&limit=7").body["parts"]?["rounds"]?["rows"]?.array)
            var read: [Node] = []
            var cursor: String?
            repeat {
                let part = try await dossier("\(player)?part=rounds&limit=3\(cursor.map { "&cursor=\($0)" } ?? "")").body["parts"]?[
                    "rounds"]
                read += part?["rows"]?.array ?? []
                cursor = part?["next"]?.string
            } while cursor != nil && read.count < 7
            #expect(Array(read.prefix(7)) == whole)
            let other = try #require(try await dossier("\(player)?part=rounds&limit=1").body["parts"]?["rounds"]?["next"]?.string)
            for query in ["part=transactions&cursor=\(other)", "cursor=\(other)", "limit=0", "part=", "deep=true", "part=kyc&part=rounds"] {
                #expect(try await dossier("\(player)?\(query)").status == 400, "\(query)")
            }
            #expect(
                try await SharedHarness.value.json(
                    "GET", "/sandbox/regulator/logs/game-rounds?player=\(player)&cursor=\(other)", as: "ukgc"
                ).status == 400)
        }

        @Test func `a dossier is on record before it is shown, and what was erased is not in it`() async throws {
            let harness = try await SharedHarness.value
            let player = try await harness.sandbox.source.read { database in
                try String.fetchOne(database, sql: "SELECT MAX(player_id) FROM player WHERE licence_id = 'CGA-OGL-2024-789'")
            }
            let id = try #require(player)
            _ = try await harness.sandbox.source.erasePersonalData(of: id, at: Harness.now)
            let (request, response) = try await harness.call("GET", "/sandbox/regulator/player/\(id)?part=kyc", as: "cga")
            let body = try JSONReader.read(response.body)
            #expect(body["identity"]?["person"]?.isNull == true && body["identity"]?["erased_at"]?.string == Harness.now.description)
            let access = try await harness.json("GET", "/sandbox/regulator/logs/access?request=\(request.id)", as: "cga").body["rows"]?[0]
            #expect(access?["entity"] == "player" && access?["entity_id"]?.string == id && access?["filter"] == ["part": "kyc"])
            #expect(access?["rows"]?.integer == (body["parts"]?["kyc"]?["rows"]?.array?.count ?? 0) + 1)
        }
    }
}
