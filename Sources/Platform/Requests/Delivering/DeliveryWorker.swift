package import AuditTrail
package import Delivery
package import Documents
package import Logging
package import Store
package import Transport

/// Fills accepted requests: makes the file, sends it until it is acknowledged, records the end. At least once, whatever happens to the
/// process: a claimed job that is not finished is claimed again, and sends the same delivery with the same id and body.
package struct DeliveryWorker: Sendable {
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
    let signer: DeliverySigner
    let addresses: CallbackAddressCheck
    let ports: Ports
    let hooks: DeliveryHooks
    let schedule: RetrySchedule
    let operatorID: String
    private let wake: Signal
    private let logger: Logger
    private let lanes = EndpointLanes()

    package init(
        store: PlatformStore, trail: AuditTrail, signer: DeliverySigner, addresses: CallbackAddressCheck, ports: Ports, wake: Signal,
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
    package func run() async throws { try await runner.run() }

    /// Claims one job that is due and works on it; false when none is.
    func workOnce(as owner: String) async throws -> Bool { try await runner.workOnce(as: owner) }

    private var runner: JobRunner {
        JobRunner(store: store, kind: RequestIntake.jobKind, lanes: lanes, wake: wake, now: ports.now, logger: logger) { job in
            try await Delivery(job: job, worker: self).work()
        }
    }
}
