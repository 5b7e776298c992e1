import Documents
import Foundation
import MessageSignatures
import TestSupport
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    /// What the platform, put together as it is served, names its tokens.
    @Suite(.timeLimit(.minutes(2))) struct TokenIdentifierTests {
        @Test func `14: the identifiers of tokens have 128 bits, and what is seen of them is no less random`() async throws {
            let harness = try await SharedHarness.value
            var identifiers: [String] = []
            var tokens: Set<String> = []
            for client in ["cga", "second-officer"] {
                for _ in 0..<200 {
                    let token = try await harness.token(client)
                    tokens.insert(token)
                    let parts = token.split(separator: ".").map(String.init)
                    let payload = try #require(parts.count == 3 ? Base64URL.decode(parts[1]) : nil)
                    identifiers.append(try #require(try JSONReader.read(payload)["jti"]?.string))
                }
            }
            #expect(tokens.count == 400 && Set(identifiers).count == 400)
            #expect(identifiers.allSatisfy { Base64URL.decode($0)?.count == 16 })
            // The condition asks for an estimate of 96; a sample of 400 shows some 125 of 128.
            let estimate = try #require(EntropyEstimate(identifiers))
            #expect(estimate.bits > 120, "\(estimate.bitsByPlace)")
        }
    }
}
