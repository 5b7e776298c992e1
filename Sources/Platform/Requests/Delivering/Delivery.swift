import AuditTrail
import Delivery
import Documents
import ServerKit
import Store
import Transport

/// The work on one claimed job. Every change it makes is refused once the claim is lost.
struct Delivery: Sendable {
    let job: Job
    let worker: DeliveryWorker

    /// The claim was lost while the work was done: somebody else goes on.
    private struct ClaimLost: Error {}

    /// Records were erased while the file was made: it may hold them, and is made anew.
    private struct FileOutdated: Error, CustomStringConvertible {
        let description = "records were erased while the file was made"
    }

    /// Another delivery of the endpoint was made meanwhile: this one is made anew behind it.
    private struct PlaceTaken: Error, CustomStringConvertible {
        let description = "another delivery took the place"
    }

    /// Makes the delivery if there is none yet, tries it once and records the outcome.
    /// - Returns: what was seen of the receiver's endpoint.
    func work() async throws -> EndpointReport {
        guard let names = DeliveryJob(payload: job.payload), let row = try await row(names) else {
            _ = try await worker.store.write { [job] in try $0.exhaust(job, because: "the job names no request") }
            return .untouched
        }
        guard let client = worker.ports.client(names.clientID) else {
            try await end(row, as: .exhausted, reason: "the client is no longer registered")
            return .untouched
        }
        var current = row
        do {
            if current.delivery.isEmpty { current = try await prepare(current, client) }
            return try await attempt(current, client)
        } catch let refusal as FileRefusal {
            try await end(current, as: .failed, reason: refusal.reason)
        } catch is ClaimLost {
            return .untouched
        } catch {
            if Task.isCancelled { throw error }
            try await retry(current, reason: String(describing: error), retryAfter: nil)
        }
        return .untouched
    }

    private func row(_ names: DeliveryJob) async throws -> RequestRow? {
        try await worker.store.read { try $0.request(names.requestID, clientID: names.clientID) }
    }

    /// Makes the body and stores it with its id before it is sent for the first time.
    private func prepare(_ row: RequestRow, _ client: RequestingClient) async throws -> RequestRow {
        guard let order = RequestOrder(kind: row.kind, parameters: row.parameters, format: row.format) else {
            throw FileRefusal("the order cannot be read")
        }
        let (erasures, place) = try await worker.store.read { snapshot in
            (try snapshot.value(of: Transaction.erasures), try Self.place(of: row, client, in: snapshot))
        }
        let file = try await worker.ports.makeFile(order, client, row.requestID)
        let document = DeliveryDocument(of: row, file: file, deliveryID: worker.ports.newID(), place: place, sentAt: worker.ports.now())
        var ready = row
        ready.state = RequestState.delivering.rawValue
        ready.deliveryID = document.deliveryID
        ready.place = place
        ready.delivery = document.bytes
        ready.fileFormat = file.format
        ready.fileSHA256 = document.fileSHA256
        ready.fileBytes = file.bytes.count
        let stored = ready
        let until = worker.ports.now().advanced(by: JobRunner.lease)
        try await worker.store.write { [job] transaction in
            guard try transaction.renew(job, until: until) else { throw ClaimLost() }
            guard try transaction.snapshot.value(of: Transaction.erasures) == erasures else { throw FileOutdated() }
            guard try Self.place(of: row, client, in: transaction.snapshot) == place else { throw PlaceTaken() }
            try transaction.update(stored, isNewDelivery: true)
        }
        return ready
    }

    /// Where the receiver wants order: the place that the row had before an erasure took its delivery, else the next one.
    private static func place(of row: RequestRow, _ client: RequestingClient, in snapshot: Snapshot) throws -> DeliveryPlace? {
        guard client.wantsOrder else { return nil }
        return try row.place ?? snapshot.nextPlace(at: EndpointLanes.web(row.callbackURL, of: row.clientID))
    }

