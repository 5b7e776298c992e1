/// One request and its answer as kept for evidence, already redacted: no token, key or personal value is in it.
package struct ExchangeRecord: Hashable, Sendable {
    /// Who began the exchange.
    package enum Direction: String, Sendable {
        /// The runner asked the platform.
        case sent
        /// The platform called an inbox of the simulator.
        case received
    }

    /// One header field line, in the order of the wire.
    package struct Field: Hashable, Sendable {
        /// As on the wire, lower case where the transport makes it so.
        package var name: String
        /// Redacted when it is a secret.
        package var value: String
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// 1-based, in the order of completion within the run.
    package var number: Int
    /// The case that made it.
    package var caseID: String
    package var direction: Direction
    /// The identity of the profile under which it was made.
    package var identity: String
    package var method: String
    package var url: String
    package var requestFields: [Field]
    package var requestBody: [UInt8]
    /// 0 when no answer came.
    package var status: Int
    package var responseFields: [Field]
    package var responseBody: [UInt8]
    /// Lower-case hex SHA-256 of the bodies as they were on the wire, before redaction.
    package var requestSHA256: String
    package var responseSHA256: String
    /// RFC 3339, UTC, milliseconds.
    package var startedAt: String
    package var elapsedMilliseconds: Int
    /// The transport's error, when no answer came.
    package var failure: String?

    package init(
        number: Int, caseID: String, direction: Direction, identity: String, method: String, url: String, requestFields: [Field],
        requestBody: [UInt8], status: Int, responseFields: [Field], responseBody: [UInt8], requestSHA256: String,
        responseSHA256: String, startedAt: String, elapsedMilliseconds: Int, failure: String? = nil
    ) {
        self.number = number
        self.caseID = caseID
        self.direction = direction
        self.identity = identity
        self.method = method
        self.url = url
        self.requestFields = requestFields
        self.requestBody = requestBody
        self.status = status
        self.responseFields = responseFields
        self.responseBody = responseBody
        self.requestSHA256 = requestSHA256
        self.responseSHA256 = responseSHA256
        self.startedAt = startedAt
        self.elapsedMilliseconds = elapsedMilliseconds
        self.failure = failure
    }
}
