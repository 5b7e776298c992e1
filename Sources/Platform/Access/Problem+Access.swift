import HTTPTypes
import ServerKit

/// The refusals of the gate, in the order in which it checks.
extension Problem {
    static func certificateRequired(_ realm: Realm) -> Problem {
        .unauthorized(
            realm, code: "certificate-required", title: "A client certificate is required",
            detail: "Connect with the certificate that is registered for your client.")
    }

    static func certificateExpired(_ realm: Realm) -> Problem {
        .unauthorized(
            realm, code: "certificate-expired", title: "The client certificate is no longer valid",
            detail: "The certificate ran out while the connection was open. Connect with a valid one.")
    }

    static func certificateRevoked(_ realm: Realm) -> Problem {
        .unauthorized(
            realm, code: "certificate-revoked", title: "The client certificate was revoked",
            detail: "The certificate's authority or the operator revoked it. Connect with another one that is registered.")
    }

    static func revocationListExpired(_ realm: Realm) -> Problem {
        .unauthorized(
            realm, code: "revocation-list-expired", title: "Nobody knows whether the client certificate was revoked",
            detail:
                "The list of revoked certificates of the certificate's authority has ended. Try again when the operator has the next one.")
    }

    static func certificateNotRegistered(_ realm: Realm) -> Problem {
        .unauthorized(
            realm, code: "certificate-not-registered", title: "No client may show this certificate",
            detail: "The certificate's authority is known, but no client of this realm is registered with the certificate.")
    }

    static func addressRefused(_ address: String) -> Problem {
        Problem(
            status: 403, code: "address-refused", title: "The address is not on the client's list",
            detail: "Connections of this client may not come from \(address).")
    }

    static func token(_ refusal: TokenRefusal, _ realm: Realm) -> Problem {
        var problem = Problem.unauthorized(
            realm, code: refusal.rawValue, title: refusal.title, detail: refusal.detail, error: refusal.oauthError)
        problem.status = refusal.status
        return problem
    }

    static func missing(_ need: Need, _ realm: Realm) -> Problem {
        let scope: String
        let code: String
        let title: String
        switch need {
        case .anyRole(let roles):
            scope = roles.map(\.rawValue).sorted().joined(separator: " ")
            code = "role-missing"
            title = "The caller does not have the role"
        case .scope(let wanted):
            scope = wanted.rawValue
            code = "scope-missing"
            title = "The token does not carry the scope"
        }
        let challenge = challenge(realm, error: "insufficient_scope") + ", scope=\"\(scope)\""
        return Problem(
            status: 403, code: code, title: title, detail: "This resource asks for one of: \(scope).",
            fields: [.wwwAuthenticate: challenge])
    }

    static let decisionNotRecorded = Problem(
        status: 503, code: "audit-unavailable", title: "Nothing can be put on record now",
        detail: "What cannot be put on record is not done; nothing was changed. Try again later.", fields: [.retryAfter: "5"])

    static let ledgerUnavailable = Problem(
        status: 503, code: "token-ledger-unavailable", title: "Tokens cannot be checked now",
        detail: "The record of tokens did not answer; nothing was changed. Try again later.", fields: [.retryAfter: "5"])

    /// The caller's assertion is used up, and nobody can tell whether the token still is good.
    static let revocationUncertain = Problem(
        status: 503, code: "token-ledger-unavailable", title: "Tokens cannot be revoked now",
        detail: "The record of tokens did not answer: the token may be good still. Ask again, with a new assertion.",
        fields: [.retryAfter: "5"])

    static let issuerKeysUnavailable = Problem(
        status: 503, code: "issuer-keys-unavailable", title: "Tokens cannot be checked now",
        detail: "The keys of the tokens' issuer are not to be had. Nothing was done. Try again later.", fields: [.retryAfter: "30"])

    private static func unauthorized(
        _ realm: Realm, code: String, title: String, detail: String, error: String? = nil
    ) -> Problem {
        Problem(
            status: 401, code: code, title: title, detail: detail, fields: [.wwwAuthenticate: challenge(realm, error: error)])
    }

    /// RFC 6750 §3 with the parameter of RFC 9728 §5.1.
    private static func challenge(_ realm: Realm, error: String?) -> String {
        let metadata = "Bearer resource_metadata=\"\(realm.url("/.well-known/oauth-protected-resource"))\""
        return error.map { metadata + ", error=\"\($0)\"" } ?? metadata
    }
}
