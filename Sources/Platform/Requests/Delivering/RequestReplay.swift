package import AuditTrail
import Delivery
package import Documents
package import Store

/// What became of an order to send the answer to a request again.
package enum RequestReplay: Sendable, Hashable {
    /// It is on its way: the same bytes under the same id, with a new time and new signatures.
    case begun(RequestRow)
    /// There is no such request.
    case unknown
    /// It is tried by itself until it is acknowledged or given up.
    case underWay
    /// It was never answered by a file, or the file was erased.
    case nothingToSend
}

extension RequestIntake {
    /// Has the answer to a request sent again by order of an officer. The term for attempts begins anew.
    /// - Parameters:
    ///   - requestID: lower-case; of the requests of several clients under one id the oldest is meant.
    ///   - exchangeID: the `X-Request-ID` of the order.
    package func replay(
        _ requestID: String, by actor: AuditActor, reason: String, exchangeID: String?, now: Timestamp
    ) async throws -> RequestReplay {
        let replay = try await store.write { transaction -> RequestReplay in
            guard var row = try transaction.snapshot.requests(requestID).first else { return .unknown }
            switch RequestState(rawValue: row.state) {
            case .accepted, .delivering: return .underWay
            case .acknowledged, .exhausted: break
            case .failed, nil: return .nothingToSend
            }
            guard !row.delivery.isEmpty else { return .nothingToSend }
            try sendAgain(&row, by: actor, reason: reason, exchangeID: exchangeID, now: now, queue: nil, in: transaction)
            return .begun(row)
        }
        if case .begun = replay { isAccepted() }
        return replay
    }

    /// Puts an answer that is not under way back on its way, on record.
    /// - Parameter queue: where the order of several matters.
    func sendAgain(
        _ row: inout RequestRow, by actor: AuditActor, reason: String, exchangeID: String?, now: Timestamp, queue: String?,
        in transaction: Transaction
    ) throws {
        row.state = RequestState.delivering.rawValue
        row.openedAt = now
        row.replays += 1
        try transaction.update(row)
        try transaction.addJob(
            kind: Self.jobKind, key: Self.jobKey(row), payload: DeliveryJob(row).payload, runAt: now,
            lane: EndpointLanes.web(row.callbackURL, of: row.clientID), queue: queue)
        try trail.record(
            in: transaction,
            AuditEntry(
                at: now, operatorID: operatorID, subject: .client(row.clientID), actor: actor, action: .request, entity: "request",
                id: row.requestID, reason: reason, requestID: exchangeID,
                detail: .object([
                    ("client_id", .string(row.clientID)), ("delivery_id", .string(row.deliveryID ?? "")),
                    ("replays", .integer(row.replays)),
                ])))
    }
}
