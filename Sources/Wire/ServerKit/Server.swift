package import Documents
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// One listening socket with its routes.
package final class Server: Sendable {
    private let configuration: ServerConfiguration
    private let responder: ConnectionResponder
    private let builder: HTTPServerBuilder
    private let log: ServerLog

    /// Checks everything that can be checked before the socket opens: throws `ServerError`, or what NIOSSL found wrong with a certificate
    /// or key. `now` and `newID` are the edges to clock and random numbers; ids are lowercase UUIDs.
    package init(
        _ configuration: ServerConfiguration, routes: RouteTable,
        now: @escaping @Sendable () -> Timestamp = { Timestamp.wall },
        newID: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() },
        log: @escaping ServerLog = { _ in }
    ) throws {
        var routes = routes
        routes.onUnexpectedError = { log(ServerEvent(.handlerFailed, $0, detail: "\($1)")) }
        routes.around.insert(Self.reportsAnswers(to: log), at: 0)
        let channel = HTTP1Channel.Configuration(
            idleTimeout: .init(configuration.idleTimeout),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: configuration.maximumHeaderBytes, maxHeaderListSize: configuration.maximumHeaderBytes,
                maxHeaderFieldCount: configuration.maximumHeaderFields))
        let credentials: ListenerCredentials?
        switch configuration.channel {
        case .plainText:
            guard Self.isLoopback(configuration.host) else { throw ServerError.plainTextBeyondLoopback(host: configuration.host) }
            credentials = nil
        case .tls(let certificate, let key, let trust, let mode):
            let material = TLSMaterial(certificatePEM: certificate, keyPEM: key, clientTrustPEM: trust)
            credentials = try ListenerCredentials(files: [], clientCertificates: mode, read: { material })
        case .credentials(let watched):
            credentials = watched
        }
        let troubles = ConnectionTroubles(log: log)
        let shares = ConnectionShares(most: configuration.maximumConnectionsPerAddress, unlimited: configuration.trustedProxies)
        builder = HTTPServerBuilder { responder in
            ConnectionChannel(
                base: HTTP1Channel(responder: responder, configuration: channel), configuration: configuration, credentials: credentials,
                troubles: troubles, shares: shares)
        }
        self.configuration = configuration
        self.log = log
        responder = ConnectionResponder(
            configuration: configuration, routes: routes, certificates: PeerCertificateCache(),
            asksForCertificates: credentials.map { $0.clientCertificates != .none } ?? false, now: now, newID: newID)
    }

    /// Listens until the surrounding task is cancelled or its service group shuts down; calls `ready` once with the port. No new
    /// connections are taken then, idle ones are closed, answers in flight get `shutdownTimeout`. Throws when the address cannot be had.
    package func run(ready: @escaping @Sendable (_ port: Int) -> Void = { _ in }) async throws {
        try Task.checkCancellation()
        let (stops, stop) = AsyncStream.makeStream(of: Never.self)
        let group = try serviceGroup(ready: ready)
        // The one unstructured task: cancelling a child would cut off answers in flight, so cancellation becomes a request to stop.
        let running = Task {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    for await _ in stops {}
                    await group.triggerGracefulShutdown()
                }
                try await group.run()
                stop.finish()
            }
        }
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await running.value
            } onGracefulShutdown: {
                stop.finish()
            }
        } onCancel: {
            stop.finish()
        }
        log(ServerEvent(.stopped))
    }

    private func serviceGroup(ready: @escaping @Sendable (Int) -> Void) throws -> ServiceGroup {
        let logger = Logger(label: "server") { [log] _ in EventLogHandler(log: log) }
        let service = try builder.buildServer(
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.maximumConnections, logger: logger)),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup,
            logger: logger,
            responder: { [responder] request, writer, channel in
                try await responder.respond(to: request, writer, on: channel)
            },
            onServerRunning: { [log, host = configuration.host] channel in
                let port = channel.localAddress?.port ?? 0
                log(ServerEvent(.listening, detail: "\(host):\(port)"))
                ready(port)
            })
        var group = ServiceGroupConfiguration(
            services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)], logger: logger)
        group.maximumGracefulShutdownDuration = configuration.shutdownTimeout
        return ServiceGroup(configuration: group)
    }

    /// The outermost middleware: one event for each answer, with the route's template.
    private static func reportsAnswers(to log: @escaping ServerLog) -> RouteTable.Middleware {
        { request, next in
            let started = ContinuousClock.now
            let response = await next(request)
            log(ServerEvent(.answered, request, status: response.status, elapsed: .now - started))
            return response
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        guard let address = IPAddress(host) else { return host == "localhost" }
        return address.isV4 ? address.bytes[0] == 127 : address.bytes == Array(repeating: 0, count: 15) + [1]
    }
}
