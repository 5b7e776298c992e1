/// What a listener shows of itself and whom it believes, PEM. The key is in no description or mirror.
package struct TLSMaterial: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The listener's certificate first, then any intermediates.
    package let certificatePEM: [UInt8]
    /// The private key of the first certificate, not encrypted.
    package let keyPEM: [UInt8]
    /// The authorities that may issue certificates of clients; empty where none are asked for.
    package let clientTrustPEM: [UInt8]

    package init(certificatePEM: [UInt8], keyPEM: [UInt8], clientTrustPEM: [UInt8]) {
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
        self.clientTrustPEM = clientTrustPEM
    }

    /// How large certificate and trust are.
    package var description: String {
        "TLSMaterial(certificate: \(certificatePEM.count) bytes, key: redacted, trust: \(clientTrustPEM.count) bytes)"
    }
    /// The same, so that a dump shows no key.
    package var customMirror: Mirror {
        Mirror(self, children: ["certificate": "\(certificatePEM.count) bytes", "trust": "\(clientTrustPEM.count) bytes"])
    }
}
