import Documents
import Foundation
import GRDB
import Store
import TestSupport
import Testing

@testable import Reporting
@testable import SourceData

@Suite struct ScheduleTests {
    private func reports(
        _ template: String = "T16", from: String, until: String, now: String, licence: Int = 0, kind: Period.Kind? = nil
    ) throws -> [DueReport] {
        let schedule = Schedule(templates: [try Repository.template(template)])
        let span = try Timestamp(parsing: from)..<Timestamp(parsing: until)
        return try schedule.reports(of: Licence.northwind[licence], in: span, over: Timestamp(parsing: now))
            .filter { kind == nil || $0.period.kind == kind }
    }

    @Test(arguments: [
        ("2026-03-28T12:00:00Z", "2026-03-31T12:00:00Z", ["2026-03-29T00:00", "2026-03-29T23:00", "2026-03-30T23:00"], "2026-03-28"),
        ("2026-10-24T12:00:00Z", "2026-10-27T12:00:00Z", ["2026-10-24T23:00", "2026-10-26T00:00", "2026-10-27T00:00"], "2026-10-24"),
    ])
    func `days open at local midnight on both days of London's clock change`(from: String, now: String, opens: [String], first: String)
        throws
    {
        let due = try reports(from: from, until: now, now: now, kind: .day)
        #expect(due.map { String($0.opensAt.description.prefix(16)) } == opens)
        #expect(due.first?.period.description == first)
        #expect(zip(due, due.dropFirst()).allSatisfy { $0.period.next == $1.period })
    }

    @Test func `the short day has 23 hours and the long one 25`() throws {
        let zone = try GamingZone("Europe/London")
        for (day, hours) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)] {
            let bounds = try Period(parsing: day).bounds(in: zone)
            #expect(bounds.upperBound - bounds.lowerBound == .seconds(hours * 3600))
        }
    }

    @Test func `nothing is due before its period is over, to the millisecond`() throws {
        let (from, until) = ("2026-10-25T12:00:00Z", "2026-10-25T13:00:00Z")
        #expect(try reports(from: from, until: until, now: "2026-10-25T23:59:59.999Z", kind: .day).isEmpty)
        #expect(try reports(from: from, until: until, now: "2026-10-26T00:00:00.000Z", kind: .day).count == 1)
    }

    @Test func `an outage of any length loses no report and doubles none`() throws {
        let until = "2027-02-01T00:00:00Z"
        let all = try reports(from: "2026-09-01T00:00:00Z", until: until, now: until)
        var seen: [DueReport] = []
        // Looked at at odd times, days and weeks apart, by somebody who remembers only which reports there are.
        for now in [
            "2026-09-01T05:00:00Z", "2026-09-20T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2027-01-31T23:00:00Z", until,
        ] {
            for report in try reports(from: "2026-09-01T00:00:00Z", until: until, now: now) where !seen.contains(report) {
                seen.append(report)
            }
        }
        #expect(Set(seen) == Set(all) && seen.count == all.count)
        #expect(all.count { $0.period.kind == .day } == 153)
        #expect(all.count { $0.period.kind == .month } == 5)
    }

    @Test func `quarters are those of the London calendar`() throws {
        let due = try reports("T01", from: "2025-12-31T12:00:00Z", until: "2026-12-31T12:00:00Z", now: "2026-12-31T12:00:00Z")
        #expect(due.map(\.period.description) == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"])
        #expect(due.map(\.opensAt.description)[1] == "2026-03-31T23:00:00.000Z")
        #expect(
            try reports("T01", from: "2026-01-01T00:00:00Z", until: "2026-12-01T00:00:00Z", now: "2027-01-01T00:00:00Z", licence: 1).isEmpty
        )
    }

    @Test func `the next look is at the end of the running day`() throws {
        let schedule = Schedule(templates: [try Repository.template("T16"), try Repository.template("T01")])
        let next = try schedule.next(of: Licence.northwind[0], after: Timestamp(parsing: "2026-10-25T12:00:00Z"))
        #expect(next?.description == "2026-10-26T00:00:00.000Z")
        #expect(try Schedule(templates: []).next(of: Licence.northwind[0], after: Timestamp(parsing: "2026-10-25T12:00:00Z")) == nil)
    }

    @Test func `a report waits for its feeds until the grace time, not for others`() throws {
        let report = try #require(
            try reports(from: "2026-10-15T12:00:00Z", until: "2026-10-15T13:00:00Z", now: "2026-10-16T12:00:00Z", kind: .day).first)
        func isReady(_ now: String, _ feed: Feed, until: String) throws -> Bool {
            let mark = FeedWatermark(
                feed: feed, startsAt: Timestamp(milliseconds: 0), completeUntil: try Timestamp(parsing: until), isClosed: false)
            return report.isReady(at: try Timestamp(parsing: now), [mark])
        }
        #expect(try !isReady("2026-10-15T22:59:59Z", .transactions, until: "2026-11-01T00:00:00Z"))
        #expect(try isReady("2026-10-15T23:00:00Z", .transactions, until: "2026-10-15T23:00:00Z"))
        #expect(try !isReady("2026-10-15T23:00:00Z", .transactions, until: "2026-10-15T22:59:59.999Z"))
        #expect(try !isReady("2026-10-16T02:59:59.999Z", .transactions, until: "2026-10-15T22:00:00Z"))
        #expect(try isReady("2026-10-16T03:00:00Z", .transactions, until: "2026-10-15T22:00:00Z"))
        // Another feed is known, this one is not: it is behind.
        #expect(try !isReady("2026-10-15T23:00:00Z", .rng, until: "2026-11-01T00:00:00Z"))
        #expect(report.isReady(at: try Timestamp(parsing: "2026-10-15T23:00:00Z"), []))
    }
}

