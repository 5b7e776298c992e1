import Access
package import Documents
import Foundation
package import Logging
import ServerKit
import SourceData
import Transport

/// The reference platform: both realms behind one mTLS listener.
package struct PlatformServer: Sendable {
    private let configuration: PlatformConfiguration
    private let now: @Sendable () -> Timestamp
    private let logger: Logger

    /// - Parameter now: the clock of everything the platform decides.
    package init(
        _ configuration: PlatformConfiguration, logger: Logger, now: @escaping @Sendable () -> Timestamp = { Timestamp.wall }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.now = now
    }

    /// Opens both realms, listens, and serves until the task is cancelled; then answers what is in flight, publishes both logs and closes.
    ///
    /// - Parameter ready: called once when requests are answered. Reports that are due are made after that, in the background.
    /// - Throws: `PlatformStartError` and the errors of what could not be opened; `AuditError` when a log must not go on;
    ///   `MediumFailure` when what a realm's state or log lies on has failed: start again once it is sound.
    package func run(ready: @escaping @Sendable (PlatformAddresses) -> Void) async throws {
        let assembly = try await PlatformAssembly.make(configuration, logger: logger, now: now)
        let logger = logger
        let server = try Server(assembly.listener, routes: assembly.routes, now: now, log: Self.log(to: logger, assembly.operations))
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                if let operations = assembly.operations { group.addTask { try await operations.run() } }
                group.addTask { try await server.run { _ in ready(assembly.addresses) } }
                for realm in assembly.realms { group.addTask { try await realm.run() } }
                group.addTask {
                    while true {
                        try await Task.sleep(for: .seconds(1))
                        assembly.credentials.look()
                    }
                }
                // The first to end, well or not, ends the others.
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch is CancellationError {
            logger.debug("the platform was asked to stop")
        } catch {
            try? await assembly.close()
            throw error
        }
        try await assembly.close()
    }

    private static func log(to logger: Logger, _ operations: OperationsListener?) -> ServerLog {
        { event in
            operations?.note(event)
            var metadata: Logger.Metadata = [:]
            metadata["request"] = event.requestID.map { "\($0)" }
            metadata["realm"] = event.path.map { "\(Realm.Name.of(path: $0).rawValue)" }
            metadata["method"] = event.method.map { "\($0)" }
            metadata["route"] = event.template.map { "\($0)" }
            metadata["status"] = event.status.map { "\($0)" }
            metadata["elapsed"] = event.elapsed.map { "\($0)" }
            metadata["detail"] = event.detail.map { "\($0)" }
            // With a request the address is in the log of accesses; without one it is nowhere else.
            if event.requestID == nil { metadata["address"] = event.remoteAddress.map { "\($0)" } }
            let level: Logger.Level =
                switch event.kind {
                case .answered, .listening, .stopped: .debug
                case .handshakeFailed, .proxyRefused, .tooManyConnections, .tooSlow, .warning: .warning
                case .handlerFailed: .error
                }
            logger.log(level: level, "\(event.kind.rawValue)", metadata: metadata)
        }
    }
}
