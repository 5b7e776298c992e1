/// The certificate chain and private key with which a client presents itself (mutual TLS, RFC 8446 §4.4.2).
///
/// The key stays in memory and is handed to libcurl as bytes, never as a file; it is in no description, mirror or message.
package struct ClientIdentity: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The client's certificate first, then any intermediates, PEM (RFC 7468).
    package let certificatePEM: [UInt8]
    /// The private key of the first certificate, unencrypted PEM: PKCS #8, SEC 1 or PKCS #1.
    let keyPEM: [UInt8]

    /// Takes both as they are; a certificate that does not match its key shows when the first request is sent (`tlsFailed`).
    package init(certificatePEM: [UInt8], keyPEM: [UInt8]) {
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
    }

    /// Says how large the certificate is, and nothing of the key.
    package var description: String { "ClientIdentity(certificate: \(certificatePEM.count) bytes, key: redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["certificate": "\(certificatePEM.count) bytes", "key": "redacted"]) }
}
