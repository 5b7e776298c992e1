import Documents
import MessageSignatures

/// A client's proof of who it is: `private_key_jwt` of RFC 7523, as narrow as FAPI 2.0 §5.3.2 asks.
struct ClientAssertion: Sendable, Hashable {
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// How far `exp` may lie ahead: so long each `jti` is remembered.
    static let maximumLifetime = Duration.seconds(600)
    /// How far `iat` and `nbf` may lie ahead: clocks differ (FAPI 2.0 §5.3.2.1, item 13: 10 s must be accepted, more than 60 s refused).
    static let skew = Duration.seconds(60)

    let clientID: String
    /// `jti`.
    let id: String
    let expiresAt: Timestamp

    /// Checks everything but whether it was used before.
    /// - Parameters:
    ///   - weaknesses: what is not checked.
    ///   - others: clients whose assertions are taken for this one's: none but as a weakness.
    init(
        verifying compact: String, of client: RegisteredClient, for realm: Realm, now: Timestamp, weaknesses: AccessWeaknesses = [],
        others: [RegisteredClient] = []
    ) throws(AssertionRefusal) {
        let keys = others.isEmpty ? client.keys : KeySet(others.flatMap(\.keys.keys))
        let (header, claims) =
            weaknesses.contains(.unverifiedAssertions) ? try Self.unverified(compact) : try Self.opened(compact, keys: keys)
        if !weaknesses.contains(.unverifiedAssertions) {
            for member in ["jwk", "jku", "x5u", "x5c"] where header[member] != nil { throw .foreignKey }
            guard header["kid"]?.string != nil else { throw .unknownKey }
        }
        let isOwn = claims["iss"]?.string == client.id && claims["sub"]?.string == client.id
        guard isOwn || weaknesses.contains(.anySubject) else { throw .wrongClient }
        // A list is refused even when the issuer is in it: the assertion would be good elsewhere too.
        guard claims["aud"]?.string == realm.issuer || weaknesses.contains(.anyAudience) else { throw .wrongAudience }
        let expires = try Self.end(of: claims, now: now, weaknesses)
        let skew = weaknesses.contains(.exactClocks) ? .zero : weaknesses.contains(.assertionsAhead) ? .seconds(86_400) : Self.skew
        for name in ["iat", "nbf"] where claims[name] != nil {
            guard let time = NumericDate.read(claims[name]) else { throw .malformed }
            guard time <= now.advanced(by: skew) else { throw .notYetValid }
        }
        let invented = weaknesses.contains(.unnamedAssertions) ? RandomIdentifier.make() : nil
        guard let id = claims["jti"]?.string ?? invented, (1...256).contains(id.unicodeScalars.count) else { throw .noIdentifier }
        self.clientID = client.id
        self.id = id
        expiresAt = expires
    }

    private static func end(of claims: Node, now: Timestamp, _ weaknesses: AccessWeaknesses) throws(AssertionRefusal) -> Timestamp {
        if weaknesses.contains(.endlessAssertions) { return now.advanced(by: maximumLifetime) }
        guard let expires = NumericDate.read(claims["exp"]) else { throw .malformed }
        guard now < expires else { throw .expired }
        guard expires <= now.advanced(by: maximumLifetime + skew) else { throw .tooLong }
        return expires
    }

    /// What an assertion says, whoever signed it: a weakness.
    private static func unverified(_ compact: String) throws(AssertionRefusal) -> (header: Node, claims: Node) {
        let parts = compact.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]) else { throw .malformed }
        do {
            return (try JSONReader.read(header), try JSONReader.read(payload))
        } catch {
            throw .malformed
        }
    }

    var spent: SpentAssertion { SpentAssertion(clientID: clientID, id: id, expiresAt: expiresAt) }

    private static func opened(_ compact: String, keys: KeySet) throws(AssertionRefusal) -> (header: Node, claims: Node) {
        let header: Node
        let payload: [UInt8]
        do {
            (header, payload) = try JWS.verify(compact, keys: keys, allowed: TokenAuthority.algorithms)
        } catch {
            switch error.code {
            case .malformed, .critical, .cannotSign: throw .malformed
            case .algorithm: throw .algorithm
            case .unknownKey: throw .unknownKey
            case .wrong: throw .wrongSignature
            }
        }
        do {
            return (header, try JSONReader.read(payload, limits: .request))
        } catch {
            throw .malformed
        }
    }
}
