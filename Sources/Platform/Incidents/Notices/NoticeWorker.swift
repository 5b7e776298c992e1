package import Documents
package import Logging
package import Requests
package import Store
package import Transport

/// Sends messages about incidents until they are taken over or given up: at least once, whatever happens to the process. Webhook and mail of
/// one incident are jobs of their own, so that neither waits for the other.
package struct NoticeWorker: Sendable {
    /// The kind of the job that sends a message.
    package static let jobKind = "send-notice"
    /// How many messages are on their way at a time.
    static let lanes = 4
    /// Longer than any attempt takes.
    static let lease = Duration.seconds(90)

    /// A mail as it is handed over.
    package struct Mail: Sendable {
        /// The same for every attempt.
        package let id: String
        package let recipient: String
        package let subject: String
        package let text: String
        /// For programs: `X-…` fields of printable ASCII.
        package let fields: [(name: String, value: String)]
        package let madeAt: Timestamp
    }

    /// What the worker needs from outside.
    package struct Ports: Sendable {
        /// The client as it is registered now; nil when it is not any more.
        package var client: @Sendable (_ id: String) -> NoticeClient?
        package var send: @Sendable (OutgoingRequest) async throws -> IncomingResponse
        /// Hands a mail to a server; nil where there is none.
        package var sendMail: (@Sendable (Mail) async throws -> Void)?
        /// The value of `Authorization` for the ticket system; nil for none.
        package var ticketAuthorization: @Sendable () -> String?
        package var now: @Sendable () -> Timestamp
        /// 0 ..< 1.
        package var spread: @Sendable () -> Double

        package init(
            client: @escaping @Sendable (String) -> NoticeClient?,
            send: @escaping @Sendable (OutgoingRequest) async throws -> IncomingResponse,
            sendMail: (@Sendable (Mail) async throws -> Void)?, ticketAuthorization: @escaping @Sendable () -> String? = { nil },
            now: @escaping @Sendable () -> Timestamp, spread: @escaping @Sendable () -> Double
        ) {
            self.client = client
            self.send = send
            self.sendMail = sendMail
            self.ticketAuthorization = ticketAuthorization
            self.now = now
            self.spread = spread
        }
    }

    let store: PlatformStore
    let signer: CallbackSigner
    let addresses: CallbackAddressCheck
    let tickets: TicketSystem?
    let ports: Ports
    let hooks: NoticeHooks
    let schedule: RetrySchedule
    private let wake: Signal
    private let logger: Logger

    package init(
        store: PlatformStore, signer: CallbackSigner, addresses: CallbackAddressCheck, tickets: TicketSystem? = nil, ports: Ports,
        wake: Signal, logger: Logger, hooks: NoticeHooks = .none, schedule: RetrySchedule = .standard
    ) {
        self.store = store
        self.signer = signer
        self.addresses = addresses
        self.tickets = tickets
        self.ports = ports
        self.wake = wake
        self.logger = logger
        self.hooks = hooks
        self.schedule = schedule
    }

    /// Works until the task is cancelled. Takes over at once what an earlier process left unfinished.
    package func run() async throws {
        try await store.write { try $0.releaseLeases(kind: Self.jobKind) }
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<Self.lanes {
                group.addTask { await runLane("notices-\(lane)") }
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
                logger.error("a notice could not be worked on", metadata: ["reason": "\(error)"])
                await wake.wait(upTo: .seconds(1))
            }
        }
    }

    /// Until the next job is due, at most a minute.
    private func idleTime() async throws -> Duration {
        let now = ports.now()
        guard let next = try await store.read({ try $0.nextJobTime(kind: Self.jobKind) }) else { return .seconds(60) }
        return min(max(next - now, .milliseconds(5)), .seconds(60))
    }

    /// Claims one job that is due and works on it; false when none is.
    package func workOnce(as owner: String) async throws -> Bool {
        let now = ports.now()
        let claimed = try await store.write { try $0.claimJob(kind: Self.jobKind, owner: owner, now: now, lease: Self.lease) }
        guard let job = claimed else { return false }
        // More may be waiting: the other lanes are not to sleep through it.
        wake.give()
        try await NoticeSending(job: job, worker: self).work()
        return true
    }
}
