import Documents
import GRDB
import HTTPTypes
import ServerKit
import SourceData
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct SandboxStatesTests {
        private static let licences = ["UKGC-000123", "MGA-B2C-456-2019", "CGA-OGL-2024-789"]

        private func refusal(_ state: String, _ params: Node, as party: String = "simulator") async throws -> Node {
            let harness = try await SharedHarness.value
            let answer = await harness.routes.response(
                to: try harness.request(
                    "POST", "/sandbox/regulator/states", as: party, fields: [.contentType: "application/json"],
                    body: Node.object([("state", .string(state)), ("params", params)]).compactBytes()))
            return try JSONReader.read(answer.body)
        }

        @Test func `the states are listed, and the description has the same with the same parameters`() async throws {
            let harness = try await SharedHarness.value
            let answer = try await harness.json("GET", "/sandbox/regulator/states", as: "mga")
            #expect(answer.status == 200)
            let told = try #require(answer.body["states"]?.array)
            #expect(told == SandboxState.all.map(\.document))
            #expect(Set(SandboxState.all.map(\.name)).count == SandboxState.all.count)
            let orders = try harness.sandbox.configuration.description.tree()["components"]?["schemas"]?["StateOrder"]?["oneOf"]?.array
            let described = try #require(orders)
            #expect(described.count == SandboxState.all.count)
            for order in described {
                let name = try #require(order["properties"]?["state"]?["const"]?.string)
                let state = try #require(SandboxState.all.first { $0.name == name }, "\(name)")
                let params = order["properties"]?["params"]
                #expect(Set(params?["properties"]?.members?.map(\.key) ?? []) == Set(state.needed + state.optional), "\(name)")
                #expect(Set(params?["required"]?.array?.compactMap(\.string) ?? []) == Set(state.needed), "\(name)")
            }
        }

        @Test func `each state that needs parameters is refused without them, and with others`() async throws {
            for state in SandboxState.all {
                if !state.needed.isEmpty {
                    let bare = try await refusal(state.name, [:])
                    #expect(bare["code"]?.string == "invalid-member", "\(state.name): \(bare)")
                    #expect(state.needed.contains { bare["pointer"]?.string == "/params/\($0)" })
                }
                let full = Node.object((state.needed + ["colour"]).map { ($0, $0 == "day" ? "2026-10-15" : "/x") })
                #expect(try await refusal(state.name, full)["code"]?.string == "unknown-member", "\(state.name)")
            }
        }

        @Test(arguments: licences)
        func `a day on which nothing happened has reports without rows`(licence: String) async throws {
            let harness = try await SharedHarness.value
            let values = try await harness.reach("an empty period", ["licence": .string(licence)])
            let count = try await harness.sandbox.store.read { try $0.auditEventCount() }
            #expect(try await harness.reach("an empty period", ["licence": .string(licence)]) == values)
            #expect(try await harness.sandbox.store.read { try $0.auditEventCount() } == count)
            let period = try #require(values["period"]?.string)
            let list = try await harness.json("GET", "/sandbox/regulator/reports/\(period)?licence=\(licence)", as: "officer")
            let reports = try #require(list.body["reports"]?.array)
            #expect(!reports.isEmpty)
            #expect(reports.allSatisfy { $0["row_count"] == 0 && $0["data_complete"] == true })
        }

        @Test(arguments: licences)
        func `players in each state differ as they should`(licence: String) async throws {
            let harness = try await SharedHarness.value
            let params: Node = ["licence": .string(licence)]
            let idle = try #require(try await harness.reach("a player without rounds", params)["player"]?.string)
            let active = try #require(try await harness.reach("a player", params)["player"]?.string)
            let suspected = try #require(try await harness.reach("a player under suspicion", params)["player"]?.string)
            #expect(idle != active)
            let dossier = try await harness.json("GET", "/sandbox/regulator/player/\(idle)", as: "officer")
            #expect(dossier.body["parts"]?["rounds"]?["rows"] == [])
            let alerts = try await harness.sandbox.source.read { database in
                try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM aml_alert WHERE player_id = ?", arguments: [suspected])
            }
            #expect(alerts ?? 0 > 0)
            #expect(try await refusal("a player under suspicion", ["licence": "nobody"])["code"]?.string == "state-not-reached")
        }

        @Test func `no gaming day is under way where the data ended before, or under a licence that is none`() async throws {
            for licence in ["UKGC-000123", "nobody"] {
                let answer = try await refusal("a gaming day that is not over", ["licence": .string(licence)])
                #expect(answer["code"]?.string == "state-not-reached", "\(licence): \(answer)")
            }
        }

        @Test func `a late report is one that was made after its due time`() async throws {
            let harness = try await SharedHarness.value
            let values = try await harness.reach("a late report", ["licence": "UKGC-000123", "day": "2026-10-15"])
            let due = try Timestamp(parsing: try #require(values["due_at"]?.string))
            let made = try Timestamp(parsing: try #require(values["generated_at"]?.string))
            #expect(made > due)
            #expect(
                try await refusal("a late report", ["licence": "UKGC-000123", "day": "2030-01-01"])["code"]?.string == "state-not-reached")
        }

        @Test(arguments: ["P1", "P2", "P3", "P4"])
        func `an incident has the severity that is asked for, and the same event is one incident`(severity: String) async throws {
            let harness = try await SharedHarness.value
            let params: Node = ["severity": .string(severity), "licence": "UKGC-000123", "event": .string("e-\(severity)")]
            let first = try await harness.reach("an incident", params)
            #expect(first["severity"]?.string == severity)
            #expect(try await harness.reach("an incident", params) == first)
            let id = try #require(first["incident"]?.string)
            let shown = try await harness.json("GET", "/sandbox/regulator/incidents/\(id)", as: "ukgc")
            #expect(shown.body["severity"]?.string == severity)
            let another = try await harness.reach("an incident", params.removing("event"))
            #expect(another["incident"] != first["incident"])
        }

        @Test(
            arguments: [
                ["severity": "P5"], ["type": "GAM-DISP", "severity": "P1"], ["event": "a b"], ["licence": "nobody"], ["type": "X"],
            ] as [Node])
        func `an incident that cannot be is refused`(params: Node) async throws {
            #expect(try await refusal("an incident", params)["code"]?.string == "state-not-reached")
        }

        @Test func `what is final stays final`() async throws {
            let harness = try await SharedHarness.value
            let game = try #require(try await harness.reach("a withdrawn game", [:])["id"]?.string)
            let back = try await harness.json(
                "POST", "/sandbox/operator/game/\(game)", as: "officer", body: ["value": ["state": "LIVE"], "reason": "back"])
            #expect(back.status == 409)
            let change = try await harness.reach("a change that was rejected", ["by": "second-officer"])
            let approval = try #require(change["approval"]?.string)
            let shown = try await harness.json("GET", "/sandbox/operator/approvals/\(approval)", as: "officer")
            #expect(shown.body["value"]?["state"] == "REJECTED")
            let decided = try await harness.json(
                "POST", "/sandbox/operator/approvals/\(approval)", as: "officer", body: ["decision": "APPROVE", "reason": "again"])
            #expect(decided.body["code"]?.string == "approval-decided")
        }

        @Test func `a blocked client is refused at its resource for a minute, nobody else and nowhere else`() async throws {
            let harness = try await SharedHarness.value
            let path = "/regulator/reports/2001-03-04"
            let reached = await harness.routes.response(
                to: try harness.request(
                    "POST", "/sandbox/regulator/states", as: "cga", fields: [.contentType: "application/json"],
                    body: Node.object([("state", "a blocked client"), ("params", ["resource": .string(path)])]).compactBytes()))
            #expect(reached.status == 200)
            let blocked = try await harness.json("GET", "/sandbox" + path, as: "cga")
            #expect(blocked.status == 403)
            #expect(blocked.body["code"]?.string == "client-blocked")
            #expect(try await harness.json("GET", "/sandbox" + path, as: "mga").status == 200)
            #expect(try await harness.json("GET", "/sandbox/regulator/reports/2001-03-05", as: "cga").status == 200)
            #expect(try await harness.json("GET", path, as: "cga").status == 200)
            try await harness.enable(["blocked-client-let-in"])
            let letIn = try await harness.json("GET", "/sandbox" + path, as: "cga")
            try await harness.enable([])
            #expect(letIn.status == 200)
            #expect(try await refusal("a blocked client", ["resource": "x"], as: "cga")["code"]?.string == "state-not-reached")
            #expect(try await refusal("a blocked client", ["resource": "/x"], as: "platform")["code"]?.string == "state-not-reached")
        }

        @Test func `a block ends, and memory has a bound`() {
            let blocks = ClientBlocks()
            blocks.block("a", at: "/x", now: Harness.now)
            #expect(blocks.end(for: "a", at: "/x", now: Harness.now.advanced(by: .seconds(59))) != nil)
            #expect(blocks.end(for: "a", at: "/x", now: Harness.now.advanced(by: .seconds(60))) == nil)
            #expect(blocks.end(for: "b", at: "/x", now: Harness.now) == nil)
            for number in 0..<10_001 { blocks.block("c\(number)", at: "/x", now: Harness.now) }
            #expect(blocks.end(for: "c9998", at: "/x", now: Harness.now) != nil)
            #expect(blocks.end(for: "c10000", at: "/x", now: Harness.now) == nil)
        }
    }
}
