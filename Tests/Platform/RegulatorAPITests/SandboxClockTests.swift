import Documents
import Foundation
import HTTPTypes
import ServerKit
import TestSupport
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct SandboxClockTests {
        private static let path = "/sandbox/regulator/clock"

        @Test func `the sandbox's time goes forward, and tokens and the audit trail with it`() async throws {
            let harness = try await Harness()
            let before = try await harness.json("GET", Self.path, as: "ukgc")
            #expect(before.status == 200 && before.body["offset_seconds"] == 0 && before.body["now"]?.string == Harness.now.description)
            let moved = try await harness.routes.response(
                to: harness.request(
                    "POST", Self.path, as: "ukgc", fields: [.contentType: "application/json"],
                    body: Array(#"{"advance_seconds": 86400}"#.utf8)))
            let body = try JSONReader.read(moved.body)
            #expect(moved.status == 200 && body["offset_seconds"] == 86_400)
            #expect(body["now"]?.string == Harness.now.advanced(by: .seconds(86_400)).description)
            // An assertion of the machine's own time is a day old by now.
            await #expect(throws: Harness.Missing.self) { try await harness.token("ukgc") }
            #expect(harness.assembly.production.now() == Harness.now)
            #expect(try await harness.token("ukgc", realm: harness.assembly.production).isEmpty == false)
        }

        @Test(arguments: [
            "{}", #"{"advance_seconds": 0}"#, #"{"advance_seconds": -5}"#, #"{"advance_seconds": 1.5}"#, #"{"advance_seconds": 34560001}"#,
            #"{"advance_seconds": 1, "to": "x"}"#, "no",
        ])
        func `a move that is none is refused, and nothing moves`(body: String) async throws {
            let harness = try await SharedHarness.value
            let answer = try await harness.routes.response(
                to: harness.request("POST", Self.path, as: "ukgc", fields: [.contentType: "application/json"], body: Array(body.utf8)))
            #expect(answer.status == 400)
            #expect(harness.sandbox.configuration.clock?.offset == .zero)
        }

        @Test func `production has no clock that could be moved`() async throws {
            let harness = try await SharedHarness.value
            let answer = try await harness.routes.response(to: harness.request("POST", "/regulator/clock", as: "ukgc"))
            #expect(answer.status == 404)
        }

        @Test func `a restart does not turn it back`() throws {
            let folder = try TemporaryFolder()
            let base: @Sendable () -> Timestamp = { Harness.now }
            try SandboxClock(directory: folder.path, base: base).advance(by: 90)
            let again = try SandboxClock(directory: folder.path, base: base)
            #expect(again.now() == Harness.now.advanced(by: .seconds(90)))
            _ = try folder.write("soon", to: "clock")
            #expect(throws: PlatformStartError.self) { try SandboxClock(directory: folder.path, base: base) }
        }
    }
}
