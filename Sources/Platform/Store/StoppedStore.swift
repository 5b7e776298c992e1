import Foundation
import GRDB

/// The state of a platform that does not run, for one who only looks: nothing is created, migrated or changed, and none can start meanwhile.
package final class StoppedStore: Sendable {
    private let queue: DatabaseQueue
    private let lock: DirectoryLock?

    /// - Throws: `StoreError`: `in-use` while the platform runs, `newer-schema`, `damaged`, `unavailable` where there is no database.
    package init(directory: String) throws(StoreError) {
        let path = directory + "/platform.sqlite"
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.unavailable, "there is no platform.sqlite in \(directory): name the data folder of one realm")
        }
        lock = try DirectoryLock(lookingAt: directory)
        var configuration = Configuration()
        configuration.label = "stopped platform"
        configuration.readonly = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON") }
        do {
            queue = try DatabaseQueue(path: Self.location(path), configuration: configuration)
            if try queue.read({ try StoreSchema.migrator.hasBeenSuperseded($0) }) {
                throw StoreError(.newerSchema, "\(path) was written by a newer version")
            }
        } catch {
            throw StoreError(wrapping: error)
        }
    }

    /// Runs `body` on the state of the last commit.
    /// - Throws: what `body` throws, else `StoreError`.
    package func read<Value>(_ body: (Snapshot) throws -> Value) throws -> Value {
        do {
            return try queue.read { try body(Snapshot(database: $0)) }
        } catch let error as DatabaseError {
            throw StoreError(wrapping: error)
        }
    }

    /// What SQLite itself finds wrong with the file, at most so many sentences. Linear.
    package func damages(limit: Int = 20) throws -> [String] {
        try read { snapshot in
            try String.fetchAll(snapshot.database, sql: "PRAGMA integrity_check(\(max(1, limit)))").filter { $0 != "ok" }
        }
    }

    /// Without a log of commits there is nothing to replay: SQLite is told that the file stands still, and makes no files beside it.
    private static func location(_ path: String) -> String {
        let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
        guard (log?[.size] as? NSNumber)?.intValue ?? 0 == 0 else { return path }
        return URL(filePath: path).absoluteString + "?immutable=1"
    }
}
