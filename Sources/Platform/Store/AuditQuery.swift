package import Documents
import GRDB

/// Which changes of a trail are asked for, as far as columns in the clear tell.
package struct AuditQuery: Sendable, Hashable {
    package var operatorID: String
    /// One kind of entity; nil: all.
    package var entity: String?
    /// One entity of that kind; nil: all.
    package var id: String?
    /// Words of AuditTrail; empty: none.
    package var actions: [String]
    /// At or after, and before.
    package var from: Timestamp?
    package var to: Timestamp?

    package init(
        operatorID: String, entity: String? = nil, id: String? = nil, actions: [String], from: Timestamp? = nil, to: Timestamp? = nil
    ) {
        self.operatorID = operatorID
        self.entity = entity
        self.id = id
        self.actions = actions
        self.from = from
        self.to = to
    }
}

/// An event with the name of its subject; nil for events of the first schema, which do not say.
package struct SubjectedEvent: Sendable {
    package let event: AuditEventRow
    package let subject: String?
}

extension Snapshot {
    /// Events that an inquiry fits, oldest first, with an index of `first` or more, at most `limit`. Erased ones are not among them.
    package func auditEvents(_ query: AuditQuery, from first: Int64, limit: Int) throws -> [SubjectedEvent] {
        // Said in these words the condition fits the index of changes.
        let words = "('create', 'update', 'delete')"
        var conditions = ["audit_event.operator = ?", "seq >= ?", "action IN \(words)", "entity_id <> ''"]
        var arguments: StatementArguments = [query.operatorID, first]
        if Set(query.actions) != ["create", "update", "delete"] {
            conditions.append("action IN (\(databaseQuestionMarks(count: query.actions.count)))")
            arguments += StatementArguments(query.actions)
        }
        func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        add("entity = ?", query.entity)
        add("entity_id = ?", query.id)
        add("at >= ?", query.from?.milliseconds)
        add("at < ?", query.to?.milliseconds)
        arguments += [limit]
        return try Row.fetchAll(
            database,
            sql: """
                SELECT audit_event.*, subject_key.subject AS subject_name
                FROM audit_event LEFT JOIN subject_key ON subject_key.number = audit_event.key
                WHERE \(conditions.joined(separator: " AND ")) ORDER BY seq LIMIT ?
                """, arguments: arguments
        ).map { SubjectedEvent(event: AuditEventRow(row: $0), subject: $0["subject_name"]) }
    }
}
