import Crypto
import CryptoExtras

/// The key itself, ready to sign. Never printed: the type that holds it sees to that.
enum PrivateMaterial: Sendable {
    case ed25519(Curve25519.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case rsa(_RSA.Signing.PrivateKey)
    case secret(SymmetricKey)

    /// From the system's random numbers; RSA keys have 3072 bits, secrets 32 bytes.
    init(generating algorithm: SignatureAlgorithm) throws(KeyError) {
        switch algorithm {
        case .ed25519: self = .ed25519(Curve25519.Signing.PrivateKey())
        case .ecdsaP256SHA256: self = .p256(P256.Signing.PrivateKey())
        case .ecdsaP384SHA384: self = .p384(P384.Signing.PrivateKey())
        case .rsaPSSSHA512, .rsaV15SHA256:
            do {
                self = .rsa(try _RSA.Signing.PrivateKey(keySize: .bits3072))
            } catch {
                throw KeyError(.refused, "the cryptographic library made no RSA key")
            }
        case .hmacSHA256: self = .secret(SymmetricKey(size: .bits256))
        }
    }

    /// The public half; for a secret the secret itself.
    var publicMaterial: PublicMaterial {
        switch self {
        case .ed25519(let key): .ed25519(key.publicKey)
        case .p256(let key): .p256(key.publicKey)
        case .p384(let key): .p384(key.publicKey)
        case .rsa(let key): .rsa(key.publicKey)
        case .secret(let key): .secret(key)
        }
    }

    func signature(over bytes: [UInt8], algorithm: SignatureAlgorithm) throws(KeyError) -> [UInt8] {
        do {
            switch self {
            case .ed25519(let key): return Array(try key.signature(for: bytes))
            case .p256(let key): return Array(try key.signature(for: bytes).rawRepresentation)
            case .p384(let key): return Array(try key.signature(for: bytes).rawRepresentation)
            case .rsa(let key):
                return algorithm == .rsaPSSSHA512
                    ? Array(try key.signature(for: SHA512.hash(data: bytes), padding: .PSS).rawRepresentation)
                    : Array(try key.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
            case .secret(let key): return Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
            }
        } catch {
            throw KeyError(.refused, "the cryptographic library refused to sign with \(algorithm.rawValue)")
        }
    }

    /// The members that make the key private (RFC 7518 §6, RFC 8037 §2).
    var privateMembers: [(name: String, value: String)] {
        switch self {
        case .ed25519(let key): return [("d", Base64URL.encode(Array(key.rawRepresentation)))]
        case .p256(let key): return [("d", Base64URL.encode(Array(key.rawRepresentation)))]
        case .p384(let key): return [("d", Base64URL.encode(Array(key.rawRepresentation)))]
        case .rsa(let key):
            // PKCS #1: version, n, e, d, p, q, dp, dq, qi.
            var outer = DERReader(key.derRepresentation)
            guard var numbers = outer.enter(.sequence), numbers.readMagnitude() != nil, numbers.readMagnitude() != nil,
                numbers.readMagnitude() != nil
            else { return [] }
            return ["d", "p", "q", "dp", "dq", "qi"].compactMap { name in
                numbers.readMagnitude().map { (name, Base64URL.encode($0)) }
            }
        case .secret(let key): return [("k", Base64URL.encode(key.withUnsafeBytes { Array($0) }))]
        }
    }
}
