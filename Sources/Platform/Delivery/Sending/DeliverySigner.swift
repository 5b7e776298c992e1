package import Documents
import HTTPTypes
package import MessageSignatures
package import Transport

/// Signs a delivery for two kinds of receivers at once: RFC 9421 with `Content-Digest`, and Standard Webhooks 1.0 (`v1a`, Ed25519).
package struct DeliverySigner: Sendable {
    /// What a signature covers, in this order.
    package static let covered = ["@method", "@target-uri", "content-digest", "content-type", "idempotency-key"]
    static let lifetime: Int64 = 300

    private let key: SigningKey
    private let newNonce: @Sendable () -> String

    /// `key` is an Ed25519 key that the realm publishes.
    package init(key: SigningKey, newNonce: @escaping @Sendable () -> String) {
        self.key = key
        self.newNonce = newNonce
    }

    /// The complete request of one attempt to deliver a JSON body; only its signatures and times differ from those of the attempt before.
    /// - Parameters:
    ///   - deliveryID: the same for every attempt: `Idempotency-Key` and `webhook-id`.
    ///   - tag: the signature's `tag`, which says what kind of message is signed: `assay-callback`, `assay-delivery` …
    package func request(
        to url: String, body: [UInt8], deliveryID: String, tag: String, now: Timestamp
    ) throws -> OutgoingRequest {
        var fields: HTTPFields = [
            .contentType: "application/json", .contentDigest: ContentDigest.value(for: body), .idempotencyKey: deliveryID,
        ]
        let signed = try MessageSignature.sign(
            .request(method: "POST", targetURI: url, fields: fields),
            covering: Self.covered.map { name throws(SignatureError) in try Component(parsing: name) },
            parameters: SignatureParameters(
                created: now.seconds, expires: now.seconds + Self.lifetime, nonce: newNonce(), keyID: key.keyID, tag: tag),
            key: key)
        fields[.signatureInput] = signed.input
        fields[.signature] = signed.signature
        fields[.webhookID] = deliveryID
        fields[.webhookTimestamp] = String(now.seconds)
        fields[.webhookSignature] = try StandardWebhooks.sign(id: deliveryID, timestamp: now.seconds, body: body, key: key)
        var request = OutgoingRequest(
            method: "POST", url: url, fields: fields, body: body, timeout: .seconds(20), maximumBodyBytes: 64 << 10)
        request.connectTimeout = .seconds(10)
        return request
    }
}
