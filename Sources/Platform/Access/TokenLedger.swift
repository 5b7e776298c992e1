package import Documents

/// What is remembered of an access token; the token itself is kept nowhere.
package struct IssuedToken: Sendable, Hashable {
    /// Its `jti`.
    package let id: String
    package let clientID: String
    /// `x5t#S256` of the certificate that it is bound to.
    package let certificate: String
    package let scopes: Set<Scope>
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
}

/// A client assertion on its one use (RFC 7523 §3, item 7).
package struct SpentAssertion: Sendable, Hashable {
    package let clientID: String
    /// Its `jti`: distinct per client.
    package let id: String
    /// Its `exp`; nothing needs to be remembered after it.
    package let expiresAt: Timestamp
}

/// Remembers which assertions were used and which tokens are good, across restarts.
///
/// A conformer makes each call atomic and durable before it returns, and throws when it cannot: the caller then refuses.
package protocol TokenLedger: Sendable {
    /// Marks an assertion as used, if there is one, and, in the same step, a token as issued. False, and nothing changed, when it was used
    /// before.
    func spend(_ assertion: SpentAssertion?, issuing token: IssuedToken?, now: Timestamp) async throws -> Bool
    /// Makes a client's token worthless; of another client's token, or an unknown one, nothing changes (RFC 7009 §2.1).
    func revoke(tokenID: String, of clientID: String, now: Timestamp) async throws
    /// Whether a token was issued here and not revoked; it may be over.
    func isGood(tokenID: String) async throws -> Bool
}
