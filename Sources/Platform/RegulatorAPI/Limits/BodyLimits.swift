/// How large the body of a request may be; forms of the token endpoint have their own (`AuthorizationServer.maximumFormBytes`).
enum BodyLimits {
    /// Of every route that says nothing else: they take one object as JSON.
    static let json = 256 << 10
    /// Of routes of the sandbox that are shown whole documents: a report, or a message with its body.
    static let document = 8 << 20
}
