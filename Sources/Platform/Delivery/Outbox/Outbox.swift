package import AuditTrail
package import Documents
package import Store

/// Promises and shows deliveries. A run and its deliveries are one transaction: what is recorded is on its way, and nothing else is.
package struct Outbox: Sendable {
    /// The kind of the job that delivers.
    package static let jobKind = "deliver-report"
    /// From the moment a report is asked for until its receiver has it (REQ-REP-005).
    package static let term = Duration.seconds(7200)

    package let plan: DeliveryPlan
    private let store: PlatformStore
    private let trail: AuditTrail
    private let operatorID: String
    private let newID: @Sendable () -> String
    private let wake: Signal

    /// - Parameters:
    ///   - newID: a delivery's id, a UUID.
    ///   - wake: given when there is something to deliver.
    package init(
        store: PlatformStore, trail: AuditTrail, plan: DeliveryPlan, operatorID: String, newID: @escaping @Sendable () -> String,
        wake: Signal
    ) {
        self.store = store
        self.trail = trail
        self.plan = plan
        self.operatorID = operatorID
        self.newID = newID
        self.wake = wake
    }

    /// Promises a run to every channel that takes it and does not have it yet; returns how many are new. Drafts go nowhere.
    @discardableResult
    package func promise(
        _ run: ReportRunRow, files: [ReportFileRow], triggeredAt: Timestamp, now: Timestamp, in transaction: Transaction
    ) throws -> Int {
        guard run.manifestJWS != nil else { return 0 }
        var count = 0
        for channel in try channels(of: run.licence, now: now, transaction.snapshot)
        where channel.takes(run) {
            guard let format = channel.format(among: files.map(\.format)) else { continue }
            let row = DeliveryRow(
                deliveryID: newID(), runID: run.runID, channelID: channel.id, kind: channel.way.kind, template: run.template,
                licence: run.licence, regulator: run.regulator, format: format, state: DeliveryState.waiting.rawValue,
                triggeredAt: triggeredAt, dueAt: triggeredAt.advanced(by: Self.term), openedAt: now)
            guard try transaction.insert(row) else { continue }
            try transaction.addJob(
                kind: Self.jobKind, key: Self.jobKey(row), payload: Array(row.deliveryID.utf8), runAt: now, lane: row.channelID)
            count += 1
        }
        return count
    }

    /// Promises a run that was recorded before to the channels that do not have it yet.
    /// - Returns: all its deliveries.
    package func promise(recorded runID: String, triggeredAt: Timestamp, now: Timestamp) async throws -> [DeliveryRow] {
        let rows = try await store.write { transaction in
            guard let run = try transaction.snapshot.reportRun(runID) else { return [DeliveryRow]() }
            try promise(
                run, files: transaction.snapshot.reportFiles(of: runID), triggeredAt: triggeredAt, now: now, in: transaction)
            return try transaction.snapshot.deliveries(of: runID)
        }
        isDurable()
        return rows
    }

    /// Wakes the worker: to be called after the commit of what `promise` wrote.
    package func isDurable() { wake.give() }

    /// Opens a channel at run time until an instant, beside those of the plan.
    package func open(_ channel: DeliveryChannel, until end: Timestamp, now: Timestamp) async throws {
        let settings = try channel.document.canonicalBytes()
        try await store.write { transaction in
            try transaction.openDeliveryChannel(channel.id, licence: channel.licence, settings: settings, until: end, now: now)
        }
    }

    /// Has a delivery sent again, with its own id, by order of an officer.
    /// - Throws: `DeliveryError` `unknown-delivery` or `still-waiting`.
    package func replay(
        _ deliveryID: String, licences: [String], by actor: AuditActor, reason: String, requestID: String?, now: Timestamp
    ) async throws -> DeliveryRow {
        let row = try await store.write { transaction in
            guard let row = try transaction.snapshot.delivery(deliveryID), licences.contains(row.licence) else {
                throw DeliveryError.unknown(deliveryID)
            }
            var course = DeliveryCourse(row, schedule: .standard)
            let actions = course.take(.replayed, at: now)
            guard !actions.isEmpty else { throw DeliveryError.waiting(deliveryID) }
            try transaction.update(course.row)
            try transaction.addJob(
                kind: Self.jobKind, key: Self.jobKey(course.row), payload: Array(deliveryID.utf8), runAt: now, lane: row.channelID)
            try trail.record(
                in: transaction,
                AuditEntry(
                    at: now, operatorID: operatorID, subject: .licence(row.licence), actor: actor, action: .request, entity: "delivery",
                    id: deliveryID, reason: reason,
                    requestID: requestID, detail: row.detail))
            return course.row
        }
        wake.give()
        return row
    }

    /// The channel of a delivery; nil when it was opened and has ended, or is configured no more.
    func channel(of row: DeliveryRow, now: Timestamp) async throws -> DeliveryChannel? {
        if let channel = plan.channels.first(where: { $0.id == row.channelID }) { return channel }
        return try await store.read { snapshot in
            try channels(of: row.licence, now: now, snapshot).first { $0.id == row.channelID }
        }
    }

    private func channels(of licence: String, now: Timestamp, _ snapshot: Snapshot) throws -> [DeliveryChannel] {
        let opened = try snapshot.deliveryChannels(licence: licence, now: now).map {
            try DeliveryPlanReader.channel(JSONReader.read($0))
        }
        return plan.channels.filter { $0.licence == licence } + opened.filter { channel in !plan.channels.contains { $0.id == channel.id } }
    }

    /// A replay is a job of its own.
    private static func jobKey(_ row: DeliveryRow) -> String { "\(jobKind):\(row.deliveryID):\(row.replays)" }
}

extension DeliveryRow {
    /// What an audit entry tells beside the state.
    var detail: Node {
        .object([
            ("run_id", .string(runID)), ("channel", .string(channelID)), ("kind", .string(kind)), ("format", .string(format)),
            ("attempts", .integer(attempts)), ("replays", .integer(replays)), ("reference", reference.map { .string($0) } ?? .null),
        ])
    }

    /// The delivery as the interface shows it.
    package var document: Node {
        .object([
            ("delivery_id", .string(deliveryID)), ("run_id", .string(runID)), ("channel", .string(channelID)), ("kind", .string(kind)),
            ("template", .string(template)), ("licence", .string(licence)), ("format", .string(format)), ("state", .string(state)),
            ("triggered_at", .string(triggeredAt.description)), ("due_at", .string(dueAt.description)), ("attempts", .integer(attempts)),
            ("replays", .integer(replays)), ("acknowledged_at", acknowledgedAt.map { .string($0.description) } ?? .null),
            ("reference", reference.map { .string($0) } ?? .null), ("last_error", lastError.map { .string($0) } ?? .null),
            ("deadline_used", .integer(alarm)),
        ])
    }
}
