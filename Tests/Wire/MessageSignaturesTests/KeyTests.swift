import Documents
import Testing

@testable import MessageSignatures

@Suite struct KeyTests {
    @Test(arguments: SignatureAlgorithm.allCases)
    func `a key reads back from its JWK and signs the same`(algorithm: SignatureAlgorithm) throws {
        let key = try SampleKeys.key(algorithm)
        let again = try SigningKey(jwk: key.jwk())
        #expect(again.keyID == key.keyID && again.algorithm == algorithm && again.verificationKey == key.verificationKey)
        let message = Array("message".utf8)
        let signature = try again.signature(over: message)
        #expect(key.verificationKey.isValid(signature, over: message))
        #expect(!key.verificationKey.isValid(signature, over: message + [0]))
        for bad in [
            [], Array(signature.dropLast()), signature + [0], Array(repeating: 0, count: signature.count),
            Array(repeating: 0xFF, count: signature.count),
        ] {
            #expect(!key.verificationKey.isValid(bad, over: message))
        }
        if !algorithm.isSymmetric {
            #expect(try VerificationKey(jwk: key.verificationKey.jwk()) == key.verificationKey)
            let nameless = try SigningKey(jwk: key.jwk().removing("kid"))
            #expect(nameless.keyID == key.verificationKey.thumbprint && nameless.keyID.utf8.count == 43)
        }
    }

