package import Documents
import Synchronization

/// A ledger that forgets with the process: for tests, never for a platform.
package final class MemoryTokenLedger: TokenLedger {
    private struct State {
        /// By client, then `jti`: when it may be forgotten.
        var spent: [String: [String: Timestamp]] = [:]
        var good: [String: IssuedToken] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// Spends the assertion, if there is one, once only, and records the token that it bought.
    package func spend(_ assertion: SpentAssertion?, issuing token: IssuedToken?, now: Timestamp) async throws -> Bool {
        state.withLock { state in
            if let assertion {
                var spent = state.spent[assertion.clientID, default: [:]].filter { $0.value > now }
                guard spent.updateValue(assertion.expiresAt, forKey: assertion.id) == nil else { return false }
                state.spent[assertion.clientID] = spent
            }
            state.good = state.good.filter { $0.value.expiresAt > now }
            if let token { state.good[token.id] = token }
            return true
        }
    }

    /// Makes the token bad from now on, when it belongs to that client.
    package func revoke(tokenID: String, of clientID: String, now: Timestamp) async throws {
        state.withLock { state in
            if state.good[tokenID]?.clientID == clientID { state.good[tokenID] = nil }
        }
    }

    /// Whether the token was issued here and is not revoked.
    package func isGood(tokenID: String) async throws -> Bool {
        state.withLock { $0.good[tokenID] != nil }
    }
}
