package import HTTPTypes

extension HTTPField.Name {
    /// `Content-Digest` (RFC 9530 §2).
    package static let contentDigest = token("Content-Digest")
    /// `Signature-Input` and `Signature` (RFC 9421 §4).
    package static let signatureInput = token("Signature-Input")
    package static let signature = token("Signature")
    /// `Idempotency-Key`: the same for every attempt of one delivery.
    package static let idempotencyKey = token("Idempotency-Key")
    /// The three fields of Standard Webhooks 1.0.
    package static let webhookID = token("webhook-id")
    package static let webhookTimestamp = token("webhook-timestamp")
    package static let webhookSignature = token("webhook-signature")

    private static func token(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a token") }
        return name
    }
}
