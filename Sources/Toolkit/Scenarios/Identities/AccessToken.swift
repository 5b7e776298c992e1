/// An access token in use.
struct AccessToken: Sendable, CustomStringConvertible {
    let text: String
    /// The moment of `RunClock.uptime` after which a new one is asked for, a little before it expires.
    let freshUntil: Duration

    /// - Parameter lifetime: `expires_in` of the token's answer (RFC 6749 §5.1), counted from `fetchedAt`.
    init(text: String, fetchedAt: Duration, lifetime: Duration) {
        self.text = text
        freshUntil = fetchedAt + lifetime - min(.seconds(30), lifetime / 5)
    }

    /// Never the token.
    var description: String { "AccessToken(redacted)" }
}
