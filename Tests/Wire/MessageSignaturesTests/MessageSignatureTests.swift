import Documents
import HTTPTypes
import Testing

@testable import MessageSignatures

@Suite struct MessageSignatureTests {
    private let key: SigningKey
    private let body = Array("{\"hello\": \"world\"}".utf8)
    private let now = Timestamp(seconds: 1_800_000_000)

    init() throws {
        key = try SigningKey.generate(.ed25519)
    }

    private func request(_ fields: HTTPFields = [:], method: String = "POST", uri: String = "https://example.com/webhook?a=1") throws
        -> SignedMessage
    {
        .request(method: method, targetURI: uri, fields: try sent(fields))
    }

    private func sent(_ fields: HTTPFields) throws -> HTTPFields {
        var all = try HTTPFields.of(("Content-Type", "application/json"), ("Content-Digest", ContentDigest.value(for: body)))
        for field in fields { all.append(field) }
        return all
    }

    private func components(_ names: String...) throws -> [Component] { try names.map { try Component(parsing: $0) } }

    /// Signs the usual request and returns its fields with the signature in them.
    private func signed(
        _ parameters: SignatureParameters = SignatureParameters(created: 1_800_000_000, expires: 1_800_000_300, nonce: "n", tag: "t"),
        by signer: SigningKey? = nil
    ) throws -> HTTPFields {
        let covered = try components("@method", "@target-uri", "content-digest", "content-type")
        let made = try MessageSignature.sign(try request(), covering: covered, parameters: parameters, key: signer ?? key)
        return try sent(try .of(("Signature-Input", made.input), ("Signature", made.signature)))
    }

    private func verify(
        _ fields: HTTPFields, message: SignedMessage? = nil, keys: KeySet? = nil, now: Timestamp? = nil,
        allowed: Set<SignatureAlgorithm> = SignatureAlgorithm.recommended,
        covering: [Component] = [], tag: String? = nil
    ) throws -> VerificationKey {
        let signature = try #require(try MessageSignature.all(in: fields).first)
        let received = message ?? .request(method: "POST", targetURI: "https://example.com/webhook?a=1", fields: fields)
        return try signature.verify(
            received, keys: keys ?? KeySet([key.verificationKey]), now: now ?? self.now, maximumAge: .seconds(300), skew: .seconds(10),
            allowed: allowed,
            covering: covering, tag: tag)
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `what is signed verifies, with every algorithm`(algorithm: SignatureAlgorithm) throws {
        let signer = try SampleKeys.key(algorithm)
        let fields = try signed(by: signer)
        let all = Set(SignatureAlgorithm.allCases)
        #expect(try verify(fields, keys: KeySet([signer.verificationKey]), allowed: all) == signer.verificationKey)
        #expect(throws: SignatureError(.algorithmMismatch, "")) {
            try verify(fields, keys: KeySet([signer.verificationKey]), allowed: all.subtracting([algorithm]))
        }
        let other = try SampleKeys.other(algorithm)
        #expect(throws: SignatureError(.wrong, "")) { try verify(fields, keys: KeySet([other.verificationKey]), allowed: all) }
    }

