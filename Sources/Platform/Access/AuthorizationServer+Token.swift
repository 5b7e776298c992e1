import Documents
import ServerKit

extension AuthorizationServer {
    /// `POST /oauth2/token` with `grant_type=client_credentials` (RFC 6749 §4.4.2); `resource` of RFC 8707 may name this realm.
    @Sendable func token(_ caller: Caller, _ form: TokenForm, _ decision: inout AccessDecision) async throws -> ServerResponse {
        guard try form.required("grant_type") == "client_credentials" || weaknesses().contains(.anyGrantType) else {
            throw OAuthError.unsupportedGrantType
        }
        if let resource = form["resource"], resource != realm.resource { throw OAuthError.invalidTarget }
        let scopes = try requestedScopes(form, caller.client)
        // Whole seconds, as the claims are written.
        let issuedAt = Timestamp(seconds: caller.now.seconds)
        let token = AccessToken(
            clientID: caller.client.id, id: newID(), issuedAt: issuedAt, expiresAt: issuedAt.advanced(by: authority.lifetime),
            scopes: scopes, certificate: caller.certificate.thumbprint)
        let compact = try token.signed(by: authority)
        try await spend(
            caller,
            issuing: IssuedToken(
                id: token.id, clientID: token.clientID, certificate: token.certificate, scopes: scopes, issuedAt: token.issuedAt,
                expiresAt: token.expiresAt))
        decision.tokenID = token.id
        return .json(
            .object([
                ("access_token", .string(compact)),
                ("token_type", "Bearer"),
                ("expires_in", .integer(Int((token.expiresAt - caller.now) / .seconds(1)))),
                ("scope", .string(scopes.text)),
            ]))
    }

    /// What was asked for, all of it registered; everything registered when nothing was asked for.
    private func requestedScopes(_ form: TokenForm, _ client: RegisteredClient) throws(OAuthError) -> Set<Scope> {
        guard let text = form["scope"] else {
            guard !client.scopes.isEmpty else { throw .invalidScope }
            return client.scopes
        }
        var scopes: Set<Scope> = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            guard let scope = Scope(rawValue: String(word)), client.scopes.contains(scope) else {
                if weaknesses().contains(.scopesPassedOver) { continue }
                throw .invalidScope
            }
            scopes.insert(scope)
        }
        return scopes
    }
}
