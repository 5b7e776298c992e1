package import Documents
import GRDB

/// The right to write the log's files and to sign: one process has it for some time and renews it.
///
/// `fence` grows by one each time the lease changes hands and never goes back. What a holder does carries its fence and is refused once a
/// newer one was given: a process that was stopped for longer than its lease finds out before it does anything.
package struct LogLease: Sendable, Hashable {
    /// Names one sequencer of one process.
    package let owner: String
    /// 1-based.
    package let fence: Int64
    /// By the clock on the wall. Only says when another may ask for the lease: the fence is what holds.
    package let until: Timestamp

    package init(owner: String, fence: Int64, until: Timestamp) {
        self.owner = owner
        self.fence = fence
        self.until = until
    }
}

extension Snapshot {
    /// The newest lease of the log, run out or not; nil before the first.
    package func logLease() throws -> LogLease? {
        try Row.fetchOne(database, sql: "SELECT * FROM log_lease").map { row in
            LogLease(owner: row["owner"], fence: row["fence"], until: Timestamp(milliseconds: row["until"]))
        }
    }
}

extension Transaction {
    /// Gives or renews the lease; the table refuses a fence that was given to another or is lower than the last one.
    package func put(_ lease: LogLease) throws {
        try database.execute(
            sql: """
                INSERT INTO log_lease (id, owner, fence, until) VALUES (1, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, fence = excluded.fence, until = excluded.until
                """, arguments: [lease.owner, lease.fence, lease.until.milliseconds])
    }
}
