import Documents
import HTTPTypes
import Store
import Testing

@testable import Incidents

@Suite struct JiraIssuesTests {
    private let jira = JiraStandIn()

    private func scene() throws -> DeskScene {
        try DeskScene(tickets: .jira(JiraProject(baseURL: JiraStandIn.base, key: "INC", issueType: "Task")), tickets: jira.send)
    }

    private func opened(_ scene: DeskScene, _ code: String = "GAM-DISP") async throws -> String {
        try await scene.open(scene.event("e-1", code))["incident_id"]?.string ?? ""
    }

    private func deliveries(_ scene: DeskScene, _ id: String) async throws -> [String] {
        (try await scene.read(id)["deliveries"]?.array ?? []).map { "\($0["phase"]?.string ?? "") \($0["state"]?.string ?? "")" }
    }

    @Test func `an issue leads to its incident, and the incident to its issue`() async throws {
        let scene = try scene()
        let id = try await opened(scene)
        try await scene.work()
        let address = "https://platform.test/regulator/incidents/\(id)"
        #expect(jira.issues.map(\.links) == [[address: address]])
        let shown = try await scene.read(id)
        #expect(shown["ticket"] == ["system": "jira", "key": "INC-24", "link": "\(JiraStandIn.base)/browse/INC-24"])
        #expect(try await scene.read(id, as: "UKGC")["ticket"] == nil)
    }

    @Test(arguments: ["POST /rest/api/2/issue", "POST /rest/api/2/issue/{key}/remotelink"])
    func `an answer that was lost makes no second issue`(request: String) async throws {
        let scene = try scene()
        jira.trouble(request, [.lostAnswer])
        let id = try await opened(scene)
        try await scene.work()
        #expect(try await deliveries(scene, id) == ["ticket WAITING"])
        scene.advance(.seconds(1000))
        try await scene.work()
        #expect(try await deliveries(scene, id) == ["ticket DELIVERED"])
        #expect(jira.issues.count == 1 && jira.issues.first?.links.count == 1)
    }

    @Test func `after an answer that was lost Jira gets the time to show the issue to a search`() async throws {
        let scene = try scene()
        jira.trouble("POST /rest/api/2/issue", [.lostAnswer])
        _ = try await opened(scene)
        try await scene.work()
        scene.advance(.seconds(290))
        try await scene.work()
        #expect(jira.asked.count { $0 == "POST /rest/api/2/search/jql" } == 1)
    }

    @Test func `a process that ended before it noted its issue makes no other before a search would find it`() async throws {
        let scene = try scene()
        let id = try await opened(scene)
        let begun = scene.now
        // As far as the note before the issue is made, and no further.
        try await scene.store.write { try $0.beginOutsideTicket(of: id, at: begun) }
        scene.advance(.seconds(10))
        try await scene.work()
        #expect(!jira.asked.contains("POST /rest/api/2/issue"))
        #expect(try await deliveries(scene, id) == ["ticket WAITING"])
        scene.advance(.seconds(289))
        try await scene.work()
        #expect(!jira.asked.contains("POST /rest/api/2/issue"))
        // It never was made, or a search would have found it by now.
        scene.advance(.seconds(600))
        try await scene.work()
        #expect(try await deliveries(scene, id) == ["ticket DELIVERED"])
        #expect(jira.issues.count == 1)
        #expect(try await scene.store.read { try $0.outsideTicketMaking(of: id) } == nil)
    }

    @Test func `messages that wait for their issue do not stand for a ticket system that fails`() async throws {
        let scene = try scene()
        jira.trouble("POST /rest/api/2/issue", [.answer(503, [:])])
        let id = try await opened(scene)
        for number in 0..<12 {
            _ = try await scene.desk.comment(id, NewComment(text: "Number \(number)", isInternal: true), by: scene.author)
        }
        try await scene.work()
        // Each was looked at, with its own search: the circuit is closed.
        #expect(jira.asked.count { $0 == "POST /rest/api/2/search/jql" } == 13)
    }

