import Documents

/// A log that somebody asks for, whole.
package struct LogOrder: Sendable, Hashable {
    /// The formats that can be delivered.
    package static let formats = ["csv", "ndjson", "json"]
    /// The parameters that say which records are wanted.
    static let filters = ["from", "to", "licence", "player", "game"]

    /// The log's name, `transactions`.
    package let type: String
    /// By the names of the parameters.
    package let filter: [String: String]
    /// One of `formats`.
    package let format: String
    /// Whether the token with which it was asked for opens reports of suspicion.
    package let seesSuspicions: Bool

    package init(type: String, filter: [String: String], format: String, seesSuspicions: Bool) {
        self.type = type
        self.filter = filter
        self.format = format
        self.seesSuspicions = seesSuspicions
    }

    init?(parameters: Node, format: String) {
        guard let type = parameters["type"]?.string, let sees = parameters["suspicions"]?.bool else { return nil }
        var filter: [String: String] = [:]
        for name in Self.filters { filter[name] = parameters[name]?.string }
        self.init(type: type, filter: filter, format: format, seesSuspicions: sees)
    }

    var parameters: Node {
        .object(
            [("type", .string(type))] + Self.filters.compactMap { name in filter[name].map { (name, .string($0)) } }
                + [("suspicions", .bool(seesSuspicions))])
    }
}
