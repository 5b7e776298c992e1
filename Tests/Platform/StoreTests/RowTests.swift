import Documents
import TestSupport
import Testing

@testable import Store

@Suite struct RowTests {
    let folder: TemporaryFolder
    let store: PlatformStore
    let now = Timestamp(milliseconds: 1_792_000_000_000)

    init() throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
    }

    @Test func `a nonce is new once within its scope until its window ends`() async throws {
        let now = now
        let end = now.advanced(by: .seconds(300))
        func use(_ nonce: String, _ scope: String, at time: Timestamp) async throws -> Bool {
            try await store.write { try $0.useNonce(nonce, scope: scope, expiry: end, now: time) }
        }
        #expect(try await use("n", "key-1", at: now))
        #expect(try await !use("n", "key-1", at: now))
        #expect(try await use("n", "key-2", at: now))
        #expect(try await use("n", "key-1", at: end.advanced(by: .seconds(1))))
    }

    @Test func `an entity is its newest version`() async throws {
        func row(_ version: Int) -> EntityRow {
            EntityRow(kind: "bonus_rule", id: "BR-7", version: version, operatorID: "northwind", value: [UInt8(version)], changedAt: now)
        }
        let (first, second) = (row(1), row(2))
        try await store.write { try $0.put(first) }
        try await store.write { try $0.put(second) }
        #expect(try await store.read { try $0.entity("bonus_rule", id: "BR-7") } == second)
        #expect(try await store.read { try $0.entity("limit", id: "BR-7") } == nil)
    }

    @Test func `a run is kept with its files and a revision exists once`() async throws {
        let run = run("r1", revision: 1)
        let files = [ReportFileRow(runID: "r1", format: "csv", mediaType: "text/csv", sha256: "ab", bytes: 3)]
        try await store.write { try $0.insert(run, files: files) }
        #expect(try await store.read { try $0.reportRuns(period: "2026-10-15", licences: ["UKGC-000123", "other"]) } == [run])
        #expect(try await store.read { try $0.reportRuns(period: "2026-10-15", licences: ["other"]) } == [])
        #expect(try await store.read { try $0.reportRuns(period: "2026-10-15", licences: ["UKGC-000123"], template: "T01") } == [])
        #expect(try await store.read { try $0.latestReportRun(licence: "UKGC-000123", template: "T16", period: "2026-10-15") } == run)
        #expect(try await store.read { try $0.reportFiles(of: "r1") } == files)
        let twice = self.run("r2", revision: 1)
        await #expect(throws: StoreError.self) { try await store.write { try $0.insert(twice, files: []) } }
        let orphan = ReportFileRow(runID: "nobody", format: "csv", mediaType: "text/csv", sha256: "ab", bytes: 3)
        let correction = self.run("r3", revision: 2)
        await #expect(throws: StoreError.self) { try await store.write { try $0.insert(correction, files: [orphan]) } }
        #expect(try await store.read { try $0.reportRun("r3") } == nil)
    }

    @Test func `a request is its client's own and keeps what changes`() async throws {
        var request = RequestRow(
            requestID: "q", clientID: "ukgc", digest: "d", kind: "report", parameters: [1], format: "csv",
            callbackURL: "https://127.0.0.1/", state: "accepted", acceptedAt: now, dueBy: now)
        let stored = request
        try await store.write { try $0.insert(stored) }
        request.state = "acknowledged"
        request.attempts = 2
        request.deliveredAt = now
        request.deliveryID = "d1"
        request.delivery = [9]
        request.fileFormat = "csv"
        request.fileSHA256 = "ab"
        request.fileBytes = 4
        let changed = request
        try await store.write { try $0.update(changed, isNewDelivery: true) }
        #expect(try await store.read { try $0.request("q", clientID: "ukgc") } == changed)
        #expect(try await store.read { try $0.request("q", clientID: "mga") } == nil)
    }

    @Test func `an erasure empties files that are still to be delivered, and an attempt under way does not bring them back`() async throws {
        var request = RequestRow(
            requestID: "q", clientID: "ukgc", digest: "d", kind: "logs", parameters: Array("{}".utf8), format: "csv",
            callbackURL: "https://127.0.0.1/", state: "delivering", acceptedAt: now, dueBy: now)
        request.delivery = [9]
        let made = request
        try await store.write { transaction in
            try transaction.insert(made)
            try transaction.update(made, isNewDelivery: true)
        }
        let (before, time) = (try await store.read { try $0.value(of: Transaction.erasures) }, now)
        #expect(try await store.read { try $0.request("q", clientID: "ukgc")?.delivery } == [9])
        _ = try await store.write { try $0.eraseTraces(ofPlayer: "P-1", at: time) }
        #expect(try await store.read { try $0.value(of: Transaction.erasures) } != before)
        try await store.write { try $0.update(made) }
        #expect(try await store.read { try $0.request("q", clientID: "ukgc")?.delivery } == [])
        try await store.write { try $0.update(made, isNewDelivery: true) }
        #expect(try await store.read { try $0.request("q", clientID: "ukgc")?.delivery } == [9])
    }

    @Test func `a request has one access decision, which a later refusal changes`() async throws {
        func decision(_ status: Int, _ refusal: String?) -> AccessDecisionRow {
            AccessDecisionRow(
                at: now, requestID: "q", method: "GET", path: "/regulator/reports/2026-10", address: "127.0.0.1", clientID: "ukgc",
                certificate: "c", tokenID: "t", status: status, refusal: refusal)
        }
        let (admitted, refused) = (decision(200, nil), decision(404, "unknown-period"))
        try await store.write { try $0.record(admitted) }
        #expect(try await store.read { try $0.accessDecisions(limit: 5) } == [admitted])
        try await store.write { try $0.record(refused) }
        #expect(try await store.read { try $0.accessDecisions(limit: 5) } == [refused])
    }

    @Test func `identifiers have their version and sort by time`() {
        struct Fixed: RandomNumberGenerator { mutating func next() -> UInt64 { .max } }
        var generator = Fixed()
        let first = UUIDv7.text(at: Timestamp(milliseconds: 0x0123_4567_89AB), using: &generator)
        #expect(first == "01234567-89ab-7fff-bfff-ffffffffffff")
        #expect(UUIDv7.make(at: now) < UUIDv7.make(at: now.advanced(by: .milliseconds(1))))
    }

    private func run(_ id: String, revision: Int) -> ReportRunRow {
        ReportRunRow(
            runID: id, template: "T16", name: "X-GAR-D", licence: "UKGC-000123", regulator: "UKGC", period: "2026-10-15",
            firstDay: "2026-10-15", lastDay: "2026-10-15", revision: revision, state: "signed", generatedAt: now, dueAt: now,
            replaces: nil, rowCount: 3, controlTotals: Array("{}".utf8), manifest: [], manifestJWS: nil)
    }
}
