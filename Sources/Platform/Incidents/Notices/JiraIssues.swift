import Delivery
import Documents
import HTTPTypes
import Transport

/// What Jira is asked for over its REST interface: version 2, which takes texts as texts, and `search/jql`.
///
/// Nothing is made twice by being asked for again: an issue is looked for by its label before it is made, a comment by the id in its
/// text, a state before it is moved to, and a remote link has a global id. Jira may show a new issue to a search only after a while:
/// what is asked for again after an answer that was lost waits for `settling`.
struct JiraIssues: Sendable {
    /// Why a step was not done, and whether to try again.
    struct Refusal: Error {
        let outcome: DeliveryOutcome
    }

    /// How long after an answer that never came an issue that was made all the same is surely found.
    static let settling = Duration.seconds(300)

    let project: JiraProject
    let authorization: String?
    let send: @Sendable (OutgoingRequest) async throws -> IncomingResponse

    /// The key of the issue of an incident; nil when there is none.
    func find(_ incident: String) async throws -> String? {
        let jql = "project = \"\(project.key)\" AND labels = \"\(JiraProject.label(of: incident))\" ORDER BY created ASC"
        let body: Node = .object([("jql", .string(jql)), ("maxResults", 1), ("fields", ["status"])])
        let answer = try await ask("POST", "/rest/api/2/search/jql", body)
        guard let issues = answer["issues"]?.array else { throw strange("a search") }
        guard let first = issues.first else { return nil }
        guard let key = first["key"]?.string else { throw strange("a search") }
        return try checked(key)
    }

    /// Makes the issue of a message that opens a ticket; its key.
    func make(_ message: Node) async throws -> String {
        let answer: Node
        do { answer = try await ask("POST", "/rest/api/2/issue", project.issue(for: message)) } catch let refusal as Refusal {
            guard case .refused(let reason, let after) = refusal.outcome else { throw refusal }
            throw Refusal(outcome: .refused(reason: reason, retryAfter: max(after ?? .zero, Self.settling)))
        }
        guard let key = answer["key"]?.string else { throw strange("a new issue") }
        return try checked(key)
    }

    /// Shows on the issue where the incident is read.
    func link(_ key: String, to address: String, title: String) async throws {
        let body: Node = .object([
            ("globalId", .string(address)), ("object", .object([("url", .string(address)), ("title", .string(title))])),
        ])
        _ = try await ask("POST", "/rest/api/2/issue/\(key)/remotelink", body)
    }

    /// Moves the issue to the kind of status that a state of an incident means, whatever the project calls its statuses.
    func move(_ key: String, to state: IncidentState) async throws {
        let wanted = Self.category(of: state)
        let issue = try await ask("GET", "/rest/api/2/issue/\(key)?fields=status")
        guard let current = issue["fields"]?["status"]?["statusCategory"]?["key"]?.string else { throw strange("an issue") }
        // What people closed or began there by hand is not taken back by a message that comes late.
        guard current != wanted, current != "done" else { return }
        guard let transitions = try await ask("GET", "/rest/api/2/issue/\(key)/transitions")["transitions"]?.array else {
            throw strange("the transitions of an issue")
        }
        guard let id = transitions.first(where: { $0["to"]?["statusCategory"]?["key"]?.string == wanted })?["id"]?.string else {
            throw Refusal(
                outcome: .refused(reason: "no transition of the issue leads to a status of the category \(wanted)", retryAfter: nil))
        }
        _ = try await ask("POST", "/rest/api/2/issue/\(key)/transitions", .object([("transition", .object([("id", .string(id))]))]))
    }

    /// Writes a comment, unless one with its id is there.
    func comment(_ key: String, _ text: String, id: String) async throws {
        let marker = "(comment \(id))"
        let newest = try await ask("GET", "/rest/api/2/issue/\(key)/comment?orderBy=-created&maxResults=100")
        guard let comments = newest["comments"]?.array else { throw strange("the comments of an issue") }
        if comments.contains(where: { $0["body"]?.string?.hasSuffix(marker) == true }) { return }
        _ = try await ask("POST", "/rest/api/2/issue/\(key)/comment", .object([("body", .string("\(text)\n\n\(marker)"))]))
    }

    /// `statusCategory` of Jira: every status is of one of three kinds.
    private static func category(of state: IncidentState) -> String {
        switch state {
        case .open: "new"
        case .triaged: "indeterminate"
        case .closed: "done"
        }
    }

    private func ask(_ method: String, _ path: String, _ body: Node? = nil) async throws -> Node {
        var fields: HTTPFields = [.accept: "application/json"]
        if body != nil { fields[.contentType] = "application/json" }
        if let authorization { fields[.authorization] = authorization }
        var request = OutgoingRequest(
            method: method, url: project.baseURL + path, fields: fields, body: body?.compactBytes() ?? [], timeout: .seconds(20),
            maximumBodyBytes: 4 << 20)
        request.connectTimeout = .seconds(10)
        let answer: IncomingResponse
        do { answer = try await send(request) } catch let error as TransportError where error.code != .cancelled {
            throw Refusal(outcome: DeliveryOutcome(error))
        }
        switch DeliveryOutcome(answer) {
        case .acknowledged: break
        case let refused: throw Refusal(outcome: refused)
        }
        if answer.body.isEmpty { return .null }
        guard let node = try? JSONReader.read(answer.body) else { throw strange("\(method) \(path.prefix { $0 != "?" })") }
        return node
    }

    /// A key goes into addresses: what is none does not.
    private func checked(_ key: String) throws -> String {
        guard (1...64).contains(key.utf8.count), key.wholeMatch(of: #/[A-Za-z][A-Za-z0-9_]*-[0-9]+/#) != nil else {
            throw strange("an issue's key")
        }
        return key
    }

    private func strange(_ what: String) -> Refusal {
        Refusal(outcome: .refused(reason: "the answer about \(what) is not as Jira's interface says", retryAfter: nil))
    }
}
