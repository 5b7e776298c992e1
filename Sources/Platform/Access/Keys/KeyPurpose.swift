/// What a realm signs with a key: each purpose has keys of its own, so that the loss of one is not the loss of all, and so that what one
/// purpose signs can never pass for what another does.
package enum KeyPurpose: String, Sendable, Hashable, CaseIterable {
    /// Access tokens.
    case token
    /// Answers of the interface (RFC 9421).
    case answer
    /// What is sent by the platform itself: callbacks, uploads and notices.
    case delivery
    /// Manifests of reports and of requested files, which are kept for years.
    case document

    /// For how long a key is published before it signs: whoever fetches the key set every five minutes knows it by then.
    package static let lead = Duration.seconds(300)
    /// What a clock of a receiver may be behind when it looks at `nbf`.
    static let clockDifference = Duration.seconds(60)
    /// The most keys that sign at the same time: a receiver reads 16 signatures of a message, and need not be brought near that.
    static let mostSigners = 4

    /// For how long the key before signs beside the new one; deliveries carry both signatures for a week (Standard Webhooks 1.0,
    /// "Signature scheme": sign with old and new key during a rotation).
    package var overlap: Duration { self == .delivery ? .seconds(7 * 86_400) : .zero }

    /// How long something that was signed is good: for so long after it last signed, a key is to be accepted.
    package var lifetime: Duration {
        switch self {
        case .token: TokenAuthority.maximumLifetime
        // As `expires` of the signatures says.
        case .answer, .delivery: .seconds(300)
        case .document: Self.years
        }
    }

    /// For how long after it last signed a key stays in the key set: whoever keeps a message as evidence can still look its key up.
    package var publishedFor: Duration { self == .document ? Self.years : .seconds(30 * 86_400) }

    /// Reports are kept for seven years at least; ten are published for.
    private static let years = Duration.seconds(10 * 366 * 86_400)
}
