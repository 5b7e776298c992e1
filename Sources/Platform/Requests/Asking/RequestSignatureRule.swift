import Delivery
import Documents
import HTTPTypes
import MessageSignatures
import ServerKit

/// What a request's signature must be: RFC 9421 over method, target, digest and type, fresh, with a nonce.
struct RequestSignatureRule: Sendable {
    static let tag = "assay-request"
    /// How long after `created` a request is accepted, and the longest life `expires` may give it.
    static let maximumAge = Duration.seconds(300)
    /// How far the two clocks may differ.
    static let skew = Duration.seconds(10)
    static let covered = ["@method", "@target-uri", "content-digest", "content-type"]

    /// The use of a nonce that has to be remembered.
    struct Nonce: Sendable, Hashable {
        let value: String
        /// Nonces repeat by client and key: nobody uses up another's, also when two keys have one name.
        let scope: String
        /// After this the signature would be refused for its age.
        let expiry: Timestamp
    }

    /// Checks signature, digest and freshness in this order, and returns the nonce to be used up.
    /// - Parameters:
    ///   - client: whose request it is.
    ///   - keys: that client's.
    func nonce(of request: ServerRequest, from client: String, keys: KeySet, now: Timestamp) throws -> Nonce {
        let message = SignedMessage.request(
            method: request.method, targetURI: "https://\(request.authority)\(request.target)", fields: request.fields)
        let signatures: [MessageSignature]
        do {
            signatures = try MessageSignature.all(in: request.fields)
            guard let signature = signatures.first(where: { $0.parameters.tag == Self.tag }) ?? signatures.first else {
                throw SignatureError(.missing, "the request has no signature with the tag \(Self.tag)")
            }
            let key = try signature.verify(
                message, keys: keys, now: now, maximumAge: Self.maximumAge, skew: Self.skew, allowed: SignatureAlgorithm.recommended,
                covering: Self.covered.map { name throws(SignatureError) in try Component(parsing: name) }, tag: Self.tag)
            try ContentDigest.check(request.fields[.contentDigest], body: request.body)
            return try Self.nonce(signature.parameters, client: client, key: key, now: now)
        } catch let error as SignatureError {
            throw Problem.signature(error)
        }
    }

    /// When the request says that it was signed; nil when it does not.
    static func created(_ request: ServerRequest) -> Timestamp? {
        let signatures = (try? MessageSignature.all(in: request.fields)) ?? []
        return signatures.compactMap(\.parameters.created).max().map { Timestamp(seconds: $0) }
    }

    private static func nonce(_ parameters: SignatureParameters, client: String, key: VerificationKey, now: Timestamp) throws -> Nonce {
        guard let created = parameters.created, let expires = parameters.expires, expires - created <= maximumAge.components.seconds else {
            throw Problem.lifetimeMissing
        }
        guard let nonce = parameters.nonce, (1...128).contains(nonce.utf8.count) else { throw Problem.nonceMissing }
        return Nonce(
            value: nonce, scope: "signature:\(client):\(key.keyID)", expiry: now.advanced(by: maximumAge + skew + skew))
    }
}