@Suite struct FeedAndReportTests {
    private func mark(_ queue: DatabaseQueue, _ until: String, closed: Bool = false) throws {
        let until = try Timestamp(parsing: until).milliseconds
        let start = try Timestamp(parsing: "2026-10-01T00:00:00Z").milliseconds
        for feed in Feed.allCases {
            try queue.change(
                """
                INSERT INTO feed_watermark VALUES ('\(feed.rawValue)', 'UKGC-000123', \(start), \(until), \(closed ? 1 : 0))
                    ON CONFLICT DO UPDATE SET complete_until = excluded.complete_until
                """)
        }
    }

    @Test func `a report whose feed is behind waits, is made and marked after the grace time, and replaced when the feed has come`()
        async throws
    {
        let queue = try Tables.empty()
        try queue.addTransaction("t1", "DEPOSIT", 100, sign: 1, at: "2026-10-15T11:00:00Z")
        try mark(queue, "2026-10-15T20:00:00Z")
        let bench = try Bench(queue)
        try bench.clock.set("2026-10-16T01:00:00Z")
        let early = try await bench.service.catchUp(now: bench.clock.now)
        #expect(early.isEmpty)
        let period = try Period(parsing: "2026-10-15")
        try await bench.service.makeDue(period, licences: ["UKGC-000123"])
        #expect(try await bench.service.runs(of: period, licences: ["UKGC-000123"]).isEmpty)

        try bench.clock.set("2026-10-16T03:00:00Z")
        let marked = try #require(try await bench.service.catchUp(now: bench.clock.now).first)
        #expect(!marked.isDataComplete && marked.period == period && marked.revision == 1)
        let manifest = try JSONReader.read(marked.manifest)
        #expect(manifest["data_complete"]?.bool == false)
        #expect(manifest["data_until"]?["transactions"]?.string == "2026-10-15T20:00:00.000Z")
        #expect(try await bench.service.catchUp(now: bench.clock.now).isEmpty)

        // The feed comes without another row: the same content, now complete.
        try await bench.source.write {
            try $0.execute(
                sql: "UPDATE feed_watermark SET complete_until = ?",
                arguments: [try Timestamp(parsing: "2026-10-16T00:00:00Z").milliseconds])
        }
        let complete = try #require(try await bench.service.catchUp(now: bench.clock.now).first)
        #expect(complete.isDataComplete && complete.revision == 2 && complete.replaces == marked.runID)
        #expect(complete.datasetSHA256 == marked.datasetSHA256)
        #expect(try JSONReader.read(complete.manifest)["data_until"]?["transactions"]?.string == "2026-10-15T23:00:00.000Z")
        #expect(try await bench.service.catchUp(now: bench.clock.now).isEmpty)
    }

    @Test func `days without activity are reported while a feed is open, and not after it is closed`() async throws {
        let queue = try Tables.empty()
        try mark(queue, "2026-10-03T23:00:00Z")
        let bench = try Bench(queue)
        try bench.clock.set("2026-10-05T12:00:00Z")
        let made = try await bench.service.catchUp(now: bench.clock.now)
        #expect(
            made.filter { $0.period.kind == .day }.map(\.period.description) == ["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04"])
        #expect(made.filter { !$0.isDataComplete }.map(\.period.description) == ["2026-10-04", "2026-W40"])
        #expect(made.allSatisfy { $0.rowCount == 0 })

