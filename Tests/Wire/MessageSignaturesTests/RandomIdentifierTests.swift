import Foundation
import MessageSignatures
import TestSupport
import Testing

@Suite struct RandomIdentifierTests {
    @Test func `an identifier is 16 random bytes, and no two are the same`() throws {
        let made = (0..<4096).map { _ in RandomIdentifier.make() }
        #expect(Set(made).count == made.count)
        #expect(made.allSatisfy { $0.utf8.count == 22 && Base64URL.decode($0)?.count == 16 })
        let estimate = try #require(EntropyEstimate(made))
        // 21 places of six bits and one of two.
        #expect(estimate.bits > 127 && estimate.bits <= 128, "\(estimate.bitsByPlace)")
    }

    @Test func `every bit is as often set as not`() throws {
        var set = [Int](repeating: 0, count: 128)
        let count = 4096
        for _ in 0..<count {
            for (index, byte) in try #require(Base64URL.decode(RandomIdentifier.make())).enumerated() {
                for bit in 0..<8 where byte & (1 << bit) != 0 { set[index * 8 + bit] += 1 }
            }
        }
        // Six standard deviations (32 each): a fair source fails once in a million runs.
        #expect(set.allSatisfy { abs($0 - count / 2) < 6 * 32 }, "\(set)")
    }

    @Test func `the estimate sees what is fixed, counted up or of a small alphabet`() throws {
        let uuids = (0..<4096).map { _ in UUID().uuidString.lowercased() }
        #expect(try #require(EntropyEstimate(uuids)).bits < 122.5)
        let counted = (0..<4096).map { "token-\(1_000_000 + $0)" }
        #expect(try #require(EntropyEstimate(counted)).bits < 13)
        #expect(try #require(EntropyEstimate(Array(repeating: "same", count: 100))).bits == 0)
        #expect(EntropyEstimate(["a"]) == nil && EntropyEstimate(Array(repeating: "a", count: 99) + ["bb"]) == nil)
    }
}
