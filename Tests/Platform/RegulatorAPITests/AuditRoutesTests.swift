import Documents
import Foundation
import HTTPTypes
import ServerKit
import Store
import Testing
import TransparencyLog

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct AuditRoutesTests {
        /// A rule with two versions; the name keeps tests apart.
        private func twice(_ id: String, _ harness: Harness) async throws {
            #expect(
                try await harness.json("PUT", "/sandbox/operator/bonus_rule/\(id)", as: "officer", body: Harness.change()).status == 201)
            let second = Harness.rule.setting("percentage", 50)
            #expect(
                try await harness.json("PUT", "/sandbox/operator/bonus_rule/\(id)", as: "officer", body: Harness.change(second)).status
                    == 200)
        }

        private func history(_ id: String, _ harness: Harness, _ query: String = "") async throws -> Node {
            try await harness.json("GET", "/sandbox/regulator/audit?entity=bonusRule&id=\(id)\(query)", as: "ukgc").body
        }

        private func checkpoint(_ harness: Harness) async throws -> Checkpoint {
            let key = await harness.routes.response(to: try harness.request("GET", "/sandbox/.well-known/assay-log-key", as: nil))
            let vkey = String(decoding: key.body, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(vkey == harness.assembly.addresses.sandboxLogKey)
            let note = try await harness.call("GET", "/sandbox/regulator/audit/checkpoint", as: "ukgc").response
            return try Checkpoint.open(note.body, verifier: NoteVerifier(parsing: vkey))
        }

        @Test func `a change is in the history with who, why, how, and a proof against the checkpoint`() async throws {
            let harness = try await SharedHarness.value
            try await twice("H-1", harness)
            let answer = try await history("H-1", harness, "&proof=true")
            #expect(answer["entity"]?.string == "bonus_rule")
            let changes = try #require(answer["changes"]?.array)
            #expect(changes.map { $0["action"]?.string } == ["create", "update"])
            #expect(changes[1]["diff"] == [["op": "replace", "path": "/percentage", "value": 50]])
            #expect(changes[1]["reason"]?.string == "new season")
            #expect(changes[1]["actor"]?["client_id"]?.string == "officer")
            #expect(changes[0]["after_hash"] == changes[1]["before_hash"])
            let checkpoint = try await checkpoint(harness)
            for change in changes {
                let leaf = try #require(change["leaf"]?.string.flatMap { Data(base64Encoded: $0) })
                let hash = MerkleHash.leaf([UInt8](leaf))
                #expect(change["leaf_hash"]?.string == hash.hex)
                let size = try #require(change["proof"]?["size"]?.integer)
                let hashes = try #require(change["proof"]?["hashes"]?.array).compactMap { $0.string.flatMap { Hash(base64: $0) } }
                let root = try LogReader(DirectoryTileStore(directory: harness.sandbox.configuration.directory + "/log")).root(
                    at: Int64(size))
                try InclusionProof(index: Int64(try #require(change["index"]?.integer)), size: Int64(size), hashes: hashes)
                    .verify(leaf: hash, root: root)
                #expect(checkpoint.size >= Int64(size))
            }
        }

        @Test func `a history comes in pages that follow their cursor`() async throws {
            let harness = try await SharedHarness.value
            try await twice("H-2", harness)
            let first = try await history("H-2", harness, "&limit=1")
            #expect(first["changes"]?.array?.map { $0["action"]?.string } == ["create"])
            let cursor = try #require(first["next"]?.string)
            let second = try await history("H-2", harness, "&limit=1&cursor=\(cursor)")
            #expect(second["changes"]?.array?.map { $0["action"]?.string } == ["update"])
            #expect(second["next"]?.isNull == true)
        }

        @Test(arguments: [
            ("?entity=bonus_rule", "parameter-missing"), ("?id=x", "parameter-missing"), ("?entity=a&id=b&proof=yes", "invalid-parameter"),
            ("?entity=a&id=b&limit=0", "invalid-parameter"), ("?entity=a&id=b&limit=1001", "invalid-parameter"),
            ("?entity=a&id=b&cursor=7", "invalid-parameter"), ("?entity=a&entity=b&id=c", "duplicate-parameter"),
            ("?entity=a&id=b&extra=c", "unknown-parameter"),
            // What fuzzing found: names of nothing were put on record and answered.
            ("?entity=&id=b", "invalid-parameter"), ("?entity=a&id=", "invalid-parameter"), ("?entity=a&id=%01", "invalid-parameter"),
            ("?entity=a&id=\(String(repeating: "b", count: 129))", "invalid-parameter"),
        ])
        func `a query that is not right is refused`(query: String, code: String) async throws {
            let answer = try await SharedHarness.value.json("GET", "/sandbox/regulator/audit\(query)", as: "ukgc")
            #expect(answer.status == 400)
            #expect(answer.body["code"]?.string == code)
        }

        @Test func `the log's files are served, and nothing else through their path`() async throws {
            let harness = try await SharedHarness.value
            let checkpoint = try await checkpoint(harness)
            let width = checkpoint.size % 256
            let answer = try await harness.call("GET", "/sandbox/regulator/audit/tile/entries/000.p/\(width)", as: "ukgc").response
            if checkpoint.size < 256 {
                #expect(answer.status == 200)
                #expect(answer.fields[.contentType] == "application/octet-stream")
            }
            for path in ["checkpoint", "0/%2e%2e/%2e%2e/platform.sqlite", "0/000.p/0", "x"] {
                let status = try await harness.call("GET", "/sandbox/regulator/audit/tile/\(path)", as: "ukgc").response.status
                #expect(status == 404 || status == 400)
            }
        }

        @Test func `faults of the audit trail show in history, proof and checkpoint, and leave nothing behind`() async throws {
            let harness = try await SharedHarness.value
            try await twice("H-3", harness)
            let proper = try await history("H-3", harness)
            try await harness.enable(["stale-audit-history"])
            #expect(try await history("H-3", harness)["changes"]?.array?.count == 1)
            try await harness.enable(["wrong-diff"])
            #expect(try await history("H-3", harness)["changes"]?[1]?["diff"]?[0]?["value"]?.integer == 0)
            try await harness.enable(["wrong-checkpoint-signature"])
            await #expect(throws: LogError(.wrongSignature, "")) { try await checkpoint(harness) }
            try await harness.enable(["forged-inclusion-proof"])
            let forged = try await history("H-3", harness, "&proof=true")["changes"]?[0]?["proof"]?["hashes"]?.array?.last?.string
            #expect(forged == MerkleHash.leaf(Array("forged".utf8)).base64)
            try await harness.enable([])
            #expect(try await history("H-3", harness) == proper)
            _ = try await checkpoint(harness)
        }

        @Test func `a change that the fault forgets is acknowledged and not there`() async throws {
            let harness = try await SharedHarness.value
            try await twice("H-4", harness)
            try await harness.enable(["audit-entry-not-logged"])
            let (status, answer) = try await harness.json(
                "PUT", "/sandbox/operator/bonus_rule/H-4", as: "officer", body: Harness.change(Harness.rule.setting("percentage", 77)))
            try await harness.enable([])
            #expect(status == 200)
            #expect(answer["version"]?.integer == 3)
            #expect(try await history("H-4", harness)["changes"]?.array?.count == 2)
            let (_, now) = try await harness.json("GET", "/sandbox/operator/bonus_rule/H-4", as: "officer")
            #expect(now["version"]?.integer == 2)
        }
    }
}
