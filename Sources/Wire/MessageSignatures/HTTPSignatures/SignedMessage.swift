package import HTTPTypes

/// A request or response as far as signatures see it: control data, fields and trailers, not the body.
package struct SignedMessage: Sendable {
    enum Start: Sendable {
        case request(method: String, targetURI: String, requestTarget: String?)
        indirect case response(status: Int, answering: SignedMessage?)
    }

    let start: Start
    let fields: HTTPFields
    let trailers: HTTPFields
    /// Shapes of structured fields beyond those that are registered, by name in small letters.
    let structuredFields: [String: StructuredFieldKind]

    /// A request.
    ///
    /// `method` is written as sent. `targetURI` is absolute: what the client connected to, or scheme, authority and target as the server
    /// received them. `requestTarget` is the second word of the request line, needed only where it is not path and query.
    package static func request(
        method: String, targetURI: String, fields: HTTPFields, trailers: HTTPFields = [:], requestTarget: String? = nil,
        structuredFields: [String: StructuredFieldKind] = [:]
    ) -> SignedMessage {
        SignedMessage(
            start: .request(method: method, targetURI: targetURI, requestTarget: requestTarget), fields: fields, trailers: trailers,
            structuredFields: structuredFields)
    }

    /// A response with its three-digit status; the request it answers is needed for components with `req`.
    package static func response(
        status: Int, fields: HTTPFields, trailers: HTTPFields = [:], answering request: SignedMessage?,
        structuredFields: [String: StructuredFieldKind] = [:]
    ) -> SignedMessage {
        SignedMessage(
            start: .response(status: status, answering: request), fields: fields, trailers: trailers, structuredFields: structuredFields)
    }

    private init(start: Start, fields: HTTPFields, trailers: HTTPFields, structuredFields: [String: StructuredFieldKind]) {
        self.start = start
        self.fields = fields
        self.trailers = trailers
        self.structuredFields = structuredFields
    }
}
