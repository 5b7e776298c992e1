package import Documents
package import HTTPTypes

/// One answer; the server adds `Content-Length` and `Date`, the route table `X-Request-ID`, `Cache-Control` and
/// `X-Content-Type-Options`.
package struct ServerResponse: Sendable {
    /// 200…599.
    package var status: Int
    package var fields: HTTPFields
    /// For `HEAD` the same bytes as for `GET`: the server counts them and sends none.
    package var body: [UInt8]
    /// What is sent in the place of `body`, which is empty then.
    package var stream: BodyStream?

    package init(status: Int, fields: HTTPFields = [:], body: [UInt8] = [], stream: BodyStream? = nil) {
        self.status = status
        self.fields = fields
        self.body = body
        self.stream = stream
    }

    /// Compact JSON.
    package static func json(_ node: Node, status: Int = 200, mediaType: String = "application/json") -> ServerResponse {
        ServerResponse(status: status, fields: [.contentType: mediaType], body: node.compactBytes())
    }

    /// UTF-8 text.
    package static func text(_ text: String, status: Int = 200, mediaType: String = "text/plain; charset=utf-8") -> ServerResponse {
        ServerResponse(status: status, fields: [.contentType: mediaType], body: Array(text.utf8))
    }

    /// Bytes of any media type.
    package static func bytes(_ bytes: [UInt8], mediaType: String, status: Int = 200) -> ServerResponse {
        ServerResponse(status: status, fields: [.contentType: mediaType], body: bytes)
    }
}
