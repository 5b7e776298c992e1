import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Results
import Testing
import Transport

@testable import Scenarios

@Suite struct RequestSignerTests {
    private let clock = ManualClock()
    private let identifiers = Identifiers()
    private let specification = RequestSignature(
        covers: ["@method", "@target-uri", "content-digest", "content-type"], tag: "assay-request", expiresAfter: .seconds(300),
        hasNonce: true, fault: nil, source: SourceLocation(file: "test"))

    private func signed(_ fault: RequestSignature.Fault?, key: SigningKey, body: String = #"{"a":"b1"}"#) throws -> OutgoingRequest {
        var request = OutgoingRequest(method: "POST", url: "https://subject.test/request", body: Array(body.utf8))
        request.fields[.contentType] = "application/json"
        let signer = RequestSigner(clock: clock.runClock, makeIdentifier: identifiers.make)
        try signer.sign(&request, as: specification, key: key, fault: fault)
        return request
    }

    private func verify(_ request: OutgoingRequest, _ key: SigningKey) throws {
        let message = SignedMessage.request(method: request.method, targetURI: request.url, fields: request.fields)
        let signature = try #require(try MessageSignature.all(in: request.fields).first)
        let covered = try specification.covers.map { name throws(SignatureError) in try Component(parsing: name) }
        _ = try signature.verify(
            message, keys: KeySet([key.verificationKey]), now: clock.runClock.now(), maximumAge: .seconds(300), skew: .seconds(5),
            allowed: Set([.ed25519]), covering: covered, tag: "assay-request")
        try ContentDigest.check(request.fields[.contentDigest], body: request.body)
    }

    @Test func `a signed request verifies and carries what the contract asks for`() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "client-1")
        let request = try signed(nil, key: key)
        try verify(request, key)
        let parameters = try #require(try MessageSignature.all(in: request.fields).first).parameters
        #expect(parameters.keyID == "client-1" && parameters.tag == "assay-request")
        #expect(parameters.created == ManualClock.epoch.seconds)
        #expect(parameters.expires == ManualClock.epoch.seconds + 300)
        let second = try signed(nil, key: key)
        #expect(try MessageSignature.all(in: second.fields).first?.parameters.nonce != parameters.nonce)
    }

    @Test(arguments: [RequestSignature.Fault.alteredBody, .wrongKey, .unknownKey, .stale, .future, .uncoveredBody])
    func `a fault makes exactly this signature fail`(fault: RequestSignature.Fault) throws {
        let key = try SigningKey.generate(.ed25519, keyID: "client-1")
        let request = try signed(fault, key: key)
        #expect(request.fields[.signature] != nil)
        #expect(throws: SignatureError.self) { try verify(request, key) }
    }

    @Test func `a missing signature leaves the digest`() throws {
        let request = try signed(.missing, key: try SigningKey.generate(.ed25519, keyID: "client-1"))
        #expect(request.fields[.signature] == nil && request.fields[.signatureInput] == nil)
        try ContentDigest.check(request.fields[.contentDigest], body: request.body)
    }

    @Test func `an altered body is still JSON of the same length`() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "client-1")
        let request = try signed(.alteredBody, key: key, body: #"{"amount":"19"}"#)
        #expect(request.body.count == 15)
        #expect(try JSONReader.read(request.body) != ["amount": "19"])
    }

    @Test func `an unknown component is said to be`() throws {
        var request = OutgoingRequest(method: "GET", url: "https://subject.test/")
        let wrong = RequestSignature(
            covers: ["@nonsense"], tag: nil, expiresAfter: nil, hasNonce: false, fault: nil, source: SourceLocation(file: "test"))
        let key = try SigningKey.generate(.ed25519, keyID: "client-1")
        let signer = RequestSigner(clock: clock.runClock, makeIdentifier: identifiers.make)
        #expect(throws: RunError(.notSignable, "", remedy: "")) { try signer.sign(&request, as: wrong, key: key) }
    }
}
