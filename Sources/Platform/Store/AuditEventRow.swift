package import Documents
package import GRDB

/// One audit event as the store keeps it: the columns the history is searched by, and the leaf that the log proves.
package struct AuditEventRow: Sendable, Hashable {
    /// The leaf's index in the log, 0-based, dense.
    package let sequence: Int64
    package let eventID: String
    package let at: Timestamp
    /// The operator whose event it is (the tenant).
    package let operatorID: String
    package let action: String
    package let entity: String
    package let entityID: String
    /// The exact bytes of the log's leaf, at most 65,535.
    package let leaf: [UInt8]

    package init(
        sequence: Int64, eventID: String, at: Timestamp, operatorID: String, action: String, entity: String, entityID: String, leaf: [UInt8]
    ) {
        self.sequence = sequence
        self.eventID = eventID
        self.at = at
        self.operatorID = operatorID
        self.action = action
        self.entity = entity
        self.entityID = entityID
        self.leaf = leaf
    }

    package init(row: Row) {
        sequence = row["seq"]
        eventID = row["event_id"]
        at = Timestamp(milliseconds: row["at"])
        operatorID = row["operator"]
        action = row["action"]
        entity = row["entity"]
        entityID = row["entity_id"]
        leaf = [UInt8](blob: row["leaf"])
    }
}

extension Snapshot {
    /// The number of audit events: the index that the next one gets. O(log n).
    package func auditEventCount() throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT seq + 1 FROM audit_event ORDER BY seq DESC LIMIT 1") ?? 0
    }

    /// The leaves with index `first` and after, in order, at most `limit`.
    package func auditLeaves(from first: Int64, limit: Int) throws -> [[UInt8]] {
        try Row.fetchAll(database, sql: "SELECT leaf FROM audit_event WHERE seq >= ? ORDER BY seq LIMIT ?", arguments: [first, limit])
            .map { [UInt8](blob: $0[0]) }
    }

    /// The event with index `sequence`, or nil.
    package func auditEvent(at sequence: Int64) throws -> AuditEventRow? {
        try Row.fetchOne(database, sql: "SELECT * FROM audit_event WHERE seq = ?", arguments: [sequence]).map(AuditEventRow.init)
    }

    /// The events of one entity with one of `actions`, oldest first, with an index of `first` or more, at most `limit`.
    package func auditEvents(
        entity: String, id: String, operatorID: String, actions: [String], from first: Int64, limit: Int
    ) throws -> [AuditEventRow] {
        let places = databaseQuestionMarks(count: actions.count)
        let arguments: StatementArguments = [entity, id, first, operatorID] + StatementArguments(actions) + [limit]
        return try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM audit_event
                WHERE entity = ? AND entity_id = ? AND seq >= ? AND operator = ? AND action IN (\(places)) ORDER BY seq LIMIT ?
                """, arguments: arguments
        ).map(AuditEventRow.init)
    }

    /// The bytes that a leaf refers to by their SHA-256 (lower-case hex), or nil.
    package func auditAttachment(_ sha256: String) throws -> [UInt8]? {
        try Row.fetchOne(database, sql: "SELECT bytes FROM audit_attachment WHERE sha256 = ?", arguments: [sha256])
            .map { [UInt8](blob: $0[0]) }
    }
}

extension Transaction {
    /// Appends an event; `sequence` must be the count so far, or the primary key refuses it.
    package func append(_ event: AuditEventRow) throws {
        try database.execute(
            sql: "INSERT INTO audit_event (seq, event_id, at, operator, action, entity, entity_id, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                event.sequence, event.eventID, event.at.milliseconds, event.operatorID, event.action, event.entity, event.entityID,
                event.leaf.blob,
            ])
    }

    /// Keeps bytes that are too long for a leaf under their SHA-256; the same bytes twice are one row.
    package func keepAuditAttachment(_ bytes: [UInt8], sha256: String) throws {
        try database.execute(
            sql: "INSERT INTO audit_attachment (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", arguments: [sha256, bytes.blob])
    }
}
