package import Results

/// How a message must be signed.
package struct SignatureSpecification: Sendable, Hashable {
    /// A way of signing HTTP messages.
    package enum Scheme: String, Sendable, CaseIterable {
        /// HTTP Message Signatures.
        case rfc9421
        /// standard-webhooks v1a (Ed25519).
        case standardWebhooks = "standard-webhooks"
    }

    /// All of them must be there and hold.
    package let schemes: [Scheme]
    /// Component identifiers that must be among the covered ones: `@status`, `"@method";req`.
    package let covers: [Located<String>]
    /// HTTP Signature Algorithms Registry names; empty: any asymmetric one.
    package let algorithms: [String]
    /// How old `created` may be at the moment of the check.
    package let createdWithin: Duration
    /// How far `created` may lie in the future.
    package let skew: Duration
    /// The application tag; when given, only a signature with this tag counts.
    package let tag: String?
    /// The body must be bound by a `Content-Digest` that matches it (RFC 9530), whenever there is a body.
    package let requiresDigest: Bool
    package let source: SourceLocation

    package init(
        schemes: [Scheme] = [.rfc9421], covers: [Located<String>], algorithms: [String] = [], createdWithin: Duration = .seconds(300),
        skew: Duration = .seconds(5), tag: String? = nil, requiresDigest: Bool = true, source: SourceLocation
    ) {
        self.schemes = schemes
        self.covers = covers
        self.algorithms = algorithms
        self.createdWithin = createdWithin
        self.skew = skew
        self.tag = tag
        self.requiresDigest = requiresDigest
        self.source = source
    }
}