    private func attempt(_ row: RequestRow, _ client: RequestingClient) async throws -> EndpointReport {
        let address = try await worker.addresses.check(row.callbackURL, for: client)
        await worker.hooks.hold(row.dueBy)
        let deliveryID = worker.hooks.identifier(row.deliveryID ?? "", row.replays)
        var request = try worker.signer.request(
            to: row.callbackURL, body: try body(of: row, as: deliveryID), deliveryID: deliveryID, tag: "assay-callback",
            now: worker.ports.now())
        request.pinnedAddress = address.description
        let outcome: DeliveryOutcome
        do {
            outcome = DeliveryOutcome(try await worker.ports.send(worker.hooks.signed(request)))
        } catch let error as TransportError where error.code != .cancelled {
            outcome = .refused(reason: error.description, retryAfter: nil)
        }
        switch outcome {
        case .acknowledged(let receipt): try await acknowledge(row, status: receipt.status)
        case .refused(let reason, let retryAfter): try await retry(row, reason: reason, retryAfter: retryAfter)
        case .refusedForGood(let reason): try await end(row, as: .exhausted, reason: reason)
        }
        return outcome.report
    }

    /// The stored bytes, unless a fault of the sandbox changes them.
    private func body(of row: RequestRow, as deliveryID: String) throws -> [UInt8] {
        let stored = try JSONReader.read(row.delivery, limits: DocumentLimits(maximumBytes: row.delivery.count, maximumDepth: 64))
        let changed = worker.hooks.body(deliveryID == row.deliveryID ? stored : stored.setting("delivery_id", .string(deliveryID)))
        return changed == stored ? row.delivery : changed.compactBytes()
    }

    private func acknowledge(_ row: RequestRow, status: Int) async throws {
        let now = worker.ports.now()
        var done = row
        done.state = RequestState.acknowledged.rawValue
        done.attempts += 1
        // What is sent again was delivered when it was delivered first.
        done.deliveredAt = row.deliveredAt ?? now
        let entry = entry(
            done, .acknowledge, at: now, detail: [("status", .integer(status)), ("file_sha256", .string(done.fileSHA256 ?? ""))])
        let stored = done
        try await worker.store.write { [job, worker] transaction in
            guard try transaction.finish(job) else { return }
            try transaction.update(stored)
            try worker.trail.record(in: transaction, entry)
        }
    }

    private func retry(_ row: RequestRow, reason: String, retryAfter: Duration?) async throws {
        let now = worker.ports.now()
        var row = row
        row.attempts += 1
        let next = now.advanced(
            by: worker.schedule.pause(after: job.attempts, spread: worker.ports.spread(), retryAfter: retryAfter))
        guard next - row.openedAt <= worker.schedule.term else {
            return try await end(row, as: .exhausted, reason: reason)
        }
        let stored = row
        try await worker.store.write { [job] transaction in
            guard try transaction.postpone(job, until: next, because: reason) else { return }
            try transaction.update(stored)
        }
    }

    /// Records that nothing more will be tried.
    private func end(_ row: RequestRow, as state: RequestState, reason: String) async throws {
        var row = row
        row.state = state.rawValue
        let entry = entry(row, .refuse, at: worker.ports.now(), detail: [("state", .string(state.rawValue))], reason: reason)
        let stored = row
        try await worker.store.write { [job, worker] transaction in
            guard try transaction.exhaust(job, because: reason) else { return }
            try transaction.update(stored)
            try worker.trail.record(in: transaction, entry)
        }
    }

    private func entry(
        _ row: RequestRow, _ action: AuditAction, at time: Timestamp, detail: [(String, Node)], reason: String? = nil
    ) -> AuditEntry {
        AuditEntry(
            at: time, operatorID: worker.operatorID, subject: .client(row.clientID), actor: .system, action: action, entity: "request",
            id: row.requestID, reason: reason,
            detail: .object(
                detail + [
                    ("client_id", .string(row.clientID)), ("delivery_id", .string(row.deliveryID ?? "")),
                    ("attempts", .integer(row.attempts)),
                ]))
    }
}
