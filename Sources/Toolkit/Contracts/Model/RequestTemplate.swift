package import Documents
package import Results

/// A request to be sent. Every text may hold `{{ variable }}` templates; resolve them with `Template` before use.
package struct RequestTemplate: Sendable, Hashable {
    /// One header field or query parameter, in the order of the file.
    package struct Field: Sendable, Hashable {
        package let name: String
        package let value: String
        package let source: SourceLocation
        package init(name: String, value: String, source: SourceLocation) {
            self.name = name
            self.value = value
            self.source = source
        }
    }

    /// What the request carries.
    package enum Content: Sendable, Hashable {
        /// Serialized as compact JSON after its templates are resolved.
        case document(Node)
        /// Sent as it is, in UTF-8, after its templates are resolved.
        case text(String)
        /// The fields of a form in their order (`application/x-www-form-urlencoded`); percent-encoded by the sender.
        case form([Field])
    }

    /// The content with its media type, which becomes `Content-Type` unless `fields` says otherwise.
    package struct Body: Sendable, Hashable {
        package let content: Content
        package let mediaType: String
        package let source: SourceLocation
        package init(content: Content, mediaType: String, source: SourceLocation) {
            self.content = content
            self.mediaType = mediaType
            self.source = source
        }
    }

    /// Upper case as on the wire: `GET`.
    package let method: String
    /// Origin-relative path below the profile's base URL, or an absolute URL; undecoded, may end in `?query`.
    package let path: String
    /// Percent-encoded by the sender and added to the path's own query.
    package let query: [Field]
    package let fields: [Field]
    package let body: Body?
    /// How the identity's signing key must sign it; nil for an unsigned request.
    package let signature: RequestSignature?
    /// The proof of who asks that is added to the form; nil for a request that proves itself otherwise.
    package let assertion: RequestAssertion?
    /// Whether the identity's access token is presented: not where tokens are given.
    package let presentsToken: Bool
    package let source: SourceLocation

    package init(
        method: String, path: String, query: [Field] = [], fields: [Field] = [], body: Body? = nil, signature: RequestSignature? = nil,
        assertion: RequestAssertion? = nil, presentsToken: Bool = true, source: SourceLocation
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
        self.signature = signature
        self.assertion = assertion
        self.presentsToken = presentsToken
        self.source = source
    }
}

/// How a request to the platform is signed (RFC 9421), and, for refusals, how that signature is spoilt.
package struct RequestSignature: Sendable, Hashable {
    /// A deliberate fault of the signed request; the expected answer is then a refusal.
    package enum Fault: String, Sendable, CaseIterable {
        /// No `Signature` and no `Signature-Input` at all.
        case missing
        /// The body is changed after signing; `Content-Digest` still matches the body that was signed.
        case alteredBody = "altered-body"
        /// Signed by a key the platform does not know, under the key id of the identity.
        case wrongKey = "wrong-key"
        /// Signed under a key id the platform does not know.
        case unknownKey = "unknown-key"
        /// `created` lies two hours back and `expires` in the past.
        case stale
        /// `created` lies two hours ahead, `expires` after it.
        case future
        /// `content-digest` is not covered.
        case uncoveredBody = "uncovered-body"
        /// The very same signed request is sent twice; the second answer is judged.
        case replayed
    }

    /// Component identifiers as in the file: `@method`, `content-digest`.
    package let covers: [String]
    package let tag: String?
    /// `expires` − `created`; nil leaves `expires` out.
    package let expiresAfter: Duration?
    /// A fresh nonce is added.
    package let hasNonce: Bool
    package let fault: Fault?
    package let source: SourceLocation

    package init(covers: [String], tag: String?, expiresAfter: Duration?, hasNonce: Bool, fault: Fault?, source: SourceLocation) {
        self.covers = covers
        self.tag = tag
        self.expiresAfter = expiresAfter
        self.hasNonce = hasNonce
        self.fault = fault
        self.source = source
    }
}
