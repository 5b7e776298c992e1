import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Transport

/// Signs requests by HTTP Message Signatures (RFC 9421), well or, where a contract wants a refusal, with exactly one fault.
struct RequestSigner: Sendable {
    /// How far back a stale signature lies, and how far ahead one of the future.
    private static let distance: Int64 = 7200

    let clock: RunClock
    let makeIdentifier: @Sendable () -> String

    /// Adds `Content-Digest` (RFC 9530), `Signature-Input` and `Signature` to the request.
    /// - Parameter fault: what to spoil, besides what the contract itself wants spoilt.
    /// - Throws: `RunError` `notSignable`.
    func sign(
        _ request: inout OutgoingRequest, as signature: RequestSignature, key: SigningKey, fault: RequestSignature.Fault? = nil
    ) throws(RunError) {
        let fault = fault ?? signature.fault
        if !request.body.isEmpty || signature.covers.contains("content-digest") {
            request.fields[.contentDigest] = ContentDigest.value(for: request.body)
        }
        if fault == .missing { return }
        do {
            let message = SignedMessage.request(method: request.method, targetURI: request.url, fields: request.fields)
            let (input, value) = try MessageSignature.sign(
                message, covering: try components(signature, fault), parameters: parameters(signature, key: key, fault),
                key: try signingKey(key, fault))
            request.fields[.signatureInput] = input
            request.fields[.signature] = value
        } catch {
            throw .notSignable("\(error)")
        }
        if fault == .alteredBody { request.body = Self.altered(request.body) }
    }

    private func components(_ signature: RequestSignature, _ fault: RequestSignature.Fault?) throws(SignatureError) -> [Component] {
        var components: [Component] = []
        for name in signature.covers where fault != .uncoveredBody || name != "content-digest" {
            components.append(try Component(parsing: name))
        }
        return components
    }

    private func parameters(_ signature: RequestSignature, key: SigningKey, _ fault: RequestSignature.Fault?) -> SignatureParameters {
        let offset = fault == .stale ? -Self.distance : fault == .future ? Self.distance : 0
        let created = clock.now().seconds + offset
        return SignatureParameters(
            created: created, expires: signature.expiresAfter.map { created + $0.components.seconds },
            nonce: signature.hasNonce ? makeIdentifier() : nil, keyID: fault == .unknownKey ? makeIdentifier() : key.keyID,
            tag: signature.tag)
    }

    private func signingKey(_ key: SigningKey, _ fault: RequestSignature.Fault?) throws(KeyError) -> SigningKey {
        guard fault == .wrongKey || fault == .unknownKey else { return key }
        return try SigningKey.generate(key.algorithm, keyID: key.keyID)
    }

    /// Another body of the same length that is still JSON when the first was: a digit or letter near its end changes.
    private static func altered(_ body: [UInt8]) -> [UInt8] {
        var body = body
        let position = body.lastIndex {
            switch $0 {
            case UInt8(ascii: "0")...UInt8(ascii: "8"), UInt8(ascii: "a")...UInt8(ascii: "y"): true
            default: false
            }
        }
        if let position { body[position] += 1 } else { body.append(UInt8(ascii: " ")) }
        return body
    }
}

extension HTTPField.Name {
    static let contentDigest = name("Content-Digest")
    static let signatureInput = name("Signature-Input")
    static let signature = name("Signature")

    /// A literal that is a token; held by a test.
    private static func name(_ literal: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(literal) else { preconditionFailure("\(literal) is not a field name") }
        return name
    }
}
