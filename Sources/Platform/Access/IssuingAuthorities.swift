package import ServerKit
import Synchronization

/// The authorities whose certificates are let in, and which of them issued a certificate: told by its signature, since two may have one name.
///
/// An authority between root and client counts only when it is given itself.
package final class IssuingAuthorities: Sendable {
    /// How many certificates are remembered; then all are forgotten.
    private static let capacity = 4096

    private let authorities: [CertificateAuthority]
    /// By the certificate's thumbprint: the thumbprints of those that issued it.
    private let known = Mutex<[String: Set<String>]>([:])

    package init(_ authorities: [CertificateAuthority]) {
        self.authorities = authorities
    }

    /// No authority: no certificate has a name that counts.
    package static let none = IssuingAuthorities([])

    /// The thumbprints of the authorities that issued a certificate: one, or several certificates of one key, or none.
    func issuers(of certificate: PeerCertificate) -> Set<String> {
        if let found = known.withLock({ $0[certificate.thumbprint] }) { return found }
        let found = Set(authorities.filter { $0.issued(certificate) }.map(\.thumbprint))
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[certificate.thumbprint] = found
        }
        return found
    }
}
