import Documents
import HTTPTypes
import ServerKit
import Synchronization
import Transport

/// What Jira's REST interface does with the requests that an operator's platform makes, as it is documented; and what may go wrong.
final class JiraStandIn: Sendable {
    struct JiraIssue: Sendable {
        let key: String
        let fields: Node
        /// The key of the status category: `new`, `indeterminate` or `done`.
        var category = "new"
        var comments: [String] = []
        /// By global id.
        var links: [String: String] = [:]
    }

    /// What goes wrong with the next requests of one kind, in their order; `nil` is none.
    enum Trouble: Sendable {
        /// This answer, and nothing is done.
        case answer(Int, HTTPFields)
        /// It is done, and the answer never arrives.
        case lostAnswer
    }

    static let base = "https://jira.northwind.test"

    private struct State {
        var issues: [JiraIssue] = []
        var troubles: [String: [Trouble?]] = [:]
        var asked: [String] = []
        /// Categories that a workflow leads to.
        var reachable: Set<String> = ["new", "indeterminate", "done"]
    }

    private let state = Mutex(State())

    var issues: [JiraIssue] { state.withLock { $0.issues } }
    /// `POST /rest/api/2/issue` …, in the order of asking.
    var asked: [String] { state.withLock { $0.asked } }

    /// - Parameter request: method and path, keys of issues as `{key}`.
    func trouble(_ request: String, _ troubles: [Trouble?]) { state.withLock { $0.troubles[request] = troubles } }
    func restrict(to categories: Set<String>) { state.withLock { $0.reachable = categories } }
    func put(_ key: String, inCategory category: String) {
        state.withLock { state in
            for index in state.issues.indices where state.issues[index].key == key { state.issues[index].category = category }
        }
    }

    var routes: RouteTable {
        var routes = RouteTable()
        func on(_ method: String, _ path: String, _ work: @escaping @Sendable (inout State, ServerRequest) throws -> ServerResponse) {
            routes.on(method, path) { [self] request in try answer("\(method) \(path)", request, work) }
        }
        on("POST", "/rest/api/2/search/jql") { state, request in
            let jql = try JSONReader.read(request.body)["jql"]?.string ?? ""
            guard let match = jql.firstMatch(of: #/^project = "([A-Za-z0-9_]+)" AND labels = "([A-Za-z0-9-]+)" ORDER BY created ASC$/#)
            else {
                return .json(["errorMessages": ["Error in the JQL Query"]], status: 400)
            }
            let found = state.issues.filter { issue in
                issue.fields["project"]?["key"]?.string == String(match.1)
                    && (issue.fields["labels"]?.array ?? []).contains(.string(String(match.2)))
            }
            return .json(["issues": .array(found.prefix(1).map { ["id": "1", "key": .string($0.key)] }), "isLast": true])
        }
        on("POST", "/rest/api/2/issue") { state, request in
            let fields = try JSONReader.read(request.body)["fields"] ?? .null
            let key = "INC-\(state.issues.count + 24)"
            state.issues.append(JiraIssue(key: key, fields: fields))
            return .json(["id": "10000", "key": .string(key), "self": .string("\(Self.base)/rest/api/2/issue/10000")], status: 201)
        }
        on("GET", "/rest/api/2/issue/{key}") { state, request in
            try Self.with(request, &state) { issue in
                .json(["key": .string(issue.key), "fields": ["status": Self.status(issue.category)]])
            }
        }
        on("GET", "/rest/api/2/issue/{key}/transitions") { state, request in
            let reachable = state.reachable.sorted()
            return try Self.with(request, &state) { _ in
                .json(["transitions": .array(reachable.map { ["id": .string("to-\($0)"), "name": "Go", "to": Self.status($0)] })])
            }
        }
        on("POST", "/rest/api/2/issue/{key}/transitions") { state, request in
            let id = try JSONReader.read(request.body)["transition"]?["id"]?.string ?? ""
            return try Self.with(request, &state) { issue in
                issue.category = String(id.dropFirst("to-".count))
                return ServerResponse(status: 204)
            }
        }
        on("GET", "/rest/api/2/issue/{key}/comment") { state, request in
            try Self.with(request, &state) { issue in
                .json(["comments": .array(issue.comments.reversed().prefix(100).map { ["id": "1", "body": .string($0)] })])
            }
        }
        on("POST", "/rest/api/2/issue/{key}/comment") { state, request in
            let text = try JSONReader.read(request.body)["body"]?.string ?? ""
            return try Self.with(request, &state) { issue in
                issue.comments.append(text)
                return .json(["id": "1", "body": .string(text)], status: 201)
            }
        }
        on("POST", "/rest/api/2/issue/{key}/remotelink") { state, request in
            let body = try JSONReader.read(request.body)
            return try Self.with(request, &state) { issue in
                issue.links[body["globalId"]?.string ?? ""] = body["object"]?["url"]?.string ?? ""
                return .json(["id": 1], status: 201)
            }
        }
        return routes
    }

    /// Sends without a socket.
    @Sendable func send(_ request: OutgoingRequest) async throws -> IncomingResponse {
        let target = String(request.url.dropFirst(Self.base.count))
        let answer = await routes.response(
            to: ServerRequest(
                id: "r", method: request.method, path: target, target: target, fields: request.fields, body: request.body,
                remoteAddress: "127.0.0.1", receivedAt: DeskScene.start, authority: "jira.northwind.test"))
        // 599 stands for an answer that was lost on its way.
        if answer.status == 599 { throw TransportError(.timedOut, "no answer came") }
        return IncomingResponse(status: answer.status, fields: answer.fields, body: answer.body)
    }

    private func answer(
        _ name: String, _ request: ServerRequest, _ work: (inout State, ServerRequest) throws -> ServerResponse
    ) throws -> ServerResponse {
        try state.withLock { state in
            state.asked.append(name)
            guard request.fields[.authorization] == "Bearer secret" else { return ServerResponse(status: 401) }
            var trouble: Trouble?
            if var waiting = state.troubles[name], !waiting.isEmpty {
                trouble = waiting.removeFirst()
                state.troubles[name] = waiting
            }
            switch trouble {
            case .answer(let status, let fields): return ServerResponse(status: status, fields: fields)
            case .lostAnswer:
                _ = try work(&state, request)
                return ServerResponse(status: 599)
            case nil: return try work(&state, request)
            }
        }
    }

    private static func with(
        _ request: ServerRequest, _ state: inout State, _ work: (inout JiraIssue) throws -> ServerResponse
    ) throws -> ServerResponse {
        guard let index = state.issues.firstIndex(where: { $0.key == request.parameters["key"] }) else {
            return ServerResponse(status: 404)
        }
        return try work(&state.issues[index])
    }

    private static func status(_ category: String) -> Node {
        ["name": "Some status", "statusCategory": ["key": .string(category)]]
    }
}
