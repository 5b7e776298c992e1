import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization

/// Takes mail in over SMTP (RFC 5321) with STARTTLS (RFC 3207) and hands whole messages to its owner.
package final class MailListener: Sendable {
    private let configuration: MailListenerConfiguration
    private let tls: NIOSSLContext
    private let take: MailTaking
    private let log: ServerLog
    private let connections = Mutex<[ObjectIdentifier: any Channel]>([:])

    /// Throws what is wrong with certificate or key.
    package init(_ configuration: MailListenerConfiguration, log: @escaping ServerLog = { _ in }, take: @escaping MailTaking) throws {
        self.configuration = configuration
        self.take = take
        self.log = log
        var settings = try TLSSettings.configuration(
            certificatePEM: configuration.certificatePEM, keyPEM: configuration.keyPEM, clientTrustPEM: [], clientCertificates: .none)
        settings.applicationProtocols = []
        tls = try NIOSSLContext(configuration: settings)
    }

    /// Listens until the surrounding task is cancelled or its service group shuts down; calls `ready` once with the port. Connections are
    /// cut then: a client whose message was not answered keeps it. Throws when the address cannot be had.
    package func run(ready: @escaping @Sendable (_ port: Int) -> Void = { _ in }) async throws {
        try Task.checkCancellation()
        let socket = try await bootstrap().bind(host: configuration.host, port: configuration.port).get()
        let port = socket.localAddress?.port ?? 0
        log(ServerEvent(.listening, detail: "\(configuration.host):\(port)"))
        ready(port)
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await socket.closeFuture.get()
            } onGracefulShutdown: {
                socket.close(promise: nil)
            }
        } onCancel: {
            socket.close(promise: nil)
        }
        for channel in connections.withLock({ Array($0.values) }) { channel.close(promise: nil) }
        log(ServerEvent(.stopped))
    }

    private func bootstrap() -> ServerBootstrap {
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture { try admit(channel) }
            }
    }

    private func admit(_ channel: any Channel) throws {
        let isAdmitted = connections.withLock { connections in
            guard connections.count < configuration.maximumConnections else { return false }
            connections[ObjectIdentifier(channel)] = channel
            return true
        }
        if isAdmitted {
            channel.closeFuture.whenComplete { [self] _ in
                connections.withLock { $0[ObjectIdentifier(channel)] = nil }
            }
        }
        try channel.pipeline.syncOperations.addHandlers([
            IdleStateHandler(allTimeout: .init(configuration.idleTimeout)),
            MailChannelHandler(
                configuration, tls: tls, remoteAddress: channel.remoteAddress?.ipAddress ?? "",
                refusal: isAdmitted ? nil : .tooManyConnections, take: take),
        ])
    }
}
