package import Documents
import GRDB
package import Store

/// The ledger in the platform's own store, tables `nonce` and `access_token`; one per realm, as each realm has its own store.
package struct StoreTokenLedger: TokenLedger {
    private let store: PlatformStore

    package init(_ store: PlatformStore) {
        self.store = store
    }

    /// Spends the assertion, if there is one, and records the token in one transaction.
    package func spend(_ assertion: SpentAssertion?, issuing token: IssuedToken?, now: Timestamp) async throws -> Bool {
        try await store.write { transaction in
            let database = transaction.database
            if let assertion {
                let scope = "client-assertion:\(assertion.clientID)"
                try database.execute(sql: "DELETE FROM nonce WHERE scope = ? AND expires_at <= ?", arguments: [scope, now.milliseconds])
                try database.execute(
                    sql: "INSERT INTO nonce (scope, nonce, expires_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    arguments: [scope, assertion.id, assertion.expiresAt.milliseconds])
                guard database.changesCount == 1 else { return false }
            }
            guard let token else { return true }
            try database.execute(sql: "DELETE FROM access_token WHERE expires_at <= ?", arguments: [now.milliseconds])
            try database.execute(
                sql: """
                    INSERT INTO access_token (token_id, client_id, certificate, scope, issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    token.id, token.clientID, token.certificate, token.scopes.text, token.issuedAt.milliseconds,
                    token.expiresAt.milliseconds,
                ])
            return true
        }
    }

    /// Makes the token bad from now on, when it belongs to that client.
    package func revoke(tokenID: String, of clientID: String, now: Timestamp) async throws {
        try await store.write { transaction in
            try transaction.database.execute(
                sql: "UPDATE access_token SET revoked_at = ? WHERE token_id = ? AND client_id = ? AND revoked_at IS NULL",
                arguments: [now.milliseconds, tokenID, clientID])
        }
    }

    /// Whether the token was issued here and is not revoked.
    package func isGood(tokenID: String) async throws -> Bool {
        try await store.read { snapshot in
            try Bool.fetchOne(
                snapshot.database, sql: "SELECT revoked_at IS NULL FROM access_token WHERE token_id = ?", arguments: [tokenID]) ?? false
        }
    }
}
