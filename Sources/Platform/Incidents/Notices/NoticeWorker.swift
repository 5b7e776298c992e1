package import Delivery
package import Documents
package import Logging
package import Store
package import Transport

/// Sends messages about incidents until they are taken over or given up: at least once, whatever happens to the process. Webhook and mail of
/// one incident are jobs of their own, so that neither waits for the other.
package struct NoticeWorker: Sendable {
    /// The kind of the job that sends a message.
    package static let jobKind = "send-notice"
    /// What signatures of notices, and of messages to the operator's ticket system, say of themselves.
    static let tag = "assay-notice"
    static let ticketTag = "assay-ticket"
    /// How many messages are on their way at a time.
    static let lanes = 4

    /// What the worker needs from outside.
    package struct Ports: Sendable {
        /// The client as it is registered now; nil when it is not any more.
        package var client: @Sendable (_ id: String) -> NoticeClient?
        /// Sends a request to the ticket system.
        package var send: @Sendable (OutgoingRequest) async throws -> IncomingResponse
        /// The value of `Authorization` for the ticket system; nil for none.
        package var ticketAuthorization: @Sendable () -> String?
        package var now: @Sendable () -> Timestamp
        /// 0 ..< 1.
        package var spread: @Sendable () -> Double

        package init(
            client: @escaping @Sendable (String) -> NoticeClient?,
            send: @escaping @Sendable (OutgoingRequest) async throws -> IncomingResponse,
            ticketAuthorization: @escaping @Sendable () -> String? = { nil },
            now: @escaping @Sendable () -> Timestamp, spread: @escaping @Sendable () -> Double
        ) {
            self.client = client
            self.send = send
            self.ticketAuthorization = ticketAuthorization
            self.now = now
            self.spread = spread
        }
    }

    let store: PlatformStore
    let courier: Courier
    let signer: DeliverySigner
    let tickets: TicketSystem?
    let ports: Ports
    let hooks: NoticeHooks
    let schedule: RetrySchedule
    private let wake: Signal
    private let logger: Logger

    package init(
        store: PlatformStore, courier: Courier, signer: DeliverySigner, tickets: TicketSystem? = nil, ports: Ports, wake: Signal,
        logger: Logger, hooks: NoticeHooks = .none, schedule: RetrySchedule = .standard
    ) {
        self.store = store
        self.courier = courier
        self.signer = signer
        self.tickets = tickets
        self.ports = ports
        self.wake = wake
        self.logger = logger
        self.hooks = hooks
        self.schedule = schedule
    }

    /// Works until the task is cancelled. Takes over at once what an earlier process left unfinished.
    package func run() async throws {
        try await runner.run()
    }

    /// Claims one job that is due and works on it; false when none is.
    package func workOnce(as owner: String) async throws -> Bool {
        try await runner.workOnce(as: owner)
    }

    private var runner: JobRunner {
        JobRunner(store: store, kind: Self.jobKind, lanes: Self.lanes, wake: wake, now: ports.now, logger: logger) { job in
            try await NoticeSending(job: job, worker: self).work()
        }
    }
}
