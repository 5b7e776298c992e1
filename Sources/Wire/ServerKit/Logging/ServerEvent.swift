/// One line of what a listener did. No member holds a query, a body, a field's value or a secret.
package struct ServerEvent: Sendable, Hashable {
    /// What happened, closed set.
    package enum Kind: String, Sendable, CaseIterable {
        /// The socket is open; `detail` names address and port.
        case listening
        /// A request was answered.
        case answered
        /// A handler failed with something that is not a `Problem`; `detail` describes it, for the operator only.
        case handlerFailed = "handler-failed"
        /// A connection ended in its handshake; `detail` is the reason. At most 60 of this and the next three are told of in a minute.
        case handshakeFailed = "handshake-failed"
        /// A connection from a listed proxy did not begin with a PROXY header.
        case proxyRefused = "proxy-refused"
        /// A connection was ended because its other end was too slow; `detail` says in what.
        case tooSlow = "too-slow"
        /// A connection was closed because its address holds as many as it may.
        case tooManyConnections = "too-many-connections"
        /// The library underneath warned; `detail` is its message.
        case warning
        /// The socket is closed and every request answered.
        case stopped
    }

    /// What happened.
    package let kind: Kind
    /// The X-Request-ID of the answer.
    package var requestID: String?
    /// The request method.
    package var method: String?
    /// The path without the query.
    package var path: String?
    /// The route's template, nil when none matched.
    package var template: String?
    package var status: Int?
    /// From the head's last byte until the answer was handed to the socket.
    package var elapsed: Duration?
    package var remoteAddress: String?
    /// `x5t#S256` of the client certificate.
    package var thumbprint: String?
    package var detail: String?

    package init(_ kind: Kind, detail: String? = nil) {
        self.kind = kind
        self.detail = detail
    }

    /// An event about a request.
    package init(_ kind: Kind, _ request: ServerRequest, status: Int? = nil, elapsed: Duration? = nil, detail: String? = nil) {
        self.kind = kind
        requestID = request.id
        method = request.method
        path = request.path
        template = request.template
        remoteAddress = request.remoteAddress
        thumbprint = request.peer?.thumbprint
        self.status = status
        self.elapsed = elapsed
        self.detail = detail
    }
}

/// Where events go; called on any thread, must return at once.
package typealias ServerLog = @Sendable (ServerEvent) -> Void
