import Documents
import HTTPTypes
import ServerKit
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct SandboxToolsTests {
        private func put(_ body: Node) async throws -> (status: Int, body: Node) {
            let harness = try await SharedHarness.value
            let answer = await harness.routes.response(
                to: try harness.request(
                    "PUT", "/sandbox/regulator/faults", as: "ukgc", fields: [.contentType: "application/json"], body: body.compactBytes()))
            return (answer.status, try JSONReader.read(answer.body))
        }

        @Test func `faults are listed, switched on and off`() async throws {
            let on = try await put(["enabled": ["unsigned-callback", "late-callback"]])
            #expect(on.status == 200)
            let enabled = on.body["faults"]?.array?.filter { $0["enabled"]?.bool == true }.compactMap { $0["name"]?.string }
            #expect(enabled == ["unsigned-callback", "late-callback"])
            let off = try await put(["enabled": []])
            #expect(off.body["faults"]?.array?.count == Fault.all.count)
            #expect(off.body["faults"]?.array?.contains { $0["enabled"]?.bool == true } == false)
        }

        @Test(
            arguments: [
                ("/enabled/0", ["enabled": ["no-such-fault"]]), ("/enabled/0", ["enabled": [1]]), ("/enabled", ["enabled": "all"]),
                ("/enabled", [:]),
                ("/other", ["enabled": [], "other": 1]),
            ] as [(String, Node)])
        func `a name that is no fault switches nothing`(pointer: String, body: Node) async throws {
            let answer = try await put(body)
            #expect(answer.status == 400)
            #expect(answer.body["pointer"]?.string == pointer)
        }

        @Test func `names and titles of faults are distinct and of one form`() {
            #expect(Set(Fault.all.map(\.name)).count == Fault.all.count)
            #expect(Set(Fault.all.map(\.title)).count == Fault.all.count)
            for fault in Fault.all { #expect(fault.name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) }
        }

        @Test func `a state is reached once and told again`() async throws {
            let harness = try await SharedHarness.value
            let first = try await harness.reach("a bonus rule", ["id": "S-TWICE"])
            let count = try await harness.sandbox.store.read { try $0.auditEventCount() }
            #expect(try await harness.reach("a bonus rule", ["id": "S-TWICE"]) == first)
            #expect(try await harness.sandbox.store.read { try $0.auditEventCount() } == count)
            #expect(first["version"]?.integer == 1)
        }

        @Test(
            arguments: [
                ("a full moon", [:], "unknown-state"), ("a bonus rule", ["id": "../x"], "state-not-reached"),
                ("a completed gaming day", ["licence": "nobody", "day": "2026-10-15"], "state-not-reached"),
                ("a completed gaming day", ["licence": "UKGC-000123", "day": "2026-10"], "state-not-reached"),
                ("a completed gaming day", ["licence": "UKGC-000123", "day": "2030-01-01"], "state-not-reached"),
                ("a bonus rule", [:], "invalid-member"), ("a bonus rule", ["id": "a", "colour": "b"], "unknown-member"),
            ] as [(String, Node, String)])
        func `a state that there is not is refused`(state: String, params: Node, code: String) async throws {
            let harness = try await SharedHarness.value
            let answer = await harness.routes.response(
                to: try harness.request(
                    "POST", "/sandbox/regulator/states", as: "simulator", fields: [.contentType: "application/json"],
                    body: Node.object([("state", .string(state)), ("params", params)]).compactBytes()))
            #expect(try JSONReader.read(answer.body)["code"]?.string == code)
        }
    }
}
