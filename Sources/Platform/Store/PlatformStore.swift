import Foundation
import GRDB
import Synchronization

/// The platform's own state in one SQLite file: audit events, entities, reports, requests, jobs, nonces, tokens.
///
/// WAL with `synchronous=FULL`: what `write` returned has reached the medium. Foreign keys are on. Writers are committed in
/// groups (`CommitQueue`), readers see snapshots and never wait for a writer. One process at a time holds a directory, unless told otherwise.
package final class PlatformStore: Sendable {
    /// Where the state lies and how patient the store is.
    package struct Configuration: Sendable {
        /// The data directory; made when absent, mode 0700.
        package var directory: String
        /// How long a statement waits for a lock that another connection holds.
        package var busyTimeout: Duration = .seconds(5)
        /// Connections that read at the same time, 1 or more.
        package var maximumReaders = 5
        /// False when several processes are meant to share the directory, of which one writes the log at a time (`LogLease`): nothing is
        /// locked then, and who takes over waits until the lease of the one before has run out.
        package var isExclusive = true

        package init(directory: String) {
            self.directory = directory
        }
    }

    /// The folder that holds `platform.sqlite`.
    package let directory: String
    /// Whether no other process can have the directory open while this one has.
    package let isExclusive: Bool
    private let pool: DatabasePool
    private let queue: CommitQueue
    private let lock: Mutex<DirectoryLock?>

    /// Opens the state of a directory, creating or migrating it.
    /// - Throws: `StoreError`: `in-use`, `newer-schema`, `unavailable` or `damaged`.
    package init(_ configuration: Configuration) throws {
        directory = configuration.directory
        isExclusive = configuration.isExclusive
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError(.unavailable, "cannot make \(directory): \(error.localizedDescription)")
        }
        let held = configuration.isExclusive ? try DirectoryLock(directory: directory) : nil
        do {
            pool = try DatabasePool(path: directory + "/platform.sqlite", configuration: Self.connection(configuration))
            // After opening: GRDB sets NORMAL with WAL, which may lose the last commits when the power fails.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try StoreSchema.migrate(pool)
        } catch {
            throw StoreError(wrapping: error)
        }
        lock = Mutex(held)
        queue = CommitQueue(pool: pool)
    }

    /// Runs `body` in a transaction and returns when its commit is durable.
    ///
    /// Concurrent calls share one commit but not their fate: a body that throws undoes its own rows only. Cancelling the
    /// caller's task does not undo a write that was handed over.
    /// - Throws: what `body` throws, else `StoreError` `unavailable` (nothing was kept, or, on a medium that failed, nobody knows) or `closed`.
    package func write<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await queue.perform(body)
    }

    /// Runs `body` on the state of the latest commit. Cancelling the caller's task does not cut a read short: the last steps of
    /// an orderly end need it.
    /// - Throws: what `body` throws, else `StoreError`.
    package func read<Value: Sendable>(_ body: @escaping @Sendable (Snapshot) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { [queue] access in
                do {
                    continuation.resume(returning: try body(Snapshot(database: access.get())))
                } catch let error as DatabaseError {
                    queue.note(error)
                    continuation.resume(throwing: StoreError(wrapping: error))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    /// Brings all commits into the database's file and empties its log: nothing of what was erased stays in either.
    /// - Throws: `StoreError` `unavailable` when readers hold the log for longer than the store waits: call again.
    package func settle() async throws {
        do {
            try await pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        } catch {
            queue.note(error)
            throw StoreError(wrapping: error)
        }
    }

    /// Returns when the medium of the store, or of what somebody said to be lost with it (`fail`), has failed: nothing is written any more,
    /// and the process should end, for only a new start reads what is there. Nil when the store was closed or the task was cancelled.
    package func watchMedium() async -> MediumFailure? { await queue.medium.wait() }

    /// What has failed of the medium; nil while nothing has.
    package var mediumFailure: MediumFailure? { queue.medium.failure }

    /// Takes a failure that was seen beside the store, as of the log's files, for one of its own: no write is acknowledged any more.
    package func fail(_ failure: MediumFailure) { queue.fail(failure) }

    /// Ends all connections and gives the directory free; later calls throw `closed`. Idempotent.
    package func close() throws {
        queue.close()
        do {
            try pool.close()
        } catch {
            throw StoreError(wrapping: error)
        }
        lock.withLock { $0 = nil }
    }

    private static func connection(_ configuration: Configuration) -> GRDB.Configuration {
        var connection = GRDB.Configuration()
        connection.label = "platform"
        connection.foreignKeysEnabled = true
        connection.maximumReaderCount = max(1, configuration.maximumReaders)
        connection.busyMode = .timeout(configuration.busyTimeout / .seconds(1))
        connection.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON")
            CheckpointHook.install(on: database)
        }
        return connection
    }
}

extension StoreError {
    /// Names what SQLite or GRDB reported in the terms of this module; a `StoreError` stays itself.
    init(wrapping error: any Error) {
        switch error {
        case let own as StoreError: self = own
        case let error as DatabaseError:
            switch error.resultCode.primaryResultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_MISMATCH: self.init(.damaged, error.description)
            case .SQLITE_MISUSE: self.init(.closed, error.description)
            default: self.init(.unavailable, error.description)
            }
        default: self.init(.unavailable, String(describing: error))
        }
    }
}
