/// The media type of a message (RFC 9110 §8.3.1), without its parameters.
struct MediaType: Hashable, Sendable, CustomStringConvertible {
    /// Lower case.
    let type: String
    let subtype: String

    /// Fails for text without exactly one slash between two non-empty tokens; parameters are dropped.
    init?(_ text: String) {
        let essence = text.prefix { $0 != ";" }
        let parts = essence.lowercased().split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.filter { $0 != " " && $0 != "\t" }
        }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        type = parts[0]
        subtype = parts[1]
    }

    var isJSON: Bool { self == Self.json || subtype.hasSuffix("+json") }

    /// One JSON document on each line.
    var isJSONLines: Bool { type == "application" && ["x-ndjson", "jsonl"].contains(subtype) }

    var isCSV: Bool { type == "text" && subtype == "csv" }

    private static let json = MediaType(type: "application", subtype: "json")

    private init(type: String, subtype: String) {
        self.type = type
        self.subtype = subtype
    }

    /// Whether it is what a contract asks for; a subtype `*` takes any.
    func satisfies(_ wanted: String) -> Bool {
        guard let wanted = MediaType(wanted) else { return false }
        return type == wanted.type && (subtype == wanted.subtype || wanted.subtype == "*")
    }

    var description: String { "\(type)/\(subtype)" }
}
