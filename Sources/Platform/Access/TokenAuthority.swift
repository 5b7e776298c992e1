package import Documents
package import MessageSignatures

/// With which keys a realm signs its access tokens, and which it still accepts.
package struct TokenAuthority: Sendable {
    /// What tokens and assertions may be signed with: ES256 and EdDSA, of those that FAPI 2.0 §5.4.1 allows.
    package static let algorithms: Set<SignatureAlgorithm> = [.ecdsaP256SHA256, .ed25519]
    /// The longest life that a token may have.
    package static let maximumLifetime = Duration.seconds(600)
    /// How far our own tokens may lie in the future: issuer and resource share a clock, but it may be set back a little.
    static let skew = Duration.seconds(5)

    /// The keys of one moment.
    package struct Keys: Sendable {
        /// Signs new tokens; one of `algorithms`.
        let signing: SigningKey
        /// The signing key's public half, and keys that signed tokens which are not over yet.
        let accepted: KeySet
        /// What the key set document of the realm holds: the accepted keys and those with which the realm signs anything else.
        let published: KeySet
        /// Members of that document beside `keys`.
        let extra: [(String, Node)]

        package init(signing: SigningKey, accepted: [VerificationKey], published: [VerificationKey], extra: [(String, Node)] = []) {
            precondition(TokenAuthority.algorithms.contains(signing.algorithm), "tokens are signed with ES256 or EdDSA")
            self.signing = signing
            self.accepted = KeySet(TokenAuthority.distinct(accepted))
            self.published = KeySet(TokenAuthority.distinct(published))
            self.extra = extra
        }
    }

    /// The issuer.
    package let realm: Realm
    let lifetime: Duration
    private let current: @Sendable () -> Keys

    /// `keys` is asked for each token, so that a rotation needs no restart. `lifetime` is more than zero and at most `maximumLifetime`.
    package init(realm: Realm, lifetime: Duration = .seconds(300), keys: @escaping @Sendable () -> Keys) {
        precondition(lifetime > .zero && lifetime <= Self.maximumLifetime, "a token lives more than 0 and at most 600 seconds")
        self.realm = realm
        self.lifetime = lifetime
        current = keys
    }

    /// Keys that never change. `retiredKeys` verify only: keep a key among them for `lifetime` after its replacement. `otherKeys` are
    /// published only. A key in several lists counts once.
    package init(
        realm: Realm, signingKey: SigningKey, retiredKeys: [VerificationKey] = [], otherKeys: [VerificationKey] = [],
        lifetime: Duration = .seconds(300)
    ) {
        let accepted = [signingKey.verificationKey] + retiredKeys
        let keys = Keys(signing: signingKey, accepted: accepted, published: accepted + otherKeys)
        self.init(realm: realm, lifetime: lifetime) { keys }
    }

    var signingKey: SigningKey { current().signing }
    var keys: KeySet { current().accepted }
    var published: KeySet { current().published }

    /// The key set of the realm (RFC 7517 §5).
    var document: Node {
        let keys = current()
        return keys.extra.reduce(keys.published.jwks()) { $0.setting($1.0, $1.1) }
    }

    private static func distinct(_ keys: [VerificationKey]) -> [VerificationKey] {
        var seen: Set<String> = []
        return keys.filter { seen.insert($0.keyID).inserted }
    }
}
