package import Documents
package import HTTPTypes

/// One request as it arrived: nothing in it was changed, resolved or decoded unless its comment says so.
package struct ServerRequest: Sendable {
    /// The value of `X-Request-ID` in the answer. Always our own: a caller could repeat one and so muddle the evidence.
    package var id: String
    /// As sent, case kept (methods are case-sensitive, RFC 9110 §9.1).
    package var method: String
    /// The part of `target` before the first `?`, not decoded.
    package var path: String
    /// Path and query exactly as received; what `@path`, `@query` and `@target-uri` of RFC 9421 are computed from.
    package var target: String
    /// The query's parameters in order, percent-decoded once. `+` stands for itself (RFC 3986 §3.4 knows no other rule).
    package var query: [(name: String, value: String)]
    /// What the route's template named, percent-decoded; empty before a route is found.
    package var parameters: [String: String]
    /// The template of the route that answers, nil when none matched: the label for metrics, bounded unlike the path.
    package var template: String?
    package var fields: HTTPFields
    /// The whole body after transfer decoding; at most the listener's limit.
    package var body: [UInt8]
    /// The verified client certificate; nil on a plain listener or when the client sent none.
    package var peer: PeerCertificate?
    /// The address of the socket's other end, or what a listed proxy said of it (`ServerConfiguration.trustedProxies`), without port.
    /// Forwarding fields are never looked at.
    package var remoteAddress: String
    /// When the last byte of the head had been read.
    package var receivedAt: Timestamp
    /// The `Host` field as sent: host and optional port.
    package var authority: String

    package init(
        id: String, method: String, path: String, target: String, query: [(name: String, value: String)] = [],
        parameters: [String: String] = [:], fields: HTTPFields = [:], body: [UInt8] = [], peer: PeerCertificate? = nil,
        remoteAddress: String, receivedAt: Timestamp, authority: String
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.target = target
        self.query = query
        self.parameters = parameters
        self.fields = fields
        self.body = body
        self.peer = peer
        self.remoteAddress = remoteAddress
        self.receivedAt = receivedAt
        self.authority = authority
    }

    /// The value of a query parameter that may occur once, nil when absent; throws `duplicate-parameter` (400) when it is repeated.
    package func queryValue(_ name: String) throws(Problem) -> String? {
        let values = query.filter { $0.name == name }
        guard values.count <= 1 else { throw .duplicateParameter(name) }
        return values.first?.value
    }

    /// Throws `unknown-parameter` (400) when the query holds a name that is not in `names`, so that a misspelt filter is not ignored.
    package func allowQuery(_ names: Set<String>) throws(Problem) {
        for parameter in query where !names.contains(parameter.name) { throw .unknownParameter(parameter.name) }
    }
}
