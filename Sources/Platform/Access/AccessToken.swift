import Documents
import MessageSignatures

/// An access token of RFC 9068 bound to a certificate by RFC 8705 §3.1, taken apart.
struct AccessToken: Sendable, Hashable {
    /// The header's `typ`.
    static let type = "at+jwt"

    let clientID: String
    /// `sub`: of our own tokens the client.
    let subject: String
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
        let realm = authority.realm
        try self.init(
            verifying: compact, keys: authority.keys, issuer: realm.issuer, audience: realm.resource, skew: TokenAuthority.skew, now: now)
        guard subject == clientID else { throw .malformed }
    }

    /// The same for a token of any issuer. Of who the token is about nothing is asked but that it is said.
    init(
        verifying compact: String, keys: KeySet, issuer: String, audience: String, skew: Duration, now: Timestamp
    ) throws(TokenRefusal) {
        let (header, claims) = try Self.opened(compact, keys: keys)
        // `application/at+jwt` is the same type (RFC 7515 §4.1.9).
        guard let type = header["typ"]?.string?.lowercased(), type == Self.type || type == "application/" + Self.type else {
            throw .wrongType
        }
        guard claims["iss"]?.string == issuer else { throw .wrongIssuer }
        let audiences = claims["aud"]?.array?.compactMap(\.string) ?? [claims["aud"]?.string].compactMap { $0 }
        guard audiences.contains(audience) else { throw .wrongAudience }
        guard let expires = NumericDate.read(claims["exp"]), let issued = NumericDate.read(claims["iat"]) else { throw .malformed }
        guard now < expires else { throw .expired }
        let earliest = now.advanced(by: skew)
        guard issued <= earliest, claims["nbf"] == nil || NumericDate.read(claims["nbf"]).map({ $0 <= earliest }) == true else {
            throw .notYetValid
        }
        guard let client = claims["client_id"]?.string, let subject = claims["sub"]?.string, let id = claims["jti"]?.string, !id.isEmpty,
            let words = Self.words(of: claims["scope"])
        else { throw .malformed }
        guard let certificate = claims["cnf"]?["x5t#S256"]?.string else { throw .unbound }
        self.init(
            clientID: client, id: id, issuedAt: issued, expiresAt: expires,
            scopes: Set(words.compactMap { Scope(rawValue: $0) }), certificate: certificate, subject: subject)
    }

    /// Words with a space between them (RFC 9068 §2.2.3), or in a list, as some issuers write them.
    private static func words(of scope: Node?) -> [String]? {
        if let text = scope?.string { return text.split(separator: " ").map(String.init) }
        guard let list = scope?.array else { return nil }
        let words = list.compactMap(\.string)
        return words.count == list.count ? words : nil
    }

    init(
        clientID: String, id: String, issuedAt: Timestamp, expiresAt: Timestamp, scopes: Set<Scope>, certificate: String,
        subject: String? = nil
    ) {
        self.subject = subject ?? clientID
        self.clientID = clientID
        self.id = id
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.scopes = scopes
        self.certificate = certificate
    }

    private static func opened(_ compact: String, keys: KeySet) throws(TokenRefusal) -> (header: Node, claims: Node) {
        let header: Node
        let payload: [UInt8]
        do {
            (header, payload) = try JWS.verify(compact, keys: keys, allowed: TokenAuthority.algorithms)
        } catch {
            throw error.code == .malformed ? .malformed : .wrongSignature
        }
        do {
            return (header, try JSONReader.read(payload, limits: .request))
        } catch {
            throw .malformed
        }
    }
}
