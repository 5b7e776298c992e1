/// The refusals of the OAuth endpoints.
extension OAuthError {
    static let notAForm = OAuthError(
        code: .invalidRequest, reason: "form-wanted", description: "Send application/x-www-form-urlencoded.")
    static let malformedForm = OAuthError(
        code: .invalidRequest, reason: "form-malformed", description: "The body is not a well-formed form.")

    static func missing(_ name: String) -> OAuthError {
        OAuthError(code: .invalidRequest, reason: "parameter-missing", description: "The parameter \(name) is missing.")
    }

    static func repeated(_ name: String) -> OAuthError {
        OAuthError(code: .invalidRequest, reason: "parameter-repeated", description: "The parameter \(name) may occur once.")
    }

    static let unsupportedGrantType = OAuthError(
        code: .unsupportedGrantType, reason: "grant-type", description: "The only grant type is client_credentials.")
    static let invalidScope = OAuthError(
        code: .invalidScope, reason: "scope-not-registered", description: "A scope is unknown or not registered for this client.")
    static let invalidTarget = OAuthError(
        code: .invalidTarget, reason: "resource", description: "The resource is not this realm's.")
    static let otherMethod = OAuthError(
        code: .invalidClient, reason: "other-authentication",
        description: "Authenticate as the client is registered: private_key_jwt or tls_client_auth.")
    static let unnamed = OAuthError(
        code: .invalidClient, reason: "client-id-missing", description: "A client of tls_client_auth sends its client_id.")

    static func certificate(_ reason: String) -> OAuthError {
        OAuthError(code: .invalidClient, reason: reason, description: "A registered, valid client certificate is required.")
    }

    static func assertion(_ reason: AssertionRefusal) -> OAuthError {
        OAuthError(code: .invalidClient, reason: reason.rawValue, description: reason.description)
    }
}
