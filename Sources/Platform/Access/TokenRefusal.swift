/// Why an access token is not accepted; raw values are the problem codes.
enum TokenRefusal: String, Error, CaseIterable {
    case missing = "token-missing"
    case inQuery = "token-in-query"
    case inForm = "token-in-form"
    case malformed = "token-malformed"
    case wrongType = "token-wrong-type"
    case wrongSignature = "token-wrong-signature"
    case wrongIssuer = "token-wrong-issuer"
    case wrongAudience = "token-wrong-audience"
    case expired = "token-expired"
    case notYetValid = "token-not-yet-valid"
    case revoked = "token-revoked"
    case unbound = "token-unbound"
    case tooLong = "token-too-long"
    case wrongCertificate = "token-certificate-mismatch"
    case wrongClient = "token-client-mismatch"

    /// 401, except for a token where none may be (RFC 6750 §3.1: `invalid_request` is 400).
    var status: Int { self == .inQuery || self == .inForm ? 400 : 401 }

    /// The `error` of the challenge; none when no token came (RFC 6750 §3.1).
    var oauthError: String? {
        switch self {
        case .missing: nil
        case .inQuery, .inForm: "invalid_request"
        default: "invalid_token"
        }
    }

    var title: String {
        switch self {
        case .missing: "An access token is required"
        case .inQuery: "A token was sent in the query"
        case .inForm: "A token was sent in a form"
        case .malformed: "The access token cannot be read"
        case .wrongType: "This is not an access token"
        case .wrongSignature: "The token was not signed by this realm's issuer"
        case .wrongIssuer: "The token comes from another issuer"
        case .wrongAudience: "The token is meant for another resource"
        case .expired: "The token is over"
        case .notYetValid: "The token is not valid yet"
        case .revoked: "The token was revoked"
        case .unbound: "The token is not bound to a certificate"
        case .tooLong: "The token lives too long"
        case .wrongCertificate: "The token is bound to another certificate"
        case .wrongClient: "The token belongs to another client"
        }
    }

    var detail: String {
        switch self {
        case .missing: "Send \"Authorization: Bearer\" with a token of this realm's token endpoint."
        case .inQuery: "Tokens travel in the field Authorization only (RFC 6750 §2.3, RFC 9700 §4.3.2). Consider this one disclosed."
        case .inForm: "Tokens travel in the field Authorization only (RFC 6750 §2.1); the body holds none, whatever else comes with it."
        case .malformed: "Expected one Authorization field with the scheme Bearer and a signed JSON Web Token with all claims of RFC 9068."
        case .wrongType: "Expected the header typ to be at+jwt (RFC 9068 §4)."
        case .wrongSignature: "The signature, its algorithm, its key or a critical header member is not acceptable here."
        case .wrongIssuer: "Ask this realm's token endpoint for a token."
        case .wrongAudience: "Ask for a token for this resource."
        case .expired: "Ask the token endpoint for a new one."
        case .notYetValid: "A time in the token lies in the future: compare the clocks."
        case .revoked: "Ask the token endpoint for a new one."
        case .tooLong: "A token may have ten minutes left: have its issuer give shorter ones."
        case .unbound: "Expected the claim cnf with x5t#S256 (RFC 8705 §3.1)."
        case .wrongCertificate: "Use the certificate with which the token was obtained (RFC 8705 §3)."
        case .wrongClient: "The certificate of this connection is registered for a client other than the token's."
        }
    }
}
