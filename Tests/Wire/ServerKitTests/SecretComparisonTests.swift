import ServerKit
import Testing

@Suite struct SecretComparisonTests {
    private let secret: [UInt8] = Array("a secret of some length".utf8)

    @Test func `the same bytes are equal, whatever holds them`() {
        #expect(SecretComparison.areEqual(secret, secret))
        #expect(SecretComparison.areEqual(secret, ([0] + secret)[1...]))
        #expect(SecretComparison.areEqual([UInt8](), [UInt8]()))
        #expect(SecretComparison.areEqual("naïve", "naïve"))
        let long = [UInt8](repeating: 7, count: 100_000)
        #expect(SecretComparison.areEqual(long, long))
    }

    @Test func `one bit anywhere makes a difference`() {
        for index in secret.indices {
            for bit in 0..<8 {
                var other = secret
                other[index] ^= 1 << bit
                #expect(!SecretComparison.areEqual(secret, other), "byte \(index), bit \(bit)")
            }
        }
    }

    @Test func `a part, a longer one and nothing are not the whole`() {
        for count in 0..<secret.count { #expect(!SecretComparison.areEqual(secret.prefix(count), secret), "\(count) bytes") }
        #expect(!SecretComparison.areEqual(secret + [0], secret))
        #expect(!SecretComparison.areEqual(secret + secret, secret))
        #expect(!SecretComparison.areEqual([0], [UInt8]()))
    }

    @Test func `what cancels out byte by byte is not equal, nor what Unicode calls so`() {
        #expect(!SecretComparison.areEqual([1, 2], [2, 1] as [UInt8]))
        #expect(!SecretComparison.areEqual([0xff, 0xff], [0, 0] as [UInt8]))
        #expect("e\u{301}" == "é" && !SecretComparison.areEqual("e\u{301}", "é"))
    }
}
