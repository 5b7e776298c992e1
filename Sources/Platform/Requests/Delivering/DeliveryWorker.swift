package import AuditTrail
package import Documents
package import Logging
package import Store
package import Transport

/// Fills accepted requests: makes the file, sends it until it is acknowledged, records the end. At least once, whatever happens to the
/// process: a claimed job that is not finished is claimed again, and sends the same delivery with the same id and body.
package struct DeliveryWorker: Sendable {
    /// How many deliveries are on their way at a time.
    static let lanes = 4
    static let lease = Duration.seconds(30)
    static let heartbeat = Duration.seconds(10)

    /// What the worker needs from outside.
    package struct Ports: Sendable {
        /// Makes or finds the file; throws `FileRefusal` when it never can.
        package var makeFile:
            @Sendable (_ order: RequestOrder, _ client: RequestingClient, _ requestID: String) async throws -> PreparedFile
        /// The client as it is registered now; nil when it is not any more.
        package var client: @Sendable (_ clientID: String) -> RequestingClient?
        package var send: @Sendable (OutgoingRequest) async throws -> IncomingResponse
        package var now: @Sendable () -> Timestamp
        /// A delivery's id: a UUID.
        package var newID: @Sendable () -> String
        /// 0 ..< 1.
        package var spread: @Sendable () -> Double

        package init(
            makeFile: @escaping @Sendable (RequestOrder, RequestingClient, String) async throws -> PreparedFile,
            client: @escaping @Sendable (String) -> RequestingClient?,
            send: @escaping @Sendable (OutgoingRequest) async throws -> IncomingResponse, now: @escaping @Sendable () -> Timestamp,
            newID: @escaping @Sendable () -> String, spread: @escaping @Sendable () -> Double
        ) {
            self.makeFile = makeFile
            self.client = client
            self.send = send
            self.now = now
            self.newID = newID
            self.spread = spread
        }
    }

    let store: PlatformStore
    let trail: AuditTrail
    let signer: CallbackSigner
    let addresses: CallbackAddressCheck
    let ports: Ports
    let hooks: DeliveryHooks
    let schedule: RetrySchedule
    let operatorID: String
    private let wake: Signal
    private let logger: Logger

    package init(
        store: PlatformStore, trail: AuditTrail, signer: CallbackSigner, addresses: CallbackAddressCheck, ports: Ports, wake: Signal,
        operatorID: String, logger: Logger, hooks: DeliveryHooks = .none, schedule: RetrySchedule = .standard
    ) {
        self.store = store
        self.trail = trail
        self.signer = signer
        self.addresses = addresses
        self.ports = ports
        self.wake = wake
        self.operatorID = operatorID
        self.logger = logger
        self.hooks = hooks
        self.schedule = schedule
    }

    /// Works until the task is cancelled. Takes over at once what an earlier process left unfinished.
    package func run() async throws {
        try await store.write { try $0.releaseLeases(kind: RequestIntake.jobKind) }
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<Self.lanes {
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
                logger.error("a delivery could not be worked on", metadata: ["reason": "\(error)"])
                await wake.wait(upTo: .seconds(1))
            }
        }
    }

    /// Until the next job is due, at most a minute.
    private func idleTime() async throws -> Duration {
        let now = ports.now()
        guard let next = try await store.read({ try $0.nextJobTime(kind: RequestIntake.jobKind) }) else { return .seconds(60) }
        return min(max(next - now, .milliseconds(5)), .seconds(60))
    }

    /// Claims one job that is due and works on it; false when none is.
    func workOnce(as owner: String) async throws -> Bool {
        let now = ports.now()
        let claimed = try await store.write {
            try $0.claimJob(kind: RequestIntake.jobKind, owner: owner, now: now, lease: Self.lease)
        }
        guard let job = claimed else { return false }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keepLease(of: job) }
            group.addTask { try await Delivery(job: job, worker: self).work() }
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
            let until = ports.now().advanced(by: Self.lease)
            guard try await store.write({ try $0.renew(job, until: until) }) else { return }
        }
    }
}
