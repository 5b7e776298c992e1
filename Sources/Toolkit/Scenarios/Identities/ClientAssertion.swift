import Contracts
import Documents
import MessageSignatures

/// Makes a client's assertions (RFC 7523 §2.2), good ones and such as an authorization server must refuse.
struct ClientAssertion: Sendable {
    /// `client_assertion_type` (RFC 7523 §2.2).
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// How long an assertion is good for, in seconds.
    private static let lifetime: Int64 = 60
    /// What is nobody's issuer: the name is reserved (RFC 6761 §6.4).
    private static let nobody = "https://elsewhere.invalid"

    let clientID: String
    /// The authorization server's identifier.
    let issuer: String
    /// Its token endpoint.
    let endpoint: String
    let key: SigningKey
    let clock: RunClock
    let makeIdentifier: @Sendable () -> String

    /// The compact form, in one way other than it should be; nil is a good one. `missing` and `replayed` are good in themselves.
    /// - Throws: `RunError` `keyMalformed`.
    func compact(_ change: RequestAssertion.Change? = nil) throws(RunError) -> String {
        let payload = Node.object(claims(change)).compactBytes()
        let header: [(String, Node)] = [("typ", "JWT")]
        do {
            switch change {
            case .unsigned:
                let protected = Node.object([("alg", "none"), ("typ", "JWT"), ("kid", .string(key.keyID))]).compactBytes()
                return "\(Base64URL.encode(protected)).\(Base64URL.encode(payload))."
            case .publicKeyAsSecret:
                let secret = try SigningKey(secret: key.verificationKey.jwk().compactBytes(), keyID: key.keyID)
                return try JWS.compact(payload: payload, header: header, key: secret)
            case .rs256:
                let own = try? SigningKey(jwk: key.jwk().without("alg"), algorithm: .rsaV15SHA256)
                return try JWS.compact(
                    payload: payload, header: header, key: try own ?? SigningKey.generate(.rsaV15SHA256, keyID: key.keyID))
            case .wrongKey:
                return try JWS.compact(payload: payload, header: header, key: try .generate(key.algorithm, keyID: key.keyID))
            case .unknownKeyID:
                return try JWS.compact(payload: payload, header: header + [("kid", .string(makeIdentifier()))], key: key)
            case .keyInHeader:
                let brought = try SigningKey.generate(key.algorithm)
                return try JWS.compact(payload: payload, header: header + [("jwk", brought.verificationKey.jwk())], key: brought)
            default: return try JWS.compact(payload: payload, header: header, key: key)
            }
        } catch {
            throw RunError(
                .keyMalformed, "the key of the client `\(clientID)` does not sign: \(error)",
                remedy: "give a private JWK of a supported algorithm")
        }
    }

    private func claims(_ change: RequestAssertion.Change?) -> [(String, Node)] {
        let now = clock.now().seconds
        let ahead: Int64 = change == .slightlyAhead ? 9 : change == .farAhead ? 120 : change == .expired ? -360 : 0
        let audience: Node =
            switch change {
            case .anotherAudience: .string(Self.nobody)
            case .endpointAsAudience: .string(endpoint)
            case .audienceList: .array([.string(issuer)])
            default: .string(issuer)
            }
        var claims: [(String, Node)] = [("iss", .string(clientID)), ("aud", audience), ("iat", .integer(Int(now + ahead)))]
        if change != .withoutSubject {
            claims.append(("sub", .string(change == .anotherSubject ? "\(clientID)-and-somebody" : clientID)))
        }
        if change != .withoutIdentifier { claims.append(("jti", .string(makeIdentifier()))) }
        if change == .slightlyAhead || change == .farAhead { claims.append(("nbf", .integer(Int(now + ahead)))) }
        if change != .withoutEnd { claims.append(("exp", .integer(Int(now + ahead + Self.lifetime)))) }
        return claims
    }
}

extension Node {
    /// The object without this member.
    fileprivate func without(_ name: String) -> Node {
        .object((members ?? []).filter { $0.key != name }.map { ($0.key, $0.value) })
    }
}
