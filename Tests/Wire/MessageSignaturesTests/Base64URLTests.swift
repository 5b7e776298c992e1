import Testing

@testable import MessageSignatures

@Suite struct Base64URLTests {
    @Test func `bytes of every length come back`() {
        for count in 0...66 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 91 &+ 250) }
            let text = Base64URL.encode(bytes)
            #expect(!text.contains("=") && !text.contains("+") && !text.contains("/"))
            #expect(Base64URL.decode(text) == bytes)
            #expect(Base64Alphabet.standard.decode(Base64Alphabet.standard.encode(bytes).utf8) == bytes)
        }
        #expect(Base64URL.encode([0xFB, 0xFF, 0xFE]) == "-__-")
    }

    @Test func `each value has one text`() {
        for bad in ["A", "AAAAA", "AA==", "AB", "AAB", "+/AA", "AA A", "AA\n", "A=", "=", "ÄÄ", "AA.A"] {
            #expect(Base64URL.decode(bad) == nil, "\(bad)")
        }
        for bad in ["A", "AA", "AAA", "A===", "AB==", "AAB=", "====", "-_AA", "AAA\n", "AA=A", "AAAA===="] {
            #expect(Base64Alphabet.standard.decode(bad.utf8) == nil, "\(bad)")
        }
    }
}
