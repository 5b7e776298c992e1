import Documents
import HTTPTypes
import MessageSignatures
import Testing
import Transport

@testable import Delivery

/// While one key follows another a delivery carries the signatures of both, each of which a receiver may take.
struct DeliverySignerTests {
    private let now = Timestamp(seconds: 1_800_000_000)
    private let url = "https://regulator.test/inbox"

    private func sent(_ keys: [SigningKey]) throws -> (fields: HTTPFields, body: [UInt8]) {
        let signer = DeliverySigner(keys: { keys }, newNonce: { "nonce" })
        let request = try signer.request(to: url, body: Array("{}".utf8), deliveryID: "d-1", tag: "assay-callback", now: now)
        return (request.fields, request.body)
    }

    /// The keys of the RFC 9421 signatures that verify when these are known.
    private func verified(_ fields: HTTPFields, _ known: [SigningKey]) throws -> [String] {
        try MessageSignature.all(in: fields).compactMap { signature in
            try? signature.verify(
                .request(method: "POST", targetURI: url, fields: fields), keys: KeySet(known.map(\.verificationKey)), now: now,
                maximumAge: .seconds(300), skew: .zero, allowed: [.ed25519],
                covering: DeliverySigner.covered.map { try Component(parsing: $0) }, tag: "assay-callback"
            ).keyID
        }
    }

    @Test func `whoever knows either of two keys can verify a delivery, by both schemes`() throws {
        let (new, old) = (try SigningKey.generate(.ed25519, keyID: "new"), try SigningKey.generate(.ed25519, keyID: "old"))
        let (fields, body) = try sent([new, old])
        #expect(try verified(fields, [new]) == ["new"] && verified(fields, [old]) == ["old"])
        #expect(try verified(fields, [new, old]) == ["new", "old"])
        #expect(fields[.webhookSignature]?.split(separator: " ").count == 2)
        for key in [new, old] {
            #expect(try StandardWebhooks.verify(fields, body: body, keys: KeySet([key.verificationKey]), now: now).keyID == key.keyID)
        }
        let stranger = try SigningKey.generate(.ed25519, keyID: "stranger")
        #expect(try verified(fields, [stranger]).isEmpty)
        #expect(throws: SignatureError.self) {
            try StandardWebhooks.verify(fields, body: body, keys: KeySet([stranger.verificationKey]), now: now)
        }
    }

    @Test func `one key makes one signature, under the label that it always had`() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "k")
        let (fields, _) = try sent([key])
        #expect(try MessageSignature.all(in: fields).map(\.label) == ["sig1"])
        #expect(fields[.webhookSignature]?.contains(" ") == false)
    }
}
