package import Documents
import GRDB

/// The current version of a thing the operator configures or keeps, for example a bonus rule.
package struct EntityRow: Sendable, Hashable {
    /// `bonus_rule`, `game`, `limit` …
    package let kind: String
    package let id: String
    /// 1 for the first; each change adds one.
    package let version: Int
    /// The operator whose entity it is (the tenant).
    package let operatorID: String
    /// Canonical JSON (RFC 8785).
    package let value: [UInt8]
    package let changedAt: Timestamp

    package init(kind: String, id: String, version: Int, operatorID: String, value: [UInt8], changedAt: Timestamp) {
        self.kind = kind
        self.id = id
        self.version = version
        self.operatorID = operatorID
        self.value = value
        self.changedAt = changedAt
    }

    init(row: Row) {
        self.init(
            kind: row["kind"], id: row["id"], version: row["version"], operatorID: row["operator"], value: [UInt8](blob: row["value"]),
            changedAt: Timestamp(milliseconds: row["changed_at"]))
    }
}

extension Snapshot {
    /// The current version of an entity, or nil.
    package func entity(_ kind: String, id: String) throws -> EntityRow? {
        try Row.fetchOne(database, sql: "SELECT * FROM entity WHERE kind = ? AND id = ?", arguments: [kind, id]).map(EntityRow.init)
    }

    /// All entities of a kind, in the order of their ids.
    package func entities(_ kind: String) throws -> [EntityRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM entity WHERE kind = ? ORDER BY id", arguments: [kind]).map(EntityRow.init)
    }
}

extension Transaction {
    /// Writes a version over the one before. The caller has compared versions in the same transaction.
    package func put(_ entity: EntityRow) throws {
        try database.execute(
            sql: """
                INSERT INTO entity (kind, id, version, operator, value, changed_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (kind, id) DO UPDATE SET
                version = excluded.version, operator = excluded.operator, value = excluded.value, changed_at = excluded.changed_at
                """,
            arguments: [
                entity.kind, entity.id, entity.version, entity.operatorID, entity.value.blob, entity.changedAt.milliseconds,
            ])
    }
}
