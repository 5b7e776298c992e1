import AuditTrail
import Documents
import GRDB
import ServerKit
import Store
import Testing

@testable import Incidents

@Suite struct IncidentDeskTests {
    private func code(_ work: () async throws -> Node) async throws -> String {
        do {
            _ = try await work()
            return "done"
        } catch let problem as Problem {
            return problem.code
        }
    }

    @Test func `each kind of the catalogue opens an incident of its urgency with one notice for each clock it starts`() async throws {
        let scene = try DeskScene()
        for (index, type) in scene.catalogue.types.enumerated() {
            let incident = try await scene.open(scene.event("e-\(index)", type.code, licences: []))
            #expect(incident["severity"]?.string == type.severity.rawValue)
            let expected = try scene.catalogue.notices(of: type.code, awareAt: scene.now, regulators: ["UKGC", "MGA", "CGA"])
            let notices = incident["notices"]?.array ?? []
            #expect(notices.map { $0["due_at"]?.string } == expected.map { $0.dueAt.description }, "\(type.code)")
            #expect(notices.map { $0["state"]?.string } == expected.map { $0.condition == nil ? "DRAFT" : "CONDITIONAL" })
        }
    }

    @Test func `an event is taken once, and another one under its id is a conflict that changes nothing`() async throws {
        let scene = try DeskScene()
        let first = try await scene.desk.take(scene.event(), by: scene.author)
        scene.advance(.seconds(60))
        let again = try await scene.desk.take(scene.event(aware: DeskScene.start), by: scene.author)
        #expect(first.isNew && !again.isNew && first.incidentID == again.incidentID)
        let events = try await scene.store.read { try $0.auditEventCount() }
        await #expect(throws: Problem.self) { try await scene.desk.take(scene.event(summary: "Another"), by: scene.author) }
        #expect(try await scene.store.read { try $0.auditEventCount() } == events)
        let query = IncidentQuery(operatorID: "northwind", regulator: nil, showsConfidential: true)
        #expect(try await scene.store.read { try $0.incidents(query, after: 0, limit: 10) }.count == 1)
    }

