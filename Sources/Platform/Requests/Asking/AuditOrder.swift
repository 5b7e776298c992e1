import Documents

/// The history of one entity that somebody asks for, whole.
package struct AuditOrder: Sendable, Hashable {
    /// The formats that can be delivered.
    package static let formats = ["json", "ndjson"]

    /// The entity's type, `bonus_rule` or `bonusRule`.
    package let entity: String
    /// The entity's id.
    package let id: String
    /// One of `formats`.
    package let format: String

    package init(entity: String, id: String, format: String) {
        self.entity = entity
        self.id = id
        self.format = format
    }

    init?(parameters: Node, format: String) {
        guard let entity = parameters["entity"]?.string, let id = parameters["id"]?.string else { return nil }
        self.init(entity: entity, id: id, format: format)
    }

    var parameters: Node { .object([("entity", .string(entity)), ("id", .string(id))]) }
}
