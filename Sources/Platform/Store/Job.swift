package import Documents
import GRDB

/// Work that must be done at least once, whatever happens to the process: kept in the transaction that promised it.
///
/// Moves: `waiting` → leased (still `waiting`, with `lease_until`) → `done` | `waiting` again later | `exhausted`.
/// A lease that ran out is claimed anew with a higher fence; results that carry an older fence are refused.
/// Jobs of one queue are claimed one after another, in the order in which they were added: one that waits holds up those behind it.
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
    /// Whom the work reaches: jobs of one lane share what is allowed to reach it at a time. Empty when nobody is.
    package let lane: String

    init(row: Row) {
        id = row["id"]
        kind = row["kind"]
        key = row["key"]
        payload = [UInt8](blob: row["payload"])
        fence = row["fence"]
        attempts = row["attempts"]
        lane = row["lane"]
    }
}

extension Job {
    /// What can be claimed now or later: waiting jobs of a kind, but of lanes that are closed, and behind others of their queue.
    /// Two arguments: the kind, and the closed lanes as JSON.
    fileprivate static let claimable = """
        state = 'waiting' AND kind = ? AND lane NOT IN (SELECT value FROM json_each(?)) AND (queue IS NULL OR NOT EXISTS (
            SELECT 1 FROM job earlier
            WHERE earlier.queue = job.queue AND earlier.kind = job.kind AND earlier.state = 'waiting' AND earlier.id < job.id
        ))
        """

    fileprivate static func list(_ lanes: [String]) -> String {
        String(decoding: Node.array(lanes.map { .string($0) }).compactBytes(), as: UTF8.self)
    }
}

extension Snapshot {
    /// When the next job of a kind becomes claimable, nil when none waits.
    /// - Parameter closed: lanes of which none is to be claimed.
    package func nextJobTime(kind: String, except closed: [String] = []) throws -> Timestamp? {
        try Int64.fetchOne(
            database, sql: "SELECT MIN(MAX(run_at, COALESCE(lease_until, 0))) FROM job WHERE \(Job.claimable)",
            arguments: [kind, Job.list(closed)]
        ).map(Timestamp.init(milliseconds:))
    }

    /// How many jobs of a kind are in `waiting`, `done` or `exhausted`.
    package func jobCount(kind: String, state: String) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM job WHERE kind = ? AND state = ?", arguments: [kind, state]) ?? 0
    }
}

extension Transaction {
    /// Adds work that becomes due at `runAt`; false when work with this key is already known.
    /// - Parameters:
    ///   - lane: whom the work reaches; empty when nobody is.
    ///   - queue: jobs of one queue are done one after another; nil when the order does not matter.
    @discardableResult
    package func addJob(
        kind: String, key: String, payload: [UInt8], runAt: Timestamp, lane: String = "", queue: String? = nil
    ) throws -> Bool {
        try database.execute(
            sql: """
                INSERT INTO job (kind, key, payload, state, run_at, lane, queue) VALUES (?, ?, ?, 'waiting', ?, ?, ?)
                ON CONFLICT (key) DO NOTHING
                """,
            arguments: [kind, key, payload.blob, runAt.milliseconds, lane, queue])
        return database.changesCount == 1
    }

    /// Leases the job of a kind that is due longest, for `lease`; nil when nothing is due.
    /// - Parameter closed: lanes of which none is claimed.
    package func claimJob(
        kind: String, owner: String, now: Timestamp, lease: Duration, except closed: [String] = []
    ) throws -> Job? {
        try Row.fetchOne(
            database,
            sql: """
                UPDATE job SET lease_owner = ?, lease_until = ?, fence = fence + 1, attempts = attempts + 1
                WHERE id = (
                    SELECT id FROM job WHERE \(Job.claimable) AND run_at <= ? AND (lease_until IS NULL OR lease_until <= ?)
                    ORDER BY run_at, id LIMIT 1
                ) RETURNING *
                """,
            arguments: [
                owner, now.advanced(by: lease).milliseconds, kind, Job.list(closed), now.milliseconds, now.milliseconds,
            ]
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
