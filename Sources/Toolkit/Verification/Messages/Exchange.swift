package import Documents
package import HTTPTypes

/// One request and its answer, as they were on the wire.
package struct Exchange: Sendable {
    /// The request as sent, or as an inbox received it.
    package struct Request: Sendable {
        package let method: String
        /// The absolute target URI.
        package let url: String
        package let fields: HTTPFields
        package let body: [UInt8]
        /// The same in the words of the contracts; nil when the subject uses these.
        package let wording: Wording?

        package init(method: String, url: String, fields: HTTPFields, body: [UInt8] = [], wording: Wording? = nil) {
            self.method = method
            self.url = url
            self.fields = fields
            self.body = body
            self.wording = wording
        }
    }

    /// The answer as received, or as an inbox gave it.
    package struct Response: Sendable {
        package let status: Int
        package let fields: HTTPFields
        package let body: [UInt8]
        /// The same in the words of the contracts; nil when the subject uses these.
        package let wording: Wording?

        package init(status: Int, fields: HTTPFields, body: [UInt8] = [], wording: Wording? = nil) {
            self.status = status
            self.fields = fields
            self.body = body
            self.wording = wording
        }
    }

    /// Its number in the run, 1-based.
    package let number: Int
    package let request: Request
    package let response: Response
    /// When the first byte was sent or received.
    package let startedAt: Timestamp
    /// Until the last byte of the answer.
    package let elapsed: Duration

    package init(number: Int, request: Request, response: Response, startedAt: Timestamp, elapsed: Duration) {
        self.number = number
        self.request = request
        self.response = response
        self.startedAt = startedAt
        self.elapsed = elapsed
    }

    /// When the last byte of the answer was in.
    package var endedAt: Timestamp { startedAt.advanced(by: elapsed) }
}
