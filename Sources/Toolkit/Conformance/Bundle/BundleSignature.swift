import Documents
import MessageSignatures

/// What `signature.jws` says: a compact JWS (RFC 7515) whose payload names the manifest by its digest.
///
/// The header carries the public key (`jwk`), so that a bundle by an unknown signer can be told from a damaged one; it is
/// never a source of trust.
struct BundleSignature: Hashable {
    /// The `typ` of the header.
    static let type = "assay-report+jws"

    let manifestSHA256: String
    let signedAt: Timestamp

    func signed(by key: SigningKey) throws -> String {
        let payload = Node.object([("manifest_sha256", .string(manifestSHA256)), ("signed_at", .string(signedAt.description))])
        return try JWS.compact(
            payload: payload.canonicalBytes(),
            header: [("typ", .string(Self.type)), ("kid", .string(key.keyID)), ("jwk", key.verificationKey.jwk())], key: key)
    }
}
