import Documents
import HTTPTypes
import MessageSignatures
import Results
import Testing

@testable import Contracts
@testable import Verification

@Suite struct SignatureCheckTests {
    private static let covers = ["@status", "content-digest", "content-type", "\"@method\";req", "\"@target-uri\";req"]
    private static let response = """
        status: 200
        signature:
          covers: ["@status", content-digest, content-type, '"@method";req', '"@target-uri";req', '"content-digest";req']
          algorithms: [ed25519]
          tag: t
          created_within: 300s
        """

    private let key: SigningKey

    init() throws { key = try SigningKey.generate(.ed25519, keyID: "k1") }

    /// How a test departs from a good answer.
    struct Departure {
        var covers = SignatureCheckTests.covers
        var tag = "t"
        var age: Int64 = 0
        var keyID: String?
        var signer: SigningKey?
        var signedMethod = "GET"
        var signedURL = "https://platform.test/a?b=c"
        var sentBody: String?
    }

    private func exchange(_ departure: Departure = Departure()) throws -> Exchange {
        let body = #"{"a":1}"#
        var fields: HTTPFields = [
            .contentType: "application/json", try Bench.name("Content-Digest"): ContentDigest.value(for: Array(body.utf8)),
        ]
        let request = SignedMessage.request(method: departure.signedMethod, targetURI: departure.signedURL, fields: [:])
        let message = SignedMessage.response(status: 200, fields: fields, answering: request)
        let signed = try MessageSignature.sign(
            message, covering: departure.covers.map { try Component(parsing: $0) },
            parameters: SignatureParameters(
                created: Bench.start.seconds - departure.age, keyID: departure.keyID ?? "k1", tag: departure.tag),
            key: departure.signer ?? key)
        fields[try Bench.name("Signature-Input")] = signed.input
        fields[try Bench.name("Signature")] = signed.signature
        return Bench.exchange(fields: fields, body: departure.sentBody ?? body)
    }

    private func codes(_ exchange: Exchange, keys: [VerificationKey]? = nil) throws -> [String] {
        try Bench.records(response: Self.response, exchange, Bench.evidence(keys: keys ?? [key.verificationKey])).codes
    }

    @Test func `a signed answer passes, whenever it is judged`() throws {
        #expect(try codes(exchange()).isEmpty)
        let later = Bench.evidence(keys: [key.verificationKey], now: Bench.start.advanced(by: .seconds(86_400)))
        #expect(try Bench.records(response: Self.response, exchange(), later).codes.isEmpty)
    }

    @Test func `no signature, and one for another purpose, are missing`() throws {
        let body = Bench.json("{}", fields: [try Bench.name("Content-Digest"): ContentDigest.value(for: Array("{}".utf8))])
        #expect(try codes(body) == ["signature.missing"])
        #expect(try codes(exchange(Departure(tag: "other"))) == ["signature.missing"])
    }

    @Test func `another body breaks the digest`() throws {
        #expect(try codes(exchange(Departure(sentBody: "{}"))) == ["content-digest.mismatch"])
    }

    @Test func `a missing digest is said apart`() throws {
        #expect(try codes(Bench.json("{}")) == ["content-digest.missing", "signature.missing"])
    }

    @Test func `an uncovered component is named`() throws {
        #expect(try codes(exchange(Departure(covers: Array(Self.covers.dropFirst())))) == ["signature.uncovered-component"])
    }

    @Test func `an answer that is not bound to its request is said apart`() throws {
        #expect(try codes(exchange(Departure(covers: Array(Self.covers.prefix(3))))) == ["signature.not-bound", "signature.not-bound"])
    }

    @Test func `the answer to another request is wrong`() throws {
        #expect(try codes(exchange(Departure(signedURL: "https://platform.test/other"))) == ["signature.wrong"])
        #expect(try codes(exchange(Departure(signedMethod: "POST"))) == ["signature.wrong"])
    }

    @Test func `old and future signatures are refused`() throws {
        #expect(try codes(exchange(Departure(age: 400))) == ["signature.too-old"])
        #expect(try codes(exchange(Departure(age: -60))) == ["signature.in-the-future"])
        #expect(try codes(exchange(Departure(age: 299))).isEmpty)
    }

    @Test func `unknown keys, other keys and other algorithms are refused`() throws {
        #expect(try codes(exchange(Departure(keyID: "k2"))) == ["signature.unknown-key"])
        #expect(try codes(exchange(Departure(signer: try SigningKey.generate(.ed25519, keyID: "k1")))) == ["signature.wrong"])
        let other = try SigningKey.generate(.ecdsaP256SHA256, keyID: "k1")
        #expect(try codes(exchange(Departure(signer: other)), keys: [other.verificationKey]) == ["signature.algorithm-mismatch"])
    }

    @Test func `without any key nothing can be said`() throws {
        let records = try Bench.records(response: Self.response, exchange(), Bench.evidence())
        #expect(records.of("signature")?.outcome == .skipped)
    }

    @Test func `absurd fields are malformed`() throws {
        let fields: HTTPFields = [try Bench.name("Signature-Input"): "sig1=((((", try Bench.name("Signature"): "???"]
        #expect(try codes(Bench.exchange(fields: fields)) == ["signature.malformed"])
    }

    @Test func `of two signatures one good one is enough`() throws {
        let good = try exchange()
        var fields = good.response.fields
        let name = try Bench.name("Signature-Input")
        fields[name] = (fields[name] ?? "") + ", old=(\"@status\");created=1;keyid=\"k1\";tag=\"t\""
        fields[try Bench.name("Signature")] = (fields[try Bench.name("Signature")] ?? "") + ", old=:AAAA:"
        let both = Exchange(
            number: 7, request: good.request, response: .init(status: 200, fields: fields, body: good.response.body),
            startedAt: good.startedAt, elapsed: good.elapsed)
        #expect(try codes(both).isEmpty)
    }
}
