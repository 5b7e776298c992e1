package import MessageSignatures

/// With which keys a realm signs its access tokens, and which it still accepts.
package struct TokenAuthority: Sendable {
    /// What tokens and assertions may be signed with: ES256 and EdDSA, of those that FAPI 2.0 §5.4.1 allows.
    package static let algorithms: Set<SignatureAlgorithm> = [.ecdsaP256SHA256, .ed25519]
    /// The longest life that a token may have.
    package static let maximumLifetime = Duration.seconds(600)
    /// How far our own tokens may lie in the future: issuer and resource share a clock, but it may be set back a little.
    static let skew = Duration.seconds(5)

    package let realm: Realm
    let signingKey: SigningKey
    /// The signing key's public half, and keys that signed tokens which are not over yet.
    let keys: KeySet
    /// What the key set document of the realm holds: `keys` and those with which the realm signs anything else.
    let published: KeySet
    let lifetime: Duration

    /// `retiredKeys` verify only: keep a key among them for `lifetime` after its replacement. `otherKeys` are published only. A key in
    /// several lists counts once. `lifetime` is more than zero and at most `maximumLifetime`; the signing key is one of `algorithms`.
    package init(
        realm: Realm, signingKey: SigningKey, retiredKeys: [VerificationKey] = [], otherKeys: [VerificationKey] = [],
        lifetime: Duration = .seconds(300)
    ) {
        precondition(lifetime > .zero && lifetime <= Self.maximumLifetime, "a token lives more than 0 and at most 600 seconds")
        precondition(Self.algorithms.contains(signingKey.algorithm), "tokens are signed with ES256 or EdDSA")
        self.realm = realm
        self.signingKey = signingKey
        self.lifetime = lifetime
        let accepted = Self.distinct([signingKey.verificationKey] + retiredKeys)
        keys = KeySet(accepted)
        published = KeySet(Self.distinct(accepted + otherKeys))
    }

    private static func distinct(_ keys: [VerificationKey]) -> [VerificationKey] {
        var seen: Set<String> = []
        return keys.filter { seen.insert($0.keyID).inserted }
    }
}
