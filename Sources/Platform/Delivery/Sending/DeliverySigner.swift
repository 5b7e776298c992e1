package import Documents
import HTTPTypes
package import MessageSignatures
package import Transport

/// Signs a delivery for two kinds of receivers at once: RFC 9421 with `Content-Digest`, and Standard Webhooks 1.0 (`v1a`, Ed25519).
package struct DeliverySigner: Sendable {
    /// What a signature covers, in this order.
    package static let covered = ["@method", "@target-uri", "content-digest", "content-type", "idempotency-key"]
    static let lifetime: Int64 = 300

    private let keys: @Sendable () -> [SigningKey]
    private let newNonce: @Sendable () -> String

    /// `keys` is asked for each attempt and gives at least one: Ed25519 keys that the realm publishes, the newest first. While a key is
    /// exchanged for another there are two, and a delivery carries the signatures of both: a receiver that knows either can verify it.
    package init(keys: @escaping @Sendable () -> [SigningKey], newNonce: @escaping @Sendable () -> String) {
        self.keys = keys
        self.newNonce = newNonce
    }

    /// Signs with one key that never changes.
    package init(key: SigningKey, newNonce: @escaping @Sendable () -> String) {
        self.init(keys: { [key] }, newNonce: newNonce)
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
        let message = SignedMessage.request(method: "POST", targetURI: url, fields: fields)
        let components = try Self.covered.map { name throws(SignatureError) in try Component(parsing: name) }
        var (inputs, signatures, webhooks): ([String], [String], [String]) = ([], [], [])
        for (index, key) in keys().enumerated() {
            let signed = try MessageSignature.sign(
                message, covering: components,
                parameters: SignatureParameters(
                    created: now.seconds, expires: now.seconds + Self.lifetime, nonce: newNonce(), keyID: key.keyID, tag: tag),
                label: "sig\(index + 1)", key: key)
            inputs.append(signed.input)
            signatures.append(signed.signature)
            webhooks.append(try StandardWebhooks.sign(id: deliveryID, timestamp: now.seconds, body: body, key: key))
        }
        fields[.signatureInput] = inputs.joined(separator: ", ")
        fields[.signature] = signatures.joined(separator: ", ")
        fields[.webhookID] = deliveryID
        fields[.webhookTimestamp] = String(now.seconds)
        // A list of signatures, any of which a receiver may take (Standard Webhooks 1.0).
        fields[.webhookSignature] = webhooks.joined(separator: " ")
        var request = OutgoingRequest(
            method: "POST", url: url, fields: fields, body: body, timeout: .seconds(20), maximumBodyBytes: 64 << 10)
        request.connectTimeout = .seconds(10)
        return request
    }
}
