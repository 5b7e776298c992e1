import AuditTrail
package import Documents
package import Logging
import ServerKit
import Store
package import Transport

/// Sends challenges until they are answered or given up, whatever happens to the process, and again before a proof is over.
package struct ChallengeWorker: Sendable {
    /// What signatures of challenges say of themselves.
    static let tag = "assay-challenge"
    /// A challenge is sent at most so often.
    static let tries = 5
    /// 2 s, 10 s, 1 min and 5 min lie between the tries.
    static let schedule = RetrySchedule(
        pauses: [.seconds(2), .seconds(10), .seconds(60), .seconds(300)], term: .seconds(900), patience: .seconds(300))

    /// What the worker needs from outside.
    package struct Ports: Sendable {
        /// Whether a client that is registered now may have messages sent to a URL, once it has proved that it controls the origin.
        package var mayProve: @Sendable (_ url: String, _ clientID: String) -> Bool
        package var send: @Sendable (OutgoingRequest) async throws -> IncomingResponse
        package var now: @Sendable () -> Timestamp
        /// A delivery's id: a UUID.
        package var newID: @Sendable () -> String
        /// A text of 256 random bits.
        package var newToken: @Sendable () -> String
        /// 0 ..< 1.
        package var spread: @Sendable () -> Double

        package init(
            mayProve: @escaping @Sendable (String, String) -> Bool,
            send: @escaping @Sendable (OutgoingRequest) async throws -> IncomingResponse, now: @escaping @Sendable () -> Timestamp,
            newID: @escaping @Sendable () -> String, newToken: @escaping @Sendable () -> String, spread: @escaping @Sendable () -> Double
        ) {
            self.mayProve = mayProve
            self.send = send
            self.now = now
            self.newID = newID
            self.newToken = newToken
            self.spread = spread
        }
    }

    /// What an attempt showed.
    private enum Outcome {
        case proved
        /// Nothing was sent, or what came back is no proof.
        case unproved(reason: String, isFinal: Bool, EndpointReport, retryAfter: Duration?)

        var report: EndpointReport {
            switch self {
            case .proved: .answered
            case .unproved(_, _, let report, _): report
            }
        }
    }

    private let desk: OriginDesk
    private let signer: DeliverySigner
    private let addresses: AddressCheck
    private let ports: Ports
    private let hooks: ChallengeHooks
    private let logger: Logger
    private let lanes = EndpointLanes(hasCircuits: false)

    package init(
        desk: OriginDesk, signer: DeliverySigner, ports: Ports, logger: Logger, hooks: ChallengeHooks = .none,
        addresses: AddressCheck = AddressCheck()
    ) {
        self.desk = desk
        self.signer = signer
        self.ports = ports
        self.logger = logger
        self.hooks = hooks
        self.addresses = addresses
    }

    /// Works until the task is cancelled. Takes over at once what an earlier process left unfinished.
    package func run() async throws { try await runner.run() }

    /// Claims one job that is due and works on it; false when none is.
    package func workOnce(as owner: String) async throws -> Bool { try await runner.workOnce(as: owner) }

    private var runner: JobRunner {
        JobRunner(
            store: desk.store, kind: ChallengeJob.kind, lanes: lanes, wake: desk.wake, now: ports.now, logger: logger, work: work)
    }

    @Sendable private func work(_ job: Job) async throws -> EndpointReport {
        guard let named = ChallengeJob(payload: job.payload), let row = try await desk.store.read({ try named.row(in: $0) }) else {
            // Another challenge is under way, or the origin was taken away.
            _ = try await desk.store.write { try $0.finish(job) }
            return .untouched
        }
        let begun = ports.now()
        let outcome = try await attempt(row)
        switch outcome {
        case .proved: try await prove(named, job, begun)
        case .unproved(let reason, let isFinal, _, let retryAfter):
            try await refuse(named, job, begun, reason: reason, isFinal: isFinal || job.attempts >= Self.tries, retryAfter)
        }
        return outcome.report
    }

    private func attempt(_ row: CallbackOriginRow) async throws -> Outcome {
        let address: String
        do throws(AddressCheck.Refusal) {
            address = try await addresses.address(of: row.address, for: row.clientID) { ports.mayProve($0, row.clientID) }.description
        } catch {
            return .unproved(reason: error.description, isFinal: false, .untouched, retryAfter: nil)
        }
        let now = ports.now()
        let challenge = AddressChallenge(
            deliveryID: ports.newID(), clientID: row.clientID, origin: row.origin, token: ports.newToken(), madeAt: now)
        var request = try signer.request(
            to: row.address, body: challenge.body, deliveryID: challenge.deliveryID, tag: Self.tag, now: now)
        request.pinnedAddress = address
        request.timeout = AddressChallenge.timeout
        request.maximumBodyBytes = AddressChallenge.maximumAnswerBytes
        do {
            let response = try await ports.send(hooks.signed(request))
            guard let objection = challenge.objection(to: response), !hooks.takesAnyAnswer() else { return .proved }
            let outcome = DeliveryOutcome(response)
            guard case .refused(_, let retryAfter) = outcome else {
                return .unproved(reason: objection, isFinal: response.status == 410, .answered, retryAfter: nil)
            }
            return .unproved(reason: objection, isFinal: false, outcome.report, retryAfter: retryAfter)
        } catch let error as TransportError {
            if error.code == .cancelled, Task.isCancelled { throw CancellationError() }
            return .unproved(reason: error.description, isFinal: false, .failed, retryAfter: nil)
        }
    }

    private func prove(_ named: ChallengeJob, _ job: Job, _ begun: Timestamp) async throws {
        let now = ports.now()
        try await settle(named) { row, transaction in
            guard try transaction.finish(job) else { return false }
            tried(&row, job, begun)
            row.state = OriginState.proved.rawValue
            row.reason = nil
            (row.provedAt, row.provedUntil) = (now, now.advanced(by: OriginDesk.term))
            // What renews the proof is another challenge.
            row.challenge = desk.newID()
            try ChallengeJob(row, .renewal).add(
                in: transaction, to: row.address, runAt: now.advanced(by: OriginDesk.term - OriginDesk.renewal))
            return true
        }
        desk.wake.give()
    }

    private func refuse(
        _ named: ChallengeJob, _ job: Job, _ begun: Timestamp, reason: String, isFinal: Bool, _ retryAfter: Duration?
    ) async throws {
        let now = ports.now()
        let pause = Self.schedule.pause(after: job.attempts, spread: ports.spread(), retryAfter: retryAfter)
        try await settle(named) { row, transaction in
            tried(&row, job, begun)
            row.reason = reason
            guard isFinal else { return try transaction.postpone(job, until: now.advanced(by: pause), because: reason) }
            guard try transaction.exhaust(job, because: reason) else { return false }
            if named.cause == .renewal, row.isProved(at: now) {
                row.challenge = desk.newID()
                try ChallengeJob(row, .renewal).add(
                    in: transaction, to: row.address, runAt: now.advanced(by: OriginDesk.renewalPause))
            } else {
                row.state = OriginState.failed.rawValue
                row.provedUntil = nil
            }
            return true
        }
        if isFinal {
            logger.warning(
                "an origin is not proved",
                metadata: [
                    "client": "\(named.clientID)", "origin-id": "\(named.id)", "cause": "\(named.cause.rawValue)", "reason": "\(reason)",
                ])
        }
    }

    private func tried(_ row: inout CallbackOriginRow, _ job: Job, _ begun: Timestamp) {
        row.attempts = job.attempts
        // A renewal begins when it is first tried, long after it was planned.
        if job.attempts == 1 { row.challengedAt = begun }
    }

    /// Writes what an attempt brought, unless it is out of date by then; a change of the state is an audit event.
    private func settle(
        _ named: ChallengeJob, _ change: @escaping @Sendable (inout CallbackOriginRow, Transaction) throws -> Bool
    ) async throws {
        let author = OriginDesk.Author(actor: .system, exchangeID: nil, at: ports.now())
        do {
            _ = try await desk.change(of: named.clientID) { [desk] transaction in
                guard let before = try named.row(in: transaction.snapshot) else { throw OutOfDate() }
                var row = before
                guard try change(&row, transaction) else { throw OutOfDate() }
                try transaction.put(row)
                if row.state != before.state || row.provedUntil != before.provedUntil {
                    try desk.record(row, before: before, after: row, by: author, in: transaction)
                }
                return OriginDesk.Change(row, before: before)
            }
        } catch is OutOfDate {}
    }

    /// The claim was lost, or the row names another challenge by now: the job finds that out when it is claimed again.
    private struct OutOfDate: Error {}
}
