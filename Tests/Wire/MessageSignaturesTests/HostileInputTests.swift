import Documents
import HTTPTypes
import Testing

@testable import MessageSignatures

/// Fields, tokens and keys made to do harm: each is refused within a limit, before anything is computed over it.
@Suite struct HostileInputTests {
    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let error as SignatureError {
            return error.code.rawValue
        } catch let error as JWSError {
            return error.code.rawValue
        } catch let error as KeyError {
            return error.code.rawValue
        } catch { return "another: \(error)" }
    }

    @Test(arguments: ["a=1,", "(", "a;b;", "\"", ":", "%\"%c3"])
    func `a field of more than 64 KiB is refused before it is parsed`(piece: String) {
        let field = String(repeating: piece, count: (64 << 10) / piece.utf8.count + 1)
        for read in [{ _ = try StructuredFieldParser.item($0) }, { _ = try StructuredFieldParser.list($0) }] as [(String) throws -> Void] {
            #expect(throws: StructuredFieldError(offset: 0, message: "the field has more than 65536 bytes")) { try read(field) }
        }
    }

    @Test func `more signatures and components than anyone needs are refused`() throws {
        func fields(_ inputs: String, _ values: String) throws -> HTTPFields {
            try .of(("Signature-Input", inputs), ("Signature", values))
        }
        let labels = (0..<17).map { "s\($0)" }
        let many = try fields(labels.map { "\($0)=()" }.joined(separator: ", "), labels.map { "\($0)=::" }.joined(separator: ", "))
        #expect(code { _ = try MessageSignature.all(in: many) } == "malformed")
        let wide = (0..<65).map { "\"x-\($0)\"" }.joined(separator: " ")
        #expect(code { _ = try MessageSignature.all(in: try fields("s=(\(wide))", "s=::")) } == "malformed")
        #expect(code { _ = try MessageSignature.all(in: try fields("s=(\"x\" \"x\")", "s=::")) } == "duplicate-component")
    }

    @Test func `a token's header is bounded in length and depth`() throws {
        let keys = KeySet([try SigningKey.generate(.ed25519).verificationKey])
        func token(_ header: String) -> String { "\(Base64URL.encode(Array(header.utf8)))..AA" }
        for header in [
            #"{"alg":"EdDSA","x":""# + String(repeating: "x", count: 20_000) + "\"}",
            #"{"alg":"EdDSA","x":"# + String(repeating: "[", count: 5_000), #"{"alg":"EdDSA","alg":"none"}"#,
            #"{"alg":"EdDSA","k\ud800":1}"#,
        ] {
            #expect(code { _ = try JWS.verify(token(header), keys: keys, allowed: [.ed25519]) } == "malformed", "\(header.prefix(40))")
        }
        #expect(code { _ = try JWS.verify(String(repeating: ".", count: 1_000_000), keys: keys, allowed: [.ed25519]) } == "malformed")
    }

    @Test func `a set of more than 256 keys and a modulus of more than 2048 bytes are refused`() throws {
        let key = try SigningKey.generate(.ed25519).verificationKey.jwk()
        let many = Node.object([("keys", .array((0..<257).map { key.setting("kid", .string("k\($0)")) }))])
        #expect(code { _ = try KeySet(jwks: many) } == "malformed")
        let modulus = Base64URL.encode([UInt8](repeating: 0xFF, count: 2049))
        #expect(code { _ = try VerificationKey(jwk: ["kty": "RSA", "n": .string(modulus), "e": "AQAB"]) } == "malformed")
    }

    @Test(arguments: ["9223372036854775807", "-9223372036854775808", "1e18", "1e999999999"])
    func `times of keys beyond the calendar stay at its border`(time: String) throws {
        let key = try SigningKey.generate(.ed25519).verificationKey.jwk()
        let node = key.setting("nbf", .number(try #require(Number(time))))
        if time.hasSuffix("999999999") {
            #expect(code { _ = try VerificationKey(jwk: node) } == "malformed")
        } else {
            let read = try VerificationKey(jwk: node)
            #expect(read.isUsable(at: Timestamp(seconds: 1_800_000_000)) == time.hasPrefix("-"))
        }
    }

    @Test func `more signatures of a webhook than 16 are refused`() throws {
        let keys = KeySet([try SigningKey(secret: Array(repeating: 5, count: 32), keyID: "s").verificationKey])
        let signatures = String(repeating: "v1,AAAA ", count: 100_000)
        let fields = try HTTPFields.of(("webhook-id", "a"), ("webhook-timestamp", "0"), ("webhook-signature", signatures))
        #expect(code { _ = try StandardWebhooks.verify(fields, body: [], keys: keys, now: Timestamp(seconds: 0)) } == "malformed")
        let huge = try HTTPFields.of(("webhook-id", "a"), ("webhook-timestamp", "9999999999999999"), ("webhook-signature", "v1,AAAA"))
        #expect(code { _ = try StandardWebhooks.verify(huge, body: [], keys: keys, now: Timestamp(seconds: 0)) } == "malformed")
    }
}
