import Documents
import GRDB
import ServerKit

/// What the outbox of reports has done and still owes.
extension RealmGauges {
    static func deliveries(_ database: Database, _ realm: String) throws -> [MetricSample] {
        try Row.fetchAll(database, sql: "SELECT kind, state, count(*) FROM delivery GROUP BY kind, state ORDER BY kind, state")
            .map { MetricSample([realm, $0[0] as String, $0[1] as String], Double($0[2] as Int)) }
    }

    static func oldestDelivery(_ database: Database, _ now: Timestamp) throws -> Double {
        guard let at = try Int64.fetchOne(database, sql: "SELECT min(triggered_at) FROM delivery WHERE state = 'waiting'") else { return 0 }
        return max(0, Double(now.milliseconds - at) / 1000)
    }

    static func deliveryDeadlineUsed(_ database: Database, _ now: Timestamp) throws -> Double {
        try Double.fetchOne(
            database,
            sql: """
                SELECT max(CAST(? - triggered_at AS REAL) / max(due_at - triggered_at, 1)) FROM delivery WHERE state = 'waiting'
                """, arguments: [now.milliseconds]) ?? 0
    }

    /// Deliveries that an officer had sent again say nothing of how long they took.
    static func deliveryTime(_ database: Database, _ realm: String) throws -> [MetricSample] {
        guard case .histogram(let bounds) = PlatformMetrics.reportDeliveryTime.kind else { return [] }
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT kind, acknowledged_at - triggered_at FROM delivery WHERE acknowledged_at IS NOT NULL AND replays = 0 ORDER BY kind"
        )
        var found: [String: (counts: [Int], sum: Double)] = [:]
        for row in rows {
            let seconds = Double(row[1] as Int64) / 1000
            var entry = found[row[0] as String] ?? ([Int](repeating: 0, count: bounds.count + 1), 0)
            entry.counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
            entry.sum += seconds
            found[row[0] as String] = entry
        }
        return found.sorted { $0.key < $1.key }.map {
            MetricSample([realm, $0.key], .distribution(counts: $0.value.counts, sum: $0.value.sum))
        }
    }
}
