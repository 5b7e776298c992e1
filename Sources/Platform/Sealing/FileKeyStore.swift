import Crypto
package import Documents
import Foundation
import GRDB

/// The wrapped keys of sealed files, in a database of their own beside the files.
///
/// The files never hold their keys: wrapping them anew touches this store alone, and destroying a key makes its file unreadable
/// wherever copies of it lie.
package final class FileKeyStore: Sendable {
    /// The key of one file.
    package struct FileKey: Sendable {
        /// The id under which the store holds it, UUID.
        package let id: String
        let key: SymmetricKey
    }

    private let path: String
    private let database: DatabaseQueue
    private let wrapping: WrappingKeys

    /// Opens the store, or makes it.
    /// - Throws: `SealingError` `key-store-unavailable`.
    package init(path: String, wrapping: WrappingKeys) throws(SealingError) {
        self.path = path
        self.wrapping = wrapping
        do {
            try FileManager.default.createDirectory(
                atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            var configuration = Configuration()
            configuration.label = "file-keys"
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase {
                try $0.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
            }
            database = try DatabaseQueue(path: path, configuration: configuration)
            try database.write { try $0.execute(sql: Self.schema) }
        } catch {
            throw .store(path, error)
        }
    }

    private static let schema = """
        CREATE TABLE IF NOT EXISTS file_key (
            key_id TEXT PRIMARY KEY, object_id TEXT NOT NULL, wrapped_by TEXT NOT NULL, wrapped BLOB, created_at INTEGER NOT NULL,
            destroyed_at INTEGER) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS file_key_by_wrapping ON file_key (wrapped_by, key_id);
        """

    /// A new key for an object; on the medium when it returns.
    func make(for object: String, at instant: Timestamp) throws(SealingError) -> FileKey {
        let made = FileKey(id: UUID().uuidString.lowercased(), key: SymmetricKey(size: .bits256))
        do {
            let wrapped = try wrapping.wrapped(made.key)
            try database.write { database in
                try database.execute(
                    sql: "INSERT INTO file_key VALUES (?, ?, ?, ?, ?, NULL)",
                    arguments: [made.id, object, wrapping.current, wrapped, instant.milliseconds])
            }
        } catch {
            throw .store(path, error)
        }
        return made
    }

    /// - Throws: `SealingError` `sealing-key-missing`, `sealing-key-destroyed`, `sealed-damaged` or `key-store-unavailable`.
    func key(_ id: String) throws(SealingError) -> FileKey {
        let row: Row?
        do {
            row = try database.read {
                try Row.fetchOne($0, sql: "SELECT wrapped_by, wrapped FROM file_key WHERE key_id = ?", arguments: [id])
            }
        } catch {
            throw .store(path, error)
        }
        guard let row else { throw .noKey(id) }
        guard let wrapped = row["wrapped"] as Data? else { throw .destroyed(id) }
        return FileKey(id: id, key: try wrapping.unwrapped(wrapped, by: row["wrapped_by"]))
    }

    /// Wraps by the current key whatever an older one has wrapped; returns how many. Begun anew it goes on where it was ended.
    ///
    /// Only after it has returned, and a copy of the store has been kept, may older wrapping keys be thrown away.
    /// - Throws: `SealingError`; what was rewrapped until then stays so.
    package func rewrap(batch: Int = 1000) throws(SealingError) -> Int {
        do {
            var count = 0
            while true {
                let done = try database.write { database in
                    let rows = try Row.fetchAll(
                        database,
                        sql: "SELECT key_id, wrapped_by, wrapped FROM file_key WHERE wrapped_by <> ? AND wrapped IS NOT NULL LIMIT ?",
                        arguments: [wrapping.current, batch])
                    for row in rows {
                        let key = try wrapping.unwrapped(row["wrapped"], by: row["wrapped_by"])
                        try database.execute(
                            sql: "UPDATE file_key SET wrapped_by = ?, wrapped = ? WHERE key_id = ?",
                            arguments: [wrapping.current, try wrapping.wrapped(key), row["key_id"] as String])
                    }
                    return rows.count
                }
                count += done
                if done < batch { return count }
            }
        } catch {
            throw .store(path, error)
        }
    }

    /// Destroys the keys of an object; when it returns their bytes are in neither the store nor its log. Idempotent.
    /// - Returns: how many there were.
    package func destroyKeys(of object: String, at instant: Timestamp) throws(SealingError) -> Int {
        do {
            let count = try database.write { database in
                try database.execute(
                    sql: "UPDATE file_key SET wrapped = NULL, destroyed_at = ? WHERE object_id = ? AND wrapped IS NOT NULL",
                    arguments: [instant.milliseconds, object])
                return database.changesCount
            }
            _ = try database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            return count
        } catch {
            throw .store(path, error)
        }
    }

    /// Closes the database; later calls throw. Idempotent.
    package func close() throws { try database.close() }
}
