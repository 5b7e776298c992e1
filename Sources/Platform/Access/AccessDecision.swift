package import Documents
import ServerKit

/// One decision to let a caller in or not, for the record. Holds no token, assertion, key or query.
package struct AccessDecision: Sendable, Hashable {
    package let at: Timestamp
    package let realm: Realm.Name
    package let requestID: String
    package let method: String
    /// The path without the query, in its one canonical form: what is erased is found in it.
    package let path: String
    /// Where the caller is: the socket's other end, or what a listed proxy said of the connection; without port.
    package let address: String
    /// `x5t#S256` of the certificate shown, registered or not.
    package let certificate: String?
    /// Whose certificate it is; nil when no client of this realm may show it.
    package internal(set) var clientID: String?
    /// `jti` of the token that was shown or issued; only of tokens whose signature is ours.
    package internal(set) var tokenID: String?
    /// The problem's code or the OAuth error's reason; nil when the caller was let in.
    package internal(set) var refusal: String?
    /// 200 when the caller was let in, else the refusal's status.
    package internal(set) var status = 200

    init(_ request: ServerRequest, realm: Realm, at now: Timestamp) {
        at = now
        self.realm = realm.name
        requestID = request.id
        method = request.method
        path = PercentCoding.canonical(path: request.path)
        address = request.remoteAddress
        certificate = request.peer?.thumbprint
    }
}

/// Where decisions go; awaited before the caller gets an answer, so that what is answered is on record. Throws when it cannot be kept:
/// then nobody is let in.
package typealias AccessRecorder = @Sendable (AccessDecision) async throws -> Void
