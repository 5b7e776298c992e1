import Documents
import HTTPTypes
import ServerKit
import Store
import TestSupport
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite(.timeLimit(.minutes(1))) struct MediumTests {
        @Test func `once a medium has failed changes are answered with 503 and the realm ends with the reason`() async throws {
            let harness = try await Harness()
            let path = "/sandbox/operator/bonus_rule/BR-M"
            #expect(try await harness.json("PUT", path, as: "officer", body: Harness.change()).status == 201)
            let token = try await harness.token("officer")
            let failure = MediumFailure(.store, "SQLite 1034 (disk I/O error)")
            harness.sandbox.store.fail(failure)
            let request = try harness.request(
                "PUT", path, as: "officer", token: token, fields: [.contentType: "application/json"], body: Harness.change().compactBytes())
            #expect(await harness.routes.response(to: request).status == 503)
            await #expect(throws: failure) { try await harness.sandbox.run() }
        }
    }
}
