import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import Store
import Synchronization
import Testing
import Transport

@testable import Incidents

@Suite struct NoticeWorkerTests {
    private func deliveries(_ scene: DeskScene, _ incident: Node) async throws -> [Node] {
        try await scene.read(incident["incident_id"]?.string ?? "")["deliveries"]?.array ?? []
    }

    private func states(_ scene: DeskScene, _ incident: Node) async throws -> [String] {
        try await deliveries(scene, incident).map { "\($0["channel"]?.string ?? "") \($0["state"]?.string ?? "")" }
    }

    @Test func `a P1 goes to every address of the regulators it touches at once, signed, with links and without a name`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc")
        try await scene.register("mga", webhook: "https://127.0.0.1:1/mga", mail: nil)
        let incident = try await scene.open(scene.event(licences: ["UKGC-000123"]))
        #expect(try await states(scene, incident) == ["webhook WAITING", "mail WAITING"])
        try await scene.work()
        #expect(try await states(scene, incident) == ["webhook DELIVERED", "mail DELIVERED"])
        let request = try #require(scene.posted.withLock { $0.count == 1 ? $0.first : nil })
        #expect(request.url == DeskScene.url && request.pinnedAddress == "127.0.0.1")
        #expect(request.fields[.init("Signature-Input")!]?.contains("tag=\"assay-notice\"") == true)
        let body = try JSONReader.read(request.body)
        #expect(body["phase"]?.string == "alert" && body["incident"]?["severity"]?.string == "P1")
        #expect(body["incident"]?["licences"] == ["UKGC-000123"])
        #expect(body["notices"]?.array?.map { $0["authority"]?.string } == ["UKGC"])
        #expect(body["links"]?["logs"]?[0]?.string?.hasPrefix("https://platform.test/regulator/logs/rng?licence=UKGC-000123&from=") == true)
        let mail = try #require(scene.mails.withLock { $0.first })
        let text = String(decoding: mail.bytes, as: UTF8.self)
        #expect(mail.recipients.map(\.text) == ["duty@regulator.test"])
        #expect(text.contains("Subject: [P1] GAM-RNG alert") && text.contains("https://platform.test/regulator/incidents/"))
        let first = try await deliveries(scene, incident).first
        #expect(first?["attempts"]?.integer == 1 && first?["first_attempt_at"]?.string == scene.now.description)
    }

    @Test func `a P2 is told to nobody until a person makes it a P1`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc")
        let incident = try await scene.open(scene.event("e-1", "GAM-DISP"))
        #expect(try await states(scene, incident).isEmpty)
        _ = try await scene.desk.triage(
            incident["incident_id"]?.string ?? "", Triage(severity: .p1, conditions: [], reason: "worse"), by: scene.author)
        #expect(try await states(scene, incident) == ["webhook WAITING", "mail WAITING"])
    }

    @Test func `a receiver that is down is tried again with the same body and id while the mail goes out`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc")
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 503)), .success(IncomingResponse(status: 202))] }
        let incident = try await scene.open(scene.event())
        try await scene.work()
        #expect(try await states(scene, incident) == ["webhook WAITING", "mail DELIVERED"])
        #expect(try await deliveries(scene, incident).first?["reason"]?.string == "the receiver answered 503")
        scene.advance(.seconds(6))
        try await scene.work()
        let sent = scene.posted.withLock { $0 }
        let key = HTTPField.Name("Idempotency-Key")!
        #expect(sent.count == 2 && sent[0].body == sent[1].body && sent[0].fields[key] == sent[1].fields[key])
        let done = try await deliveries(scene, incident).first
        #expect(done?["state"]?.string == "DELIVERED" && done?["attempts"]?.integer == 2)
        #expect(done?["first_attempt_at"]?.string == DeskScene.start.description)
    }

    @Test func `what a process left unfinished is sent by the next one, once it was taken over no more`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc", mail: nil)
        let incident = try await scene.open(scene.event())
        let now = scene.now
        // A process claims the job and is gone.
        _ = try await scene.store.write {
            try $0.claimJob(kind: NoticeWorker.alertKind, owner: "gone", now: now, lease: .seconds(30))
        }
        try await scene.work()
        #expect(scene.posted.withLock { $0.isEmpty })
        scene.advance(.seconds(31))
        try await scene.work()
        scene.advance(.seconds(3600))
        try await scene.work()
        #expect(scene.posted.withLock { $0.count } == 1)
        #expect(try await states(scene, incident) == ["webhook DELIVERED"])
    }

    @Test func `a receiver that wants no more, a client that is gone and a server that refuses for good end it`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc")
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 410))] }
        scene.mailFailure.withLock { $0 = TransportError(.refusedForGood, "no such mailbox") }
        let first = try await scene.open(scene.event())
        try await scene.work()
        #expect(try await states(scene, first) == ["webhook EXHAUSTED", "mail EXHAUSTED"])
        let second = try await scene.open(scene.event("e-2", summary: "Once more"))
        scene.registered.withLock { $0 = [] }
        let before = scene.posted.withLock { $0.count }
        try await scene.work()
        #expect(try await states(scene, second) == ["webhook EXHAUSTED", "mail EXHAUSTED"])
        #expect(scene.posted.withLock { $0.count } == before)
    }

    @Test func `a receiver that never answers is given up after the schedule's term`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc", mail: nil)
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 500))] }
        let incident = try await scene.open(scene.event())
        for _ in 0..<40 {
            try await scene.work()
            scene.advance(.seconds(4 * 3600))
        }
        #expect(try await states(scene, incident) == ["webhook EXHAUSTED"])
        #expect((2..<30).contains(scene.posted.withLock { $0.count }))
    }

    @Test func `without a relay the state says so and nothing waits`() async throws {
        let scene = try DeskScene(hasMail: false)
        try await scene.register("ukgc", webhook: nil)
        let incident = try await scene.open(scene.event())
        let delivery = try #require(try await deliveries(scene, incident).first)
        #expect(delivery["state"]?.string == "NO_CHANNEL" && delivery["reason"]?.string == "no mail channel")
        #expect(try await scene.store.read { try $0.jobCount(kind: NoticeWorker.alertKind, state: "waiting") } == 0)
    }

    @Test func `a confidential P1 is told only to a client with the right to it`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc", mail: nil)
        try await scene.register("mga", webhook: "https://127.0.0.1:1/mga", mail: nil)
        scene.trusted.withLock { $0 = ["mga"] }
        let incident = try await scene.open(scene.event("e-1", "AML-FAIL", licences: []))
        try await scene.work()
        #expect(try await deliveries(scene, incident).map { $0["recipient"]?.string } == ["MGA"])
        #expect(scene.posted.withLock { $0.map(\.url) } == ["https://127.0.0.1:1/mga"])
    }

    @Test func `an address that is no longer within the registered origins gets nothing`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc", webhook: "https://elsewhere.test/notices", mail: nil)
        let incident = try await scene.open(scene.event())
        try await scene.work()
        #expect(scene.posted.withLock { $0.isEmpty })
        #expect(try await states(scene, incident) == ["webhook WAITING"])
    }

    @Test func `who is on call is paged for a P1 alone, without the kind of a confidential one`() async throws {
        let scene = try DeskScene(onCall: "on-call@northwind.test")
        _ = try await scene.open(scene.event("e-1", "GAM-DISP"))
        #expect(try await scene.store.read { try $0.jobCount(kind: NoticeWorker.alertKind, state: "waiting") } == 0)
        let incident = try await scene.open(scene.event("e-2"))
        #expect(try await deliveries(scene, incident).map { $0["recipient"]?.string } == ["on-call"])
        #expect(try await scene.read(incident["incident_id"]?.string ?? "", as: "UKGC")["deliveries"] == [])
        _ = try await scene.open(scene.event("e-3", "AML-FAIL", summary: "Money came in"))
        try await scene.work()
        let all = scene.mails.withLock { $0 }.map { String(decoding: $0.bytes, as: UTF8.self).replacing("=\r\n", with: "") }
        // The authority has no address here, which is told besides.
        let mails = all.filter { !$0.contains("by other means") }
        #expect(mails.count == 2 && mails[0].contains("GAM-RNG") && mails[1].contains("Confidential"))
        for mail in all where mail.contains("Confidential") {
            for word in ["AML", "Money", "FIAU"] { #expect(!mail.contains(word)) }
        }
    }

    // MARK: the operator's ticket system

    @Test func `each incident is told to the operator's webhook, signed; of a confidential one no kind and no words`() async throws {
        let scene = try DeskScene(tickets: .webhook(url: "https://tickets.northwind.test/in"))
        let open = try await scene.open(scene.event("e-1", "GAM-DISP"))
        _ = try await scene.open(scene.event("e-2", "AML-STR", summary: "Money came in and went out"))
        try await scene.work()
        #expect(try await states(scene, open) == ["ticket DELIVERED"])
        let sent = scene.posted.withLock { $0 }
        #expect(sent.map(\.url) == Array(repeating: "https://tickets.northwind.test/in", count: 2))
        #expect(sent.allSatisfy { $0.fields[.init("Signature-Input")!]?.contains("tag=\"assay-ticket\"") == true })
        #expect(String(decoding: sent[0].body, as: UTF8.self).contains("GAM-DISP"))
        for word in ["AML", "Money", "FIAU"] { #expect(!String(decoding: sent[1].body, as: UTF8.self).contains(word)) }
    }

    @Test func `the operator's webhook hears of states and comments, signed, and of no word of a confidential incident`() async throws {
        let scene = try DeskScene(tickets: .webhook(url: "https://tickets.northwind.test/in"))
        let ids = [
            try await scene.open(scene.event("e-1", "GAM-DISP"))["incident_id"]?.string ?? "",
            try await scene.open(scene.event("e-2", "AML-STR", summary: "Money came in"))["incident_id"]?.string ?? "",
        ]
        for id in ids {
            _ = try await scene.desk.comment(id, NewComment(text: "Money, says the studio", isInternal: true), by: scene.author)
            let conditions = (try await scene.read(id)["notices"]?.array ?? []).filter { $0["state"]?.string == "CONDITIONAL" }
                .map { (notice: $0["notice_id"]?.string ?? "", holds: true) }
            _ = try await scene.desk.triage(id, Triage(severity: nil, conditions: conditions, reason: "looked at"), by: scene.author)
        }
        try await scene.work()
        let sent = scene.posted.withLock { $0 }
        let bodies = try sent.map { try JSONReader.read($0.body) }
        func kinds(_ id: String) -> [String] {
            bodies.filter { ($0["incident_id"] ?? $0["incident"]?["incident_id"])?.string == id }.compactMap { $0["kind"]?.string }.sorted()
        }
        #expect(kinds(ids[0]) == ["incident_ticket", "incident_ticket_comment", "incident_ticket_state"])
        #expect(kinds(ids[1]) == ["incident_ticket", "incident_ticket_state"])
        #expect(bodies.first { $0["kind"] == "incident_ticket_comment" }?["comment"]?["text"] == "Money, says the studio")
        #expect(bodies.filter { $0["kind"] == "incident_ticket_state" }.allSatisfy { $0["state"] == "TRIAGED" })
        #expect(sent.allSatisfy { $0.fields[.init("Signature-Input")!]?.contains("tag=\"assay-ticket\"") == true })
        for body in sent.map({ String(decoding: $0.body, as: UTF8.self) }) where body.contains(ids[1]) { #expect(!body.contains("Money")) }
    }

    @Test func `Jira gets one issue for each incident over its own interface`() async throws {
        let jira = JiraStandIn()
        let server = try Server(ServerConfiguration(host: "127.0.0.1", port: 0, channel: .plainText), routes: jira.routes)
        let (ports, isOpen) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { isOpen.yield($0) } }
            defer { group.cancelAll() }
            var opened = ports.makeAsyncIterator()
            let port = try #require(await opened.next())
            let project = JiraProject(baseURL: "http://127.0.0.1:\(port)", key: "INC", issueType: "Task")
            let client = HTTPClient(trust: .system)
            let scene = try DeskScene(tickets: .jira(project), tickets: { try await client.send($0) })
            let incident = try await scene.open(scene.event("e-1", "GAM-DISP"))
            try await scene.work()
            try await scene.work()
            #expect(try await states(scene, incident) == ["ticket DELIVERED"])
            let issues = jira.issues
            #expect(issues.count == 1)
            let fields = issues.first?.fields
            #expect(fields?["project"] == ["key": "INC"] && fields?["issuetype"] == ["name": "Task"])
            #expect(fields?["summary"]?.string == "P2 GAM-DISP Wrong prize or amount displayed")
            #expect(fields?["labels"]?[1]?.string == "incident-\(incident["incident_id"]?.string ?? "")")
            client.close()
        }
    }
}
