import Documents
import Foundation
import GRDB
import HTTPTypes
import ServerKit
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    /// What is shown is on record, and what cannot be put on record is not shown.
    @Suite struct RecordedReadsTests {
        /// Reads that show nothing of anybody: the log itself, which must not grow from being read.
        private static let unrecorded: Set<String> = ["get-checkpoint", "get-tile"]

        /// Brings about what the examples of the description speak of; by operation, the values that came into being.
        private func prepare(_ harness: Harness) async throws -> [String: [String: String]] {
            _ = try await harness.reach("a completed gaming day", ["licence": "UKGC-000123", "day": "2026-10-15"])
            for state in ["a bonus rule", "a game", "a payment", "a kyc status", "a flag"] {
                _ = try await harness.reach(state, ["id": "BR-7"])
            }
            let agreement: Node = ["decision": "APPROVE", "reason": "agreed"]
            let limit = try await harness.reach("a change that waits for approval", ["by": "second-officer", "limit": "BR-7"])
            let approval = limit["approval"]?.string ?? ""
            let agreed = try await harness.json("POST", "/sandbox/operator/approvals/\(approval)", as: "officer", body: agreement)
            #expect(agreed.status == 200)
            let rule: Node = ["value": ["records": "AUDIT", "years": 10], "reason": "asked for"]
            let asked = try await harness.json("PUT", "/sandbox/operator/retention/BR-7", as: "officer", body: rule)
            let second = asked.body["id"]?.string ?? ""
            let kept = try await harness.json("POST", "/sandbox/operator/approvals/\(second)", as: "second-officer", body: agreement)
            #expect(kept.status == 200)
            let ticket = try await harness.reach("an incident with comments and an attachment", [:])
            let incident = ticket["incident"]?.string ?? ""
            let origin = try await harness.json(
                "PUT", "/sandbox/regulator/callback-origins/O-9", as: "ukgc", body: ["address": "https://127.0.0.1:7009/in"])
            #expect(origin.status == 201)
            let request = "00000000-0000-4000-8000-000000000007"
            try await harness.sandbox.store.write { transaction in
                try transaction.database.execute(
                    sql: """
                        INSERT INTO request (request_id, client_id, digest, kind, parameters, format, callback_url, state, accepted_at, due_by)
                        VALUES (?, 'ukgc', 'd', 'report', CAST('{"period":"2026-10-15","template":"T16"}' AS BLOB), 'csv', 'https://127.0.0.1:1/in',
                            'accepted', 1, 2)
                        """, arguments: [request])
            }
            return [
                "get-approval": ["id": approval], "get-incident": ["id": incident], "get-request": ["id": request],
                "get-player": ["id": try await harness.reach("a player", ["licence": "UKGC-000123"])["player"]?.string ?? ""],
                "get-incident-attachment": ["id": incident, "attachment": ticket["attachment"]?.string ?? ""],
                "get-tile": ["path": "0/000.p/1"], "get-callback-origin": ["id": "O-9"],
            ]
        }

        private func reads(_ request: String, _ harness: Harness) async throws -> Int {
            try await harness.sandbox.store.read { snapshot in
                try Int.fetchOne(
                    snapshot.database, sql: "SELECT COUNT(*) FROM audit_event WHERE action = 'read' AND request_id = ?",
                    arguments: [request]) ?? 0
            }
        }

        @Test func `every read of every route is in the trail, once, and so is none that shows nothing`() async throws {
            let harness = try await Harness()
            let values = try await prepare(harness)
            let interface = try DescribedInterface(harness.sandbox.configuration.description)
            var asked = 0
            for operation in interface.operations where operation.method == "GET" && !operation.isOfHost && !operation.isTool {
                guard let scopes = operation.scopes?.first, !scopes.isEmpty else { continue }
                let target = try #require(interface.target(of: operation, values: values[operation.id] ?? [:]), "\(operation.id)")
                let party = scopes == ["compliance_officer"] ? "officer" : scopes == ["regulator_aml_read"] ? "mga" : "ukgc"
                let (request, response) = try await harness.call("GET", "/sandbox" + target, as: party)
                let isUnrecorded = Self.unrecorded.contains(operation.id)
                #expect(response.status == 200 || isUnrecorded, "\(operation.id): \(String(decoding: response.body, as: UTF8.self))")
                #expect(try await reads(request.id, harness) == (isUnrecorded ? 0 : 1), "\(operation.id)")
                asked += 1
            }
            #expect(asked > 18, "only \(asked) routes were asked")
        }

        @Test(arguments: ["application/x-ndjson", "text/csv"]) func `a log that streams is in the trail too`(form: String) async throws {
            let harness = try await SharedHarness.value
            let (request, response) = try await harness.call(
                "GET", "/sandbox/regulator/logs/kyc", as: "ukgc", fields: [.accept: form])
            #expect(response.status == 200)
            #expect(try await reads(request.id, harness) == 1)
        }

        @Test func `nothing is shown while no access can be put on record`() async throws {
            let harness = try await Harness()
            let store = harness.sandbox.store
            let paths = ["audit/checkpoint", "audit?entity=bonus_rule&id=BR-7", "incidents", "reports/2026-10-15"]
            var requests: [ServerRequest] = []
            for path in paths {
                let token = try await harness.token("ukgc")
                requests.append(try harness.request("GET", "/sandbox/regulator/\(path)", as: "ukgc", token: token))
            }
            // A medium that takes no more rows of this table.
            try await store.write {
                try $0.database.execute(
                    sql: "CREATE TRIGGER full BEFORE INSERT ON access_decision BEGIN SELECT RAISE(ABORT, 'full'); END")
            }
            for request in requests {
                let answer = await harness.routes.response(to: request)
                let code = try JSONReader.read(answer.body)["code"]?.string
                #expect(answer.status == 503 && code == "audit-unavailable", "\(request.path): \(answer.status)")
            }
            try await store.write { try $0.database.execute(sql: "DROP TRIGGER full") }
            let after = try await harness.call("GET", "/sandbox/regulator/audit/checkpoint", as: "ukgc").response
            #expect(after.status == 200)
        }

        @Test func `an erasure finds a pseudonym in a path however it was spelt`() async throws {
            let harness = try await Harness(at: Harness.now.advanced(by: .seconds(8 * 366 * 86_400)))
            let player = try #require(try await harness.reach("a player", ["licence": "UKGC-000123"])["player"]?.string)
            let spelt = player.utf8.map { "%" + String($0, radix: 16) }.joined()
            let read = try await harness.call("GET", "/sandbox/regulator/player/\(spelt)", as: "ukgc")
            #expect(read.response.status == 200)
            // Refused before anybody asked what it is: a malformed encoding beside the pseudonym.
            #expect(try await harness.call("GET", "/sandbox/regulator/player/\(spelt)/%zz", as: "ukgc").response.status == 400)
            func paths() async throws -> [String] {
                try await harness.sandbox.store.read {
                    try String.fetchAll($0.database, sql: "SELECT path FROM access_decision WHERE path LIKE '%/player/%'")
                }
            }
            #expect(try await paths().count { $0.contains("/player/\(player)") } == 2)
            let now = harness.instant
            try await harness.sandbox.store.write { _ = try $0.eraseTraces(ofPlayer: player, at: now) }
            let left = try await paths()
            #expect(left.count == 2 && !left.contains { $0.contains(player) || $0.contains(spelt) }, "\(left)")
        }
    }
}