        let closed = try Tables.empty()
        try mark(closed, "2026-10-03T23:00:00Z", closed: true)
        let other = try Bench(closed)
        let all = try await other.service.catchUp(now: other.clock.now)
        #expect(all.filter { $0.period.kind == .day }.map(\.period.description) == ["2026-10-01", "2026-10-02", "2026-10-03"])
    }

    @Test func `a service that is started anew goes on where the other stopped`() async throws {
        let bench = try Bench(Tables.october.get(), now: "2026-10-10T12:00:00Z")
        let before = try await bench.service.catchUp(now: bench.clock.now)
        try bench.clock.set("2026-11-02T09:00:00Z")
        let after = try await bench.other().catchUp(now: bench.clock.now)
        let keys = (before + after).map { [$0.licence, $0.template, $0.period.description] }
        #expect(!before.isEmpty && !after.isEmpty && Set(keys).count == keys.count && keys.count == 113)
        #expect((before + after).allSatisfy { $0.revision == 1 })
    }

    @Test func `two services that look at the same time make each report once`() async throws {
        let bench = try Bench(Tables.october.get(), now: "2026-10-05T12:00:00Z")
        let (one, two) = (bench.service, try bench.other())
        async let first = one.catchUp(now: bench.clock.now)
        async let second = two.catchUp(now: bench.clock.now)
        let runs = try await Set((first + second).map(\.runID))
        let stored = try await bench.store.read {
            try $0.latestReportRuns(licence: "UKGC-000123", from: "2026-10-01", through: "2026-10-31")
        }
        #expect(stored.allSatisfy { $0.revision == 1 && runs.contains($0.runID) })
        #expect(stored.count == 5)
    }

    @Test func `late rows lead to corrections of the reports that they touch, and of no others`() async throws {
        let queue = try Tables.empty()
        try queue.addTransaction("t1", "DEPOSIT", 100, sign: 1, at: "2026-10-15T11:00:00Z")
        try queue.addTransaction("t2", "DEPOSIT", 100, sign: 1, at: "2026-10-17T11:00:00Z")
        try mark(queue, "2026-10-18T23:00:00Z")
        let bench = try Bench(queue)
        try bench.clock.set("2026-10-19T12:00:00Z")
        let made = try await bench.service.catchUp(now: bench.clock.now)
        let inbox = bench.folder.path + "/inbox"
        try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
        let at = try Timestamp(parsing: "2026-10-15T12:00:00Z")
        let rows =
            "tx_id,licence_id,wallet_id,player_id,seq,occurred_at,posted_at,type,amount,sign,balance_before,balance_after,idempotency_key\n"
            + "t3,UKGC-000123,ben-cash,ben,50,\(at),2026-10-19T11:00:00Z,DEPOSIT,700,1,0,700,t3\n"
        try Data(rows.utf8).write(to: URL(fileURLWithPath: inbox + "/late.csv"))
        try Data(
            """
            {"schema_version": 1, "feed": "transactions", "licence": "UKGC-000123", "complete_until": "2026-10-18T23:00:00Z",
             "files": [{"name": "late.csv", "table": "wallet_tx", "format": "csv", "rows": 1, "sha256": "\(ReportVault.sha256(Array(rows.utf8)))"}]}
            """.utf8
        ).write(to: URL(fileURLWithPath: inbox + "/late.drop.json"))
        _ = try await FeedInbox(directory: inbox, source: bench.source).takeIn(now: bench.clock.now)
        let late = try #require(try await bench.source.lateRows().first)
        let corrections = try await bench.service.revise(late.licence, from: late.span.lowerBound, through: late.span.upperBound)
        #expect(corrections.map(\.period.description).sorted() == ["2026-10-15", "2026-W42"])
        for correction in corrections {
            let replaced = try #require(made.first { $0.runID == correction.replaces })
            #expect(replaced.period == correction.period && correction.revision == 2)
            #expect(correction.controlTotals["deposits"] != replaced.controlTotals["deposits"])
        }
        // Until somebody notes it the rows stay to be looked at; looking again changes nothing.
        #expect(try await bench.source.lateRows() == [late])
        #expect(try await bench.service.revise(late.licence, from: late.span.lowerBound, through: late.span.upperBound).isEmpty)
        try await bench.source.noteCorrected(late, at: bench.clock.now)
        #expect(try await bench.source.lateRows().isEmpty)
    }
}
