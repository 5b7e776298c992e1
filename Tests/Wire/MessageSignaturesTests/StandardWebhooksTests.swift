import Documents
import HTTPTypes
import Testing

@testable import MessageSignatures

@Suite struct StandardWebhooksTests {
    private let key: SigningKey
    private let secret: SigningKey
    private let body = Array("{\"test\": 1}".utf8)
    private let now = Timestamp(seconds: 1_800_000_000)

    init() throws {
        key = try SigningKey.generate(.ed25519)
        secret = try SigningKey(secret: Array(repeating: 5, count: 32), keyID: "secret")
    }

    private func fields(_ signature: String, id: String = "msg_1", timestamp: String = "1800000000") throws -> HTTPFields {
        try .of(("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", signature))
    }

    private func verify(_ fields: HTTPFields, body: [UInt8]? = nil, at now: Timestamp? = nil) throws -> VerificationKey {
        try StandardWebhooks.verify(
            fields, body: body ?? self.body, keys: KeySet([secret.verificationKey, key.verificationKey]), now: now ?? self.now)
    }

    @Test func `both versions sign and verify, side by side too`() throws {
        let one = try StandardWebhooks.sign(id: "msg_1", timestamp: 1_800_000_000, body: body, key: secret)
        let two = try StandardWebhooks.sign(id: "msg_1", timestamp: 1_800_000_000, body: body, key: key)
        #expect(one.hasPrefix("v1,") && two.hasPrefix("v1a,"))
        #expect(try verify(try fields(one)) == secret.verificationKey)
        #expect(try verify(try fields(two)) == key.verificationKey)
        #expect(try verify(try fields("v9,AAAA v1,AAAA \(two)")) == key.verificationKey)
    }

    @Test func `anything altered is wrong`() throws {
        let good = try StandardWebhooks.sign(id: "msg_1", timestamp: 1_800_000_000, body: body, key: key)
        #expect(throws: SignatureError(.wrong, "")) { try verify(try fields(good), body: body + [10]) }
        #expect(throws: SignatureError(.wrong, "")) { try verify(try fields(good, id: "msg_2")) }
        #expect(throws: SignatureError(.wrong, "")) { try verify(try fields(good, timestamp: "1800000001")) }
        #expect(throws: SignatureError(.wrong, "")) { try verify(try fields(good.replacing("v1a,", with: "v1,"))) }
        #expect(throws: SignatureError(.wrong, "")) { try verify(try fields("")) }
        let text = Array(good.utf8)
        for place in text.indices {
            var altered = text
            altered[place] = altered[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: SignatureError(.wrong, ""), "\(place)") { try verify(try fields(String(decoding: altered, as: UTF8.self))) }
        }
    }

    @Test func `the clock decides`() throws {
        let good = try fields(try StandardWebhooks.sign(id: "msg_1", timestamp: 1_800_000_000, body: body, key: key))
        #expect(try verify(good, at: now.advanced(by: .seconds(300))) == key.verificationKey)
        #expect(try verify(good, at: now.advanced(by: .seconds(-300))) == key.verificationKey)
        #expect(throws: SignatureError(.tooOld, "")) { try verify(good, at: now.advanced(by: .seconds(301))) }
        #expect(throws: SignatureError(.inTheFuture, "")) { try verify(good, at: now.advanced(by: .seconds(-301))) }
    }

    @Test func `missing, double and ill-formed fields are refused`() throws {
        let signature = try StandardWebhooks.sign(id: "msg_1", timestamp: 1_800_000_000, body: body, key: key)
        let good = try fields(signature)
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            #expect(throws: SignatureError(.missing, "")) { try verify(try good.replacing(name, with: nil)) }
            var double = good
            double.append(try #require(good.first { $0.name.canonicalName == name }))
            #expect(throws: SignatureError(.malformed, "")) { try verify(double) }
        }
        for timestamp in ["", "x", "-1", "1.5", "1800000000.0", "+1800000000", "1e9", "9999999999999999"] {
            #expect(throws: SignatureError(.malformed, ""), "\(timestamp)") { try verify(try fields(signature, timestamp: timestamp)) }
        }
        for id in ["", "a.b", "a b", "ä"] {
            #expect(throws: SignatureError(.malformed, ""), "\(id)") { try verify(try fields(signature, id: id)) }
            #expect(throws: SignatureError(.malformed, "")) { try StandardWebhooks.sign(id: id, timestamp: 1, body: body, key: key) }
        }
        #expect(throws: SignatureError(.malformed, "")) { try verify(try fields(String(repeating: "v1,AAAA ", count: 17))) }
        #expect(throws: SignatureError(.cannotSign, "")) {
            try StandardWebhooks.sign(id: "a", timestamp: 1, body: body, key: try SigningKey.generate(.ecdsaP256SHA256))
        }
    }

    @Test func `a key out of its time is passed over`() throws {
        let good = try fields(try StandardWebhooks.sign(id: "msg_1", timestamp: 1_800_000_000, body: body, key: key))
        let expired = key.verificationKey.annotated(notAfter: Timestamp(seconds: 1_799_999_999))
        #expect(throws: SignatureError(.wrong, "")) { try StandardWebhooks.verify(good, body: body, keys: KeySet([expired]), now: now) }
    }

    @Test func `a secret is read from its text`() {
        #expect(StandardWebhooks.secret("whsec_AQID") == [1, 2, 3])
        for bad in ["AQID", "whsec_", "whsec_!", "WHSEC_AQID"] { #expect(StandardWebhooks.secret(bad) == nil || bad == "whsec_") }
    }
}
