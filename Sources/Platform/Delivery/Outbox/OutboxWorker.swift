package import AuditTrail
package import Documents
package import Logging
package import Store

/// Takes what the outbox promised to its receivers, at least once each, and watches the deadlines.
package struct OutboxWorker: Sendable {
    /// How long an upload may take: reports are larger than callbacks.
    static let uploadTime = Duration.seconds(120)
    /// How often the deadlines are looked at.
    static let interval = Duration.seconds(30)

    /// What the worker needs from outside.
    package struct Ports: Sendable {
        /// The parcel of a delivery, the same bytes every time; what it throws is tried again.
        package var parcel: @Sendable (DeliveryRow) async throws -> ReportParcel
        /// Whether a URL lies within an origin that is registered for a client.
        package var isRegistered: @Sendable (_ url: String, _ client: String) -> Bool
        /// Takes alarms about deadlines.
        package var alarm: @Sendable (DeadlineAlarm) async -> Void
        package var now: @Sendable () -> Timestamp
        /// 0 ..< 1.
        package var spread: @Sendable () -> Double

        package init(
            parcel: @escaping @Sendable (DeliveryRow) async throws -> ReportParcel,
            isRegistered: @escaping @Sendable (String, String) -> Bool, alarm: @escaping @Sendable (DeadlineAlarm) async -> Void,
            now: @escaping @Sendable () -> Timestamp, spread: @escaping @Sendable () -> Double
        ) {
            self.parcel = parcel
            self.isRegistered = isRegistered
            self.alarm = alarm
            self.now = now
            self.spread = spread
        }
    }

    private let outbox: Outbox
    private let store: PlatformStore
    private let trail: AuditTrail
    private let courier: Courier
    private let ports: Ports
    private let hooks: OutboxHooks
    private let schedule: RetrySchedule
    private let baseURL: String
    private let operatorID: String
    private let wake: Signal
    private let timeMoved: Signal
    private let logger: Logger
    /// Reports are large: two at a time over one channel.
    private let lanes = EndpointLanes(width: 2, total: 16)

    /// - Parameters:
    ///   - baseURL: the realm's address, for links in mails.
    ///   - wake: the signal of the outbox.
    ///   - timeMoved: given when the time was moved, so that deadlines are looked at.
    package init(
        outbox: Outbox, store: PlatformStore, trail: AuditTrail, courier: Courier, ports: Ports, baseURL: String, operatorID: String,
        wake: Signal, timeMoved: Signal = Signal(), logger: Logger, hooks: OutboxHooks = .none, schedule: RetrySchedule = .standard
    ) {
        self.outbox = outbox
        self.store = store
        self.trail = trail
        self.courier = courier
        self.ports = ports
        self.baseURL = baseURL
        self.operatorID = operatorID
        self.wake = wake
        self.timeMoved = timeMoved
        self.logger = logger
        self.hooks = hooks
        self.schedule = schedule
    }

    /// Works until the task is cancelled. Takes over at once what an earlier process left unfinished.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runner.run() }
            group.addTask { await watch() }
            try await group.waitForAll()
        }
    }

    /// Claims one delivery that is due and tries it once; false when none is.
    package func workOnce(as owner: String) async throws -> Bool { try await runner.workOnce(as: owner) }

    private var runner: JobRunner {
        JobRunner(store: store, kind: Outbox.jobKind, lanes: lanes, wake: wake, now: ports.now, logger: logger) {
            try await work(on: $0)
        }
    }

    private func work(on job: Job) async throws -> EndpointReport {
        let id = String(decoding: job.payload, as: UTF8.self)
        guard let row = try await store.read({ try $0.delivery(id) }) else {
            _ = try await store.write { try $0.exhaust(job, because: "the job names no delivery") }
            return .untouched
        }
        let event: DeliveryCourse.Event
        do {
            event = try await tried(row)
        } catch {
            if Task.isCancelled { throw error }
            event = .tried(.refused(reason: "\(error)", retryAfter: nil))
        }
        try await settle(row, job, event)
        guard case .tried(let outcome) = event else { return .untouched }
        return outcome.report
    }

    /// One attempt over the delivery's channel.
    private func tried(_ row: DeliveryRow) async throws -> DeliveryCourse.Event {
        guard let channel = try await outbox.channel(of: row, now: ports.now()) else {
            return .withdrawn(reason: "the channel \(row.channelID) is no longer open")
        }
        let parcel = try await ports.parcel(row)
        switch channel.way {
        case .mailLink(let recipients):
            var letter = LinkLetter.make(parcel, row, to: recipients, baseURL: baseURL)
            letter.text = hooks.text(letter.text, parcel.bytes)
            return .tried(try await courier.mail(letter))
        case .regulatorAPI(let url, let client):
            let posting = Posting(
                url: url, body: hooks.body(UploadDocument.make(parcel, row)).compactBytes(), deliveryID: row.deliveryID,
                tag: "assay-delivery", receiver: client, timeout: Self.uploadTime,
                isRegistered: { [ports] in ports.isRegistered($0, client) })
            return .tried(try await courier.post(posting, alter: hooks.signed))
        case .sftp(let drop, let folder):
            return .tried(try await courier.put(DropFiles.make(parcel), into: outbox.plan.drop(drop, folder: folder)))
        }
    }

    /// Writes what an event leads to. Nothing is written once the claim is lost: somebody else goes on.
    private func settle(_ row: DeliveryRow, _ job: Job, _ event: DeliveryCourse.Event) async throws {
        let (now, spread, tries) = (ports.now(), ports.spread(), hooks.tries())
        try await store.write { [schedule, trail, operatorID] transaction in
            // Alarms may have been noted since the row was read.
            let current = try transaction.snapshot.delivery(row.deliveryID) ?? row
            var course = DeliveryCourse(current, schedule: schedule, tries: tries)
            let actions = course.take(event, at: now, spread: spread)
            for action in actions {
                let holds =
                    switch action {
                    case .finish: try transaction.finish(job)
                    case .postpone(let until, let reason): try transaction.postpone(job, until: until, because: reason)
                    case .exhaust(let reason): try transaction.exhaust(job, because: reason)
                    case .begin, .record, .alarm: true
                    }
                guard holds else { return }
                guard case .record(let action, let reason) = action else { continue }
                try trail.record(
                    in: transaction,
                    AuditEntry(
                        at: now, operatorID: operatorID, subject: .licence(row.licence), actor: .system, action: action, entity: "delivery",
                        id: row.deliveryID,
                        reason: reason, detail: course.row.detail))
            }
            try transaction.update(course.row)
        }
    }

    private func watch() async {
        while !Task.isCancelled {
            do {
                try await watchOnce()
                await timeMoved.wait(upTo: Self.interval)
            } catch {
                if Task.isCancelled { return }
                logger.error("deadlines could not be looked at", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }

    /// Gives the alarms that have become due since the last look, each once; the note is durable before the alarm is given.
    package func watchOnce() async throws {
        let now = ports.now()
        for row in try await store.read({ try $0.deliveriesToWatch() }) {
            var course = DeliveryCourse(row, schedule: schedule)
            for case .alarm(let percent) in course.take(.looked, at: now) {
                try await store.write { try $0.noteAlarm(percent, of: row.deliveryID) }
                await ports.alarm(
                    DeadlineAlarm(
                        deliveryID: row.deliveryID, runID: row.runID, channelID: row.channelID, percent: percent, dueAt: row.dueAt))
            }
        }
    }
}
