package import Documents
package import Store

/// How far a client has proved that it controls an origin.
///
/// Moves: `pending` → `proved` | `failed`; `failed` → `pending` when another challenge is asked for; `proved` → `failed` when a challenge is
/// not answered or the proof is over, → `pending` when the address changes.
package enum OriginState: String, Sendable, CaseIterable {
    /// A challenge is under way; nothing else is sent there.
    case pending
    case proved
    /// The challenge was not answered as it should be; the row says why.
    case failed
}

extension CallbackOriginRow {
    /// Whether messages may be sent there.
    package func isProved(at now: Timestamp) -> Bool {
        state == OriginState.proved.rawValue && (provedUntil.map { $0 > now } ?? false)
    }

    /// The origin as `/regulator/callback-origins` shows it: a proof that is over is none, whatever is stored.
    package func document(at now: Timestamp) -> Node {
        let isOver = state == OriginState.proved.rawValue && !isProved(at: now)
        let reason = isOver ? reason ?? "the proof was good until \(provedUntil.map(\.description) ?? "the start")" : reason
        return .object([
            ("id", .string(id)), ("origin", .string(origin)), ("address", .string(address)),
            ("state", .string(isOver ? OriginState.failed.rawValue : state)), ("reason", reason.map { .string($0) } ?? .null),
            ("challenged_at", .string(challengedAt.description)), ("attempts", .integer(attempts)),
            ("proved_at", provedAt.map { .string($0.description) } ?? .null),
            ("proved_until", provedUntil.map { .string($0.description) } ?? .null),
        ])
    }
}
