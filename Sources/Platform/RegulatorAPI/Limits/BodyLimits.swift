/// How large the body of a request may be; forms of the token endpoint have their own (`AuthorizationServer.maximumFormBytes`).
enum BodyLimits {
    /// Of every route that says nothing else: they take one object as JSON.
    static let json = 256 << 10
    /// Of routes that are shown whole documents: a report, a message with its body, a file of an incident in Base64.
    static let document = 8 << 20
}
