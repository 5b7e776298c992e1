package import Documents
import GRDB

/// How much of the log lies in one bucket; one row for each destination that there ever was.
package struct WormCopyRow: Sendable, Hashable {
    /// The bucket's address with the prefix.
    package let destination: String
    /// All full tiles and bundles of a tree of this size are stored.
    package var copiedSize: Int64
    /// The size of the newest checkpoint that is stored with all that its tree has; 0 when there is none.
    package var sealedSize: Int64
    /// How many objects were stored.
    package var objectCount: Int64

    package init(destination: String, copiedSize: Int64 = 0, sealedSize: Int64 = 0, objectCount: Int64 = 0) {
        self.destination = destination
        self.copiedSize = copiedSize
        self.sealedSize = sealedSize
        self.objectCount = objectCount
    }
}

/// One object that was stored.
package struct WormObjectRow: Sendable, Hashable {
    package let key: String
    /// The version that the bucket gave it; nil when it was there already.
    package let version: String?
    /// Of its bytes, lower-case hex.
    package let sha256: String
    /// Until when it is locked.
    package let retainUntil: Timestamp

    package init(key: String, version: String?, sha256: String, retainUntil: Timestamp) {
        self.key = key
        self.version = version
        self.sha256 = sha256
        self.retainUntil = retainUntil
    }
}

extension Snapshot {
    /// What was copied to a destination; nothing before the first time.
    package func wormCopy(to destination: String) throws -> WormCopyRow {
        try Row.fetchOne(database, sql: "SELECT * FROM worm_copy WHERE destination = ?", arguments: [destination]).map { row in
            WormCopyRow(
                destination: row["destination"], copiedSize: row["copied_size"], sealedSize: row["sealed_size"],
                objectCount: row["objects"])
        } ?? WormCopyRow(destination: destination)
    }

    /// The object that was stored under a key, nil when none was.
    package func wormObject(_ key: String, in destination: String) throws -> WormObjectRow? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM worm_object WHERE destination = ? AND key = ?"), arguments: [destination, key]
        ).map { row in
            WormObjectRow(
                key: row["key"], version: row["version_id"], sha256: row["sha256"],
                retainUntil: Timestamp(milliseconds: row["retain_until"]))
        }
    }

    /// The numbers of the subjects' keys that were destroyed, ascending; those that a restoration merely did not find are not among them.
    package func destroyedSubjectKeys() throws -> [Int64] {
        try Int64.fetchAll(database, sql: "SELECT number FROM subject_key WHERE wrapped IS NULL AND destroyed_at > 0 ORDER BY number")
    }
}

extension Transaction {
    /// Keeps that an object was stored; does nothing when that is known.
    package func add(_ object: WormObjectRow, to destination: String) throws {
        try database.execute(
            sql: "INSERT INTO worm_copy VALUES (?, 0, 0, 0) ON CONFLICT (destination) DO NOTHING", arguments: [destination])
        try database.execute(
            sql: "INSERT INTO worm_object VALUES (?, ?, ?, ?, ?) ON CONFLICT (destination, key) DO NOTHING",
            arguments: [destination, object.key, object.version, object.sha256, object.retainUntil.milliseconds])
        guard database.changesCount > 0 else { return }
        try database.execute(sql: "UPDATE worm_copy SET objects = objects + 1 WHERE destination = ?", arguments: [destination])
    }

    /// Keeps how far the copy in a destination reaches; neither number ever decreases.
    package func reach(copied: Int64, sealed: Int64, in destination: String) throws {
        try database.execute(
            sql: """
                INSERT INTO worm_copy VALUES (?, ?, ?, 0) ON CONFLICT (destination) DO UPDATE SET
                copied_size = max(copied_size, excluded.copied_size), sealed_size = max(sealed_size, excluded.sealed_size)
                """, arguments: [destination, copied, sealed])
    }
}
