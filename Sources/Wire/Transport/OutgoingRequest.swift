package import HTTPTypes

/// One HTTP request as it is to be put on the wire: nothing is added to its fields but `Host` and the framing of the body.
package struct OutgoingRequest: Sendable, Hashable {
    /// A token (RFC 9110 §9.1), case-sensitive.
    package var method: String
    /// An absolute `http` or `https` URI; path and query are sent as written, dot segments included.
    package var url: String
    /// In the order in which they are sent; repeated fields stay repeated. `Content-Length`, `Transfer-Encoding` and `Connection` belong
    /// to the transport: a `Content-Length` that equals the body is dropped, any other use of the three is `unsupported`.
    package var fields: HTTPFields
    /// Sent with `Content-Length`; empty for none.
    package var body: [UInt8]
    /// From the start until the last byte of the answer; more than zero.
    package var timeout: Duration
    /// From the start until the connection stands, TLS included; more than zero. Nil: as long as `timeout`.
    package var connectTimeout: Duration?
    /// How many bytes of an answer's body are accepted, inclusive.
    package var maximumBodyBytes: Int
    /// The local address to connect from (`127.0.0.2`); such a request has a connection of its own. Nil lets the system choose.
    package var localAddress: String?
    /// The IP address to connect to whatever the host's name resolves to, so that an address which was checked is the one that is used.
    /// Name indication, certificate check and `Host` keep the name of the URL.
    package var pinnedAddress: String?

    package init(
        method: String = "GET", url: String, fields: HTTPFields = HTTPFields(), body: [UInt8] = [], timeout: Duration = .seconds(30),
        maximumBodyBytes: Int = 64 << 20, localAddress: String? = nil, pinnedAddress: String? = nil
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.timeout = timeout
        self.maximumBodyBytes = maximumBodyBytes
        self.localAddress = localAddress
        self.pinnedAddress = pinnedAddress
    }
}
