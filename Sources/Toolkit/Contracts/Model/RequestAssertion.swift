package import Results

/// The assertion by which a client proves at an authorization server who it is (`private_key_jwt`, RFC 7523 §2.2), and how it departs from what
/// the FAPI 2.0 Security Profile wants of one.
package struct RequestAssertion: Sendable, Hashable {
    /// One departure from a good assertion. All but the clock that is a little ahead, and missing parts that a profile does not ask for, are to be
    /// refused.
    package enum Change: String, Sendable, CaseIterable {
        /// No assertion at all: the form names the client and nothing else.
        case missing
        /// Signed with RS256: by the client's own key where it is one of RSA, else by another under the client's key id.
        case rs256
        /// `alg` is `none`, and there is no signature.
        case unsigned
        /// `alg` is `HS256`, keyed with the client's public key as a JWK.
        case publicKeyAsSecret = "public-key-as-secret"
        /// Signed by a key that nobody registered, under the client's key id.
        case wrongKey = "wrong-key"
        /// Signed by the client's key under a key id that nobody registered.
        case unknownKeyID = "unknown-key-id"
        /// Signed by a key that nobody registered and that the header brings along (`jwk`).
        case keyInHeader = "key-in-header"
        /// `aud` is another server's issuer.
        case anotherAudience = "another-audience"
        /// `aud` is the token endpoint's address.
        case endpointAsAudience = "endpoint-as-audience"
        /// `aud` is a list with the issuer in it.
        case audienceList = "audience-list"
        /// It ended five minutes ago.
        case expired
        /// No `exp`.
        case withoutEnd = "without-end"
        /// No `jti`.
        case withoutIdentifier = "without-identifier"
        /// No `sub`.
        case withoutSubject = "without-subject"
        /// `sub` is not `iss`.
        case anotherSubject = "another-subject"
        /// `iat` and `nbf` are nine seconds ahead, as of a clock that is.
        case slightlyAhead = "slightly-ahead"
        /// `iat` and `nbf` are two minutes ahead.
        case farAhead = "far-ahead"
        /// A good one is sent twice; the second answer is judged.
        case replayed
    }

    /// Whose claims and key; nil: those of the identity that asks.
    package let owner: String?
    /// Whose key signs it, under that one's key id; nil: the owner's.
    package let keyOwner: String?
    package let change: Change?
    package let source: SourceLocation

    package init(owner: String? = nil, keyOwner: String? = nil, change: Change? = nil, source: SourceLocation) {
        self.owner = owner
        self.keyOwner = keyOwner
        self.change = change
        self.source = source
    }
}
