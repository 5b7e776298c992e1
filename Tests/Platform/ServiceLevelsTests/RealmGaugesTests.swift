import Documents
import Foundation
import GRDB
import ServerKit
import Store
import Testing

@testable import ServiceLevels

@Suite final class RealmGaugesTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "assay-levels-\(UUID().uuidString)")
    private let store: PlatformStore
    private let start = Timestamp(milliseconds: 1_795_400_000_000)

    init() throws { store = try PlatformStore(.init(directory: folder.path)) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func request(_ id: String, state: String, deliveredAfter seconds: Int? = nil) -> RequestRow {
        var row = RequestRow(
            requestID: id, clientID: "ukgc", digest: id, kind: "report", parameters: Array("{}".utf8), format: "csv",
            callbackURL: "https://127.0.0.1/", state: state, acceptedAt: start, dueBy: start.advanced(by: .seconds(7200)))
        row.attempts = 1
        row.deliveredAt = seconds.map { start.advanced(by: .seconds($0)) }
        return row
    }

    private func value(_ family: MetricFamily, at now: Timestamp, _ labels: [String] = ["sandbox"]) async throws -> MetricSample.Value? {
        let samples = try await RealmGauges(realm: "sandbox", store: store).samples(now: now).first { $0.family == family }?.samples
        return samples?.first { $0.labels == labels }?.value
    }

    private func keep(_ rows: RequestRow...) async throws {
        try await store.write { transaction in
            for row in rows {
                try transaction.insert(row)
                try transaction.update(row)
            }
        }
    }

    @Test func `a request that waits uses up its time, an answered one does not`() async throws {
        try await keep(request("a", state: "accepted"), request("b", state: "acknowledged", deliveredAfter: 7200))
        let hour = start.advanced(by: .seconds(3600))
        #expect(try await value(PlatformMetrics.deadlineUsed, at: hour) == .number(0.5))
        #expect(try await value(PlatformMetrics.oldestPending, at: hour) == .number(3600))
        #expect(try await value(PlatformMetrics.requests, at: hour, ["sandbox", "accepted"]) == .number(1))
        #expect(try await value(PlatformMetrics.deliveryAttempts, at: hour) == .number(2))
        let generation = try await value(PlatformMetrics.generationTime, at: hour, ["sandbox", "report"])
        // Exactly two hours are within the objective: the bucket of 7200 s is the tenth.
        #expect(generation == .distribution(counts: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0], sum: 7200))
    }

    @Test func `the age of the checkpoint counts from when it was published, and there is none before the first`() async throws {
        #expect(try await value(PlatformMetrics.checkpointAge, at: start) == nil)
        let state = LogState(integratedSize: 7, intendedSize: 7, intendedRoot: [1], publishedSize: 7, intendedFence: 1, publishedAt: start)
        try await store.write { try $0.put(state) }
        #expect(try await value(PlatformMetrics.checkpointAge, at: start.advanced(by: .seconds(90))) == .number(90))
        #expect(try await value(PlatformMetrics.checkpointAge, at: start.advanced(by: .seconds(-90))) == .number(0))
        #expect(try await value(PlatformMetrics.auditSize, at: start) == .number(7))
    }

    @Test func `a notice that is not sent uses up its time, and the way of an alert is measured`() async throws {
        let incident = IncidentRow(
            id: "i-1", operatorID: "northwind", type: "GAM-RNG", severity: "P1", state: "OPEN", isConfidential: false, regulators: ["UKGC"],
            awareAt: start, openedAt: start, version: 1, value: Array("{}".utf8))
        let due = start.advanced(by: .seconds(7200))
        var sent = DispatchRow(
            id: "d-1", incidentID: "i-1", channel: "mail", recipient: "UKGC", clientID: "ukgc", target: "duty@regulator.test",
            phase: "alert", state: "DELIVERED", madeAt: start, body: [])
        sent.firstAttemptAt = start.advanced(by: .seconds(2))
        let told = sent
        try await store.write { transaction in
            try transaction.insert(incident)
            for (id, state) in [("n-1", "DRAFT"), ("n-2", "WAIVED"), ("n-3", "SENT")] {
                try transaction.insert(
                    NoticeRow(id: id, incidentID: "i-1", authority: "UKGC", clock: "key-event", state: state, dueAt: due, value: []))
            }
            try transaction.insert(told)
            try transaction.update(told)
        }
        let hour = start.advanced(by: .seconds(3600))
        #expect(try await value(PlatformMetrics.noticeDeadlineUsed, at: hour) == .number(0.5))
        #expect(try await value(PlatformMetrics.incidents, at: hour, ["sandbox", "P1", "OPEN"]) == .number(1))
        let latency = try await value(PlatformMetrics.notificationLatency, at: hour, ["sandbox", "mail"])
        // Exactly two seconds are within the objective: the bucket of 2 s is the fourth.
        #expect(latency == .distribution(counts: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0], sum: 2))
        try await store.write { try $0.database.execute(sql: "UPDATE incident_notice SET state = 'FINAL'") }
        #expect(try await value(PlatformMetrics.noticeDeadlineUsed, at: hour) == .number(0))
    }

    private func delivery(_ id: String, state: String, after seconds: Int? = nil) -> DeliveryRow {
        var row = DeliveryRow(
            deliveryID: id, runID: "r", channelID: id, kind: "sftp", template: "T16", licence: "L", regulator: "UKGC", format: "csv",
            state: state, triggeredAt: start, dueAt: start.advanced(by: .seconds(7200)), openedAt: start)
        row.acknowledgedAt = seconds.map { start.advanced(by: .seconds($0)) }
        return row
    }

    @Test func `a report that is not with its receiver uses up its two hours, one that is does not`() async throws {
        let rows = [delivery("a", state: "waiting"), delivery("b", state: "acknowledged", after: 7200), delivery("c", state: "exhausted")]
        try await store.write { [start] transaction in
            let run = ReportRunRow(
                runID: "r", template: "T16", name: "X-GAR-D", licence: "L", regulator: "UKGC", period: "2026-10-15", firstDay: "2026-10-15",
                lastDay: "2026-10-15", revision: 1, state: "signed", generatedAt: start, dueAt: start, replaces: nil, rowCount: 0,
                controlTotals: [], manifest: [], manifestJWS: nil)
            try transaction.insert(run, files: [])
            for row in rows {
                _ = try transaction.insert(row)
                try transaction.update(row)
            }
        }
        let hour = start.advanced(by: .seconds(3600))
        #expect(try await value(PlatformMetrics.reportDeadlineUsed, at: hour) == .number(0.5))
        #expect(try await value(PlatformMetrics.reportDeliveryAge, at: hour) == .number(3600))
        for state in ["waiting", "acknowledged", "exhausted"] {
            #expect(try await value(PlatformMetrics.reportDeliveries, at: hour, ["sandbox", "sftp", state]) == .number(1))
        }
        #expect(
            try await value(PlatformMetrics.reportDeliveryTime, at: hour, ["sandbox", "sftp"])
                == .distribution(counts: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0], sum: 7200))
    }

    @Test func `with nothing on record everything is at rest`() async throws {
        #expect(try await value(PlatformMetrics.deadlineUsed, at: start) == .number(0))
        #expect(try await value(PlatformMetrics.oldestPending, at: start) == .number(0))
        #expect(try await value(PlatformMetrics.auditBacklog, at: start) == .number(0))
    }

    @Test func `readiness says which check is not well`() async throws {
        let well = await Readiness([.store("sandbox", store), .backlog("sandbox", store, atMost: 5), .disk(folder.path, atLeast: 0)])
        #expect(well.isReady, "\(well.findings)")
        let full = await Readiness([.disk(folder.path, atLeast: 1.1)])
        #expect(!full.isReady && full.document["checks"]?[0]?["fault"]?.string?.contains("free") == true)
        try store.close()
        let closed = await Readiness([.store("sandbox", store), .backlog("sandbox", store, atMost: 5)])
        #expect(closed.findings.allSatisfy { $0.fault != nil })
    }

    @Test func `a key that does not sign and a clock that was set back are not ready`() async throws {
        struct Lost: Error {}
        let keys = await Readiness([
            .signing("a") { $0 == Array("readiness".utf8) }, .signing("b") { _ in false }, .signing("c") { _ in throw Lost() },
        ])
        #expect(keys.findings.map(\.name) == ["signing-key-a", "signing-key-b", "signing-key-c"])
        #expect(keys.findings.map { $0.fault == nil } == [true, false, false])

        let start = start
        func clock(at now: Timestamp) async -> String? { await ReadinessCheck.clock("sandbox", store) { now }.fault() }
        #expect(await clock(at: Timestamp(seconds: 0)) == nil)
        try await store.write { transaction in
            try transaction.database.execute(
                sql: """
                    INSERT INTO audit_event (seq, event_id, at, operator, action, entity, entity_id, leaf)
                    VALUES (1, 'e', ?, 'northwind', 'CREATE', 'limit', 'L', x'00')
                    """, arguments: [start.milliseconds])
        }
        #expect(await clock(at: start) == nil)
        #expect(await clock(at: start.advanced(by: .seconds(-60))) == nil)
        #expect(await clock(at: start.advanced(by: .seconds(-61))) == "the clock is 61 s behind the newest audit event")
        try store.close()
        #expect(await clock(at: start) == "the store cannot be read")
    }

    @Test func `the three routes answer`() async throws {
        var routes = RouteTable()
        let gauges = RealmGauges(realm: "sandbox", store: store)
        let start = start
        OperationsRoutes(
            registry: MetricRegistry(PlatformMetrics.counted), gauges: [{ try await gauges.samples(now: start) }],
            checks: [.store("sandbox", store)]
        ).add(to: &routes)
        func answer(_ path: String) async -> ServerResponse {
            await routes.response(
                to: ServerRequest(
                    id: "1", method: "GET", path: path, target: path, remoteAddress: "127.0.0.1", receivedAt: start, authority: "localhost")
            )
        }
        #expect(await answer("/livez").status == 200)
        #expect(await answer("/readyz").status == 200)
        let metrics = String(decoding: await answer("/metrics").body, as: UTF8.self)
        #expect(metrics.contains("# TYPE api_response_time_seconds histogram"))
        #expect(metrics.contains(#"assay_request_deadline_used_ratio{realm="sandbox"} 0.0"#))
        try store.close()
        #expect(await answer("/readyz").status == 503)
    }
}
