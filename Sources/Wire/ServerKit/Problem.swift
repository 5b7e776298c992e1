import Documents
package import HTTPTypes

/// A refusal with a stable code, answered as problem details (RFC 9457).
///
/// Handlers throw it; the route table turns it into the answer. No member may hold a secret, a file path or another tenant's data.
package struct Problem: Error, Sendable, Hashable {
    /// 400…599.
    package var status: Int
    /// Kebab-case, never renamed or reused; `type` is `urn:assay:problem:` followed by it.
    package var code: String
    /// The same sentence for each occurrence of the code.
    package var title: String
    /// What was wrong this time and what would be right.
    package var detail: String
    /// The JSON Pointer (RFC 6901) of the member of the request's body that is wrong.
    package var pointer: String?
    /// Fields that the answer carries besides its own: `WWW-Authenticate`, `Allow`, `Retry-After`.
    package var fields: HTTPFields

    package init(status: Int, code: String, title: String, detail: String, pointer: String? = nil, fields: HTTPFields = [:]) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.pointer = pointer
        self.fields = fields
    }

    /// The media type of problem details.
    package static let mediaType = "application/problem+json"

    /// The answer; `requestID` becomes the member `instance` as `urn:uuid:…`, so that a complaint names the log lines.
    package func response(requestID: String? = nil) -> ServerResponse {
        var members: [(String, Node)] = [
            ("type", .string("urn:assay:problem:\(code)")),
            ("title", .string(title)),
            ("status", .integer(status)),
            ("detail", .string(detail)),
            ("code", .string(code)),
        ]
        if let pointer { members.append(("pointer", .string(pointer))) }
        if let requestID { members.append(("instance", .string("urn:uuid:\(requestID)"))) }
        var response = ServerResponse.json(.object(members), status: status, mediaType: Self.mediaType)
        for field in fields { response.fields.append(field) }
        return response
    }
}
