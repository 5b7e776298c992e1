package import ServerKit
import Synchronization

/// The authorities whose certificates are let in, and which of them issued a certificate: told by its signature, since two may have one name.
///
/// An authority between root and client counts only when it is given itself.
package final class IssuingAuthorities: Sendable {
    /// How many certificates are remembered; then all are forgotten.
    private static let capacity = 4096

    private struct State {
        var authorities: [CertificateAuthority]
        /// By the certificate's thumbprint: the thumbprints of those that issued it.
        var known: [String: Set<String>] = [:]
    }

    private let state: Mutex<State>

    package init(_ authorities: [CertificateAuthority]) {
        state = Mutex(State(authorities: authorities))
    }

    /// No authority: no certificate has a name that counts.
    package static let none = IssuingAuthorities([])

    /// The thumbprints of the authorities that issued a certificate: one, or several certificates of one key, or none.
    func issuers(of certificate: PeerCertificate) -> Set<String> {
        state.withLock { state in
            if let found = state.known[certificate.thumbprint] { return found }
            let found = Set(state.authorities.filter { $0.issued(certificate) }.map(\.thumbprint))
            if state.known.count >= Self.capacity { state.known.removeAll() }
            state.known[certificate.thumbprint] = found
            return found
        }
    }

    /// From now on these are the authorities, and what was issued is told anew.
    package func believe(_ authorities: [CertificateAuthority]) {
        state.withLock { $0 = State(authorities: authorities) }
    }
}
