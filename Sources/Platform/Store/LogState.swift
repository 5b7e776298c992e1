package import Documents
import GRDB

/// How far the transparency log has been built and signed; one row.
///
/// `intendedSize`/`intendedRoot` are stored before a checkpoint is signed: for a size that was ever intended no other root
/// may be signed. Legal moves: `publishedSize ≤ intendedSize ≤ integratedSize`, none of them ever decreases.
package struct LogState: Sendable, Hashable {
    /// Leaves whose bundles and tiles are durable.
    package var integratedSize: Int64
    /// The newest size that may have been signed.
    package var intendedSize: Int64
    /// The 32-byte root of `intendedSize`; empty when nothing was ever intended.
    package var intendedRoot: [UInt8]
    /// The fence of the lease (`LogLease`) under which `intendedSize` was intended; 0 before there were leases.
    package var intendedFence: Int64
    /// The newest size whose signed checkpoint is known to be in its place.
    package var publishedSize: Int64
    /// When that checkpoint was put there, by the clock on the wall; nil before the first, and for those before there were leases.
    package var publishedAt: Timestamp?

    /// Before the first leaf.
    package static let start = LogState(integratedSize: 0, intendedSize: 0, intendedRoot: [], publishedSize: 0)

    package init(
        integratedSize: Int64, intendedSize: Int64, intendedRoot: [UInt8], publishedSize: Int64, intendedFence: Int64 = 0,
        publishedAt: Timestamp? = nil
    ) {
        self.integratedSize = integratedSize
        self.intendedSize = intendedSize
        self.intendedRoot = intendedRoot
        self.intendedFence = intendedFence
        self.publishedSize = publishedSize
        self.publishedAt = publishedAt
    }
}

extension Snapshot {
    /// The state of the log; `start` before it was first written.
    package func logState() throws -> LogState {
        try Row.fetchOne(database, sql: "SELECT * FROM log_state").map { row in
            LogState(
                integratedSize: row["integrated_size"], intendedSize: row["intended_size"],
                intendedRoot: [UInt8](blob: row["intended_root"]), publishedSize: row["published_size"],
                // An examination reads databases of earlier versions as they are.
                intendedFence: row["intended_fence"] ?? 0,
                publishedAt: (row["published_at"] as Int64?).map(Timestamp.init(milliseconds:)))
        } ?? .start
    }
}

extension Transaction {
    /// Replaces the state of the log.
    package func put(_ state: LogState) throws {
        try database.execute(
            sql: """
                INSERT INTO log_state (id, integrated_size, intended_size, intended_root, intended_fence, published_size, published_at)
                VALUES (1, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET integrated_size = excluded.integrated_size, intended_size = excluded.intended_size,
                intended_root = excluded.intended_root, intended_fence = excluded.intended_fence,
                published_size = excluded.published_size, published_at = excluded.published_at
                """,
            arguments: [
                state.integratedSize, state.intendedSize, state.intendedRoot.blob, state.intendedFence, state.publishedSize,
                state.publishedAt?.milliseconds,
            ])
    }
}
