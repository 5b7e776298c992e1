import AuditTrail
import Documents
import HTTPTypes
import ServerKit
import SourceData
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct HistoryReaderTests {
        private func status(_ entity: String, _ id: String, as client: String) async throws -> Int {
            try await SharedHarness.value.json("GET", "/sandbox/regulator/audit?entity=\(entity)&id=\(id)", as: client).status
        }

        /// What somebody without a right to it is answered, but for what names the request.
        private func refusal(_ entity: String, _ id: String, as client: String) async throws -> Node {
            try await SharedHarness.value.json("GET", "/sandbox/regulator/audit?entity=\(entity)&id=\(id)", as: client).body
                .removing("instance")
        }

        @Test(arguments: ["payment", "kyc_status"])
        func `the history of a player's things is for the player's own regulator and the officer`(kind: String) async throws {
            let harness = try await SharedHarness.value
            let state = kind == "payment" ? "a payment" : "a kyc status"
            let made = try await harness.reach(state, ["licence": "MGA-B2C-456-2019"])
            let id = try #require(made["id"]?.string)
            #expect(made["player"]?.string?.isEmpty == false)
            #expect(try await status(kind, id, as: "mga") == 200)
            #expect(try await status(kind, id, as: "officer") == 200)
            #expect(try await status(kind, id, as: "ukgc") == 404)
            #expect(try await refusal(kind, id, as: "ukgc") == refusal(kind, "nothing-at-all", as: "ukgc"))
        }

        @Test func `a player whom no licence holds is nobody's but the operator's`() async throws {
            let harness = try await SharedHarness.value
            let id = try #require(try await harness.reach("a payment", [:])["id"]?.string)
            #expect(try await status("payment", id, as: "officer") == 200)
            for client in ["ukgc", "mga"] { #expect(try await status("payment", id, as: client) == 404) }
        }

        @Test func `a limit that waits for approval tells those alone whom its player concerns`() async throws {
            let harness = try await SharedHarness.value
            let player = try #require(try await harness.reach("a player", ["licence": "UKGC-000123"])["player"]?.string)
            let limit = SampleEntity.limit.setting("player_id", .string(player))
            let asked = try await harness.json("PUT", "/sandbox/operator/limit/HR-1", as: "officer", body: Harness.change(limit))
            let approval = try #require(asked.body["id"]?.string)
            #expect(try await status("approval", approval, as: "ukgc") == 200)
            #expect(try await status("approval", approval, as: "mga") == 404)
            let agreed = try await harness.json(
                "POST", "/sandbox/operator/approvals/\(approval)", as: "second-officer",
                body: ["decision": "APPROVE", "reason": "by a test"])
            #expect(agreed.status == 200)
            #expect(try await status("limit", "HR-1", as: "ukgc") == 200)
            #expect(try await status("limit", "HR-1", as: "mga") == 404)
        }

        @Test func `what belongs to one player cannot become another's`() async throws {
            let harness = try await SharedHarness.value
            let id = try #require(try await harness.reach("a kyc status", ["licence": "UKGC-000123"])["id"]?.string)
            let value = try #require(SampleEntity.all.first { $0.kind == "kyc_status" }).value
            let (status, body) = try await harness.json(
                "PUT", "/sandbox/operator/kyc_status/\(id)", as: "officer", body: Harness.change(value))
            #expect(status == 409 && body["code"] == "player-fixed" && body["pointer"] == "/value/player_id")
        }

        @Test func `a report's history is for the authority of its licence`() async throws {
            let harness = try await SharedHarness.value
            let made = try await harness.reach("a completed gaming day", ["licence": "MGA-B2C-456-2019", "day": "2026-10-14"])
            let run = try #require(made["run_ids"]?[0]?.string)
            #expect(try await status("report_run", run, as: "mga") == 200)
            #expect(try await status("report_run", run, as: "ukgc") == 404)
        }

        @Test func `an address for notices has a history for its client alone`() async throws {
            let harness = try await SharedHarness.value
            let path = "/sandbox/regulator/notice-addresses/HR-N-1"
            #expect(try await harness.json("PUT", path, as: "ukgc", body: ["webhook": "https://127.0.0.1:1/a"]).status == 201)
            #expect(try await harness.call("DELETE", path, as: "ukgc").response.status == 204)
            #expect(try await status("notice_address", "HR-N-1", as: "ukgc") == 200)
            #expect(try await status("notice_address", "HR-N-1", as: "officer") == 200)
            #expect(try await status("notice_address", "HR-N-1", as: "mga") == 404)
        }

        @Test func `no identifier that one regulator sees opens anything for another`() async throws {
            let harness = try await SharedHarness.value
            let (mga, ukgc) = ("MGA-B2C-456-2019", "UKGC-000123")
            // What each sees of its own, by the ways that take an id.
            func own(_ licence: String, as client: String) async throws -> [String] {
                let player = try #require(try await harness.reach("a player", ["licence": .string(licence)])["player"]?.string)
                let check = try #require(try await harness.reach("a kyc status", ["licence": .string(licence)])["id"]?.string)
                let payment = try #require(try await harness.reach("a payment", ["licence": .string(licence)])["id"]?.string)
                let incident = try #require(
                    try await harness.reach("an incident", ["licence": .string(licence), "type": "RG-EXCL"])["incident"]?.string)
                let day = try await harness.reach("a completed gaming day", ["licence": .string(licence), "day": "2026-10-14"])
                let run = try #require(day["run_ids"]?[0]?.string)
                return [
                    "player/\(player)", "incidents/\(incident)", "audit?entity=kyc_status&id=\(check)",
                    "audit?entity=payment&id=\(payment)", "audit?entity=incident&id=\(incident)", "audit?entity=report_run&id=\(run)",
                ]
            }
            func reports(_ licence: String, as client: String) async throws -> Int? {
                let day = try await harness.reach("a completed gaming day", ["licence": .string(licence), "day": "2026-10-14"])
                let run = try #require(day["run_ids"]?[0]?.string)
                let path = "/sandbox/regulator/reports/2026-10-14?run=\(run)"
                return try await harness.json("GET", path, as: client).body["reports"]?.array?.count
            }
            #expect(try await reports(mga, as: "mga") == 1)
            #expect(try await reports(mga, as: "ukgc") == 0)
            #expect(try await reports(ukgc, as: "mga") == 0)
            for (licence, owner, other) in [(mga, "mga", "ukgc"), (ukgc, "ukgc", "mga")] {
                for target in try await own(licence, as: owner) {
                    let path = "/sandbox/regulator/\(target)"
                    #expect(try await harness.json("GET", path, as: owner).status == 200, "\(owner) \(target)")
                    let (request, answer) = try await harness.call("GET", path, as: other)
                    #expect(answer.status == 404, "\(other) \(target)")
                    let seen = try await harness.json("GET", "/sandbox/regulator/logs/access?request=\(request.id)", as: "officer").body
                    #expect(seen["rows"]?[0]?["status"]?.integer == 404, "\(other) \(target) is on record")
                }
            }
        }
    }
}
