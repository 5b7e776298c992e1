import Documents
import HTTPTypes
import ServerKit
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    /// Every route, asked by every kind of caller. What each may is read from the description of the interface, which no code here makes.
    @Suite struct RouteNeedsTests {
        /// Somebody who calls, with what his token is good for; nil: he has none.
        private struct Caller: Sendable {
            let party: String?
            let scopes: Set<String>?
            var isOfOtherRealm = false
        }

        private static let callers = [
            Caller(party: nil, scopes: nil), Caller(party: "ukgc", scopes: nil),
            Caller(party: "ukgc", scopes: ["regulator_read"]), Caller(party: "ukgc", scopes: ["regulator_request"]),
            Caller(party: "mga", scopes: ["regulator_aml_read"]), Caller(party: "mga", scopes: ["regulator_read", "regulator_aml_read"]),
            Caller(party: "officer", scopes: ["compliance_officer"]),
            Caller(party: "ukgc", scopes: ["regulator_read"], isOfOtherRealm: true),
            Caller(party: "officer", scopes: ["compliance_officer"], isOfOtherRealm: true),
        ]

        /// The status, and whether it is about who calls: a request that its signature does not prove comes after that.
        private func answer(
            _ operation: DescribedInterface.Operation, at path: String, by caller: Caller, _ harness: Harness
        ) async throws -> (status: Int, isRefused: Bool) {
            let isSandbox = path.hasPrefix("/sandbox")
            var token: String?
            if let party = caller.party, let scopes = caller.scopes {
                let issuing = isSandbox != caller.isOfOtherRealm ? harness.sandbox : harness.assembly.production
                token = try await harness.token(party, realm: issuing, scope: scopes.sorted().joined(separator: "%20"))
            }
            let response = await harness.routes.response(
                to: try harness.request(operation.method, path, as: caller.party, token: token))
            let code = (try? JSONReader.read(response.body))?["code"]?.string ?? ""
            return (response.status, [401, 403].contains(response.status) && !code.hasPrefix("signature"))
        }

        @Test func `every route lets in whom it is described to let in, and nobody else`() async throws {
            // Of its own: time stands still in it, and so many calls use up what others may ask.
            let harness = try await Harness()
            let interface = try DescribedInterface(harness.sandbox.configuration.description)
            var asked = 0
            for operation in interface.operations where operation.isOfHost == false {
                // Those that issue and judge tokens ask for an assertion in the body, and have tests of their own.
                guard !operation.path.hasPrefix("/oauth2/") else { continue }
                let path = operation.path.replacing(/\{path\}/, with: "0/000").replacing(/\{[^}]*\}/, with: "x")
                for prefix in operation.isTool ? ["/sandbox"] : ["", "/sandbox"] {
                    for caller in Self.callers {
                        let (status, isRefused) = try await answer(operation, at: prefix + path, by: caller, harness)
                        #expect(
                            isRefused == !Self.mayCall(operation, caller),
                            "\(operation.method) \(prefix + path) by \(caller): \(status)")
                        if caller.party == nil || caller.scopes == nil, isRefused { #expect(status == 401) }
                        asked += 1
                    }
                }
            }
            #expect(asked > 900, "only \(asked) calls were made")
        }

        private static func mayCall(_ operation: DescribedInterface.Operation, _ caller: Caller) -> Bool {
            guard let alternatives = operation.scopes else { return true }
            guard caller.party != nil else { return false }
            if alternatives.contains([]) { return true }
            guard let scopes = caller.scopes, !caller.isOfOtherRealm else { return false }
            return alternatives.contains { $0.isSubset(of: scopes) }
        }

        @Test func `the table has every route that is served, and no other`() async throws {
            let served = try await SharedHarness.value.routes.templates.map { route in
                let path = route.template.hasPrefix("/sandbox") ? String(route.template.dropFirst("/sandbox".count)) : route.template
                // The well-known documents of the sandbox have its name behind them at the host (RFC 8414 §3.1).
                return "\(route.method) \(path.hasSuffix("/sandbox") ? String(path.dropLast("/sandbox".count)) : path)"
            }
            let listed = RouteNeeds.all.map { "\($0.method) \($0.template)" }
            #expect(Set(listed).count == listed.count)
            #expect(Set(served).subtracting(listed).isEmpty)
            // What a kind of entity does not allow is not served.
            #expect(
                Set(listed).subtracting(served).allSatisfy { $0.contains(" /operator/") && !$0.hasPrefix("GET") && !$0.hasPrefix("PUT") })
        }
    }
}
