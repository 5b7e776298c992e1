import Documents
import HTTPTypes
import MessageSignatures
import Synchronization
import Transport

@testable import Scenarios

/// A subject in memory: answers by route, remembers what it was asked, issues tokens and shows its keys.
final class ScriptedSubject: Exchanger {
    typealias Handler = @Sendable (OutgoingRequest, ClientIdentity?) async throws(TransportError) -> IncomingResponse

    static let origin = "https://subject.test"

    let key: SigningKey
    private let routes = Mutex<[String: Handler]>([:])
    private let seen = Mutex<[OutgoingRequest]>([])
    private let presented = Mutex<[ClientIdentity?]>([])

    init() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "subject-1")
        self.key = key
        let jwks = KeySet([key.verificationKey]).jwks().compactBytes()
        on("GET /jwks") { _, _ in Self.json(200, jwks) }
        on("GET /") { _, _ in IncomingResponse(status: 404) }
        on("POST /token") { _, _ in Self.json(200, ["access_token": "secret-token-1", "token_type": "Bearer", "expires_in": 300]) }
        on("POST /states") { _, _ in Self.json(200, ["values": ["given": "by the state"]]) }
    }

    /// `METHOD /path`, without the query.
    func on(_ route: String, _ handler: @escaping Handler) { routes.withLock { $0[route] = handler } }

    /// Every request in order of arrival.
    var requests: [OutgoingRequest] { seen.withLock { $0 } }
    var certificates: [ClientIdentity?] { presented.withLock { $0 } }

    func requests(_ route: String) -> [OutgoingRequest] { requests.filter { Self.route(of: $0) == route } }

    func send(_ request: OutgoingRequest, as identity: ClientIdentity?) async throws(TransportError) -> IncomingResponse {
        seen.withLock { $0.append(request) }
        presented.withLock { $0.append(identity) }
        if Task.isCancelled { throw TransportError(.cancelled, "the task was cancelled") }
        guard let handler = routes.withLock({ $0[Self.route(of: request)] }) else { return IncomingResponse(status: 404) }
        return try await handler(request, identity)
    }

    static func json(_ status: Int, _ document: Node) -> IncomingResponse { json(status, document.compactBytes()) }

    static func json(_ status: Int, _ bytes: [UInt8]) -> IncomingResponse {
        IncomingResponse(status: status, fields: [.contentType: "application/json"], body: bytes)
    }

    private static func route(of request: OutgoingRequest) -> String {
        let path = request.url.dropFirst(origin.count).prefix { $0 != "?" }
        return "\(request.method) \(path.isEmpty ? "/" : path)"
    }
}

/// An exchanger that nobody answers.
struct DeafSubject: Exchanger {
    func send(_ request: OutgoingRequest, as identity: ClientIdentity?) async throws(TransportError) -> IncomingResponse {
        throw TransportError(.couldNotConnect, "nobody listens on subject.test port 443")
    }
}
