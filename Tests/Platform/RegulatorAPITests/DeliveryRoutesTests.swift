import Documents
import ServerKit
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    /// Runs that officers ask for, and where they go.
    @Suite struct DeliveryRoutesTests {
        private static let order: Node = ["licence": "MGA-B2C-456-2019", "period": "2026-10-09", "reason": "asked for by phone"]

        private func make(_ harness: Harness, _ body: Node = order, template: String = "X-GAR-D") async throws -> (status: Int, body: Node)
        {
            try await harness.json("POST", "/sandbox/operator/reports/\(template)/runs", as: "officer", body: body)
        }

        @Test func `a run is made once, delivered over the channels of the day, and its state is shown`() async throws {
            let harness = try await SharedHarness.value
            let first = try await make(harness)
            #expect(first.status == 201 && first.body["deliveries"] == [], "\(first.body)")
            let state = try await harness.reach(
                "reports are delivered",
                ["licence": "MGA-B2C-456-2019", "template": "T16", "period": "2026-10-09", "upload": "https://127.0.0.1:9/inbox/a"])
            #expect(state["kind"] == "regulator-api")
            let second = try await make(harness)
            #expect(second.status == 200 && second.body["run_id"] == first.body["run_id"])
            let promised = try #require(second.body["deliveries"]?.array?.first)
            #expect(promised["state"] == "waiting" && promised["channel"] == state["channel"])
            let run = first.body["run_id"]?.string ?? ""
            let list = try await harness.json(
                "GET", "/sandbox/operator/deliveries?run=\(run)&channel=\(state["channel"]?.string ?? "")", as: "officer")
            #expect(list.status == 200 && list.body["deliveries"] == [promised] && list.body["next"] == .null)
            let shown = try await harness.json("GET", "/sandbox/regulator/reports/2026-10-09?template=T16", as: "mga")
            let listed = shown.body["reports"]?.array?.first { $0["run_id"]?.string == run }
            #expect(listed?["deliveries"]?.array?.first?["state"] == "waiting")
            let waiting = try await harness.json(
                "POST", "/sandbox/operator/deliveries/\(promised["delivery_id"]?.string ?? "")/replay", as: "officer",
                body: ["reason": "again"])
            #expect(waiting.status == 409, "\(waiting.body)")
        }

        @Test func `orders that cannot be filled are refused with their place`() async throws {
            let harness = try await SharedHarness.value
            let cases: [(Node, String, Int)] = [
                (Self.order.setting("licence", "L-1"), "T16", 400), (Self.order.setting("licence", "UKGC-000123"), "T05", 400),
                (Self.order.setting("period", "yesterday"), "T16", 400), (Self.order.setting("period", "2026-Q3"), "T16", 400),
                (Self.order.setting("period", "2027-01-01"), "T16", 409), (Self.order, "T99", 404),
                (Self.order.removing("reason"), "T16", 400),
                (Self.order.setting("more", 1), "T16", 400),
            ]
            for (body, template, status) in cases {
                let answer = try await make(harness, body, template: template)
                #expect(answer.status == status, "\(body) \(template): \(answer.body)")
            }
            let role = try await harness.json("POST", "/sandbox/operator/reports/T16/runs", as: "mga", body: Self.order)
            #expect(role.status == 403)
        }

        @Test(arguments: ["state=gone", "limit=0", "limit=1001", "limit=x", "more=1"])
        func `a list that is asked for wrongly is refused`(query: String) async throws {
            let answer = try await SharedHarness.value.json("GET", "/sandbox/operator/deliveries?\(query)", as: "officer")
            #expect(answer.status == 400, "\(answer.body)")
        }

        @Test func `a delivery that is not there cannot be replayed`() async throws {
            let answer = try await SharedHarness.value.json(
                "POST", "/sandbox/operator/deliveries/0192f000-0000-7000-8000-000000000001/replay", as: "officer",
                body: ["reason": "again"])
            #expect(answer.status == 404)
        }

        @Test(
            arguments: [
                ["upload": "https://elsewhere.example/in"], ["upload": "http://127.0.0.1:9/in"], ["mail": "in@ukgc.example"],
                ["drop": "in"], [:],
                ["upload": "https://127.0.0.1:9/in", "mail": "in@ukgc.example"],
            ] as [Node])
        func `a channel that cannot be is not opened`(params: Node) async throws {
            let harness = try await SharedHarness.value
            let body = params.setting("licence", "UKGC-000123").setting("template", "T16").setting("period", "2026-10-15")
            await #expect(throws: Harness.Missing.self) { _ = try await harness.reach("reports are delivered", body) }
        }
    }
}
