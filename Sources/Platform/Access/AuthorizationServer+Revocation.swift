import Documents
import ServerKit

extension AuthorizationServer {
    /// `POST /oauth2/revoke` (RFC 7009): 200 whether the token was good, unknown, over or another's; only the client's own becomes worthless.
    @Sendable func revocation(_ caller: Caller, _ form: TokenForm, _ decision: inout AccessDecision) async throws -> ServerResponse {
        let compact = try form.required("token")
        try await spend(caller)
        guard let token = try? AccessToken(verifying: compact, by: authority, now: caller.now) else { return ServerResponse(status: 200) }
        decision.tokenID = token.id
        do {
            try await ledger.revoke(tokenID: token.id, of: caller.client.id, now: caller.now)
        } catch {
            throw Problem.revocationUncertain
        }
        return ServerResponse(status: 200)
    }

    /// `POST /oauth2/introspect` (RFC 7662): a client learns about its own tokens; any other token is not active, as if it did not exist.
    @Sendable func introspection(_ caller: Caller, _ form: TokenForm, _ decision: inout AccessDecision) async throws -> ServerResponse {
        let compact = try form.required("token")
        try await spend(caller)
        let inactive = ServerResponse.json(.object([("active", false)]))
        guard let token = try? AccessToken(verifying: compact, by: authority, now: caller.now), token.clientID == caller.client.id else {
            return inactive
        }
        decision.tokenID = token.id
        let isGood: Bool
        do {
            isGood = try await ledger.isGood(tokenID: token.id)
        } catch {
            throw Problem.ledgerUnavailable
        }
        guard isGood else { return inactive }
        return .json(
            .object([
                ("active", true),
                ("scope", .string(token.scopes.text)),
                ("client_id", .string(token.clientID)),
                ("token_type", "Bearer"),
                ("exp", .integer(Int(token.expiresAt.seconds))),
                ("iat", .integer(Int(token.issuedAt.seconds))),
                ("sub", .string(token.clientID)),
                ("aud", .string(realm.resource)),
                ("iss", .string(realm.issuer)),
                ("jti", .string(token.id)),
                ("cnf", .object([("x5t#S256", .string(token.certificate))])),
            ]))
    }
}
