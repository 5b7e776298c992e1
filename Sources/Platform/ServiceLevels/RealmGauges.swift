package import Documents
import GRDB
package import ServerKit
package import Store

/// Reads a realm's service levels off its record. What was promised and kept is in the store, so these survive a restart.
package struct RealmGauges: Sendable {
    private let realm: String
    private let store: PlatformStore

    /// - Parameter realm: the value of the label `realm`.
    package init(realm: String, store: PlatformStore) {
        self.realm = realm
        self.store = store
    }

    /// Every family that belongs to a realm, as of one moment of the store.
    package func samples(now: Timestamp) async throws -> [(family: MetricFamily, samples: [MetricSample])] {
        let realm = realm
        return try await store.read { snapshot in
            let database = snapshot.database
            let log = try snapshot.logState()
            let events = try snapshot.auditEventCount()
            return [
                (PlatformMetrics.generationTime, try Self.generation(database, realm)),
                (
                    PlatformMetrics.deliveryAttempts,
                    [MetricSample([realm], try Self.number(database, "SELECT coalesce(sum(attempts), 0) FROM request"))]
                ),
                (
                    PlatformMetrics.requests,
                    try Self.counts(database, realm, "SELECT state, count(*) FROM request GROUP BY state ORDER BY state")
                ),
                (PlatformMetrics.oldestPending, [MetricSample([realm], try Self.oldest(database, now))]),
                (PlatformMetrics.deadlineUsed, [MetricSample([realm], try Self.deadlineUsed(database, now))]),
                (PlatformMetrics.reportDeliveries, try Self.deliveries(database, realm)),
                (PlatformMetrics.reportDeliveryAge, [MetricSample([realm], try Self.oldestDelivery(database, now))]),
                (PlatformMetrics.reportDeadlineUsed, [MetricSample([realm], try Self.deliveryDeadlineUsed(database, now))]),
                (PlatformMetrics.reportDeliveryTime, try Self.deliveryTime(database, realm)),
                (
                    PlatformMetrics.reportRuns,
                    try Self.counts(database, realm, "SELECT template, count(*) FROM report_run GROUP BY template ORDER BY template")
                ),
                (PlatformMetrics.auditBacklog, [MetricSample([realm], Double(events - log.publishedSize))]),
                (PlatformMetrics.auditSize, [MetricSample([realm], Double(log.publishedSize))]),
                (
                    PlatformMetrics.checkpointAge,
                    log.publishedAt.map { [MetricSample([realm], max(0, Double(now.milliseconds - $0.milliseconds) / 1000))] } ?? []
                ),
                (
                    PlatformMetrics.refusals,
                    try Self.counts(
                        database, realm,
                        "SELECT refusal, count(*) FROM access_decision WHERE refusal IS NOT NULL GROUP BY refusal ORDER BY refusal")
                ),
            ] + (try IncidentGauges.samples(database, realm, now))
        }
    }

    /// The requests that still have to be answered: one whose answer is sent again was answered in its time.
    private static let pending = "state IN ('accepted', 'delivering') AND delivered_at IS NULL"

    private static func number(_ database: Database, _ sql: String) throws -> Double {
        try Double.fetchOne(database, sql: sql) ?? 0
    }

    private static func counts(_ database: Database, _ realm: String, _ sql: String) throws -> [MetricSample] {
        try Row.fetchAll(database, sql: sql).map { MetricSample([realm, $0[0] as String], Double($0[1] as Int)) }
    }

    private static func oldest(_ database: Database, _ now: Timestamp) throws -> Double {
        guard let at = try Int64.fetchOne(database, sql: "SELECT min(accepted_at) FROM request WHERE \(pending)") else { return 0 }
        return max(0, Double(now.milliseconds - at) / 1000)
    }

    private static func deadlineUsed(_ database: Database, _ now: Timestamp) throws -> Double {
        try Double.fetchOne(
            database,
            sql: """
                SELECT max(CAST(? - accepted_at AS REAL) / max(due_by - accepted_at, 1)) FROM request WHERE \(pending)
                """, arguments: [now.milliseconds]) ?? 0
    }

    private static func generation(_ database: Database, _ realm: String) throws -> [MetricSample] {
        guard case .histogram(let bounds) = PlatformMetrics.generationTime.kind else { return [] }
        let rows = try Row.fetchAll(
            database, sql: "SELECT kind, delivered_at - accepted_at FROM request WHERE delivered_at IS NOT NULL ORDER BY kind")
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
