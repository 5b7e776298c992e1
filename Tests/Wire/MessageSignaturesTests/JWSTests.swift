import Documents
import Testing

@testable import MessageSignatures

@Suite struct JWSTests {
    private let key: SigningKey
    private let payload = Array("{\"a\":1}".utf8)

    init() throws { key = try SigningKey.generate(.ed25519) }

    private var keys: KeySet { KeySet([key.verificationKey]) }

    /// A compact serialization with this header, signed by the key whatever the header says.
    private func made(_ header: String, payload: String? = nil, key signer: SigningKey? = nil) throws -> String {
        let input = "\(Base64URL.encode(Array(header.utf8))).\(payload ?? Base64URL.encode(self.payload))"
        return "\(input).\(Base64URL.encode(try (signer ?? key).signature(over: Array(input.utf8))))"
    }

    private func code(_ text: String, keys: KeySet? = nil, allowed: Set<SignatureAlgorithm> = [.ed25519], understands: Set<String> = [])
        -> JWSError.Code?
    {
        do {
            _ = try JWS.verify(text, keys: keys ?? self.keys, allowed: allowed, understands: understands)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `what is signed verifies, with every algorithm`(algorithm: SignatureAlgorithm) throws {
        let signer = try SampleKeys.key(algorithm)
        let keys = KeySet([key.verificationKey, signer.verificationKey])
        let text = try JWS.compact(payload: payload, header: [("typ", "at+jwt")], key: signer)
        let read = try JWS.verify(text, keys: keys, allowed: [algorithm])
        #expect(read.payload == payload)
        #expect(read.header == ["alg": .string(algorithm.joseName), "typ": "at+jwt", "kid": "the-key"])
        #expect(code(text, keys: keys, allowed: Set(SignatureAlgorithm.allCases).subtracting([algorithm])) == .algorithm)
        let detached = try JWS.detached(payload: payload, key: signer)
        #expect(detached.contains(".."))
        let header = try JWS.verifyDetached(detached, payload: payload, keys: keys, allowed: [algorithm])
        #expect(header["b64"] == false && header["crit"] == ["b64"])
        #expect(throws: JWSError(.wrong, "")) { try JWS.verifyDetached(detached, payload: payload + [0], keys: keys, allowed: [algorithm]) }
    }

    @Test func `payload bytes may be anything when detached`() throws {
        for payload: [UInt8] in [[], [0], [0x2E], Array(0...255)] {
            let text = try JWS.detached(payload: payload, key: key)
            _ = try JWS.verifyDetached(text, payload: payload, keys: keys, allowed: [.ed25519])
        }
    }

    @Test func `no character can be changed`() throws {
        let text = Array(try JWS.compact(payload: payload, key: key).utf8)
        for place in text.indices {
            for replacement in [UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "."), UInt8(ascii: "=")] where text[place] != replacement
            {
                var altered = text
                altered[place] = replacement
                #expect(code(String(decoding: altered, as: UTF8.self)) != nil, "\(place)")
            }
        }
    }

    @Test func `alg none, unknown and foreign algorithms are refused`() throws {
        let all = Set(SignatureAlgorithm.allCases)
        for header in [
            #"{"alg":"none"}"#, #"{"alg":"None"}"#, #"{"alg":""}"#, #"{"alg":"eddsa"}"#, #"{"alg":null}"#, "{}", #"{"alg":"PS256"}"#,
        ] {
            #expect(code(try made(header), allowed: all) == .algorithm, "\(header)")
        }
        #expect(code("\(Base64URL.encode(Array(#"{"alg":"none"}"#.utf8))).\(Base64URL.encode(payload)).", allowed: all) == .algorithm)
        #expect(code(try made(#"{"alg":"ES256","kid":"\#(key.keyID)"}"#), allowed: all) == .algorithm)
        #expect(code(try made(#"{"alg":"Ed25519"}"#)) == nil)
    }

    @Test func `a public key is never taken for an HMAC secret`() throws {
        for secret in [
            Base64URL.decode(key.verificationKey.jwk()["x"]?.string ?? "") ?? [], Array(key.verificationKey.jwk().compactBytes()),
        ] {
            let forger = try SigningKey(secret: secret, keyID: key.keyID)
            let all = Set(SignatureAlgorithm.allCases)
            #expect(code(try made(#"{"alg":"HS256","kid":"\#(key.keyID)"}"#, key: forger), allowed: all) == .algorithm)
            #expect(code(try made(#"{"alg":"HS256"}"#, key: forger), allowed: all) == .unknownKey)
        }
    }

    @Test func `the key is the one named, or any that fits when none is`() throws {
        let other = try SigningKey.generate(.ed25519)
        let both = KeySet([other.verificationKey, key.verificationKey])
        #expect(code(try made(#"{"alg":"EdDSA"}"#), keys: both) == nil)
        #expect(code(try made(#"{"alg":"EdDSA","kid":"\#(other.keyID)"}"#), keys: both) == .wrong)
        #expect(code(try made(#"{"alg":"EdDSA","kid":"none"}"#), keys: both) == .unknownKey)
        #expect(code(try made(#"{"alg":"EdDSA","kid":1}"#), keys: both) == .malformed)
        #expect(code(try made(#"{"alg":"EdDSA"}"#), keys: KeySet([])) == .unknownKey)
        #expect(code(try made(#"{"alg":"EdDSA"}"#), keys: KeySet([other.verificationKey])) == .wrong)
        // A key that the header brings along is nobody's.
        let brought = try made(
            #"{"alg":"EdDSA","jwk":\#(String(decoding: other.verificationKey.jwk().compactBytes(), as: UTF8.self))}"#, key: other)
        #expect(code(brought) == .wrong)
    }

    @Test func `critical extensions are understood or refused`() throws {
        #expect(code(try made(#"{"alg":"EdDSA","crit":["x"],"x":1}"#)) == .critical)
        #expect(code(try made(#"{"alg":"EdDSA","crit":["x"],"x":1}"#), understands: ["x"]) == nil)
        for header in [
            #"{"alg":"EdDSA","crit":[]}"#, #"{"alg":"EdDSA","crit":"b64","b64":true}"#, #"{"alg":"EdDSA","crit":["x"]}"#,
            #"{"alg":"EdDSA","crit":["x","x"],"x":1}"#,
            #"{"alg":"EdDSA","crit":["alg"]}"#, #"{"alg":"EdDSA","crit":[1]}"#, #"{"alg":"EdDSA","b64":false}"#,
            #"{"alg":"EdDSA","b64":true}"#, #"{"alg":"EdDSA","crit":null}"#,
        ] {
            #expect(code(try made(header), understands: ["x", "alg"]) == .critical, "\(header)")
        }
        #expect(code(try made(#"{"alg":"EdDSA","b64":true,"crit":["b64"]}"#)) == nil)
        #expect(code(try made(#"{"alg":"EdDSA","b64":"no","crit":["b64"]}"#)) == .malformed)
    }

    @Test func `an unencoded payload may stand inside when it has no dots`() throws {
        let header = #"{"alg":"EdDSA","b64":false,"crit":["b64"]}"#
        let text = try made(header, payload: "$02")
        #expect(try JWS.verify(text, keys: keys, allowed: [.ed25519]).payload == Array("$02".utf8))
        #expect(code(try made(header, payload: "$.02")) == .malformed)
        #expect(code(try JWS.detached(payload: payload, key: key)) == .malformed)
    }

    @Test func `detached signatures with an encoded payload are read too`() throws {
        let parts = try JWS.compact(payload: payload, key: key).split(separator: ".")
        let detached = "\(parts[0])..\(parts[2])"
        _ = try JWS.verifyDetached(detached, payload: payload, keys: keys, allowed: [.ed25519])
        #expect(throws: JWSError(.malformed, "")) {
            try JWS.verifyDetached(try JWS.compact(payload: payload, key: key), payload: payload, keys: keys, allowed: [.ed25519])
        }
    }

    @Test func `texts that are no JWS are malformed`() throws {
        let good = try JWS.compact(payload: payload, key: key)
        for bad in ["", ".", "..", "...", good + ".", "." + good, good + "=", " " + good, good + "\n", "a.b.c", "e30"] {
            #expect([.malformed, .algorithm].contains(code(bad)), "\(bad)")
        }
        for header in ["[]", "1", "", #"{"alg":"EdDSA","alg":"EdDSA"}"#, #"{"alg":"EdDSA""#, #"{"alg":"EdDSA"} x"#] {
            #expect(code(try made(header)) == .malformed, "\(header)")
        }
        let enormous = #"{"alg":"EdDSA","x":"\#(String(repeating: "a", count: JWS.maximumHeaderCharacters))"}"#
        #expect(code(try made(enormous)) == .malformed)
    }

    @Test func `a header cannot contradict the key`() throws {
        for header: [(String, Node)] in [[("alg", "none")], [("b64", false)], [("crit", ["x"])]] {
            #expect(throws: JWSError(.cannotSign, "")) { try JWS.compact(payload: payload, header: header, key: key) }
            #expect(throws: JWSError(.cannotSign, "")) { try JWS.detached(payload: payload, header: header, key: key) }
        }
        let named = try JWS.compact(payload: payload, header: [("kid", "mine"), ("alg", "EdDSA")], key: key)
        #expect(code(named) == .unknownKey)
    }
}
