/// Whom or what an audit event is about: who may be shown it, and under whose key it is sealed.
///
/// A log is one for all authorities of an operator, and each of them reads all of its leaves. What a leaf commits to is shown only to those
/// whom its subject concerns.
package enum AuditSubject: Sendable, Hashable {
    /// What the operator offers to all: its games, rules, switches. For every authority of the operator.
    case operation
    /// What is done under one licence. For the authority that granted it.
    case licence(String)
    /// What one client does or arranges for itself. For that client.
    case client(String)
    /// A player, by its pseudonym. For the authority under whose licence the account is held.
    case player(String)
    /// What concerns the operator's own people alone.
    case own

    /// What the store knows the subject by.
    package var name: String {
        switch self {
        case .operation: "operation"
        case .licence(let id): "licence:" + id
        case .client(let id): "client:" + id
        case .player(let id): "player:" + id
        case .own: "own"
        }
    }

    /// Nil for what is no name of a subject.
    init?(name: String) {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("operation", 1): self = .operation
        case ("own", 1): self = .own
        case ("licence", 2): self = .licence(String(parts[1]))
        case ("client", 2): self = .client(String(parts[1]))
        case ("player", 2): self = .player(String(parts[1]))
        default: return nil
        }
    }
}
