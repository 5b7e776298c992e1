import Crypto
import CryptoExtras
import Documents

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension PrivateMaterial {
    /// The fewest bytes a shared secret may have, as Standard Webhooks asks.
    static let minimumSecretBytes = 24

    /// From a private JWK; the public members must belong to the private ones.
    init(jwk: Node) throws(KeyError) {
        if jwk["kty"]?.string == "oct" {
            guard let text = jwk["k"]?.string, let secret = Base64URL.decode(text) else {
                throw KeyError(.malformed, "expected k as base64url")
            }
            self = try .secret(Self.checked(secret))
            return
        }
        let claimed = try PublicMaterial(jwk: jwk)
        guard jwk["d"] != nil else { throw KeyError(.publicMaterial, "expected a private key, got one without d") }
        do {
            switch claimed {
            case .ed25519:
                self = .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: try PublicMaterial.bytes(jwk, "d", count: 32)))
            case .p256:
                self = .p256(try P256.Signing.PrivateKey(rawRepresentation: try PublicMaterial.bytes(jwk, "d", count: 32)))
            case .p384:
                self = .p384(try P384.Signing.PrivateKey(rawRepresentation: try PublicMaterial.bytes(jwk, "d", count: 48)))
            case .rsa:
                self = .rsa(
                    try _RSA.Signing.PrivateKey(
                        n: try PublicMaterial.number(jwk, "n"), e: try PublicMaterial.number(jwk, "e"),
                        d: try PublicMaterial.number(jwk, "d"),
                        p: try PublicMaterial.number(jwk, "p"), q: try PublicMaterial.number(jwk, "q")))
            case .secret:
                throw KeyError(.unsupported, "a shared secret has the type oct")
            }
        } catch let error as KeyError {
            throw error
        } catch {
            throw KeyError(.refused, "the private members do not make a valid key")
        }
        guard publicMaterial.fingerprint == claimed.fingerprint else {
            throw KeyError(.malformed, "the private and the public members are of different keys")
        }
    }

    /// From `PRIVATE KEY` (PKCS #8), `EC PRIVATE KEY` (SEC 1) or `RSA PRIVATE KEY` (PKCS #1), none of them encrypted.
    init(pem: String, algorithm: SignatureAlgorithm) throws(KeyError) {
        let document = try PEMDocument(pem)
        if document.label.hasSuffix("PUBLIC KEY") { throw KeyError(.publicMaterial, "expected a private key, got \(document.label)") }
        let envelope = document.label == "PRIVATE KEY" ? KeyEnvelope(privateKeyInfo: document.der) : nil
        do {
            switch algorithm {
            case .ed25519:
                guard let envelope, envelope.kind == .ed25519 else { throw KeyError.wrongKind(algorithm) }
                self = .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: envelope.contents))
            case .ecdsaP256SHA256:
                self = .p256(try P256.Signing.PrivateKey(pemRepresentation: pem))
            case .ecdsaP384SHA384:
                self = .p384(try P384.Signing.PrivateKey(pemRepresentation: pem))
            case .rsaPSSSHA512, .rsaV15SHA256:
                let isBare = document.label == "RSA PRIVATE KEY"
                guard isBare || envelope?.kind == .rsa else { throw KeyError.wrongKind(algorithm) }
                self = .rsa(try _RSA.Signing.PrivateKey(derRepresentation: isBare ? document.der : envelope?.contents ?? []))
            case .hmacSHA256:
                throw KeyError.wrongKind(algorithm)
            }
        } catch let error as KeyError {
            throw error
        } catch {
            throw KeyError(.refused, "the \(document.label) does not hold a key for \(algorithm.rawValue)")
        }
    }

    static func checked(_ secret: [UInt8]) throws(KeyError) -> SymmetricKey {
        guard secret.count >= minimumSecretBytes else {
            throw KeyError(.tooWeak, "expected a secret of at least \(minimumSecretBytes) bytes, got \(secret.count)")
        }
        return SymmetricKey(data: secret)
    }
}
