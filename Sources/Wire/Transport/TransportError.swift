/// Why no answer came; equality by code.
package struct TransportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, closed set.
    package enum Code: String, Sendable, CaseIterable {
        /// The host's name has no address.
        case couldNotResolve
        /// Nothing accepted the TCP connection, or the local address is not ours.
        case couldNotConnect
        /// TLS was not agreed: a certificate of either side was refused, no common version, or an alert came.
        case tlsFailed
        /// The request's timeout passed.
        case timedOut
        /// The connection was closed or reset before the answer was complete. A TLS 1.3 server that refuses a client certificate
        /// while the request is still being sent may show as this instead of `tlsFailed`.
        case connectionLost
        /// The answer's body is larger than the request allowed.
        case bodyTooLarge
        /// What came is not HTTP.
        case protocolViolation
        /// The task was cancelled or the client was closed.
        case cancelled
        /// The request cannot be sent by this client: other scheme, malformed URL, method or field.
        case unsupported
    }

    /// What went wrong.
    package let code: Code
    /// One sentence for a person: what was tried, with host and port, and what went wrong. No path, query, field or key.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(code.rawValue): \(message)" }

    package static func == (left: TransportError, right: TransportError) -> Bool { left.code == right.code }
}
