package import Documents
import GRDB

/// Work that must be done at least once, whatever happens to the process: kept in the transaction that promised it.
///
/// Moves: `waiting` → leased (still `waiting`, with `lease_until`) → `done` | `waiting` again later | `exhausted`.
/// A lease that ran out is claimed anew with a higher fence; results that carry an older fence are refused.
package struct Job: Sendable, Hashable {
    package let id: Int64
    /// What kind of work, for example `deliver-request`.
    package let kind: String
    /// Names the work: a second job with the same key is not added.
    package let key: String
    /// Canonical JSON for the worker.
    package let payload: [UInt8]
    /// Which claim this is, 1-based; effects carry it.
    package let fence: Int64
    /// Claims so far, this one included.
    package let attempts: Int

    init(row: Row) {
        id = row["id"]
        kind = row["kind"]
        key = row["key"]
        payload = [UInt8](blob: row["payload"])
        fence = row["fence"]
        attempts = row["attempts"]
    }
}

extension Snapshot {
    /// When the next job of a kind becomes claimable, nil when none waits.
    package func nextJobTime(kind: String) throws -> Timestamp? {
        try Int64.fetchOne(
            database,
            sql: "SELECT MIN(MAX(run_at, COALESCE(lease_until, 0))) FROM job WHERE state = 'waiting' AND kind = ?", arguments: [kind]
        ).map(Timestamp.init(milliseconds:))
    }

    /// How many jobs of a kind are in `waiting`, `done` or `exhausted`.
    package func jobCount(kind: String, state: String) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM job WHERE kind = ? AND state = ?", arguments: [kind, state]) ?? 0
    }
}

extension Transaction {
    /// Adds work that becomes due at `runAt`; false when work with this key is already known.
    @discardableResult
    package func addJob(kind: String, key: String, payload: [UInt8], runAt: Timestamp) throws -> Bool {
        try database.execute(
            sql: "INSERT INTO job (kind, key, payload, state, run_at) VALUES (?, ?, ?, 'waiting', ?) ON CONFLICT (key) DO NOTHING",
            arguments: [kind, key, payload.blob, runAt.milliseconds])
        return database.changesCount == 1
    }

    /// Leases the job of a kind that is due longest, for `lease`; nil when nothing is due.
    package func claimJob(kind: String, owner: String, now: Timestamp, lease: Duration) throws -> Job? {
        try Row.fetchOne(
            database,
            sql: """
                UPDATE job SET lease_owner = ?, lease_until = ?, fence = fence + 1, attempts = attempts + 1
                WHERE id = (
                    SELECT id FROM job WHERE state = 'waiting' AND kind = ? AND run_at <= ? AND (lease_until IS NULL OR lease_until <= ?)
                    ORDER BY run_at, id LIMIT 1
                ) RETURNING *
                """,
            arguments: [owner, now.advanced(by: lease).milliseconds, kind, now.milliseconds, now.milliseconds]
        ).map(Job.init)
    }

    /// Ends the leases that an earlier process left: for the start of the only process that holds the data directory.
    package func releaseLeases(kind: String) throws {
        try database.execute(sql: "UPDATE job SET lease_until = NULL WHERE kind = ? AND state = 'waiting'", arguments: [kind])
    }

    /// Prolongs the lease of a claim; false when it was lost to another claim.
    package func renew(_ job: Job, until: Timestamp) throws -> Bool {
        try change(job, to: "lease_until = ?", [until.milliseconds])
    }

    /// Ends a job well; false when the claim was lost.
    package func finish(_ job: Job) throws -> Bool {
        try change(job, to: "state = 'done', lease_until = NULL, last_error = NULL", [])
    }

    /// Puts a job back for a later attempt; false when the claim was lost.
    package func postpone(_ job: Job, until: Timestamp, because error: String) throws -> Bool {
        try change(job, to: "run_at = ?, lease_until = NULL, last_error = ?", [until.milliseconds, error])
    }

    /// Gives a job up for good, kept with its payload; false when the claim was lost.
    package func exhaust(_ job: Job, because error: String) throws -> Bool {
        try change(job, to: "state = 'exhausted', lease_until = NULL, last_error = ?", [error])
    }

    private func change(_ job: Job, to assignment: String, _ arguments: StatementArguments) throws -> Bool {
        try database.execute(
            sql: "UPDATE job SET \(assignment) WHERE id = ? AND fence = ? AND state = 'waiting'",
            arguments: arguments + [job.id, job.fence])
        return database.changesCount == 1
    }
}
