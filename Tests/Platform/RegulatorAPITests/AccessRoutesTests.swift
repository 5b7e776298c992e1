import Documents
import HTTPTypes
import ServerKit
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct AccessRoutesTests {
        private func answer(
            _ target: String, as party: String?, token: String? = nil, address: String = "127.0.0.1"
        ) async throws -> (request: ServerRequest, status: Int, code: String?) {
            let harness = try await SharedHarness.value
            let request = try harness.request("GET", target, as: party, token: token, address: address)
            let response = await harness.routes.response(to: request)
            return (request, response.status, (try? JSONReader.read(response.body))?["code"]?.string)
        }

        @Test func `every route of either realm asks for a certificate, but the public documents`() async throws {
            let harness = try await SharedHarness.value
            for (method, template) in harness.routes.templates {
                let target = template.replacing("{path...}", with: "0/000").replacing("{period}", with: "2026-10").replacing(
                    "{template}", with: "T16"
                ).replacing("{id}", with: "x")
                let response = await harness.routes.response(to: try harness.request(method, target, as: nil))
                let isPublic = template.contains("/.well-known/") || template.hasSuffix("/webhook-keys")
                let expected: Set<Int> = isPublic ? [200] : [400, 401]
                #expect(expected.contains(response.status), "\(method) \(template) answered \(response.status)")
            }
        }

        @Test func `refusals name what is wrong and are on record`() async throws {
            let harness = try await SharedHarness.value
            let (mga, production) = (try await harness.token("mga"), try await harness.token("ukgc", realm: harness.assembly.production))
            let cases: [(String?, String?, String, Int)] = [
                (nil, nil, "127.0.0.1", 401), ("simulator", nil, "127.0.0.1", 401), ("ukgc", nil, "127.0.0.1", 401),
                ("ukgc", "nonsense", "127.0.0.1", 401), ("ukgc", mga, "127.0.0.1", 401), ("ukgc", production, "127.0.0.1", 401),
                ("mga", mga, "10.0.0.9", 403),
            ]
            for (party, token, address, status) in cases {
                let refused = try await answer("/sandbox/regulator/reports/2026-10", as: party, token: token, address: address)
                #expect(refused.status == status)
                let rows = try await harness.sandbox.store.read { try $0.accessDecisions(limit: 5) }
                let row = try #require(rows.first { $0.requestID == refused.request.id })
                #expect(row.status == status)
                #expect(row.refusal == refused.code)
            }
        }

        @Test func `a caller who was let in and then refused is on record as refused`() async throws {
            let harness = try await SharedHarness.value
            let (request, response) = try await harness.call("GET", "/sandbox/regulator/reports/nonsense", as: "ukgc")
            #expect(response.status == 404)
            let row = try #require(
                try await harness.sandbox.store.read { try $0.accessDecisions(limit: 5) }.first { $0.requestID == request.id })
            #expect(row.refusal == "unknown-period")
            #expect(row.clientID == "ukgc")
        }

        @Test func `production has no tools, no faults and a log of its own`() async throws {
            let harness = try await SharedHarness.value
            let paths = harness.routes.templates.map(\.template)
            #expect(!paths.contains { $0.hasPrefix("/regulator/faults") || $0.hasPrefix("/regulator/states") })
            #expect(paths.contains("/sandbox/regulator/faults"))
            #expect(harness.assembly.addresses.productionLogKey != harness.assembly.addresses.sandboxLogKey)
            let before = try await harness.assembly.production.store.read { try $0.auditEventCount() }
            _ = try await harness.call("GET", "/sandbox/regulator/reports/2026-10", as: "ukgc")
            #expect(try await harness.assembly.production.store.read { try $0.auditEventCount() } == before)
        }

        @Test func `both realms have the same routes but for the tools`() async throws {
            let all = try await SharedHarness.value.routes.templates.map { "\($0.method) \($0.template)" }
            let tools: Set<String> = [
                "GET /regulator/faults", "PUT /regulator/faults", "GET /regulator/states", "POST /regulator/states", "GET /regulator/clock",
                "POST /regulator/clock", "POST /regulator/keys",
                "POST /regulator/validate", "POST /regulator/signature",
            ]
            let sandbox = Set(all.filter { $0.contains(" /sandbox/") }.map { $0.replacing(" /sandbox/", with: " /") }).subtracting(tools)
            let production = Set(all.filter { !$0.contains("/sandbox") })
            #expect(sandbox == production)
        }
    }
}
