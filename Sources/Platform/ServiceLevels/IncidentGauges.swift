import Documents
import GRDB
import ServerKit

/// Reads off the record how incidents and their notices stand.
enum IncidentGauges {
    static func samples(
        _ database: Database, _ realm: String, _ now: Timestamp
    ) throws -> [(family: MetricFamily, samples: [MetricSample])] {
        [
            (PlatformMetrics.incidents, try incidents(database, realm)),
            (PlatformMetrics.noticeDeadlineUsed, [MetricSample([realm], try deadlineUsed(database, now))]),
            (PlatformMetrics.notificationLatency, try latency(database, realm)),
        ]
    }

    private static func incidents(_ database: Database, _ realm: String) throws -> [MetricSample] {
        try Row.fetchAll(database, sql: "SELECT severity, state, count(*) FROM incident GROUP BY severity, state ORDER BY severity, state")
            .map { MetricSample([realm, $0[0] as String, $0[1] as String], Double($0[2] as Int)) }
    }

    private static func deadlineUsed(_ database: Database, _ now: Timestamp) throws -> Double {
        try Double.fetchOne(
            database,
            sql: """
                SELECT max(CAST(? - i.aware_at AS REAL) / max(n.due_at - i.aware_at, 1)) FROM incident_notice n
                JOIN incident i ON i.id = n.incident_id WHERE n.state = 'DRAFT'
                """, arguments: [now.milliseconds]) ?? 0
    }

    private static func latency(_ database: Database, _ realm: String) throws -> [MetricSample] {
        guard case .histogram(let bounds) = PlatformMetrics.notificationLatency.kind else { return [] }
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT channel, first_attempt_at - made_at FROM notice_dispatch
                WHERE phase = 'alert' AND first_attempt_at IS NOT NULL ORDER BY channel
                """)
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