    @Test(arguments: [401, 403, 429, 500, 503])
    func `a refusal is tried again, no earlier than Jira says`(status: Int) async throws {
        let scene = try scene()
        jira.trouble("POST /rest/api/2/search/jql", [.answer(status, status == 429 ? [.retryAfter: "600"] : [:])])
        let id = try await opened(scene)
        try await scene.work()
        #expect(try await deliveries(scene, id) == ["ticket WAITING"])
        scene.advance(.seconds(60))
        try await scene.work()
        #expect(try await deliveries(scene, id) == [status == 429 ? "ticket WAITING" : "ticket DELIVERED"])
        scene.advance(.seconds(600))
        try await scene.work()
        #expect(try await deliveries(scene, id) == ["ticket DELIVERED"])
        #expect(jira.issues.count == 1)
    }

    @Test func `the issue follows the incident's states and comments, each once`() async throws {
        let scene = try scene()
        let id = try await opened(scene)
        try await scene.work()
        jira.trouble("POST /rest/api/2/issue/{key}/comment", [.lostAnswer])
        jira.trouble("POST /rest/api/2/issue/{key}/transitions", [.lostAnswer])
        _ = try await scene.desk.comment(id, NewComment(text: "Ask the studio", isInternal: true), by: scene.author)
        _ = try await scene.desk.triage(id, Triage(severity: nil, conditions: [], reason: "looked at"), by: scene.author)
        try await scene.work()
        scene.advance(.seconds(1000))
        try await scene.work()
        #expect(try await deliveries(scene, id) == ["ticket DELIVERED", "ticket_comment DELIVERED", "ticket_state DELIVERED"])
        let issue = try #require(jira.issues.first)
        #expect(issue.category == "indeterminate" && issue.comments.count == 1)
        #expect(issue.comments.first?.hasPrefix("Ask the studio\n") == true)
        #expect(jira.asked.count { $0 == "POST /rest/api/2/issue/{key}/transitions" } == 1)
    }

    @Test func `what people closed there is not opened again, and a way that the workflow has not is said`() async throws {
        let scene = try scene()
        let id = try await opened(scene)
        try await scene.work()
        jira.restrict(to: ["new"])
        _ = try await scene.desk.triage(id, Triage(severity: nil, conditions: [], reason: "looked at"), by: scene.author)
        try await scene.work()
        let waiting = try #require(try await scene.read(id)["deliveries"]?.array?.last)
        #expect(waiting["state"]?.string == "WAITING" && waiting["reason"]?.string?.contains("indeterminate") == true)
        jira.put("INC-24", inCategory: "done")
        scene.advance(.seconds(1000))
        try await scene.work()
        #expect(jira.issues.first?.category == "done")
        #expect(try await deliveries(scene, id).last == "ticket_state DELIVERED")
    }

    @Test func `a message that comes before its issue waits for it`() async throws {
        let scene = try scene()
        jira.trouble("POST /rest/api/2/issue", [.answer(503, [:])])
        let id = try await opened(scene)
        _ = try await scene.desk.comment(id, NewComment(text: "Early", isInternal: true), by: scene.author)
        try await scene.work()
        #expect(try await deliveries(scene, id) == ["ticket WAITING", "ticket_comment WAITING"])
        for _ in 0..<3 {
            scene.advance(.seconds(1000))
            try await scene.work()
        }
        #expect(try await deliveries(scene, id) == ["ticket DELIVERED", "ticket_comment DELIVERED"])
        #expect(jira.issues.first?.comments.count == 1)
    }

    @Test func `of a confidential incident Jira learns its states and no words`() async throws {
        let scene = try scene()
        let id = try await opened(scene, "AML-STR")
        _ = try await scene.desk.comment(id, NewComment(text: "Money came in", isInternal: true), by: scene.author)
        try await scene.work()
        let issue = try #require(jira.issues.first)
        #expect(issue.comments.isEmpty)
        for word in ["AML", "Money"] { #expect(!String(decoding: issue.fields.compactBytes(), as: UTF8.self).contains(word)) }
    }
}
