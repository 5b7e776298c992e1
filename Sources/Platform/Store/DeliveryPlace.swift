package import Documents
import GRDB

/// The place of a delivery among those of an endpoint whose receiver wants order.
package struct DeliveryPlace: Sendable, Hashable {
    /// Whom the deliveries reach: the lane of their jobs.
    package let endpoint: String
    /// 1-based, without gaps in what the platform makes: a receiver that sees one has not received everything.
    package let sequence: Int
    /// The delivery before this one; nil for the first.
    package let previousID: String?

    package init(endpoint: String, sequence: Int, previousID: String?) {
        self.endpoint = endpoint
        self.sequence = sequence
        self.previousID = previousID
    }
}

/// Which answers of a client are meant.
package enum AnswerRange: Sendable, Hashable {
    /// By the time at which the requests were accepted.
    case times(Range<Timestamp>)
    /// By place among the deliveries of an endpoint.
    case sequences(ClosedRange<Int>, endpoint: String)
}

extension Snapshot {
    /// The place of the next delivery of an endpoint.
    package func nextPlace(at endpoint: String) throws -> DeliveryPlace {
        let last = try Row.fetchOne(
            database, sql: "SELECT sequence, delivery_id FROM request WHERE endpoint = ? ORDER BY sequence DESC LIMIT 1",
            arguments: [endpoint])
        return DeliveryPlace(endpoint: endpoint, sequence: (last?["sequence"] ?? 0) + 1, previousID: last?["delivery_id"])
    }

    /// The requests of a client in a range that have an answer which is not under way, in the order of their deliveries: by place, without
    /// one by acceptance.
    package func answered(_ range: AnswerRange, of clientID: String, limit: Int) throws -> [RequestRow] {
        let (condition, arguments): (String, StatementArguments) =
            switch range {
            case .times(let times):
                ("accepted_at >= ? AND accepted_at < ?", [times.lowerBound.milliseconds, times.upperBound.milliseconds])
            case .sequences(let sequences, let endpoint):
                ("endpoint = ? AND sequence BETWEEN ? AND ?", [endpoint, sequences.lowerBound, sequences.upperBound])
            }
        return try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM request WHERE client_id = ? AND state IN ('acknowledged', 'exhausted') AND delivery IS NOT NULL
                AND \(condition) ORDER BY endpoint, sequence, accepted_at, request_id LIMIT ?
                """, arguments: [clientID] + arguments + [limit]
        ).map(RequestRow.init)
    }
}
