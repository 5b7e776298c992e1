import Crypto
import CryptoExtras

/// The key itself, ready to verify.
enum PublicMaterial: Sendable {
    case ed25519(Curve25519.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey)
    /// A shared secret: whoever can verify with it can sign with it.
    case secret(SymmetricKey)

    /// False for every signature that is not exactly as the algorithm prescribes, wrong lengths included. Constant time for secrets.
    func isValid(_ signature: [UInt8], over bytes: [UInt8], algorithm: SignatureAlgorithm) -> Bool {
        switch self {
        case .ed25519(let key):
            return key.isValidSignature(signature, for: bytes)
        case .p256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: bytes)
        case .p384(let key):
            guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: bytes)
        case .rsa(let key):
            let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
            return algorithm == .rsaPSSSHA512
                ? key.isValidSignature(signature, for: SHA512.hash(data: bytes), padding: .PSS)
                : key.isValidSignature(signature, for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5)
        case .secret(let key):
            return HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: bytes, using: key)
        }
    }

    /// The algorithms that this kind of key can serve, the usual one first.
    var algorithms: [SignatureAlgorithm] {
        switch self {
        case .ed25519: [.ed25519]
        case .p256: [.ecdsaP256SHA256]
        case .p384: [.ecdsaP384SHA384]
        case .rsa: [.rsaPSSSHA512, .rsaV15SHA256]
        case .secret: [.hmacSHA256]
        }
    }

    /// The members that make the public key, in the order RFC 7638 hashes them; for a secret only its type.
    var members: [(name: String, value: String)] {
        switch self {
        case .ed25519(let key):
            return [("crv", "Ed25519"), ("kty", "OKP"), ("x", Base64URL.encode(Array(key.rawRepresentation)))]
        case .p256(let key):
            return Self.ellipticMembers("P-256", Array(key.rawRepresentation))
        case .p384(let key):
            return Self.ellipticMembers("P-384", Array(key.rawRepresentation))
        case .rsa(let key):
            var outer = DERReader(key.pkcs1DERRepresentation)
            var numbers = outer.enter(.sequence)
            let (modulus, exponent) = (numbers?.readMagnitude() ?? [], numbers?.readMagnitude() ?? [])
            return [("e", Base64URL.encode(exponent)), ("kty", "RSA"), ("n", Base64URL.encode(modulus))]
        case .secret:
            return [("kty", "oct")]
        }
    }

    private static func ellipticMembers(_ curve: String, _ point: [UInt8]) -> [(name: String, value: String)] {
        let (x, y) = (Array(point.prefix(point.count / 2)), Array(point.suffix(point.count / 2)))
        return [("crv", curve), ("kty", "EC"), ("x", Base64URL.encode(x)), ("y", Base64URL.encode(y))]
    }

    /// RFC 7638 §3: SHA-256 over the members without white space, base64url. Of a secret it would tell something, so there is none.
    var thumbprint: String {
        if case .secret = self { return "" }
        let text = "{\(members.map { "\"\($0.name)\":\"\($0.value)\"" }.joined(separator: ","))}"
        return Base64URL.encode(Array(SHA256.hash(data: Array(text.utf8))))
    }

    /// Equal for equal keys, and tells nothing of a secret.
    var fingerprint: [UInt8] {
        guard case .secret(let key) = self else { return Array(thumbprint.utf8) }
        return Array(HMAC<SHA256>.authenticationCode(for: Array("assay key fingerprint".utf8), using: key))
    }
}
