import NIOSSL

extension CertificateAuthority {
    /// Every certificate of a PEM text, in order: the same ones that a listener trusts when it is given the text.
    package static func all(inPEM pem: [UInt8]) throws -> [CertificateAuthority] {
        guard !pem.isEmpty else { return [] }
        return try NIOSSLCertificate.fromPEMBytes(pem).map { try CertificateAuthority(der: try $0.toDERBytes()) }
    }
}
