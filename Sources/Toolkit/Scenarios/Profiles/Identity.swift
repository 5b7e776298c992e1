package import Documents

/// As whom a request is made: a client certificate, an access token and a key to sign with, each optional.
///
/// Leaving one out is how a profile expresses the callers that must be refused: one without a certificate, one without a token, a
/// stranger, one that presents somebody else's token.
package struct Identity: Sendable, Hashable {
    /// How an access token is come by.
    package struct Token: Sendable, Hashable {
        /// The way the client proves who it is at the token endpoint.
        package enum Method: Sendable, Hashable {
            /// A signed assertion (RFC 7523 §2.2), sent over the identity's own certificate.
            case privateKeyJWT(clientID: String, key: SecretReference)
            /// The identity's own certificate alone, by mutual TLS (RFC 8705 §2).
            case tlsClientAuth(clientID: String)
            /// No endpoint is asked: the token is at hand, for example one that has expired.
            case fixed(SecretReference)
        }

        package let method: Method
        /// The token endpoint; empty for a fixed token.
        package let url: String
        /// The authorization server's identifier, which is the audience of the assertion.
        package let issuer: String
        /// Space-separated scopes to ask for; nil leaves the choice to the server.
        package let scope: String?

        package init(method: Method, url: String = "", issuer: String = "", scope: String? = nil) {
            self.method = method
            self.url = url
            self.issuer = issuer
            self.scope = scope
        }
    }

    /// The name under which contracts and scenarios know it.
    package let name: String
    /// PEM chain presented in the handshake; nil connects without a client certificate.
    package let certificate: SecretReference?
    /// PEM private key of the certificate.
    package let key: SecretReference?
    /// Nil sends no `Authorization` field, unless `tokenOf` names another identity.
    package let token: Token?
    /// The identity whose token is presented instead of an own one.
    package let tokenOf: String?
    /// Private JWK for signed requests (RFC 9421).
    package let signingKey: SecretReference?
    /// Variables for templates that differ per identity; they win over the profile's.
    package let values: [String: Node]

    package init(
        name: String, certificate: SecretReference? = nil, key: SecretReference? = nil, token: Token? = nil, tokenOf: String? = nil,
        signingKey: SecretReference? = nil, values: [String: Node] = [:]
    ) {
        self.name = name
        self.certificate = certificate
        self.key = key
        self.token = token
        self.tokenOf = tokenOf
        self.signingKey = signingKey
        self.values = values
    }
}
