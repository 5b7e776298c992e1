import Delivery
import Documents
import Store
import Transport

/// The work on one claimed message. Every change it makes is refused once the claim is lost.
struct NoticeSending: Sendable {
    /// Why a message has to wait though its receiver answered as it should.
    struct NotYet: Error {
        let reason: String
        /// Not before this time has passed.
        var retryAfter: Duration?
    }

    let job: Job
    let worker: NoticeWorker

    /// Tries the message once and records the outcome.
    /// - Returns: what was seen of the receiver.
    func work() async throws -> EndpointReport {
        guard let id = (try? JSONReader.read(job.payload))?["delivery_id"]?.string,
            let dispatch = try await worker.store.read({ try $0.dispatch(id) })
        else {
            _ = try await worker.store.write { [job] in try $0.exhaust(job, because: "the job names no message") }
            return .untouched
        }
        if let client = dispatch.clientID, worker.ports.client(client)?.regulator != dispatch.recipient {
            try await end(dispatch, reason: "the client is no longer registered for the authority")
            return .untouched
        }
        guard dispatch.state == DispatchState.waiting.rawValue else {
            // Settled meanwhile by somebody else, as by an erasure.
            _ = try await worker.store.write { [job] in try $0.finish(job) }
            return .untouched
        }
        await worker.hooks.hold()
        let begun = worker.ports.now()
        let outcome: DeliveryOutcome
        var report: EndpointReport?
        do {
            outcome = try await attempt(dispatch)
        } catch let wait as NotYet {
            outcome = .refused(reason: wait.reason, retryAfter: wait.retryAfter)
            report = .answered
        } catch {
            if Task.isCancelled { throw error }
            outcome = .refused(reason: String(describing: error), retryAfter: nil)
        }
        switch outcome {
        case .acknowledged: try await finish(dispatch, begun)
        case .refused(let reason, let retryAfter): try await retry(dispatch, begun, reason: reason, retryAfter: retryAfter)
        case .refusedForGood(let reason): try await end(dispatch, begun, reason: reason)
        }
        return report ?? outcome.report
    }

    private func attempt(_ dispatch: DispatchRow) async throws -> DeliveryOutcome {
        let stored = try JSONReader.read(dispatch.body)
        switch DispatchChannel(rawValue: dispatch.channel) {
        case .webhook: return try await post(dispatch, stored)
        case .mail: return try await mail(dispatch, stored)
        case .ticket: return try await ticket(dispatch, stored)
        case nil: return .refusedForGood(reason: "no channel has this name")
        }
    }

    private func post(_ dispatch: DispatchRow, _ stored: Node) async throws -> DeliveryOutcome {
        guard let client = dispatch.clientID.flatMap(worker.ports.client) else { return .refusedForGood(reason: "no such client") }
        let message = worker.hooks.body(stored)
        return try await worker.courier.post(
            Posting(
                url: dispatch.target, body: message == stored ? dispatch.body : message.compactBytes(), deliveryID: dispatch.id,
                tag: NoticeWorker.tag, receiver: client.id, isRegistered: client.isRegistered), alter: worker.hooks.signed)
    }

    private func mail(_ dispatch: DispatchRow, _ stored: Node) async throws -> DeliveryOutcome {
        let message = worker.hooks.body(stored)
        let text = MessageText(message)
        let letter = Letter(
            to: [try MailAddress(dispatch.target)], identifier: dispatch.id, writtenAt: dispatch.madeAt, subject: text.subject,
            fields: [
                ("X-Incident-ID", dispatch.incidentID), ("X-Incident-Phase", dispatch.phase),
                ("X-Incident-Severity", message["incident"]?["severity"]?.string ?? ""),
            ], text: text.text)
        return worker.hooks.losesMail() ? .acknowledged(Acknowledgement(status: 250)) : try await worker.courier.mail(letter)
    }

    /// The operator's own address, from the configuration: it may well lie in a private network.
    private func ticket(_ dispatch: DispatchRow, _ stored: Node) async throws -> DeliveryOutcome {
        let request: OutgoingRequest
        switch worker.tickets {
        case .webhook:
            request = try worker.signer.request(
                to: dispatch.target, body: dispatch.body, deliveryID: dispatch.id, tag: NoticeWorker.ticketTag, now: worker.ports.now())
        case .jira(let project): return try await follow(project, dispatch, stored)
        case nil: return .refusedForGood(reason: "no ticket system is configured")
        }
        do {
            return DeliveryOutcome(try await worker.ports.send(request))
        } catch let error as TransportError where error.code != .cancelled {
            return DeliveryOutcome(error)
        }
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
        let (now, schedule) = (worker.ports.now(), worker.schedule(of: job))
        var row = tried(dispatch, begun)
        row.reason = reason
        let next = now.advanced(
            by: schedule.pause(after: row.attempts, spread: worker.ports.spread(), retryAfter: retryAfter))
        guard next - row.madeAt <= schedule.term else { return try await end(dispatch, begun, reason: reason) }
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
