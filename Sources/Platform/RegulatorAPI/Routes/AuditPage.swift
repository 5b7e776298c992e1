import ServerKit

/// Which part of a history is asked for.
struct AuditPage: Sendable, Hashable {
    /// The lowest leaf index of the page.
    let first: Int64
    /// 1 … 1000 changes.
    let limit: Int
    let wantsProof: Bool

    /// Throws 400 `invalid-parameter`.
    init(_ request: ServerRequest) throws(Problem) {
        if let cursor = try request.queryValue("cursor") {
            guard cursor.hasPrefix("i"), let index = Int64(cursor.dropFirst()), index >= 0 else {
                throw .invalidParameter("cursor", "expected the value of next in an earlier answer")
            }
            first = index
        } else {
            first = 0
        }
        if let text = try request.queryValue("limit") {
            guard let limit = Int(text), (1...1000).contains(limit) else { throw .invalidParameter("limit", "expected 1 to 1000") }
            self.limit = limit
        } else {
            limit = 1000
        }
        switch try request.queryValue("proof") {
        case nil, "false": wantsProof = false
        case "true": wantsProof = true
        default: throw .invalidParameter("proof", "expected true or false")
        }
    }

    /// The cursor of the page that begins with a leaf index.
    static func cursor(from index: Int64) -> String { "i\(index)" }
}
