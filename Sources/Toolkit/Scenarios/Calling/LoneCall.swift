package import Contracts
import Results

/// One request that a person makes outside any contract.
package struct LoneCall: Sendable, Hashable {
    /// The identity of the profile; empty for none: no certificate, no token, no signature.
    package var identity: String
    /// Upper case as on the wire.
    package var method: String
    /// A path below the profile's base URL, or an absolute URL; may hold templates.
    package var target: String
    /// Added to what the request has by itself; values may hold templates.
    package var fields: [RequestTemplate.Field]
    /// Sent byte for byte.
    package var body: [UInt8]
    /// Nil sends it unsigned.
    package var signature: RequestSignature?

    package init(
        identity: String, method: String = "GET", target: String, fields: [RequestTemplate.Field] = [], body: [UInt8] = [],
        signature: RequestSignature? = nil
    ) {
        self.identity = identity
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
        self.signature = signature
    }

    /// Whether it may change something at the platform (RFC 9110 §9.2.1).
    package var isWriting: Bool { !ProductionGuard.readingMethods.contains(method) }

    /// What a request of this shape is usually signed over: method and target, and the body with its media type where there is one.
    package static func usualComponents(hasBody: Bool) -> [String] {
        ["@method", "@target-uri"] + (hasBody ? ["content-digest", "content-type"] : [])
    }
}
