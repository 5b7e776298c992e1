package import Documents
package import Store

/// Where a request stands.
///
/// Moves: `accepted` → `delivering` (the file is made, callbacks are tried) → `acknowledged` | `exhausted`; `accepted` → `failed`.
package enum RequestState: String, Sendable, CaseIterable {
    case accepted, delivering
    /// The receiver answered 2xx.
    case acknowledged
    /// The file could not be made, and will not be.
    case failed
    /// The receiver did not acknowledge within the time for attempts.
    case exhausted
}

extension RequestRow {
    /// The request as `GET /regulator/requests/{id}` shows it.
    package var document: Node {
        let file: Node =
            if let fileFormat, let fileSHA256, let fileBytes {
                .object([("format", .string(fileFormat)), ("sha256", .string(fileSHA256)), ("bytes", .integer(fileBytes))])
            } else {
                .null
            }
        return .object([
            ("request_id", .string(requestID)), ("kind", .string(kind)), ("state", .string(state)),
            ("accepted_at", .string(acceptedAt.description)), ("due_by", .string(dueBy.description)), ("attempts", .integer(attempts)),
            ("delivered_at", deliveredAt.map { .string($0.description) } ?? .null), ("file", file),
        ])
    }
}
