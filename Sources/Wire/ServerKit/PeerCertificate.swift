import Crypto
package import Documents
import Foundation
import SwiftASN1
import X509

/// The client certificate that a TLS handshake verified, reduced to what an access decision needs.
package struct PeerCertificate: Sendable, Hashable {
    /// The distinguished name as RFC 4514 writes it. Any authority can issue any name: it decides nothing without the authority that did.
    package let subject: String
    /// Subject alternative names in the form openssl prints: `DNS:localhost`, `IP:127.0.0.1`, `URI:…`, `email:…`; others are left out.
    package let sans: [String]
    /// SHA-256 of the DER form, base64url without padding: `x5t#S256` of RFC 8705 §3.1.
    package let thumbprint: String
    /// The last moment of validity, inclusive, whole seconds.
    package let notAfter: Timestamp
    /// The distinguished name of the authority that issued it, DER: `CertificateAuthority.name`, `RevocationList.issuer`.
    package let issuer: [UInt8]
    /// The serial number, big-endian without leading zeros: `RevocationList.serials`.
    package let serial: [UInt8]
    /// The certificate itself.
    package let der: [UInt8]

    package init(
        subject: String, sans: [String], thumbprint: String, notAfter: Timestamp, issuer: [UInt8], serial: [UInt8], der: [UInt8]
    ) {
        self.subject = subject
        self.sans = sans
        self.thumbprint = thumbprint
        self.notAfter = notAfter
        self.issuer = issuer
        self.serial = serial
        self.der = der
    }

    /// Reads a DER certificate; throws what the ASN.1 reader found wrong. It checks no signature: the handshake did.
    package init(der: [UInt8]) throws {
        let certificate = try X509.Certificate(derEncoded: der)
        let names = try certificate.extensions.subjectAlternativeNames.map { Array($0) } ?? []
        self.init(
            subject: certificate.subject.description,
            sans: names.compactMap(Self.text(of:)),
            thumbprint: Self.thumbprint(of: der),
            notAfter: Timestamp(milliseconds: Int64(certificate.notValidAfter.timeIntervalSince1970.rounded(.down)) * 1000),
            issuer: try certificate.issuer.derBytes(), serial: Array(certificate.serialNumber.bytes), der: der)
    }

    /// Reads the first certificate of a PEM chain.
    package init(pem: [UInt8]) throws {
        var serializer = DER.Serializer()
        try X509.Certificate(pemEncoded: String(decoding: pem, as: UTF8.self)).serialize(into: &serializer)
        try self.init(der: serializer.serializedBytes)
    }

    /// The `x5t#S256` of a DER certificate.
    package static func thumbprint(of der: [UInt8]) -> String {
        Data(SHA256.hash(data: der)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func text(of name: GeneralName) -> String? {
        switch name {
        case .dnsName(let host): "DNS:\(host)"
        case .uniformResourceIdentifier(let uri): "URI:\(uri)"
        case .rfc822Name(let mailbox): "email:\(mailbox)"
        case .ipAddress(let octets): IPAddress(bytes: Array(octets.bytes)).map { "IP:\($0)" }
        default: nil
        }
    }
}
