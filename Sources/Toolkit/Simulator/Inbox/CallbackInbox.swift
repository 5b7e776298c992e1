import Documents
import HTTPTypes
package import Scenarios
import ServerKit
import Synchronization

/// The regulator's inbox: an HTTPS listener that asks for a client certificate, keeps what arrives in mailboxes and answers as scripted.
///
/// It judges nothing. Mailboxes may be opened before it listens; `address` is complete from `ready` on.
package final class CallbackInbox: Inbox {
    /// An answer may be delayed by scripts up to this.
    private static let longestAnswer: Duration = .seconds(300)
    /// An acknowledgement is held back for a later delivery up to this.
    private static let longestHold: Duration = .seconds(1)

    private let board: MailboxBoard
    private let server: Server
    private let clock: RunClock
    private let origin: (scheme: String, host: String)
    private let port = Mutex(0)
    /// The listener whose certificate's time is over, with its port.
    private let expired: Server?
    private let expiredPort = Mutex(0)

    /// - Parameters:
    ///   - witness: answers below `/witness` of the same listener, untouched by scripts and mischief.
    ///   - onReception: told of each request that a mailbox keeps, before it is answered; on any thread, must return at once.
    /// - Throws: `ServerError`, or what the TLS library finds wrong with certificate or key.
    package init(
        _ configuration: InboxConfiguration, clock: RunClock = .system, witness: Witness? = nil,
        onReception: @escaping @Sendable (Reception) -> Void = { _ in }
    ) throws {
        let board = MailboxBoard()
        self.board = board
        self.clock = clock
        let scheme = configuration.tls == nil ? "http" : "https"
        origin = (scheme, configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host)
        port.withLock { $0 = configuration.port }
        let channel = configuration.tls.map(Self.channel) ?? .plainText
        var routes = RouteTable()
        // Callbacks come to the mailbox itself; notices and uploads to a name below it.
        for (method, template) in [("POST", "/inbox/{mailbox}"), ("POST", "/inbox/{mailbox}/{name}"), ("PUT", "/inbox/{mailbox}/{name}")] {
            routes.on(method, template) { request in
                try await Self.answer(request, scheme: scheme, board: board, clock: clock, onReception: onReception)
            }
        }
        if let witness { WitnessRoutes(witness: witness).add(to: &routes) }
        func listener(_ port: Int, _ channel: ServerConfiguration.Channel) throws -> Server {
            try Server(
                ServerConfiguration(
                    host: configuration.host, port: port, channel: channel, maximumBodyBytes: configuration.maximumBodyBytes,
                    contentCodings: .kept, requestTimeout: Self.longestAnswer),
                routes: routes, now: clock.now)
        }
        server = try listener(configuration.port, channel)
        expired = try configuration.expired.map { try listener(0, Self.channel($0)) }
    }

    /// Listens until the task is cancelled; `ready` is called once it does. Throws when the address cannot be had.
    package func run(ready: @escaping @Sendable () -> Void = {}) async throws {
        guard let expired else {
            return try await server.run { port in
                self.port.withLock { $0 = port }
                ready()
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            // The one opens when the other is open, so that both addresses are known when it is ready.
            let (opened, isOpen) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                try await expired.run { port in
                    self.expiredPort.withLock { $0 = port }
                    isOpen.finish()
                }
            }
            group.addTask {
                for await _ in opened {}
                try await self.server.run { port in
                    self.port.withLock { $0 = port }
                    ready()
                }
            }
            for try await _ in group {}
        }
    }

    private static func channel(_ tls: InboxConfiguration.TLS) -> ServerConfiguration.Channel {
        .tls(
            certificatePEM: tls.certificatePEM, keyPEM: tls.keyPEM, clientTrustPEM: tls.clientTrustPEM ?? [],
            clientCertificates: tls.clientTrustPEM == nil ? .none : .required)
    }

    /// See `Inbox`: the same mailbox behind a certificate whose time is over.
    package func expiredAddress(of mailbox: String) -> String? {
        expired == nil ? nil : "https://\(origin.host):\(expiredPort.withLock { $0 })/inbox/\(mailbox)"
    }

    package var address: String { base + "/inbox" }

    /// The prefix of the witness's routes, when it has one.
    package var witnessAddress: String { base + WitnessRoutes.prefix }

    private var base: String { "\(origin.scheme)://\(origin.host):\(port.withLock { $0 })" }

    /// See `Inbox`.
    package func open(_ mailbox: String, answers: [ScriptedAnswer]) async { board.open(mailbox, answers: answers) }

    /// See `Inbox`: personality and mischief are this inbox's own.
    package func open(_ mailbox: String, manner: InboxManner) async { board.open(mailbox, manner: manner) }

    /// See `Inbox`: everything that came so far.
    package func receptions(in mailbox: String) async -> [Reception] { board.receptions(in: mailbox) }

    /// See `Inbox`: waits for receptions that satisfy the predicate.
    package func expect(
        _ count: Int, in mailbox: String, within: Duration, where matches: @escaping @Sendable (Reception) -> Bool
    ) async throws -> [Reception] {
        try await board.expect(count, in: mailbox, sleep: { [clock] in try await clock.sleep(within) }, where: matches)
    }

    /// See `Inbox`: forgets the mailbox.
    package func close(_ mailbox: String) async { board.close(mailbox) }

    private static func answer(
        _ request: ServerRequest, scheme: String, board: MailboxBoard, clock: RunClock, onReception: @Sendable (Reception) -> Void
    ) async throws -> ServerResponse {
        let arrival = MailboxBoard.Arrival(
            method: request.method, targetURI: "\(scheme)://\(request.authority)\(request.target)", fields: request.fields,
            body: request.body, receivedAt: clock.now(),
            peer: request.peer.map { Reception.Peer(subject: $0.subject, thumbprint: $0.thumbprint) },
            remoteAddress: request.remoteAddress)
        switch board.receive(arrival, in: request.parameters["mailbox"] ?? "") {
        case .unknown: throw Problem.unknownMailbox
        case .full: throw Problem.mailboxFull
        case .kept(let reception):
            onReception(reception)
            let answer = reception.answer
            if reception.mischief == .reorder {
                // Held back until the next one is there: the acknowledgements then leave in another order.
                _ = try await board.expect(1, in: reception.mailbox, sleep: { try await clock.sleep(longestHold) }) {
                    $0.number > reception.number
                }
            }
            if answer.delay > .zero { try await clock.sleep(answer.delay) }
            return ServerResponse(status: answer.status, fields: answer.fields, body: answer.body)
        }
    }
}
