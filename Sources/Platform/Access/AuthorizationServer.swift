package import Documents
import HTTPTypes
import MessageSignatures
package import ServerKit

/// The authorization server of one realm: client credentials only, `private_key_jwt` or `tls_client_auth` as each client is registered, tokens
/// bound to the client's certificate (RFC 6749 §4.4, RFC 7523, RFC 8705 §2.1 and §3, RFC 9068), by the rules of the FAPI 2.0 Security Profile that apply without a user.
///
/// Paths below the realm's prefix: `/oauth2/token`, `/oauth2/revoke` (RFC 7009), `/oauth2/introspect` (RFC 7662), and under `/.well-known/`
/// `oauth-authorization-server` (RFC 8414), `oauth-protected-resource` (RFC 9728) and `jwks.json`. The well-known documents of the sandbox
/// are served both at `/sandbox/.well-known/NAME` and at `/.well-known/NAME/sandbox`, where the two standards look for them.
package struct AuthorizationServer: Sendable {
    let authority: TokenAuthority
    let clients: ClientRegistry
    let revoked: RevokedCertificates
    let ledger: any TokenLedger
    let now: @Sendable () -> Timestamp
    let newID: @Sendable () -> String
    let record: AccessRecorder
    let weaknesses: @Sendable () -> AccessWeaknesses

    /// `newID` gives token identifiers: at least 128 random bits, never the same twice.
    package init(
        authority: TokenAuthority, clients: ClientRegistry, revoked: RevokedCertificates, ledger: any TokenLedger,
        now: @escaping @Sendable () -> Timestamp, newID: @escaping @Sendable () -> String, record: @escaping AccessRecorder,
        weaknesses: @escaping @Sendable () -> AccessWeaknesses = { [] }
    ) {
        self.authority = authority
        self.clients = clients
        self.revoked = revoked
        self.ledger = ledger
        self.now = now
        self.newID = newID
        self.record = record
        self.weaknesses = weaknesses
    }

    var realm: Realm { authority.realm }

    /// A form holds an assertion, perhaps a token, and a few words.
    package static let maximumFormBytes = 64 << 10

    /// Adds the token, revocation, introspection, key and metadata endpoints of the realm.
    ///
    /// With an issuer elsewhere there are only the keys with which the realm signs its answers and the metadata of its resource, which name
    /// that issuer (RFC 9728 §2): the realm issues no tokens.
    package func addRoutes(to routes: inout RouteTable, insteadOf external: ExternalIssuer? = nil) {
        let most = Self.maximumFormBytes
        if external == nil {
            routes.on("POST", realm.prefix + "/oauth2/token", maximumBodyBytes: most) { try await answer($0, token) }
            routes.on("POST", realm.prefix + "/oauth2/revoke", maximumBodyBytes: most) { try await answer($0, revocation) }
            routes.on("POST", realm.prefix + "/oauth2/introspect", maximumBodyBytes: most) { try await answer($0, introspection) }
        }
        let documents: [(String, @Sendable () -> Node)] = [
            ("oauth-authorization-server", { metadata }), ("oauth-protected-resource", { resourceMetadata(of: external) }),
            ("jwks.json", { authority.document }),
        ]
        for (name, document) in documents where external == nil || name != "oauth-authorization-server" {
            for path in realm.wellKnownPaths(name) { routes.on("GET", path) { _ in .json(document()) } }
        }
    }

    typealias Endpoint = @Sendable (Caller, TokenForm, inout AccessDecision) async throws -> ServerResponse

    /// Who asks, proven as it is registered: by certificate and assertion, which is not spent yet, or by its certificate alone.
    struct Caller {
        let client: RegisteredClient
        let certificate: PeerCertificate
        /// Nil for a client of `tls_client_auth`.
        let assertion: ClientAssertion?
        let now: Timestamp
    }

    /// Authenticates the caller, lets the endpoint answer, records the decision; errors become what RFC 6749 §5.2 asks.
    private func answer(_ request: ServerRequest, _ endpoint: Endpoint) async throws -> ServerResponse {
        let now = now()
        var decision = AccessDecision(request, realm: realm, at: now)
        do {
            let form = try TokenForm(request, lastCounts: weaknesses().contains(.repeatedParameters))
            let caller = try caller(request, form, now, &decision)
            let response = try await endpoint(caller, form, &decision)
            do { try await record(decision) } catch { throw Problem.decisionNotRecorded }
            return response
        } catch let error as OAuthError {
            decision.status = error.status
            decision.refusal = error.reason
            try? await record(decision)
            return error.response
        } catch let problem as Problem {
            decision.status = problem.status
            decision.refusal = problem.code
            try? await record(decision)
            throw problem
        }
    }

    private func caller(
        _ request: ServerRequest, _ form: TokenForm, _ now: Timestamp, _ decision: inout AccessDecision
    ) throws -> Caller {
        let connection: Connection
        do throws(Problem) {
            connection = try Connection(request, realm: realm, clients: clients.current, revoked: revoked, now: now, decision: &decision)
        } catch {
            // An address is refused the same way everywhere; a client without its certificate is one that did not authenticate.
            throw error.status == 401 ? OAuthError.certificate(error.code) : error
        }
        guard request.fields[.authorization] == nil, form["client_secret"] == nil else { throw OAuthError.otherMethod }
        let weaknesses = weaknesses()
        if weaknesses.contains(.believedNames), let named = form["client_id"].flatMap(clients.current.client),
            named.authentication.isTLSClientAuth
        {
            return Caller(client: named, certificate: connection.certificate, assertion: nil, now: now)
        }
        if connection.client.authentication.isTLSClientAuth {
            try Self.checkNamed(connection.client, in: form)
            return Caller(client: connection.client, certificate: connection.certificate, assertion: nil, now: now)
        }
        guard let type = form["client_assertion_type"], let compact = form["client_assertion"] else { throw OAuthError.assertion(.missing) }
        guard type == ClientAssertion.type else { throw OAuthError.assertion(.wrongType) }
        do throws(AssertionRefusal) {
            if let named = form["client_id"], named != connection.client.id, !weaknesses.contains(.anySubject) { throw .wrongClient }
            let assertion = try ClientAssertion(
                verifying: compact, of: connection.client, for: realm, now: now, weaknesses: weaknesses,
                others: weaknesses.contains(.anySubject) ? clients.current.clients : [])
            return Caller(client: connection.client, certificate: connection.certificate, assertion: assertion, now: now)
        } catch {
            throw OAuthError.assertion(error)
        }
    }

    /// A client of `tls_client_auth` names itself (RFC 8705 §2) and sends no assertion: it is registered for one method only.
    private static func checkNamed(_ client: RegisteredClient, in form: TokenForm) throws(OAuthError) {
        guard form["client_assertion"] == nil, form["client_assertion_type"] == nil else { throw .otherMethod }
        guard let named = form["client_id"] else { throw .unnamed }
        guard named.utf8.elementsEqual(client.id.utf8) else { throw .assertion(.wrongClient) }
    }

    /// Uses the caller's assertion up, if there is one, and records the token in the same step; throws when it was used before, 503 when that cannot be told.
    func spend(_ caller: Caller, issuing token: IssuedToken? = nil) async throws {
        let isFirstUse: Bool
        do {
            isFirstUse = try await ledger.spend(caller.assertion?.spent, issuing: token, now: caller.now)
        } catch {
            throw Problem.ledgerUnavailable
        }
        guard isFirstUse || weaknesses().contains(.repeatedAssertions) else { throw OAuthError.assertion(.replayed) }
    }
}
