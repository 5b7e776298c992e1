package import Documents
package import Logging
package import Store

/// Works on the jobs of one kind, a few at a time, at least once each: a claimed job that is not finished is claimed again, whatever
/// happened to the process.
package struct JobRunner: Sendable {
    /// How long a claim holds without being renewed.
    package static let lease = Duration.seconds(30)
    static let heartbeat = Duration.seconds(10)

    private let store: PlatformStore
    private let kind: String
    private let lanes: Int
    private let wake: Signal
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let work: @Sendable (Job) async throws -> Void

    /// - Parameters:
    ///   - lanes: how many jobs are worked on at a time, 1 or more.
    ///   - wake: given when there may be a new job.
    ///   - work: ends, postpones or exhausts the job; what it throws is logged, and the job is claimed again when its lease is over.
    package init(
        store: PlatformStore, kind: String, lanes: Int, wake: Signal, now: @escaping @Sendable () -> Timestamp, logger: Logger,
        work: @escaping @Sendable (Job) async throws -> Void
    ) {
        self.store = store
        self.kind = kind
        self.lanes = lanes
        self.wake = wake
        self.now = now
        self.logger = logger
        self.work = work
    }

    /// Works until the task is cancelled. Takes over at once what an earlier process left unfinished.
    package func run() async throws {
        try await store.write { [kind] in try $0.releaseLeases(kind: kind) }
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<lanes {
                group.addTask { await runLane("lane-\(lane)") }
            }
        }
    }

    private func runLane(_ name: String) async {
        while !Task.isCancelled {
            do {
                if try await workOnce(as: name) { continue }
                await wake.wait(upTo: try await idleTime())
            } catch {
                if Task.isCancelled { return }
                logger.error("a delivery could not be worked on", metadata: ["kind": "\(kind)", "reason": "\(error)"])
                await wake.wait(upTo: .seconds(1))
            }
        }
    }

    /// Until the next job is due, at most a minute.
    private func idleTime() async throws -> Duration {
        let now = now()
        guard let next = try await store.read({ [kind] in try $0.nextJobTime(kind: kind) }) else { return .seconds(60) }
        return min(max(next - now, .milliseconds(5)), .seconds(60))
    }

    /// Claims one job that is due and works on it; false when none is.
    package func workOnce(as owner: String) async throws -> Bool {
        let now = now()
        let claimed = try await store.write { [kind] in
            try $0.claimJob(kind: kind, owner: owner, now: now, lease: Self.lease)
        }
        guard let job = claimed else { return false }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keepLease(of: job) }
            group.addTask { try await work(job) }
            defer { group.cancelAll() }
            try await group.next()
        }
        return true
    }

    /// Renews the claim until cancelled; returns when it was lost, which ends the work on it.
    private func keepLease(of job: Job) async throws {
        while true {
            do {
                try await Task.sleep(for: Self.heartbeat)
            } catch {
                return
            }
            let until = now().advanced(by: Self.lease)
            guard try await store.write({ try $0.renew(job, until: until) }) else { return }
        }
    }
}
