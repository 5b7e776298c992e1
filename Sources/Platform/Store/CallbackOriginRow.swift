package import Documents
import GRDB

/// An origin of which a client proves that it controls it.
package struct CallbackOriginRow: Sendable, Hashable {
    /// Chosen by the client; unique for it.
    package let id: String
    package let clientID: String
    /// Scheme, host and port, in one spelling; unique for the client.
    package let origin: String
    /// The URL within the origin at which challenges are answered.
    package let address: String
    /// `pending`, `proved` or `failed`.
    package var state: String
    /// The challenge that counts: what another one brings is out of date.
    package var challenge: String
    /// When the last challenge was begun.
    package var challengedAt: Timestamp
    /// How often it was sent.
    package var attempts = 0
    /// Why the last attempt was no proof; nil when it was one, or none was made.
    package var reason: String?
    /// When control was proved last; nil for never.
    package var provedAt: Timestamp?
    /// Until when that holds, exclusive.
    package var provedUntil: Timestamp?

    package init(
        id: String, clientID: String, origin: String, address: String, state: String, challenge: String, challengedAt: Timestamp
    ) {
        self.id = id
        self.clientID = clientID
        self.origin = origin
        self.address = address
        self.state = state
        self.challenge = challenge
        self.challengedAt = challengedAt
    }

    init(row: Row) {
        self.init(
            id: row["id"], clientID: row["client_id"], origin: row["origin"], address: row["address"], state: row["state"],
            challenge: row["challenge"], challengedAt: Timestamp(milliseconds: row["challenged_at"]))
        attempts = row["attempts"]
        reason = row["reason"]
        provedAt = (row["proved_at"] as Int64?).map(Timestamp.init(milliseconds:))
        provedUntil = (row["proved_until"] as Int64?).map(Timestamp.init(milliseconds:))
    }
}

extension Snapshot {
    /// The origins of a client, by id.
    package func callbackOrigins(clientID: String) throws -> [CallbackOriginRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM callback_origin WHERE client_id = ? ORDER BY id", arguments: [clientID])
            .map(CallbackOriginRow.init)
    }

    /// The origins of all clients that were proved at some time, by client and id.
    package func provedOrigins() throws -> [CallbackOriginRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM callback_origin WHERE proved_until IS NOT NULL ORDER BY client_id, id")
            .map(CallbackOriginRow.init)
    }

    /// The times, oldest first, at which challenges of a client were begun after `time`.
    package func challengeTimes(clientID: String, after time: Timestamp) throws -> [Timestamp] {
        try Int64.fetchAll(
            database, sql: "SELECT begun_at FROM origin_challenge WHERE client_id = ? AND begun_at > ? ORDER BY begun_at",
            arguments: [clientID, time.milliseconds]
        ).map(Timestamp.init(milliseconds:))
    }
}

extension Transaction {
    /// Writes an origin over the one of the same client and id; the key refuses an origin that the client has under another id.
    package func put(_ origin: CallbackOriginRow) throws {
        try database.execute(
            sql: """
                INSERT INTO callback_origin
                (id, client_id, origin, address, state, challenge, challenged_at, attempts, reason, proved_at, proved_until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (client_id, id) DO UPDATE SET
                origin = excluded.origin, address = excluded.address, state = excluded.state, challenge = excluded.challenge,
                challenged_at = excluded.challenged_at, attempts = excluded.attempts, reason = excluded.reason,
                proved_at = excluded.proved_at, proved_until = excluded.proved_until
                """,
            arguments: [
                origin.id, origin.clientID, origin.origin, origin.address, origin.state, origin.challenge,
                origin.challengedAt.milliseconds, origin.attempts, origin.reason, origin.provedAt?.milliseconds,
                origin.provedUntil?.milliseconds,
            ])
    }

    /// Takes an origin away; false when there was none.
    package func removeCallbackOrigin(_ id: String, clientID: String) throws -> Bool {
        try database.execute(sql: "DELETE FROM callback_origin WHERE client_id = ? AND id = ?", arguments: [clientID, id])
        return database.changesCount == 1
    }

    /// Notes that a challenge was begun, and forgets those of all clients that were begun at `horizon` or earlier.
    package func note(challenge id: String, clientID: String, at time: Timestamp, forgetting horizon: Timestamp) throws {
        try database.execute(sql: "DELETE FROM origin_challenge WHERE begun_at <= ?", arguments: [horizon.milliseconds])
        try database.execute(
            sql: "INSERT INTO origin_challenge (id, client_id, begun_at) VALUES (?, ?, ?)", arguments: [id, clientID, time.milliseconds])
    }
}
