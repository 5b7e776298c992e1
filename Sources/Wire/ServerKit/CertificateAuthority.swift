import SwiftASN1
import X509

/// An authority that may issue certificates and lists of those that it revoked, as its own certificate describes it.
package struct CertificateAuthority: Sendable {
    /// The distinguished name in RFC 4514 order, for people.
    package let subject: String
    /// The distinguished name, DER: `PeerCertificate.issuer` of what it issued.
    package let name: [UInt8]
    /// SHA-256 of the certificate's DER form, base64url without padding: tells authorities of one name apart.
    package let thumbprint: String
    /// Whether its key may sign lists: cRLSign of the key usage, or no key usage at all (RFC 5280 §4.2.1.3, §6.3.3 (f)).
    package let maySignLists: Bool
    let publicKey: Certificate.PublicKey

    /// Reads a DER certificate; throws what the ASN.1 reader found wrong. Nothing is verified: whoever names it trusts it.
    package init(der: [UInt8]) throws {
        let certificate = try Certificate(derEncoded: der)
        subject = certificate.subject.description
        name = try certificate.subject.derBytes()
        thumbprint = PeerCertificate.thumbprint(of: der)
        maySignLists = try certificate.extensions.keyUsage?.cRLSign ?? true
        publicKey = certificate.publicKey
    }

    /// Whether this authority, and not another of its name, issued the certificate: the names fit and the signature is its key's.
    package func issued(_ certificate: PeerCertificate) -> Bool {
        guard certificate.issuer == name, let parsed = try? Certificate(derEncoded: certificate.der) else { return false }
        return publicKey.isValidSignature(parsed.signature, for: parsed)
    }
}
