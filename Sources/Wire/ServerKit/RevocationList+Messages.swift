import Documents
import SwiftASN1

/// What is wrong with a list.
extension RevocationList.Refusal {
    static func tooManyBytes(_ count: Int, limit: Int) -> Self {
        .init(code: .tooLarge, message: "expected a list of at most \(limit) bytes, got \(count)")
    }

    static func tooManyEntries(limit: Int) -> Self {
        .init(code: .tooLarge, message: "expected a list of at most \(limit) entries, got more")
    }

    static func malformed(_ reason: String) -> Self {
        .init(
            code: .malformed,
            message: "expected a certificate revocation list in DER or PEM (RFC 5280 §5.1); \(reason): write it anew from the authority")
    }

    static func algorithm(_ identifier: ASN1ObjectIdentifier) -> Self {
        .init(
            code: .algorithm,
            message: """
                expected a signature by ECDSA or RSA (PKCS #1) with SHA-256, SHA-384 or SHA-512, or by Ed25519, got \(identifier): \
                have the authority sign with one of these
                """)
    }

    static let noNextUpdate = Self(
        code: .noNextUpdate,
        message: "expected nextUpdate (RFC 5280 §5.1.2.5), got a list that never ends: have the authority say when the next one comes")

    static func criticalExtension(_ identifier: ASN1ObjectIdentifier) -> Self {
        .init(
            code: .criticalExtension,
            message: "expected no critical extension that is not known here (RFC 5280 §5.2, §5.3), got \(identifier)")
    }

    static let delta = Self(
        code: .delta, message: "expected a complete list, got a delta list (RFC 5280 §5.2.4): put the complete one here")

    static let partial = Self(
        code: .partial,
        message: """
            expected a list of all certificates of one authority, got one of a part of them or of several issuers \
            (RFC 5280 §5.2.5, §5.3.3): put the complete one here
            """)

    static func otherIssuer(_ name: String, wanted: String) -> Self {
        .init(code: .otherIssuer, message: "expected a list of \(wanted.excerpt), got one of \(name.excerpt)")
    }

    static func noAuthority(_ name: String) -> Self {
        .init(
            code: .otherIssuer,
            message: "expected a list of an authority that is trusted for client certificates, got one of \(name.excerpt)")
    }

    static func mayNotSignLists(_ name: String) -> Self {
        .init(
            code: .mayNotSignLists,
            message: "expected an authority whose key usage allows cRLSign (RFC 5280 §6.3.3 (f)), got \(name.excerpt) without it")
    }

    static func wrongSignature(_ name: String) -> Self {
        .init(code: .wrongSignature, message: "expected a signature by the key of \(name.excerpt), got one that does not verify")
    }
}
