package import HTTPTypes

/// The final answer to one request, as it came: no redirect followed, no content coding undone.
package struct IncomingResponse: Sendable, Hashable {
    /// 200–599; interim answers (1xx) are not reported.
    package var status: Int
    /// In the order received; repeated fields stay separate.
    package var fields: HTTPFields
    /// Fields that followed a chunked or HTTP/2 body (RFC 9110 §6.5).
    package var trailers: HTTPFields
    /// The content after transfer codings were removed.
    package var body: [UInt8]
    /// `HTTP/1.0`, `HTTP/1.1` or `HTTP/2`.
    package var httpVersion: String
    /// The IP address that answered, without port.
    package var remoteAddress: String
    /// The request went over a connection that an earlier one had opened; then the times up to TLS are zero.
    package var isConnectionReused: Bool
    /// Nil without TLS.
    package var tls: TLSFacts?
    /// All times run from the start of the request: until the host's name was resolved, TCP was connected, TLS was agreed, the first byte
    /// and the last byte came.
    package var resolveTime: Duration
    package var connectTime: Duration
    package var tlsTime: Duration
    package var firstByteTime: Duration
    package var elapsed: Duration

    package init(
        status: Int, fields: HTTPFields = HTTPFields(), trailers: HTTPFields = HTTPFields(), body: [UInt8] = [],
        httpVersion: String = "HTTP/1.1", remoteAddress: String = "127.0.0.1", isConnectionReused: Bool = false,
        tls: TLSFacts? = nil, resolveTime: Duration = .zero, connectTime: Duration = .zero, tlsTime: Duration = .zero,
        firstByteTime: Duration = .zero, elapsed: Duration = .zero
    ) {
        self.status = status
        self.fields = fields
        self.trailers = trailers
        self.body = body
        self.httpVersion = httpVersion
        self.remoteAddress = remoteAddress
        self.isConnectionReused = isConnectionReused
        self.tls = tls
        self.resolveTime = resolveTime
        self.connectTime = connectTime
        self.tlsTime = tlsTime
        self.firstByteTime = firstByteTime
        self.elapsed = elapsed
    }
}
