package import Documents
package import Logging
package import Store

/// Works on the jobs of one kind, at least once each: a claimed job that is not finished is claimed again, whatever happened to the
/// process. What is under way at a time the lanes say: a receiver that does not answer keeps nobody else waiting.
package struct JobRunner: Sendable {
    /// How long a claim holds without being renewed.
    package static let lease = Duration.seconds(30)
    static let heartbeat = Duration.seconds(10)

    private let store: PlatformStore
    private let kind: String
    private let lanes: EndpointLanes
    private let wake: Signal
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let work: @Sendable (Job) async throws -> EndpointReport

    /// - Parameters:
    ///   - lanes: what is under way; the same value for as long as the process lives.
    ///   - wake: given when there may be a new job. One runner alone waits for it.
    ///   - work: ends, postpones or exhausts the job and tells what it saw of the endpoint; what it throws is logged, and the job is claimed
    ///     again when its lease is over.
    package init(
        store: PlatformStore, kind: String, lanes: EndpointLanes, wake: Signal, now: @escaping @Sendable () -> Timestamp, logger: Logger,
        work: @escaping @Sendable (Job) async throws -> EndpointReport
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
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    if let job = try await claim(as: "platform") {
                        group.addTask { await workOrLog(job) }
                    } else {
                        await wake.wait(upTo: try await idleTime())
                    }
                } catch {
                    if Task.isCancelled { return }
                    log(error)
                    await wake.wait(upTo: .seconds(1))
                }
            }
        }
    }

    /// Claims one job that is due and works on it; false when none is, or none may be begun.
    package func workOnce(as owner: String) async throws -> Bool {
        guard let job = try await claim(as: owner) else { return false }
        try await work(on: job)
        return true
    }

    /// Claims are made by one task, so that no lane is given to more than it has room for.
    private func claim(as owner: String) async throws -> Job? {
        guard !lanes.isFull else { return nil }
        let now = now()
        let closed = lanes.closed(at: now)
        let job = try await store.write { [kind] in
            try $0.claimJob(kind: kind, owner: owner, now: now, lease: Self.lease, except: closed)
        }
        if let job { lanes.begin(job.lane, at: now) }
        return job
    }

    /// Until the next job is due that may be begun, at most a minute. The end of a job wakes as well.
    private func idleTime() async throws -> Duration {
        let now = now()
        if lanes.isFull { return .seconds(60) }
        let closed = lanes.closed(at: now)
        let due = try await store.read { [kind] in try $0.nextJobTime(kind: kind, except: closed) }
        guard let next = [due, lanes.nextProbe(after: now)].compactMap(\.self).min() else { return .seconds(60) }
        return min(max(next - now, .milliseconds(5)), .seconds(60))
    }

    private func workOrLog(_ job: Job) async {
        do {
            try await work(on: job)
        } catch {
            if !Task.isCancelled { log(error) }
        }
    }

    private func work(on job: Job) async throws {
        var report = EndpointReport.untouched
        defer {
            lanes.end(job.lane, report, at: now())
            wake.give()
        }
        report = try await withThrowingTaskGroup(of: EndpointReport.self) { group in
            group.addTask {
                try await keepLease(of: job)
                return .untouched
            }
            group.addTask { try await work(job) }
            defer { group.cancelAll() }
            return try await group.next() ?? .untouched
        }
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

    private func log(_ error: any Error) {
        logger.error("a delivery could not be worked on", metadata: ["kind": "\(kind)", "reason": "\(error)"])
    }
}
