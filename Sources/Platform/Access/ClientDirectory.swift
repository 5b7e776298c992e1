/// All clients of one reading of the register; immutable.
package struct ClientDirectory: Sendable {
    private let byID: [String: RegisteredClient]
    private let byCertificate: [String: RegisteredClient]

    /// Clients have distinct identifiers and no certificate in common; the reader sees to that.
    init(_ clients: [RegisteredClient]) {
        byID = Dictionary(clients.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        byCertificate = Dictionary(
            clients.flatMap { client in client.certificates.map { ($0, client) } }, uniquingKeysWith: { first, _ in first })
    }

    /// The registered client of that identifier, or nil.
    package func client(_ id: String) -> RegisteredClient? { byID[id] }

    /// The client that may show a certificate with this `x5t#S256`.
    package func client(showing thumbprint: String) -> RegisteredClient? { byCertificate[thumbprint] }

    /// In alphabetical order.
    package var clientIDs: [String] { byID.keys.sorted() }
}
