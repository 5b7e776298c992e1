package import Documents
import GRDB

extension Snapshot {
    /// Whether a nonce was used within `scope` and its window has not ended before `now`.
    package func hasNonce(_ nonce: String, scope: String, now: Timestamp) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM nonce WHERE scope = ? AND nonce = ? AND expires_at >= ?)",
            arguments: [scope, nonce, now.milliseconds]) ?? false
    }
}

extension Transaction {
    /// Remembers that `nonce` was used within `scope` until `expiry`; true when it is new, false when it is a replay.
    ///
    /// A scope is whatever must not repeat by itself: `signature:<client id>:<key id>` of a webhook, `assertion:<client id>` of a token
    /// request. It forgets nonces whose window ended before `now`, at most 100 a call.
    package func useNonce(_ nonce: String, scope: String, expiry: Timestamp, now: Timestamp) throws -> Bool {
        try database.execute(
            sql: """
                DELETE FROM nonce WHERE (scope, nonce) IN
                (SELECT scope, nonce FROM nonce WHERE expires_at < ? ORDER BY expires_at LIMIT 100)
                """, arguments: [now.milliseconds])
        try database.execute(
            sql: "INSERT INTO nonce (scope, nonce, expires_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            arguments: [scope, nonce, expiry.milliseconds])
        return database.changesCount == 1
    }
}
