import Documents
import HTTPTypes
import ServerKit

/// A refusal of the token, revocation or introspection endpoint (RFC 6749 §5.2).
struct OAuthError: Error, Hashable {
    /// The value of `error`.
    enum Code: String, CaseIterable {
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case invalidScope = "invalid_scope"
        case invalidTarget = "invalid_target"
        case unsupportedGrantType = "unsupported_grant_type"
    }

    let code: Code
    /// What exactly was wrong, kebab-case: for the record of decisions and for tests.
    let reason: String
    /// One sentence for the client's developer; visible ASCII without quotes and backslashes.
    let description: String

    /// 401 for a client that did not prove who it is, else 400.
    var status: Int { code == .invalidClient ? 401 : 400 }

    var response: ServerResponse {
        .json(.object([("error", .string(code.rawValue)), ("error_description", .string(description))]), status: status)
    }
}
