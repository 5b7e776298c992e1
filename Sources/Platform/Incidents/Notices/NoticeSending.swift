import Documents
import HTTPTypes
import Requests
import ServerKit
import Store
import Transport

/// The work on one claimed message. Every change it makes is refused once the claim is lost.
struct NoticeSending: Sendable {
    let job: Job
    let worker: NoticeWorker

    /// Tries the message once and records the outcome.
    func work() async throws {
        guard let id = (try? JSONReader.read(job.payload))?["delivery_id"]?.string,
            let dispatch = try await worker.store.read({ try $0.dispatch(id) })
        else {
            _ = try await worker.store.write { [job] in try $0.exhaust(job, because: "the job names no message") }
            return
        }
        if let client = dispatch.clientID, worker.ports.client(client)?.regulator != dispatch.recipient {
            return try await end(dispatch, reason: "the client is no longer registered for the authority")
        }
        await worker.hooks.hold()
        let begun = worker.ports.now()
        let outcome: DeliveryOutcome
        do {
            outcome = try await attempt(dispatch)
        } catch let error as TransportError where error.code != .cancelled {
            // A server that refuses a mail for good is asked no more.
            if error.code == .refusedForGood { return try await end(dispatch, begun, reason: error.description) }
            outcome = .refused(reason: error.description, retryAfter: nil)
        } catch {
            if Task.isCancelled { throw error }
            outcome = .refused(reason: (error as? Problem)?.detail ?? String(describing: error), retryAfter: nil)
        }
        switch outcome {
        case .acknowledged: try await finish(dispatch, begun)
        case .refused(let reason, let retryAfter): try await retry(dispatch, begun, reason: reason, retryAfter: retryAfter)
        case .gone: try await end(dispatch, begun, reason: "the receiver answered 410")
        }
    }

    private func attempt(_ dispatch: DispatchRow) async throws -> DeliveryOutcome {
        let stored = try JSONReader.read(dispatch.body)
        let message = worker.hooks.body(stored)
        switch DispatchChannel(rawValue: dispatch.channel) {
        case .webhook:
            guard let client = dispatch.clientID.flatMap(worker.ports.client) else { return .gone }
            let address = try await worker.addresses.check(dispatch.target, for: client.requesting)
            return try await post(message == stored ? dispatch.body : message.compactBytes(), dispatch, pinned: address.description)
        case .mail:
            guard let sendMail = worker.ports.sendMail else { throw NoMailChannel() }
            if worker.hooks.losesMail() { return .acknowledged(status: 250) }
            let text = MessageText(message)
            try await sendMail(
                NoticeWorker.Mail(
                    id: dispatch.id, recipient: dispatch.target, subject: text.subject, text: text.text,
                    fields: [
                        ("X-Incident-ID", dispatch.incidentID), ("X-Incident-Phase", dispatch.phase),
                        ("X-Incident-Severity", message["incident"]?["severity"]?.string ?? ""),
                    ], madeAt: dispatch.madeAt))
            return .acknowledged(status: 250)
        case .ticket:
            // The operator's own address, from the configuration: it may well lie in a private network.
            switch worker.tickets {
            case .webhook: return try await post(dispatch.body, dispatch, pinned: nil)
            case .jira(let project): return DeliveryOutcome(try await worker.ports.send(issue(project.issue(for: stored), dispatch)))
            case nil: return .gone
            }
        case nil: return .gone
        }
    }

    private func post(_ body: [UInt8], _ dispatch: DispatchRow, pinned: String?) async throws -> DeliveryOutcome {
        var request = try worker.signer.request(to: dispatch.target, body: body, deliveryID: dispatch.id, now: worker.ports.now())
        request.pinnedAddress = pinned
        return DeliveryOutcome(try await worker.ports.send(dispatch.clientID == nil ? request : worker.hooks.signed(request)))
    }

    private func issue(_ body: Node, _ dispatch: DispatchRow) -> OutgoingRequest {
        var fields: HTTPFields = [.contentType: "application/json", .accept: "application/json"]
        if let authorization = worker.ports.ticketAuthorization() { fields[.authorization] = authorization }
        return OutgoingRequest(
            method: "POST", url: dispatch.target, fields: fields, body: body.compactBytes(), timeout: .seconds(20),
            maximumBodyBytes: 64 << 10)
    }

    private struct NoMailChannel: Error, CustomStringConvertible {
        var description: String { "no mail channel" }
    }

    private func tried(_ dispatch: DispatchRow, _ begun: Timestamp?) -> DispatchRow {
        guard let begun else { return dispatch }
        var dispatch = dispatch
        dispatch.attempts += 1
        dispatch.firstAttemptAt = dispatch.firstAttemptAt ?? begun
        return dispatch
    }

    private func finish(_ dispatch: DispatchRow, _ begun: Timestamp) async throws {
        var done = tried(dispatch, begun)
        done.state = DispatchState.delivered.rawValue
        done.deliveredAt = worker.ports.now()
        done.reason = nil
        let stored = done
        try await worker.store.write { [job] transaction in
            guard try transaction.finish(job) else { return }
            try transaction.update(stored)
        }
    }

    private func retry(_ dispatch: DispatchRow, _ begun: Timestamp, reason: String, retryAfter: Duration?) async throws {
        let now = worker.ports.now()
        var row = tried(dispatch, begun)
        row.reason = reason
        let next = now.advanced(
            by: worker.schedule.pause(after: row.attempts, spread: worker.ports.spread(), retryAfter: retryAfter))
        guard next - row.madeAt <= worker.schedule.term else { return try await end(dispatch, begun, reason: reason) }
        let stored = row
        try await worker.store.write { [job] transaction in
            guard try transaction.postpone(job, until: next, because: reason) else { return }
            try transaction.update(stored)
        }
    }

    /// Records that nothing more will be tried.
    private func end(_ dispatch: DispatchRow, _ begun: Timestamp? = nil, reason: String) async throws {
        var row = tried(dispatch, begun)
        row.state = DispatchState.exhausted.rawValue
        row.reason = reason
        let stored = row
        try await worker.store.write { [job] transaction in
            guard try transaction.exhaust(job, because: reason) else { return }
            try transaction.update(stored)
        }
    }
}
