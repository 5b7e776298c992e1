import Documents
import Foundation
import HTTPTypes
import ServerKit
import Synchronization

/// The server ended before its socket was open, without an error.
struct ServerDidNotStart: Error {}

/// Starts a server on a free port, hands the port to `body`, stops the server and waits until it is down.
func withServer<Result: Sendable>(
    _ configuration: ServerConfiguration, _ routes: RouteTable, log: @escaping ServerLog = { _ in },
    _ body: @Sendable @escaping (Int) async throws -> Result
) async throws -> Result {
    let server = try Server(configuration, routes: routes, log: log)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { port.finish() }
            try await server.run { port.yield($0) }
        }
        guard let number = await ports.first(where: { _ in true }) else {
            try await group.waitForAll()
            throw ServerDidNotStart()
        }
        let result = try await body(number)
        group.cancelAll()
        try await group.waitForAll()
        return result
    }
}

/// Routes that show what a request looked like when it arrived.
func echoRoutes() -> RouteTable {
    var routes = RouteTable()
    routes.on("GET", "/echo/{rest...}") { request in
        .json(
            .object([
                ("id", .string(request.id)), ("method", .string(request.method)), ("path", .string(request.path)),
                ("target", .string(request.target)), ("authority", .string(request.authority)),
                ("remote", .string(request.remoteAddress)), ("thumbprint", request.peer.map { .string($0.thumbprint) } ?? Node.null),
                ("template", .string(request.template ?? "")),
            ]))
    }
    routes.on("POST", "/echo") { request in .bytes(request.body, mediaType: "application/octet-stream") }
    return routes
}

/// Collects events from any thread.
final class EventBox: Sendable {
    private let events = Mutex<[ServerEvent]>([])
    func append(_ event: ServerEvent) { events.withLock { $0.append(event) } }
    var all: [ServerEvent] { events.withLock { $0 } }
}

extension Certificates {
    /// `server` names the certificate shown: `server` has a key on P-256, `server-rsa` one of RSA.
    func configuration(_ mode: ServerConfiguration.ClientCertificates, server: String = "server") throws -> ServerConfiguration {
        ServerConfiguration(
            certificatePEM: try bytes("\(server).pem"), keyPEM: try bytes("\(server).key"), clientTrustPEM: try bytes("ca.pem"),
            clientCertificates: mode)
    }
}
