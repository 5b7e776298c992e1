package import Delivery
package import Documents
package import Logging
package import Store
package import Transport

/// Sends messages about incidents until they are taken over or given up: at least once, whatever happens to the process. Webhook and mail of
/// one incident are jobs of their own, so that neither waits for the other; alerts have room of their own, and are tried however often their
/// receiver has failed.
package struct NoticeWorker: Sendable {
    /// The kind of the job that sends a message.
    package static let jobKind = "send-notice"
    /// The kind of the job that sends an alert of a P1.
    package static let alertKind = "send-alert"
    /// What signatures of notices, and of messages to the operator's ticket system, say of themselves.
    static let tag = "assay-notice"
    static let ticketTag = "assay-ticket"

    /// What the worker needs from outside.
    package struct Ports: Sendable {
        /// The client as it is registered now; nil when it is not any more.
        package var client: @Sendable (_ id: String) -> NoticeClient?
        /// Looks at an alert after its minute, and ends the job.
        package var escalate: @Sendable (_ job: Job, _ now: Timestamp) async throws -> IncidentDesk.EscalationOutcome
        /// Sends a request to the ticket system.
        package var send: @Sendable (OutgoingRequest) async throws -> IncomingResponse
        /// The value of `Authorization` for the ticket system; nil for none.
        package var ticketAuthorization: @Sendable () -> String?
        package var now: @Sendable () -> Timestamp
        /// 0 ..< 1.
        package var spread: @Sendable () -> Double

        package init(
            client: @escaping @Sendable (String) -> NoticeClient?,
            escalate: @escaping @Sendable (Job, Timestamp) async throws -> IncidentDesk.EscalationOutcome,
            send: @escaping @Sendable (OutgoingRequest) async throws -> IncomingResponse,
            ticketAuthorization: @escaping @Sendable () -> String? = { nil },
            now: @escaping @Sendable () -> Timestamp, spread: @escaping @Sendable () -> Double
        ) {
            self.client = client
            self.escalate = escalate
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
    private let schedule: RetrySchedule
    private let alertSchedule: RetrySchedule
    private let wake: NoticeSignals
    private let logger: Logger
    /// How loud the log says that an alert has reached nobody.
    private let unreachedLevel: Logger.Level
    private let lanes = EndpointLanes()
    private let alertLanes = EndpointLanes(hasCircuits: false)
    private let escalationLanes = EndpointLanes(width: 1, total: 1, hasCircuits: false)

    package init(
        store: PlatformStore, courier: Courier, signer: DeliverySigner, tickets: TicketSystem? = nil, ports: Ports,
        wake: NoticeSignals, logger: Logger, hooks: NoticeHooks = .none, schedule: RetrySchedule = .standard,
        alertSchedule: RetrySchedule = .alert, unreachedLevel: Logger.Level = .error
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
        self.alertSchedule = alertSchedule
        self.unreachedLevel = unreachedLevel
    }

    /// Works until the task is cancelled. Takes over at once what an earlier process left unfinished.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for runner in runners { group.addTask { try await runner.run() } }
            for try await _ in group {}
        }
    }

    /// Claims one job that is due, alerts first, and works on it; false when none is.
    package func workOnce(as owner: String) async throws -> Bool {
        for runner in runners where try await runner.workOnce(as: owner) { return true }
        return false
    }

    /// When a job is tried again.
    func schedule(of job: Job) -> RetrySchedule { job.kind == Self.alertKind ? alertSchedule : schedule }

    private var runners: [JobRunner] {
        [
            runner(Self.alertKind, alertLanes, wake.alerts) { try await NoticeSending(job: $0, worker: self).work() },
            runner(AlertEscalation.jobKind, escalationLanes, wake.escalations, escalate),
            runner(Self.jobKind, lanes, wake.others) { try await NoticeSending(job: $0, worker: self).work() },
        ]
    }

    private func runner(
        _ kind: String, _ lanes: EndpointLanes, _ wake: Signal, _ work: @escaping @Sendable (Job) async throws -> EndpointReport
    ) -> JobRunner {
        JobRunner(store: store, kind: kind, lanes: lanes, wake: wake, now: ports.now, logger: logger, work: work)
    }

    @Sendable private func escalate(_ job: Job) async throws -> EndpointReport {
        if case .unreached(let incident, let recipient, let isTold) = try await ports.escalate(job, ports.now()) {
            logger.log(
                level: unreachedLevel, "an alert has reached nobody",
                metadata: ["incident": "\(incident)", "recipient": "\(recipient)", "second-contact-told": "\(isTold)"])
        }
        return .untouched
    }
}
