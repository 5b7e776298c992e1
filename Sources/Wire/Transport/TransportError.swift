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
        /// The server said that it cannot take the mail or file now and may later: a reply 4yz (RFC 5321 §4.2.1), a full
        /// disk, an SSH login that failed.
        case refusedForNow
        /// The server said that it will not take the mail or file, nor the same again: a reply 5yz, a folder that is not
        /// there or may not be written to.
        case refusedForGood
        /// The server's SSH host key is not the one that was agreed; nothing was sent to it.
        case hostKeyRefused
        /// A file of this name with other content is there already; it was left as it is.
        case fileDiffers
        /// The task was cancelled or the client was closed.
        case cancelled
        /// The request cannot be sent by this client: other scheme, malformed URL, method, field, mail address or file name.
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
