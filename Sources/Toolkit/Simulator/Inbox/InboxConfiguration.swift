package import Scenarios

/// Where an inbox listens and how it proves who it is.
package struct InboxConfiguration: Sendable {
    /// Certificate and key of the inbox with the authorities whose client certificates it accepts, all PEM.
    package struct TLS: Sendable {
        package let certificatePEM: [UInt8]
        package let keyPEM: [UInt8]
        /// A client must present a certificate of one of these; nil asks for none.
        package let clientTrustPEM: [UInt8]?

        package init(certificatePEM: [UInt8], keyPEM: [UInt8], clientTrustPEM: [UInt8]?) {
            self.certificatePEM = certificatePEM
            self.keyPEM = keyPEM
            self.clientTrustPEM = clientTrustPEM
        }
    }

    /// An address of this machine.
    package var host: String
    /// 0 lets the system choose.
    package var port: Int
    /// Nil serves plain HTTP, which only a loopback address may.
    package var tls: TLS?
    /// Shown by a second listener, to see that nobody delivers there; nil opens none.
    package var expired: TLS?
    /// Larger requests are answered 413.
    package var maximumBodyBytes: Int

    package init(host: String = "127.0.0.1", port: Int = 0, tls: TLS?, maximumBodyBytes: Int = 64 << 20) {
        self.host = host
        self.port = port
        self.tls = tls
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// As a profile says. Throws `RunError` `secretUnreadable` when certificate, key or trust cannot be read.
    package init(_ callbacks: Profile.Callbacks, secrets: SecretStore) throws(RunError) {
        self.init(host: callbacks.host, port: callbacks.port, tls: nil)
        guard let certificate = callbacks.certificate, let key = callbacks.key else { return }
        var trust: [UInt8]?
        if let reference = callbacks.trust { trust = try secrets.read(reference) }
        tls = TLS(certificatePEM: try secrets.read(certificate), keyPEM: try secrets.read(key), clientTrustPEM: trust)
        if let certificate = callbacks.expiredCertificate, let key = callbacks.expiredKey {
            expired = TLS(certificatePEM: try secrets.read(certificate), keyPEM: try secrets.read(key), clientTrustPEM: trust)
        }
    }
}
