import Documents
import MessageSignatures

/// An access token of RFC 9068 bound to a certificate by RFC 8705 §3.1, taken apart.
struct AccessToken: Sendable, Hashable {
    /// The header's `typ`.
    static let type = "at+jwt"

    let clientID: String
    /// `jti`, distinct per token.
    let id: String
    let issuedAt: Timestamp
    let expiresAt: Timestamp
    let scopes: Set<Scope>
    /// `cnf.x5t#S256`.
    let certificate: String

    /// The compact form, signed. Times are written in whole seconds.
    func signed(by authority: TokenAuthority) throws -> String {
        let claims: Node = .object([
            ("iss", .string(authority.realm.issuer)),
            ("sub", .string(clientID)),
            ("aud", .string(authority.realm.resource)),
            ("client_id", .string(clientID)),
            ("jti", .string(id)),
            ("iat", .integer(Int(issuedAt.seconds))),
            ("nbf", .integer(Int(issuedAt.seconds))),
            ("exp", .integer(Int(expiresAt.seconds))),
            ("scope", .string(scopes.text)),
            ("cnf", .object([("x5t#S256", .string(certificate))])),
        ])
        return try JWS.compact(payload: claims.compactBytes(), header: [("typ", .string(Self.type))], key: authority.signingKey)
    }

    /// Reads a token and checks all that depends on the token, the keys and the time alone (RFC 9068 §4); not whether it was revoked, nor
    /// who shows it.
    init(verifying compact: String, by authority: TokenAuthority, now: Timestamp) throws(TokenRefusal) {
        let (header, claims) = try Self.opened(compact, by: authority)
        // `application/at+jwt` is the same type (RFC 7515 §4.1.9).
        guard let type = header["typ"]?.string?.lowercased(), type == Self.type || type == "application/" + Self.type else {
            throw .wrongType
        }
        guard claims["iss"]?.string == authority.realm.issuer else { throw .wrongIssuer }
        let audiences = claims["aud"]?.array?.compactMap(\.string) ?? [claims["aud"]?.string].compactMap { $0 }
        guard audiences.contains(authority.realm.resource) else { throw .wrongAudience }
        guard let expires = NumericDate.read(claims["exp"]), let issued = NumericDate.read(claims["iat"]) else { throw .malformed }
        guard now < expires else { throw .expired }
        let earliest = now.advanced(by: TokenAuthority.skew)
        guard issued <= earliest, claims["nbf"] == nil || NumericDate.read(claims["nbf"]).map({ $0 <= earliest }) == true else {
            throw .notYetValid
        }
        guard let client = claims["client_id"]?.string, claims["sub"]?.string == client, let id = claims["jti"]?.string, !id.isEmpty,
            let scope = claims["scope"]?.string
        else { throw .malformed }
        guard let certificate = claims["cnf"]?["x5t#S256"]?.string else { throw .unbound }
        self.init(
            clientID: client, id: id, issuedAt: issued, expiresAt: expires,
            scopes: Set(scope.split(separator: " ").compactMap { Scope(rawValue: String($0)) }), certificate: certificate)
    }

    init(clientID: String, id: String, issuedAt: Timestamp, expiresAt: Timestamp, scopes: Set<Scope>, certificate: String) {
        self.clientID = clientID
        self.id = id
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.scopes = scopes
        self.certificate = certificate
    }

    private static func opened(_ compact: String, by authority: TokenAuthority) throws(TokenRefusal) -> (header: Node, claims: Node) {
        let header: Node
        let payload: [UInt8]
        do {
            (header, payload) = try JWS.verify(compact, keys: authority.keys, allowed: TokenAuthority.algorithms)
        } catch {
            throw error.code == .malformed ? .malformed : .wrongSignature
        }
        do {
            return (header, try JSONReader.read(payload))
        } catch {
            throw .malformed
        }
    }
}