    @Test func `an elliptic key of the RFC's size is written with leading zeros kept`() throws {
        // One key in 256 has a coordinate that begins with a zero byte.
        for _ in 0..<600 {
            let key = try SigningKey.generate(.ecdsaP256SHA256)
            let jwk = key.jwk()
            for name in ["x", "y", "d"] { #expect(Base64URL.decode(jwk[name]?.string ?? "")?.count == 32) }
        }
    }

    @Test func `what its owner says of a key is kept`() throws {
        let key = try SigningKey.generate(.ed25519).verificationKey
            .annotated(notBefore: Timestamp(seconds: 10), notAfter: Timestamp(seconds: 20), role: "report-signer")
        let again = try VerificationKey(jwk: key.jwk())
        #expect(again == key)
        #expect(again.role == "report-signer")
        #expect([9, 10, 20, 21].map { again.isUsable(at: Timestamp(seconds: $0)) } == [false, true, true, false])
        #expect(again != key.annotated(role: "other"))
    }

    @Test func `private material is never printed`() throws {
        for algorithm in SignatureAlgorithm.allCases {
            let key = try SampleKeys.key(algorithm)
            let secrets = ["d", "k"].compactMap { key.jwk()[$0]?.string }
            #expect(secrets.count == 1)
            var dumped = ""
            dump(key, to: &dumped)
            dump(key.verificationKey, to: &dumped)
            dump(KeySet([key.verificationKey]), to: &dumped)
            for text in [
                "\(key)", String(reflecting: key), "\(key.verificationKey)", String(reflecting: key.verificationKey), "\([key])", dumped,
            ] {
                #expect(text.contains("the-key"))
                #expect(!text.contains("PrivateKey") && !text.contains("SymmetricKey") && secrets.allSatisfy { !text.contains($0) })
            }
            let published = String(
                decoding: KeySet([key.verificationKey]).jwks().compactBytes() + key.verificationKey.jwk().compactBytes(), as: UTF8.self)
            #expect(secrets.allSatisfy { !published.contains($0) })
        }
    }

    @Test func `a shared secret is not published and has no thumbprint`() throws {
        let key = try SigningKey(secret: Array(repeating: 7, count: 32), keyID: "s")
        #expect(KeySet([key.verificationKey]).jwks()["keys"]?.array?.isEmpty == true)
        #expect(key.verificationKey.jwk()["k"] == nil)
        #expect(key.verificationKey.thumbprint == "")
        #expect(throws: KeyError(.malformed, "")) { try SigningKey.generate(.hmacSHA256) }
        #expect(throws: KeyError(.tooWeak, "")) { try SigningKey(secret: Array(repeating: 7, count: 23), keyID: "s") }
    }

    @Test func `private keys and secrets are refused where public ones belong`() throws {
        for algorithm in SignatureAlgorithm.allCases {
            let jwk = try SampleKeys.key(algorithm).jwk()
            #expect(throws: KeyError(.privateMaterial, "")) { try VerificationKey(jwk: jwk) }
            #expect(throws: KeyError(.privateMaterial, "")) { try KeySet(jwks: .object([("keys", .array([jwk]))])) }
        }
        #expect(throws: KeyError(.publicMaterial, "")) { try SigningKey(jwk: try SigningKey.generate(.ed25519).verificationKey.jwk()) }
    }

    @Test func `members that do not make a key are refused`() throws {
        let good = try SigningKey.generate(.ecdsaP256SHA256).verificationKey.jwk()
        let x = try #require(good["x"]?.string)
        let broken: [(Node, KeyError.Code)] = [
            (.string("key"), .malformed), (good.removing("kty"), .malformed), (good.removing("x"), .malformed),
            (good.setting("x", .string(x + "=")), .malformed),
            (good.setting("x", .string(String(x.dropLast()))), .malformed), (good.setting("y", .string(x)), .refused),
            (good.setting("crv", "P-521"), .unsupported),
            (good.setting("kty", "XYZ"), .unsupported), (good.setting("alg", "ES384"), .algorithmMismatch),
            (good.setting("alg", "none"), .unsupported),
            (good.setting("alg", "HS256"), .algorithmMismatch), (good.setting("alg", 1), .malformed),
            (good.setting("use", "enc"), .unsupported),
            (good.setting("kid", 1), .malformed), (good.setting("kid", ""), .malformed), (good.setting("key_ops", ["sign"]), .unsupported),
            (good.setting("nbf", "soon"), .malformed), (good.setting("crv", "P-384"), .malformed),
        ]
        for (jwk, code) in broken {
            #expect(throws: KeyError(code, ""), "\(String(decoding: jwk.compactBytes(), as: UTF8.self))") { try VerificationKey(jwk: jwk) }
        }
        let other = try SigningKey.generate(.ed25519).jwk()
        let mixed = try SigningKey.generate(.ed25519).jwk().setting("d", .string(try #require(other["d"]?.string)))
        #expect(throws: KeyError(.malformed, "")) { try SigningKey(jwk: mixed) }
    }

    @Test func `weak RSA keys are refused`() throws {
        let small: Node = ["kty": "RSA", "e": "AQAB", "n": .string(Base64URL.encode([0x80] + Array(repeating: 1, count: 127)))]
        #expect(throws: KeyError(.tooWeak, "")) { try VerificationKey(jwk: small) }
        let padded: Node = ["kty": "RSA", "e": "AQAB", "n": .string(Base64URL.encode([0] + Array(repeating: 0xC1, count: 256)))]
        #expect(throws: KeyError(.malformed, "")) { try VerificationKey(jwk: padded) }
    }

    @Test func `a set passes over what it does not support and refuses doubles`() throws {
        let keys = try [SignatureAlgorithm.ed25519, .ecdsaP384SHA384].map { try SigningKey.generate($0).verificationKey }
        let foreign: Node = ["kty": "OKP", "crv": "Ed448", "x": "AA"]
        let encryption = keys[0].jwk().setting("use", "enc")
        let set = try KeySet(jwks: .object([("keys", .array([foreign, encryption] + keys.map { $0.jwk() }))]))
        #expect(set.keys == keys)
        #expect(set.key(keys[1].keyID) == keys[1])
        #expect(set.key("none") == nil)
        #expect(try KeySet(jwks: set.jwks()) == set)
        #expect(throws: KeyError(.duplicateIdentifier, "")) {
            try KeySet(jwks: .object([("keys", .array([keys[0].jwk(), keys[0].jwk()]))]))
        }
        for bad: Node in [[:], [], ["keys": 1], ["keys": [1]]] { #expect(throws: KeyError(.malformed, "")) { try KeySet(jwks: bad) } }
        #expect(throws: KeyError(.malformed, "")) { try KeySet(jwks: ["keys": .array(Array(repeating: foreign, count: 257))]) }
    }

    @Test func `texts that are no PEM key are refused`() throws {
        let seed = Array(repeating: UInt8(3), count: 32)
        let der: [UInt8] = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20] + seed
        func pem(_ der: [UInt8], _ label: String = "PRIVATE KEY", _ end: String? = nil) -> String {
            "-----BEGIN \(label)-----\n\(Base64Alphabet.standard.encode(der))\n-----END \(end ?? label)-----\n"
        }
        #expect(try SigningKey(pem: pem(der), algorithm: .ed25519).jwk()["d"]?.string == Base64URL.encode(seed))
        #expect(try SigningKey(pem: pem(der).replacing("\n", with: "\r\n"), algorithm: .ed25519).algorithm == .ed25519)
        for cut in 0..<der.count {
            #expect(throws: KeyError.self) { try SigningKey(pem: pem(Array(der.prefix(cut))), algorithm: .ed25519) }
        }
        for bad in [
            "", "x", pem(der, "PRIVATE KEY", "PUBLIC KEY"), "x\n\(pem(der))", pem(der) + "x", pem(der + [0]),
            pem(der, "ENCRYPTED PRIVATE KEY"), pem(der).replacing("M", with: "*"),
        ] {
            #expect(throws: KeyError.self, "\(bad)") { try SigningKey(pem: bad, algorithm: .ed25519) }
        }
        for algorithm in SignatureAlgorithm.allCases where algorithm != .ed25519 {
            #expect(throws: KeyError.self) { try SigningKey(pem: pem(der), algorithm: algorithm) }
        }
        #expect(throws: KeyError(.privateMaterial, "")) { try VerificationKey(pem: pem(der), algorithm: .ed25519) }
        #expect(throws: KeyError(.publicMaterial, "")) { try SigningKey(pem: pem(der, "PUBLIC KEY"), algorithm: .ed25519) }
        var longForm = der
        longForm.replaceSubrange(1...1, with: [0x81, 0x2E])
        #expect(throws: KeyError.self) { try SigningKey(pem: pem(longForm), algorithm: .ed25519) }
    }
}
