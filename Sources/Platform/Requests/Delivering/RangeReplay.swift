package import AuditTrail
import Delivery
package import Documents
package import Store

/// What became of an order to send the answers of a range again.
package enum RangeReplay: Sendable, Hashable {
    /// They are on their way, in this order: the same bytes under the same ids. None, when the range holds no answer that could be sent.
    case begun([RequestRow])
    /// The range holds more than may be sent again at once.
    case tooMany
}

extension RequestIntake {
    /// The most answers that one order sends again.
    package static let replayLimit = 100

    /// Has the answers to a client's requests sent again, all of a range or none of it. What is under way by itself is left alone, and what has
    /// no file any more is left out. Answers of an endpoint that wants order come one after another, as they did.
    package func replay(
        _ range: AnswerRange, of clientID: String, by actor: AuditActor, reason: String, exchangeID: String?, now: Timestamp
    ) async throws -> RangeReplay {
        let replay = try await store.write { transaction -> RangeReplay in
            let rows = try transaction.snapshot.answered(range, of: clientID, limit: Self.replayLimit + 1)
            guard rows.count <= Self.replayLimit else { return .tooMany }
            return .begun(
                try rows.map { row in
                    var row = row
                    try sendAgain(
                        &row, by: actor, reason: reason, exchangeID: exchangeID, now: now, queue: row.place?.endpoint, in: transaction)
                    return row
                })
        }
        if case .begun = replay { isAccepted() }
        return replay
    }
}
