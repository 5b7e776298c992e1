package import Documents
import HTTPTypes
package import ServerKit

/// Decides for every request of a realm whether its caller is let in, and puts the decision on record.
package struct Gatekeeper: Sendable {
    private let tokens: any TokenVerifier
    private let clients: ClientRegistry
    private let revoked: RevokedCertificates
    private let now: @Sendable () -> Timestamp
    private let record: AccessRecorder
    private let weaknesses: @Sendable () -> AccessWeaknesses

    /// The gate of a realm that issues its tokens itself.
    package init(
        authority: TokenAuthority, clients: ClientRegistry, revoked: RevokedCertificates, ledger: any TokenLedger,
        now: @escaping @Sendable () -> Timestamp, record: @escaping AccessRecorder,
        weaknesses: @escaping @Sendable () -> AccessWeaknesses = { [] }
    ) {
        self.init(
            tokens: OwnTokens(authority: authority, ledger: ledger), clients: clients, revoked: revoked, now: now, record: record,
            weaknesses: weaknesses)
    }

    /// The gate of a realm that takes the tokens of an issuer elsewhere, and none of its own.
    package init(
        realm: Realm, issuer: ExternalIssuer, keys: IssuerKeys, clients: ClientRegistry, revoked: RevokedCertificates,
        now: @escaping @Sendable () -> Timestamp, record: @escaping AccessRecorder,
        weaknesses: @escaping @Sendable () -> AccessWeaknesses = { [] }
    ) {
        self.init(
            tokens: ForeignTokens(realm: realm, issuer: issuer, keys: keys), clients: clients, revoked: revoked, now: now, record: record,
            weaknesses: weaknesses)
    }

    private init(
        tokens: any TokenVerifier, clients: ClientRegistry, revoked: RevokedCertificates, now: @escaping @Sendable () -> Timestamp,
        record: @escaping AccessRecorder, weaknesses: @escaping @Sendable () -> AccessWeaknesses
    ) {
        self.tokens = tokens
        self.clients = clients
        self.revoked = revoked
        self.now = now
        self.record = record
        self.weaknesses = weaknesses
    }

    /// The caller and its rights, checked in this order: certificate, address, token, binding of the token to the certificate, what the
    /// register says now, role or scope.
    ///
    /// Throws 401 `certificate-…`, `revocation-list-expired` and `token-…`, 400 `token-in-query` and `token-in-form`, 403 `address-refused`,
    /// `role-missing` and `scope-missing`, and 503 `token-ledger-unavailable`, `issuer-keys-unavailable` and `audit-unavailable`. Every
    /// decision is recorded before this returns: who cannot be put on record is not let in.
    package func admit(_ request: ServerRequest, needs need: Need) async throws(Problem) -> Grant {
        let now = now()
        var decision = AccessDecision(request, realm: tokens.realm, at: now)
        let grant: Grant
        do throws(Problem) {
            grant = try await self.grant(request, need, now, &decision)
        } catch {
            decision.status = error.status
            decision.refusal = error.code
            // Who is turned away is turned away, on record or not.
            try? await record(decision)
            throw error
        }
        do { try await record(decision) } catch { throw .decisionNotRecorded }
        return grant
    }

    /// The certificate of a caller who needs no more than a valid one: for tools of the sandbox. Throws as `admit` does for certificates;
    /// refusals are recorded.
    package func certificate(of request: ServerRequest) async throws(Problem) -> PeerCertificate {
        let now = now()
        do throws(Problem) {
            return try Connection.certificate(of: request, realm: tokens.realm, revoked: revoked, now: now)
        } catch {
            var decision = AccessDecision(request, realm: tokens.realm, at: now)
            decision.status = error.status
            decision.refusal = error.code
            try? await record(decision)
            throw error
        }
    }

    private func grant(
        _ request: ServerRequest, _ need: Need, _ now: Timestamp, _ decision: inout AccessDecision
    ) async throws(Problem) -> Grant {
        let realm = tokens.realm
        let connection = try Connection(request, realm: realm, clients: clients.current, revoked: revoked, now: now, decision: &decision)
        let compact: String
        let weaknesses = weaknesses()
        do throws(TokenRefusal) { compact = try bearerToken(of: request, weaknesses) } catch { throw .token(error, realm) }
        let token = try await tokens.token(compact, now: now)
        decision.tokenID = token.id
        if !weaknesses.contains(.unboundTokens) {
            guard SecretComparison.areEqual(token.certificate, connection.certificate.thumbprint) else {
                throw .token(.wrongCertificate, realm)
            }
            guard token.clientID == connection.client.id else { throw .token(.wrongClient, realm) }
        }
        guard try await tokens.isGood(token) || weaknesses.contains(.forgottenRevocations) else { throw .token(.revoked, realm) }
        // The lists and the register may have changed while the ledger was asked.
        try Connection.checkStanding(of: connection.certificate, realm: realm, revoked: revoked)
        guard let client = clients.current.client(showing: connection.certificate),
            client.id == token.clientID || weaknesses.contains(.unboundTokens),
            client.realms.contains(realm.name)
        else { throw .certificateNotRegistered(realm) }
        let scopes = token.scopes.intersection(client.scopes)
        let grant = Grant(
            clientID: client.id, regulator: client.regulator, operatorID: client.operatorID,
            roles: client.roles.filter { scopes.contains($0.scope) }, scopes: scopes,
            certificateThumbprint: connection.certificate.thumbprint, address: request.remoteAddress)
        guard grant.meets(need) else { throw .missing(need, realm) }
        return grant
    }

    /// The token of `Authorization`; the scheme's case does not matter (RFC 9110 §11.1).
    private func bearerToken(of request: ServerRequest, _ weaknesses: AccessWeaknesses) throws(TokenRefusal) -> String {
        if let queried = request.query.first(where: { $0.name == "access_token" }) {
            guard weaknesses.contains(.tokensAnywhere) else { throw .inQuery }
            return queried.value
        }
        if TokenForm.holdsToken(request) {
            guard weaknesses.contains(.tokensAnywhere), let sent = TokenForm.token(in: request) else { throw .inForm }
            return sent
        }
        let values = request.fields[values: .authorization]
        guard let value = values.first else { throw .missing }
        let parts = value.split(separator: " ", maxSplits: 1)
        let isBearer = parts.first.map { weaknesses.contains(.exactScheme) ? $0 == "Bearer" : $0.lowercased() == "bearer" } ?? false
        guard values.count == 1, parts.count == 2, isBearer, !parts[1].contains(" ") else { throw .malformed }
        return String(parts[1])
    }
}
