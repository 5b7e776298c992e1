import AuditTrail
import Documents
import Store
import Synchronization
import Testing
import Transport

@testable import Delivery

@Suite struct OutboxTests {
    @Test func `a run and its deliveries are one transaction`() async throws {
        let desk = try Desk([Desk.upload(), try Desk.mail(), Desk.drop])
        #expect(try await desk.record() == 3)
        #expect(try await desk.deliveries().map(\.kind).sorted() == ["mail-link", "regulator-api", "sftp"])
        struct Undone: Error {}
        let outbox = desk.outbox
        await #expect(throws: Undone.self) {
            try await desk.store.write { transaction in
                let run = Desk.run("r2")
                try transaction.insert(run, files: Desk.files("r2"))
                try outbox.promise(run, files: Desk.files("r2"), triggeredAt: Desk.start, now: Desk.start, in: transaction)
                throw Undone()
            }
        }
        #expect(try await desk.deliveries(of: "r2").isEmpty)
        #expect(try await desk.store.read { try $0.jobCount(kind: Outbox.jobKind, state: "waiting") } == 3)
    }

    @Test func `without a channel nothing is promised`() async throws {
        let desk = try Desk([])
        #expect(try await desk.record() == 0)
        #expect(try await desk.worker().workOnce(as: "a") == false)
    }

    @Test func `a channel takes the reports of its licence, templates and period alone`() async throws {
        let desk = try Desk([Desk.upload(templates: ["T01"])])
        #expect(try await desk.record() == 0)
        let named = try Desk([Desk.upload(templates: ["X-GAR-D"])])
        #expect(try await named.record(Desk.run(licence: "MGA-1")) == 0)
        #expect(try await named.record(Desk.run("r2")) == 1)
        let way = Desk.drop.way
        for (period, count) in [("2026-10-15", 1), ("2026-10-14", 0)] {
            let narrow = try Desk([
                DeliveryChannel(id: "d", licence: "UKGC-000123", templates: [], period: period, format: nil, way: way)
            ])
            #expect(try await narrow.record() == count)
        }
    }

    @Test func `a draft goes nowhere`() async throws {
        let desk = try Desk([Desk.upload()])
        #expect(try await desk.record(Desk.run(jws: nil)) == 0)
    }

    @Test func `a run is promised once over each channel however often it is asked for`() async throws {
        let desk = try Desk([Desk.upload()])
        try await desk.record()
        for _ in 0..<3 {
            #expect(try await desk.outbox.promise(recorded: "r1", triggeredAt: desk.now, now: desk.now).count == 1)
        }
        #expect(try await desk.store.read { try $0.jobCount(kind: Outbox.jobKind, state: "waiting") } == 1)
    }

    @Test func `a channel that was opened at run time takes reports until it ends`() async throws {
        let desk = try Desk([])
        try await desk.outbox.open(Desk.upload(), until: desk.now.advanced(by: .seconds(60)), now: desk.now)
        #expect(try await desk.record() == 1)
        desk.advance(.seconds(61))
        #expect(try await desk.record(Desk.run("r2")) == 0)
        #expect(try await desk.worker().workOnce(as: "a"))
        #expect(try await desk.delivery()?.state == "exhausted")
        #expect(desk.posted.withLock { $0.isEmpty })
        let other = DeliveryChannel(id: "other", licence: "L", templates: [], format: nil, way: Desk.drop.way)
        try await desk.outbox.open(other, until: desk.now.advanced(by: .seconds(1)), now: desk.now)
        #expect(try await desk.store.read { try $0.deliveryChannel("ukgc-api") } == nil, "what has ended is forgotten")
        #expect(try await desk.store.read { try $0.deliveryChannel("other") } != nil)
    }

    @Test func `a replay sends the same delivery again and is refused while it is under way`() async throws {
        let desk = try Desk([Desk.upload()])
        try await desk.record()
        let id = try #require(try await desk.delivery()).deliveryID
        func replay(_ licences: [String] = ["UKGC-000123"]) async throws {
            _ = try await desk.outbox.replay(
                id, licences: licences, by: .system, reason: "asked for", requestID: nil, now: desk.now)
        }
        await #expect(throws: DeliveryError.waiting("")) { try await replay() }
        _ = try await desk.worker().workOnce(as: "a")
        await #expect(throws: DeliveryError.unknown("")) { try await replay(["MGA-1"]) }
        try await replay()
        #expect(try await desk.delivery()?.state == "waiting")
        _ = try await desk.worker().workOnce(as: "a")
        #expect(try await desk.delivery()?.replays == 1)
        let sent = desk.posted.withLock { $0 }
        #expect(sent.count == 2 && Set(sent.map(\.body)).count == 1)
        #expect(try await desk.entries() == ["export 1", "request 1", "export 1"])
    }

    @Test func `pages of deliveries follow each other without a gap`() async throws {
        let desk = try Desk([Desk.upload(), try Desk.mail(), Desk.drop])
        try await desk.record()
        desk.advance(.seconds(1))
        try await desk.record(Desk.run("r2"))
        var seen: [String] = []
        var after: String?
        while true {
            let start = after
            let page = try await desk.store.read {
                try $0.deliveries(licences: ["UKGC-000123"], state: nil, run: nil, after: start, limit: 4)
            }
            seen += page.map(\.deliveryID)
            after = page.last?.deliveryID
            if page.count < 4 { break }
        }
        #expect(seen.count == 6 && Set(seen).count == 6)
        #expect(try await desk.store.read { try $0.deliveries(licences: ["MGA-1"], state: nil, run: nil, after: nil, limit: 9) }.isEmpty)
        #expect(
            try await desk.store.read { try $0.deliveries(licences: ["UKGC-000123"], state: nil, run: "r2", after: nil, limit: 9) }.count
                == 3)
    }
}
