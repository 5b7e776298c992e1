/// How a signature is made; raw values are the names of RFC 9421's registry of HTTP signature algorithms.
package enum SignatureAlgorithm: String, Sendable, Hashable, CaseIterable {
    /// Ed25519, 64-byte signatures (RFC 9421 §3.3.6, RFC 8032).
    case ed25519 = "ed25519"
    /// ECDSA over P-256 with SHA-256, `r ‖ s` of 32 bytes each (RFC 9421 §3.3.4).
    case ecdsaP256SHA256 = "ecdsa-p256-sha256"
    /// ECDSA over P-384 with SHA-384, `r ‖ s` of 48 bytes each (RFC 9421 §3.3.5).
    case ecdsaP384SHA384 = "ecdsa-p384-sha384"
    /// RSASSA-PSS with SHA-512, MGF1 with SHA-512 and a salt of 64 bytes (RFC 9421 §3.3.1).
    case rsaPSSSHA512 = "rsa-pss-sha512"
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 9421 §3.3.2); for reading what old peers sign, nothing of ours is signed so.
    case rsaV15SHA256 = "rsa-v1_5-sha256"
    /// HMAC with SHA-256 and a secret that both sides hold (RFC 9421 §3.3.3); never accepted where public keys are expected.
    case hmacSHA256 = "hmac-sha256"

    /// Everything that anyone holding only public keys may verify.
    package static let asymmetric: Set<SignatureAlgorithm> = [.ed25519, .ecdsaP256SHA256, .ecdsaP384SHA384, .rsaPSSSHA512, .rsaV15SHA256]

    /// What this project signs with and accepts unless a profile says otherwise: Ed25519 and ECDSA.
    package static let recommended: Set<SignatureAlgorithm> = [.ed25519, .ecdsaP256SHA256, .ecdsaP384SHA384]

    /// Whether signing and verifying take the same secret.
    package var isSymmetric: Bool { self == .hmacSHA256 }

    /// The `alg` of JWS and JWK for the same computation (RFC 7518 §3.1, RFC 8037 §3.1).
    package var joseName: String {
        switch self {
        case .ed25519: "EdDSA"
        case .ecdsaP256SHA256: "ES256"
        case .ecdsaP384SHA384: "ES384"
        case .rsaPSSSHA512: "PS512"
        case .rsaV15SHA256: "RS256"
        case .hmacSHA256: "HS256"
        }
    }

    /// The algorithm that a JOSE `alg` names; `Ed25519` (RFC 9864) is read like `EdDSA`. Nil for `none` and everything not listed above.
    package init?(joseName: String) {
        if joseName == "Ed25519" {
            self = .ed25519
        } else if let known = Self.allCases.first(where: { $0.joseName == joseName }) {
            self = known
        } else {
            return nil
        }
    }
}
