import Testing

@testable import MessageSignatures

@Suite struct ContentDigestTests {
    private let body = Array("{\"hello\": \"world\"}".utf8)

    @Test func `every known digest must be the body's, unknown ones are passed over`() throws {
        let (short, long) = (ContentDigest.value(for: body), ContentDigest.value(for: body, algorithm: .sha512))
        try ContentDigest.check(short, body: body)
        try ContentDigest.check("\(short), \(long)", body: body)
        try ContentDigest.check("md5=:AQID:, \(long), unixsum=7", body: body)
        let wrong = ContentDigest.value(for: [1], algorithm: .sha512)
        #expect(throws: SignatureError(.digestMismatch, "")) { try ContentDigest.check("\(short), \(wrong)", body: body) }
        #expect(throws: SignatureError(.digestMismatch, "")) { try ContentDigest.check("sha-256=:AQID:", body: body) }
        #expect(throws: SignatureError(.digestMismatch, "")) { try ContentDigest.check("sha-256=::", body: body) }
    }

    @Test func `at least one known digest is needed`() {
        for field in [nil, "", "md5=:AQID:", "SHA-256=:AQID:"] as [String?] {
            #expect(throws: SignatureError.self, "\(field ?? "nil")") { try ContentDigest.check(field, body: body) }
        }
        #expect(throws: SignatureError(.digestMissing, "")) { try ContentDigest.check(nil, body: body) }
        #expect(throws: SignatureError(.digestMissing, "")) { try ContentDigest.check("md5=:AQID:", body: body) }
    }

    @Test func `a field that is no dictionary of byte sequences is malformed`() {
        let good = ContentDigest.value(for: body)
        for field in [
            "sha-256", "sha-256=1", "sha-256=\"AQID\"", "sha-256=AQID", "sha-256=(:AQID:)", "sha-256=:AQID", "\(good),", "\(good), \(good)",
            good.replacing("=:", with: "= :"),
        ] {
            #expect(throws: SignatureError(.malformed, ""), "\(field)") { try ContentDigest.check(field, body: body) }
        }
    }
}
