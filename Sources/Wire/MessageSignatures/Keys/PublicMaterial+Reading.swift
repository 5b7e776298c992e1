import Crypto
import CryptoExtras
import Documents

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension PublicMaterial {
    /// From the public members of a JWK (RFC 7517, RFC 7518 §6, RFC 8037 §2); private members are not looked at.
    init(jwk: Node) throws(KeyError) {
        guard jwk.members != nil, let type = jwk["kty"]?.string else { throw KeyError(.malformed, "expected a JSON object with kty") }
        let curve = jwk["crv"]?.string
        do {
            switch (type, curve) {
            case ("OKP", "Ed25519"):
                self = .ed25519(try Curve25519.Signing.PublicKey(rawRepresentation: try Self.bytes(jwk, "x", count: 32)))
            case ("EC", "P-256"):
                let point = try Self.bytes(jwk, "x", count: 32) + Self.bytes(jwk, "y", count: 32)
                self = .p256(try P256.Signing.PublicKey(rawRepresentation: point))
            case ("EC", "P-384"):
                let point = try Self.bytes(jwk, "x", count: 48) + Self.bytes(jwk, "y", count: 48)
                self = .p384(try P384.Signing.PublicKey(rawRepresentation: point))
            case ("RSA", _):
                let (n, e) = (try Self.number(jwk, "n"), try Self.number(jwk, "e"))
                try Self.checkStrength(modulus: n)
                self = .rsa(try _RSA.Signing.PublicKey(n: n, e: e))
            case ("oct", _):
                throw KeyError(.privateMaterial, "a shared secret (kty oct) is no public key")
            default:
                throw KeyError(.unsupported, "expected OKP Ed25519, EC P-256 or P-384, or RSA, got \(type) \(curve ?? "")")
            }
        } catch let error as KeyError {
            throw error
        } catch {
            throw KeyError(.refused, "the members do not make a valid \(type) key")
        }
    }

    /// From `PUBLIC KEY` (SubjectPublicKeyInfo) or `RSA PUBLIC KEY` (PKCS #1).
    init(pem: String, algorithm: SignatureAlgorithm) throws(KeyError) {
        let document = try PEMDocument(pem)
        if document.label.hasSuffix("PRIVATE KEY") { throw KeyError(.privateMaterial, "expected a public key, got \(document.label)") }
        let envelope = document.label == "PUBLIC KEY" ? KeyEnvelope(subjectPublicKeyInfo: document.der) : nil
        do {
            switch algorithm {
            case .ed25519:
                guard let envelope, envelope.kind == .ed25519 else { throw KeyError.wrongKind(algorithm) }
                self = .ed25519(try Curve25519.Signing.PublicKey(rawRepresentation: envelope.contents))
            case .ecdsaP256SHA256:
                self = .p256(try P256.Signing.PublicKey(derRepresentation: document.der))
            case .ecdsaP384SHA384:
                self = .p384(try P384.Signing.PublicKey(derRepresentation: document.der))
            case .rsaPSSSHA512, .rsaV15SHA256:
                let isBare = document.label == "RSA PUBLIC KEY"
                guard isBare || envelope?.kind == .rsa else { throw KeyError.wrongKind(algorithm) }
                self = .rsa(try _RSA.Signing.PublicKey(derRepresentation: isBare ? document.der : envelope?.contents ?? []))
            case .hmacSHA256:
                throw KeyError.wrongKind(algorithm)
            }
        } catch let error as KeyError {
            throw error
        } catch {
            throw KeyError(.refused, "the \(document.label) does not hold a key for \(algorithm.rawValue)")
        }
    }

    static func bytes(_ jwk: Node, _ name: String, count: Int) throws(KeyError) -> [UInt8] {
        guard let text = jwk[name]?.string, let bytes = Base64URL.decode(text), bytes.count == count else {
            throw KeyError(.malformed, "expected \(name) as base64url of \(count) bytes")
        }
        return bytes
    }

    /// A big-endian number without leading zeros (RFC 7518 §2, Base64urlUInt).
    static func number(_ jwk: Node, _ name: String) throws(KeyError) -> [UInt8] {
        guard let text = jwk[name]?.string, let bytes = Base64URL.decode(text), let first = bytes.first, first != 0, bytes.count <= 2048
        else {
            throw KeyError(.malformed, "expected \(name) as base64url of a number without leading zeros")
        }
        return bytes
    }

    static func checkStrength(modulus: [UInt8]) throws(KeyError) {
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        guard bits >= 2048 else { throw KeyError(.tooWeak, "expected an RSA modulus of at least 2048 bits, got \(bits)") }
    }
}

extension KeyError {
    static func wrongKind(_ algorithm: SignatureAlgorithm) -> KeyError {
        KeyError(.algorithmMismatch, "the key is not one for \(algorithm.rawValue)")
    }
}
