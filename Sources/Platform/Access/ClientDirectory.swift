package import ServerKit

/// All clients of one reading of the register; immutable.
package struct ClientDirectory: Sendable {
    private let byID: [String: RegisteredClient]
    private let byCertificate: [String: RegisteredClient]
    private let byName: [CertifiedName: RegisteredClient]
    private let authorities: IssuingAuthorities

    /// Clients have distinct identifiers and no certificate and no name in common; the reader sees to that.
    init(_ clients: [RegisteredClient], authorities: IssuingAuthorities = .none) {
        byID = Dictionary(clients.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        byCertificate = Dictionary(
            clients.flatMap { client in client.certificates.map { ($0, client) } }, uniquingKeysWith: { first, _ in first })
        byName = Dictionary(
            clients.compactMap { client in
                guard case .tlsClientAuth(let name) = client.authentication else { return nil }
                return (name, client)
            }, uniquingKeysWith: { first, _ in first })
        self.authorities = authorities
    }

    /// The registered client of that identifier, or nil.
    package func client(_ id: String) -> RegisteredClient? { byID[id] }

    /// All of them, in no order.
    var clients: [RegisteredClient] { Array(byID.values) }

    /// The client that may show a certificate: by its `x5t#S256`, or by a name in it together with the authority that issued it.
    ///
    /// Nil when there is none, and when the certificate's names are those of several clients: it would not say which one is meant.
    package func client(showing certificate: PeerCertificate) -> RegisteredClient? {
        let listed = byCertificate[certificate.thumbprint]
        guard !byName.isEmpty else { return listed }
        let names = CertifiedName.all(of: certificate, issuedBy: authorities.issuers(of: certificate))
        let named = Dictionary(names.compactMap { byName[$0] }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        guard let listed else { return named.count == 1 ? named.values.first : nil }
        return named.keys.allSatisfy { $0 == listed.id } ? listed : nil
    }

    /// In alphabetical order.
    package var clientIDs: [String] { byID.keys.sorted() }
}
