/// A request target in origin form (RFC 9112 §3.2.1), taken apart but not changed.
package struct RequestTarget: Sendable {
    /// At most this many bytes; longer targets are refused.
    package static let maximumBytes = 8192

    /// Before the first `?`, not decoded; begins with `/`.
    package let path: String
    /// The segments of the path between slashes, each percent-decoded; `/` alone has one empty segment.
    package let segments: [String]
    /// The query's pairs, percent-decoded, in order.
    package let query: [(name: String, value: String)]

    /// Throws `malformed-target` (400) unless the target is in origin form, short enough, and each part decodes strictly.
    package init(parsing target: String) throws(Problem) {
        guard target.utf8.count <= Self.maximumBytes else {
            throw .malformedTarget("A target may have \(Self.maximumBytes) bytes.")
        }
        guard target.utf8.first == UInt8(ascii: "/"), !target.utf8.contains(where: { $0 <= 0x20 || $0 == 0x23 || $0 >= 0x7f }) else {
            throw .malformedTarget("A target begins with \"/\" and holds visible ASCII without \"#\" only.")
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        var decoded: [String] = []
        for segment in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let text = PercentCoding.decode(segment) else {
                throw .malformedTarget("The path holds a malformed percent-encoding.")
            }
            decoded.append(text)
        }
        segments = decoded
        guard let pairs = PercentCoding.pairs(parts.count == 2 ? String(parts[1]) : "") else {
            throw .malformedTarget("The query is not a list of name=value pairs with correct percent-encoding.")
        }
        query = pairs
    }
}
