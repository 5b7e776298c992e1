package import Documents
import Foundation
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
    /// Empty after an erasure.
    package let entityID: String
    /// The exact bytes of the log's leaf, at most 65,535.
    package let leaf: [UInt8]
    /// The `X-Request-ID` of the exchange that caused it; nil where there was none and after an erasure.
    package let requestID: String?
    /// What the leaf commits to, sealed; nil when the leaf itself tells it, as those of the first schema do.
    package let sealed: SealedEvent?

    /// An event's document under a key of its subject.
    package struct SealedEvent: Sendable, Hashable {
        /// The number of the subject's key (`SubjectKeyRow`).
        package let key: Int64
        /// Nil after an erasure.
        package let document: [UInt8]?

        package init(key: Int64, document: [UInt8]?) {
            self.key = key
            self.document = document
        }
    }

    package init(
        sequence: Int64, eventID: String, at: Timestamp, operatorID: String, action: String, entity: String, entityID: String,
        leaf: [UInt8], requestID: String? = nil, sealed: SealedEvent? = nil
    ) {
        self.sequence = sequence
        self.eventID = eventID
        self.at = at
        self.operatorID = operatorID
        self.action = action
        self.entity = entity
        self.entityID = entityID
        self.leaf = leaf
        self.requestID = requestID
        self.sealed = sealed
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
        requestID = row["request_id"]
        sealed = (row["key"] as Int64?).map { SealedEvent(key: $0, document: (row["document"] as Data?).map { [UInt8]($0) }) }
    }
}

extension Snapshot {
    /// The number of audit events: the index that the next one gets. O(log n).
    package func auditEventCount() throws -> Int64 {
        try Int64.fetchOne(database.cachedStatement(sql: "SELECT seq + 1 FROM audit_event ORDER BY seq DESC LIMIT 1")) ?? 0
    }

    /// The leaves with index `first` and after, in order, at most `limit`.
    package func auditLeaves(from first: Int64, limit: Int) throws -> [[UInt8]] {
        try Row.fetchAll(database, sql: "SELECT leaf FROM audit_event WHERE seq >= ? ORDER BY seq LIMIT ?", arguments: [first, limit])
            .map { [UInt8](blob: $0[0]) }
    }

    /// The events with index `first` and after, in order, at most `limit`.
    package func auditEvents(from first: Int64, limit: Int) throws -> [AuditEventRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM audit_event WHERE seq >= ? ORDER BY seq LIMIT ?", arguments: [first, limit])
            .map(AuditEventRow.init)
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

    /// Whom the events of one entity with one of `actions` are about, each once; nil stands for events of the first schema, which do not say.
    package func auditSubjects(entity: String, id: String, operatorID: String, actions: [String]) throws -> [String?] {
        let places = databaseQuestionMarks(count: actions.count)
        return try Optional<String>.fetchAll(
            database,
            sql: """
                SELECT DISTINCT subject_key.subject FROM audit_event LEFT JOIN subject_key ON subject_key.number = audit_event.key
                WHERE entity = ? AND entity_id = ? AND operator = ? AND action IN (\(places))
                """, arguments: [entity, id, operatorID] + StatementArguments(actions))
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
        try database.cachedStatement(
            sql: """
                INSERT INTO audit_event (seq, event_id, at, operator, action, entity, entity_id, leaf, request_id, key, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                event.sequence, event.eventID, event.at.milliseconds, event.operatorID, event.action, event.entity, event.entityID,
                event.leaf.blob, event.requestID, event.sealed?.key, event.sealed?.document?.blob,
            ])
    }
}