    @Test func `ticket, notices, messages and audit event are one transaction`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc")
        try await scene.store.write {
            try $0.database.execute(
                sql: """
                    CREATE TRIGGER full BEFORE INSERT ON audit_event WHEN NEW.entity = 'operator_event'
                    BEGIN SELECT RAISE(ABORT, 'no room'); END
                    """)
        }
        await #expect(throws: StoreError.self) { try await scene.desk.take(scene.event(), by: scene.author) }
        for table in ["operator_event", "incident", "incident_notice", "notice_dispatch", "job"] {
            #expect(try await scene.store.read { try $0.count(of: table) } == 0, "\(table)")
        }
    }

    @Test func `a regulator sees what touches its licences, with its own notices and nothing of the others`() async throws {
        let scene = try DeskScene()
        let id = try #require(try await scene.open(scene.event("e-1", "SEC-BRCH", licences: []))["incident_id"]?.string)
        let shown = try await scene.read(id, as: "UKGC")
        #expect(shown["licences"] == ["UKGC-000123"])
        #expect(shown["notices"]?.array?.compactMap { $0["authority"]?.string } == ["UKGC", "ICO"])
        #expect(shown["course"] == nil)
        let only = try #require(try await scene.open(scene.event("e-2", licences: ["MGA-B2C-456-2019"]))["incident_id"]?.string)
        #expect(try await scene.read(only, as: "UKGC").isNull)
        #expect(try await scene.read(only, as: "MGA")["incident_id"]?.string == only)
    }

    @Test(arguments: ["AML-STR", "AML-FAIL"])
    func `a confidential incident exists only for readers with the right to it, and its kind is in no leaf`(kind: String) async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc")
        let event = scene.event("e-1", kind, summary: "Money came in and went out at once")
        let id = try #require(try await scene.open(event)["incident_id"]?.string)
        #expect(try await scene.read(id, as: "UKGC").isNull)
        #expect(try await scene.read(id, as: "UKGC", confidential: true)["type"]?.string == kind)
        let hidden = IncidentReader(regulator: "UKGC", seesConfidential: false)
        let page = try await scene.desk.incidents(hidden.query(operatorID: "northwind"), for: hidden, after: 0, limit: 10, now: scene.now)
        #expect(page.lines.isEmpty)
        _ = try await scene.desk.update(
            id, IncidentUpdate(summary: "More money", playersAffected: 1, reason: "the alert"), by: scene.author)
        let leaves = try await scene.store.read { try $0.auditLeaves(from: 0, limit: 100) }.map { String(decoding: $0, as: UTF8.self) }
        #expect(leaves.count == 4)
        for word in [kind, "Money", "money", "the alert"] { #expect(!leaves.contains { $0.contains(word) }, "\(word)") }
        // No message went to a client without the right.
        #expect(try await scene.store.read { try $0.dispatches(of: id) }.isEmpty)
    }

    @Test func `a list is paged without gap or repetition and filtered`() async throws {
        let scene = try DeskScene()
        for index in 0..<7 {
            _ = try await scene.open(scene.event("e-\(index)", index % 2 == 0 ? "GAM-RNG" : "GAM-DISP"))
            scene.advance(.seconds(1))
        }
        let reader = IncidentReader(regulator: "UKGC", seesConfidential: false)
        var query = reader.query(operatorID: "northwind")
        var (seen, after): ([String], Int64?) = ([], 0)
        while let first = after {
            let page = try await scene.desk.incidents(query, for: reader, after: first, limit: 3, now: scene.now)
            #expect(page.lines.count <= 3)
            seen += page.lines.compactMap { $0["incident_id"]?.string }
            after = page.next
        }
        #expect(seen.count == 7 && Set(seen).count == 7)
        query.severity = "P2"
        #expect(try await scene.desk.incidents(query, for: reader, after: 0, limit: 9, now: scene.now).lines.count == 3)
        query.from = DeskScene.start.advanced(by: .seconds(2))
        query.to = DeskScene.start.advanced(by: .seconds(5))
        #expect(try await scene.desk.incidents(query, for: reader, after: 0, limit: 9, now: scene.now).lines.count == 1)
        query.regulator = "MGA"
        #expect(try await scene.desk.incidents(query, for: reader, after: 0, limit: 9, now: scene.now).lines.isEmpty)
    }

    @Test func `an exclusion makes incidents of play and marketing by the order in which things happened`() async throws {
        let scene = try DeskScene()
        func take(_ id: String, _ action: OperatorEvent.Exclusion, _ seconds: Int64, _ player: String = "X-1") async throws -> String? {
            try await scene.desk.take(scene.exclusion(id, action, at: seconds, player: player), by: scene.author).incidentID
        }
        #expect(try await take("a", .play, 10) == nil)
        #expect(try await take("b", .excluded, 20) == nil)
        let first = try await take("c", .marketing, 30)
        #expect(first != nil)
        #expect(try await take("d", .play, 40) == first, "what follows an open incident belongs to it")
        #expect(try await take("e", .play, 45, "X-2") == nil, "another player is not excluded")
        #expect(try await take("f", .ended, 50) == nil)
        #expect(try await take("g", .play, 60) == nil)
        // Reported last, but it happened before a play that was a record until now, and the end of it before another.
        #expect(try await take("h", .play, 5, "X-3") == nil)
        #expect(try await take("i", .ended, 7, "X-3") == nil)
        #expect(try await take("j", .play, 9, "X-3") == nil)
        let late = try await take("k", .excluded, 3, "X-3")
        #expect(late != nil && late != first)
        #expect(try await scene.store.read { try $0.operatorEvent("h") }?.incidentID == late)
        #expect(try await scene.store.read { try $0.operatorEvent("j") }?.incidentID == nil)
    }

    @Test func `phases come in their order, late ones with a reason, and the delay since awareness is counted`() async throws {
        let scene = try DeskScene()
        let incident = try await scene.open(scene.event("e-1", "RG-DEATH"))
        let id = try #require(incident["incident_id"]?.string)
        let notice = try #require(incident["notices"]?[0]?["notice_id"]?.string)
        func send(_ phase: NoticePhase, late: String? = nil) async throws -> Node {
            try await scene.desk.notify(id, NoticeOrder(notice: notice, phase: phase, text: "text", lateReason: late), by: scene.author)
        }
        #expect(try await code { try await send(.final) } == "illegal-phase")
        #expect(try await code { try await send(.update) } == "illegal-phase")
        #expect(try await code { try await send(.initial, late: "not late") } == "invalid-member")
        scene.advance(.seconds(25 * 3600))
        #expect(try await scene.read(id)["notices"]?[0]?["overdue"]?.bool == true)
        #expect(try await code { try await send(.initial) } == "late-reason-required")
        let told = try await send(.initial, late: "found late")["notices"]?[0]
        #expect(told?["state"]?.string == "SENT" && told?["overdue"]?.bool == true)
        #expect(told?["submissions"]?[0]?["delay_minutes"]?.integer == 25 * 60)
        #expect(try await code { try await send(.initial, late: "again") } == "illegal-phase")
        #expect(try await code { try await send(.update) } == "done")
        #expect(try await code { try await send(.final) } == "done")
        #expect(try await code { try await send(.final) } == "illegal-phase")
        #expect(
            try await code {
                try await scene.desk.notify("nowhere", .init(notice: notice, phase: .initial, text: "t", lateReason: nil), by: scene.author)
            } == "unknown-object")
    }

    @Test func `an incident goes from open over triaged to closed, every other way is refused`() async throws {
        let scene = try DeskScene()
        let incident = try await scene.open(scene.event("e-1", "SEC-ATO"))
        let id = try #require(incident["incident_id"]?.string)
        let notices = try #require(incident["notices"]?.array?.compactMap { $0["notice_id"]?.string })
        func triage(_ holds: [Bool]) async throws -> Node {
            try await scene.desk.triage(
                id, Triage(severity: nil, conditions: zip(notices, holds).map { ($0, $1) }, reason: "looked"), by: scene.author)
        }
        func close() async throws -> Node {
            try await scene.desk.close(id, IncidentClosing(resolution: "mended", reason: "done"), by: scene.author)
        }
        #expect(try await code(close) == "illegal-state")
        #expect(try await code { try await triage([true]) } == "notice-undecided")
        #expect(try await scene.read(id)["version"]?.integer == 1, "a refused step changes nothing")
        #expect(try await code { try await triage([true, false]) } == "done")
        #expect(try await code { try await triage([]) } == "illegal-state")
        #expect(try await code(close) == "notices-open")
        for phase in [NoticePhase.initial, .final] {
            _ = try await scene.desk.notify(id, .init(notice: notices[0], phase: phase, text: "t", lateReason: nil), by: scene.author)
        }
        #expect(try await code(close) == "done")
        let closed = try await scene.read(id)
        #expect(closed["state"]?.string == "CLOSED" && closed["resolution"]?.string == "mended")
        #expect(closed["course"]?.array?.compactMap { $0["step"]?.string } == ["triaged", "notified", "notified", "closed"])
        #expect(
            try await code { try await scene.desk.update(id, .init(summary: "x", playersAffected: nil, reason: "y"), by: scene.author) }
                == "illegal-state")
        let changes = try await scene.trail.history(entity: "incident", id: id, operatorID: "northwind")
        #expect(changes.map { $0.document["action"]?.string } == ["create", "update", "update", "update", "update"])
    }

    @Test(arguments: [
        ("jane.doe@players.test wrote", true), ("Player P-100001 was shown it", true), ("call +44 20 7946 0000", true),
        ("card 4111-1111-1111-1111", true), ("as in ca508190-fd5b-4812-9577-9225f2fe71d8", false),
        ("case 01234567-1234-1234-1234-123456789012 and 4111 1111 1111 1111", true),
        ("card 4111 1111 1111 1111", true), ("Version 2.1 at 10:15, 1200 players, 2026-10-01", false), ("GAM-RNG of RNG-1", false),
    ])
    func `texts that name a person are found by their shape`(text: String, isSuspicious: Bool) {
        #expect(PersonalText.isSuspicious(text) == isSuspicious)
    }
}

extension Snapshot {
    /// The number of rows of a table.
    fileprivate func count(of table: String) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
    }
}