    @Test func `the fields are exactly as the standard prints them`() throws {
        let made = try MessageSignature.sign(
            try request(), covering: try components("@method", "\"content-digest\";key=\"sha-256\""),
            parameters: SignatureParameters(created: 5, expires: 9, nonce: "a\"b", algorithm: "ed25519", tag: "t"), label: "*l-1", key: key)
        #expect(
            made.input
                == "*l-1=(\"@method\" \"content-digest\";key=\"sha-256\");created=5;expires=9;nonce=\"a\\\"b\";alg=\"ed25519\";keyid=\"\(key.keyID)\";tag=\"t\""
        )
        #expect(made.signature.hasPrefix("*l-1=:") && made.signature.hasSuffix(":"))
    }

    @Test func `no altered part of the message verifies`() throws {
        let fields = try signed()
        #expect(try verify(fields) == key.verificationKey)
        let altered: [SignedMessage] = [
            .request(method: "PUT", targetURI: "https://example.com/webhook?a=1", fields: fields),
            .request(method: "post", targetURI: "https://example.com/webhook?a=1", fields: fields),
            .request(method: "POST", targetURI: "https://example.com/webhook?a=2", fields: fields),
            .request(method: "POST", targetURI: "http://example.com/webhook?a=1", fields: fields),
            .request(
                method: "POST", targetURI: "https://example.com/webhook?a=1",
                fields: try fields.replacing("Content-Type", with: "text/plain")),
            .request(
                method: "POST", targetURI: "https://example.com/webhook?a=1",
                fields: try fields.replacing("Content-Digest", with: ContentDigest.value(for: [1]))),
        ]
        for message in altered { #expect(throws: SignatureError(.wrong, "")) { try verify(fields, message: message) } }
        #expect(throws: SignatureError(.componentMissing, "")) {
            try verify(
                fields,
                message: .request(
                    method: "POST", targetURI: "https://example.com/webhook?a=1", fields: try fields.replacing("Content-Type", with: nil)))
        }
    }

    @Test func `no character of the two fields can be changed`() throws {
        let fields = try signed()
        for name in ["Signature-Input", "Signature"] {
            let text = Array(try #require(fields.first { $0.name.canonicalName == name.lowercased() }).value.utf8)
            // The label itself is trusted by nobody: it may change in both fields, here it changes in one.
            for place in text.indices {
                var altered = text
                altered[place] = altered[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                let broken = try fields.replacing(name, with: String(decoding: altered, as: UTF8.self))
                #expect(throws: SignatureError.self, "\(name) \(place)") { try verify(broken) }
            }
        }
    }

    @Test func `the label may change on the way`() throws {
        let fields = try signed()
        let renamed = try HTTPFields.of(
            ("Content-Type", "application/json"), ("Content-Digest", ContentDigest.value(for: body)),
            (
                "Signature-Input",
                try #require(fields.first { $0.name.canonicalName == "signature-input" }).value.replacing("sig1=", with: "other=")
            ),
            ("Signature", try #require(fields.first { $0.name.canonicalName == "signature" }).value.replacing("sig1=", with: "other=")))
        #expect(try verify(renamed) == key.verificationKey)
    }

    @Test func `the clock decides`() throws {
        let fields = try signed()
        func at(_ seconds: Int64) throws -> VerificationKey { try verify(fields, now: Timestamp(seconds: 1_800_000_000 + seconds)) }
        for seconds: Int64 in [-10, 0, 300, 310] { #expect(try at(seconds) == key.verificationKey) }
        #expect(throws: SignatureError(.inTheFuture, "")) { try at(-11) }
        #expect(throws: SignatureError(.tooOld, "")) { try at(311) }
        let short = try signed(SignatureParameters(created: 1_800_000_000, expires: 1_800_000_060))
        #expect(try verify(short, now: now.advanced(by: .seconds(70))) == key.verificationKey)
        #expect(throws: SignatureError(.expired, "")) { try verify(short, now: now.advanced(by: .seconds(71))) }
        #expect(throws: SignatureError(.malformed, "")) {
            try verify(try signed(SignatureParameters(created: 1_800_000_000, expires: 1_799_999_999)))
        }
        #expect(throws: SignatureError(.parameterMissing, "")) { try verify(try signed(SignatureParameters())) }
        #expect(throws: SignatureError(.inTheFuture, "")) { try verify(try signed(SignatureParameters(created: 999_999_999_999_999))) }
        #expect(throws: SignatureError(.tooOld, "")) { try verify(try signed(SignatureParameters(created: -999_999_999_999_999))) }
    }

    @Test func `the key must be known, usable and of the algorithm stated`() throws {
        let fields = try signed()
        #expect(throws: SignatureError(.unknownKey, "")) { try verify(fields, keys: KeySet([])) }
        let later = key.verificationKey.annotated(notBefore: now.advanced(by: .seconds(1)))
        let earlier = key.verificationKey.annotated(notAfter: now.advanced(by: .seconds(-1)))
        #expect(throws: SignatureError(.keyNotValid, "")) { try verify(fields, keys: KeySet([later])) }
        #expect(throws: SignatureError(.keyNotValid, "")) { try verify(fields, keys: KeySet([earlier])) }
        #expect(throws: SignatureError(.algorithmMismatch, "")) {
            try signed(SignatureParameters(created: 1_800_000_000, algorithm: "hmac-sha256"))
        }
        let lying = try fields.replacing(
            "Signature-Input",
            with: try #require(fields.first { $0.name.canonicalName == "signature-input" }).value + ";alg=\"hmac-sha256\"")
        #expect(throws: SignatureError(.algorithmMismatch, "")) { try verify(lying) }
    }

    @Test func `a public key is never taken for an HMAC secret`() throws {
        let secret = try #require(Base64URL.decode(key.verificationKey.jwk()["x"]?.string ?? ""))
        let forger = try SigningKey(secret: secret, keyID: key.keyID)
        #expect(throws: SignatureError(.wrong, "")) { try verify(try signed(by: forger), allowed: Set(SignatureAlgorithm.allCases)) }
    }

    @Test func `coverage and tag are demanded by the verifier`() throws {
        let fields = try signed()
        let demanded = try components("@method", "content-digest")
        #expect(try verify(fields, covering: demanded, tag: "t") == key.verificationKey)
        #expect(throws: SignatureError(.componentMissing, "")) {
            try verify(fields, covering: try components("@method", "idempotency-key"))
        }
        #expect(throws: SignatureError(.componentMissing, "")) { try verify(fields, covering: try components("content-digest;req")) }
        #expect(throws: SignatureError(.wrongTag, "")) { try verify(fields, tag: "u") }
        // An empty list is a signature over nothing: it verifies, unless something is demanded.
        let made = try MessageSignature.sign(try request(), covering: [], parameters: SignatureParameters(created: 1_800_000_000), key: key)
        let empty = try HTTPFields.of(("Signature-Input", made.input), ("Signature", made.signature))
        #expect(try verify(empty) == key.verificationKey)
        #expect(throws: SignatureError(.componentMissing, "")) { try verify(empty, covering: demanded) }
    }

    @Test func `several signatures are all read and chosen by tag`() throws {
        let first = try signed(SignatureParameters(created: 1, tag: "a"))
        let made = try MessageSignature.sign(
            try request(), covering: try components("@method"), parameters: SignatureParameters(created: 2, tag: "b"), label: "sig2",
            key: key)
        var fields = first
        for field in try HTTPFields.of(("Signature-Input", made.input), ("Signature", made.signature)) { fields.append(field) }
        #expect(try MessageSignature.all(in: fields).map(\.parameters.created) == [1, 2])
        #expect(try MessageSignature.all(in: fields, tag: "b").map(\.label) == ["sig2"])
        #expect(throws: SignatureError(.missing, "")) { try MessageSignature.all(in: fields, tag: "c") }
    }

    @Test func `a component that is covered twice is refused, whatever the order of its parameters`() throws {
        #expect(throws: SignatureError(.duplicateComponent, "")) {
            try MessageSignature.sign(
                try request(), covering: try components("@method", "@method"), parameters: SignatureParameters(), key: key)
        }
        let fields = try HTTPFields.of(("Signature-Input", "s=(\"x-a\";req;sf \"x-a\";sf;req)"), ("Signature", "s=:AQID:"))
        #expect(throws: SignatureError(.duplicateComponent, "")) { try MessageSignature.all(in: fields) }
    }

    @Test(arguments: [
        ("", "s=:AQID:"), ("s=()", ""), ("s=()", "t=:AQID:"), ("s=()", "s=:AQID:, t=:AQID:"), ("s=(), t=()", "s=:AQID:"),
        ("s=1", "s=:AQID:"), ("s", "s=:AQID:"), ("s=()", "s=\"x\""),
        ("s=()", "s=()"), ("s=(), s=()", "s=:AQID:"), ("s=()", "s=:AQID:, s=:AQID:"), ("s=(tok)", "s=:AQID:"), ("s=(1)", "s=:AQID:"),
        ("s=();created=\"1\"", "s=:AQID:"),
        ("s=();created=1.5", "s=:AQID:"), ("s=();keyid=tok", "s=:AQID:"), ("s=();expires", "s=:AQID:"), ("s=();nonce=:AQID:", "s=:AQID:"),
        ("s=();tag=1", "s=:AQID:"), ("s=(", "s=:AQID:"),
        ("s=()", "s=:AQI:"), ("s=(\"\\x\")", "s=:AQID:"), ("S=()", "S=:AQID:"),
    ])
    func `fields that do not parse or belong together are malformed`(input: String, signature: String) throws {
        let fields = try HTTPFields.of(("Signature-Input", input), ("Signature", signature))
        #expect(throws: SignatureError(.malformed, "")) { try MessageSignature.all(in: fields) }
    }

    @Test(arguments: [
        "\"@methods\"", "\"@signature-params\"", "\"Date\"", "\"date\";foo", "\"date\";sf;bs", "\"@query-param\"", "\"@status\";req",
        "\"@method\";tr", "\"\"",
    ])
    func `components RFC 9421 does not define are refused on reading`(component: String) throws {
        let fields = try HTTPFields.of(("Signature-Input", "s=(\(component))"), ("Signature", "s=:AQID:"))
        #expect(throws: SignatureError(.unknownComponent, "")) { try MessageSignature.all(in: fields) }
    }

    @Test func `missing fields are missing, crowds are malformed`() throws {
        #expect(throws: SignatureError(.missing, "")) { try MessageSignature.all(in: [:]) }
        #expect(throws: SignatureError(.missing, "")) { try MessageSignature.all(in: try .of(("Signature", "s=:AQID:"))) }
        #expect(throws: SignatureError(.missing, "")) { try MessageSignature.all(in: try .of(("Signature-Input", "s=()"))) }
        let many = (0..<17).map { "s\($0)=()" }.joined(separator: ", ")
        let values = (0..<17).map { "s\($0)=:AQID:" }.joined(separator: ", ")
        #expect(throws: SignatureError(.malformed, "")) {
            try MessageSignature.all(in: try .of(("Signature-Input", many), ("Signature", values)))
        }
        let wide = (0..<65).map { "\"x-\($0)\"" }.joined(separator: " ")
        #expect(throws: SignatureError(.malformed, "")) {
            try MessageSignature.all(in: try .of(("Signature-Input", "s=(\(wide))"), ("Signature", "s=:AQID:")))
        }
    }

    @Test func `unknown parameters are signed like the others`() throws {
        let fields = try signed()
        let input = try #require(fields.first { $0.name.canonicalName == "signature-input" }).value
        #expect(throws: SignatureError(.wrong, "")) { try verify(try fields.replacing("Signature-Input", with: input + ";x=1")) }
        #expect(
            try MessageSignature.all(in: try fields.replacing("Signature-Input", with: input + ";x=1"))[0].base(of: try request())
                .hasSuffix(";x=1"))
    }

    @Test func `what cannot be written is not signed`() throws {
        for label in ["", "Sig", "1", "a b", "ä", "a="] {
            #expect(throws: SignatureError(.malformed, "")) {
                try MessageSignature.sign(try request(), covering: [], parameters: SignatureParameters(), label: label, key: key)
            }
        }
        for parameters in [
            SignatureParameters(nonce: "ü"), SignatureParameters(tag: "a\n"), SignatureParameters(created: 1_000_000_000_000_000),
            SignatureParameters(expires: Int64.min),
        ] {
            #expect(throws: SignatureError(.malformed, "")) {
                try MessageSignature.sign(try request(), covering: [], parameters: parameters, key: key)
            }
        }
        #expect(throws: SignatureError(.componentMissing, "")) {
            try MessageSignature.sign(try request(), covering: try components("x-none"), parameters: SignatureParameters(), key: key)
        }
    }

    @Test func `a response is bound to its request`() throws {
        let question = try request()
        let covered = try components(
            "@status", "content-digest", "content-type", "\"@method\";req", "\"@target-uri\";req", "\"content-digest\";req")
        let answer = SignedMessage.response(status: 200, fields: try sent([:]), answering: question)
        let made = try MessageSignature.sign(answer, covering: covered, parameters: SignatureParameters(created: 1_800_000_000), key: key)
        let fields = try sent(try .of(("Signature-Input", made.input), ("Signature", made.signature)))
        #expect(try verify(fields, message: .response(status: 200, fields: fields, answering: question)) == key.verificationKey)
        for other in [
            SignedMessage.response(status: 201, fields: fields, answering: question),
            .response(status: 200, fields: fields, answering: try request(method: "GET")),
            .response(status: 200, fields: fields, answering: try request(uri: "https://example.com/other")),
        ] {
            #expect(throws: SignatureError(.wrong, "")) { try verify(fields, message: other) }
        }
        #expect(throws: SignatureError(.componentMissing, "")) {
            try verify(fields, message: .response(status: 200, fields: fields, answering: nil))
        }
    }
}
