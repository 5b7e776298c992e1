import Crypto
import Documents
import Foundation
import MessageSignatures
import SwiftASN1
import X509

/// A certificate authority that lives for one development folder.
struct DevelopmentAuthority {
    /// What a certificate may be used for (RFC 5280 §4.2.1.12).
    enum Use {
        case server, client, serverAndClient
    }

    /// A certificate with its key, as PEM text.
    struct Leaf {
        let certificatePEM: String
        let keyPEM: String
        /// `x5t#S256` of RFC 8705 §3.1: base64url of the SHA-256 of the DER form, without padding.
        let thumbprint: String
    }

    /// The authority lasts ten years, a leaf 397 days: what browsers still accept.
    private static let authorityDays = 3650.0
    private static let leafDays = 397.0

    let certificatePEM: String
    let keyPEM: String
    /// `x5t#S256` of its certificate.
    let thumbprint: String
    private let certificate: Certificate
    private let key: P256.Signing.PrivateKey

    init(name: String, now: Timestamp) throws {
        key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName {
            CommonName(name)
            OrganizationName("Development only")
        }
        let publicKey = Certificate.PublicKey(key.publicKey)
        certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: publicKey, notValidBefore: Self.start(now),
            notValidAfter: Self.start(now).addingTimeInterval(Self.authorityDays * 86_400), issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: publicKey)
            },
            issuerPrivateKey: Certificate.PrivateKey(key))
        let pem = try certificate.serializeAsPEM()
        certificatePEM = pem.pemString + "\n"
        thumbprint = Base64URL.encode([UInt8](SHA256.hash(data: pem.derBytes)))
        keyPEM = key.pemRepresentation + "\n"
    }

    /// Issues a certificate for loopback use; `name` becomes the common name and, for clients, a DNS name under `.invalid`.
    func issue(to name: String, use: Use, now: Timestamp) throws -> Leaf {
        let leafKey = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(leafKey.publicKey)
        let usages: [ExtendedKeyUsage.Usage] =
            switch use {
            case .server: [.serverAuth]
            case .client: [.clientAuth]
            case .serverAndClient: [.serverAuth, .clientAuth]
            }
        let names: [GeneralName] =
            use == .client
            ? [.dnsName("\(name).assay.invalid")]
            : [
                .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                .ipAddress(ASN1OctetString(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
            ]
        let leaf = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: publicKey, notValidBefore: Self.start(now),
            notValidAfter: Self.start(now).addingTimeInterval(Self.leafDays * 86_400), issuer: certificate.subject,
            subject: DistinguishedName {
                CommonName(name)
                OrganizationName("Development only")
            },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage(usages)
                SubjectAlternativeNames(names)
                SubjectKeyIdentifier(hash: publicKey)
                AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: certificate.publicKey).keyIdentifier)
            },
            issuerPrivateKey: Certificate.PrivateKey(key))
        let pem = try leaf.serializeAsPEM()
        return Leaf(
            certificatePEM: pem.pemString + "\n", keyPEM: leafKey.pemRepresentation + "\n",
            thumbprint: Base64URL.encode([UInt8](SHA256.hash(data: pem.derBytes))))
    }

    /// Five minutes early, for clocks that are late.
    private static func start(_ now: Timestamp) -> Date {
        Date(timeIntervalSince1970: Double(now.milliseconds) / 1000 - 300)
    }
}
