/// How a client proves to the authorization server who it is. One way for each client: whoever is registered for one cannot use the other.
package enum ClientAuthentication: Sendable, Hashable {
    /// `private_key_jwt` (RFC 7523): an assertion signed with a registered key, under a registered certificate.
    case privateKeyJWT
    /// `tls_client_auth` (RFC 8705 §2.1): any certificate that one authority issued to one name.
    case tlsClientAuth(CertifiedName)

    /// The methods as metadata and the register call them.
    enum Method: String, CaseIterable {
        case privateKeyJWT = "private_key_jwt"
        case tlsClientAuth = "tls_client_auth"
    }

    package var isTLSClientAuth: Bool { self != .privateKeyJWT }
}
