import NIOSSL

/// The TLS rules of every listener: 1.2 at least, and for 1.2 only suites with forward secrecy and an AEAD (BCP 195, RFC 9325 §4.2).
enum TLSSettings {
    /// NIOSSL's own default allows TLS 1.0 and suites with static RSA. TLS 1.3's suites are fixed and all good.
    static let suites = "ECDHE+AESGCM:ECDHE+CHACHA20"

    /// Throws what NIOSSL found wrong with a certificate or key, or `ServerError`.
    static func configuration(
        certificatePEM: [UInt8], keyPEM: [UInt8], clientTrustPEM: [UInt8], clientCertificates: ServerConfiguration.ClientCertificates
    ) throws -> TLSConfiguration {
        let chain = try certificatePEM.isEmpty ? [] : NIOSSLCertificate.fromPEMBytes(certificatePEM)
        guard !chain.isEmpty else { throw ServerError.noCertificate }
        guard !keyPEM.isEmpty else { throw ServerError.noKey }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: keyPEM, format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuites = suites
        configuration.applicationProtocols = ["http/1.1"]
        switch clientCertificates {
        case .none:
            configuration.certificateVerification = .none
            return configuration
        case .optional:
            configuration.certificateVerification = .optionalVerification
        case .required:
            configuration.certificateVerification = .noHostnameVerification
        }
        let roots = try clientTrustPEM.isEmpty ? [] : NIOSSLCertificate.fromPEMBytes(clientTrustPEM)
        guard !roots.isEmpty else { throw ServerError.noClientTrust }
        configuration.trustRoots = .certificates(roots)
        return configuration
    }
}
