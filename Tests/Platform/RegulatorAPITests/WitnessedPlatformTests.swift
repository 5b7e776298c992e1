import Access
import AuditTrail
import Foundation
import ServerKit
import TestSupport
import Testing
import TransparencyLog

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite(.timeLimit(.minutes(1))) struct WitnessedPlatformTests {
        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            _ = try DevelopmentPKI(directory: URL(filePath: folder.path + "/pki"), now: Harness.now).create()
        }

        private func assembly() async throws -> PlatformAssembly {
            var configuration = try Harness.configuration(folder.path, players: 1)
            configuration.operationsPort = 0
            return try await PlatformAssembly.make(configuration, logger: Harness.quiet, now: { Harness.now })
        }

        @Test func `a witness that is not there keeps no platform from starting and publishing, and the metrics tell`() async throws {
            let witness = try NoteSigner(name: "witness.invalid", key: [UInt8](repeating: 2, count: 32)).witnessVerifier.verifierKey
            // Nobody listens at the port of the discard protocol.
            _ = try folder.write("witness w \(witness) http://127.0.0.1:9/witness\nquorum w\n", to: "pki/log-sandbox.policy")
            let assembly = try await assembly()
            #expect(assembly.production.witnesses == nil && assembly.sandbox.witnesses != nil)
            try await assembly.sandbox.sequencer.publish()
            try await assembly.sandbox.witnesses?.ask()
            let answer = try await #require(assembly.operations).routes.response(
                to: ServerRequest(
                    id: "1", method: "GET", path: "/metrics", target: "/metrics", remoteAddress: "127.0.0.1", receivedAt: Harness.now,
                    authority: "127.0.0.1"))
            let text = String(decoding: answer.body, as: UTF8.self)
            let name = "assay_witness_cosign_age_seconds"
            #expect(text.contains("# TYPE \(name) gauge\n\(name){realm=\"sandbox\"} 0.0\n"), "\(text.suffix(2000))")
            #expect(!text.contains("\(name){realm=\"production\"}"))
            try await assembly.close()
        }

        @Test func `a policy that cannot be meant keeps the platform from starting`() async throws {
            _ = try folder.write("quorum nobody\n", to: "pki/log-production.policy")
            await #expect(throws: PlatformStartError.self) { try await assembly() }
        }
    }
}
