import AuditTrail
import Documents
import HTTPTypes
import Logging
import MessageSignatures
import ServerKit
import Store
import Synchronization
import TestSupport
import Transport

@testable import Delivery

/// A register of origins and who challenges them, with a clock that stands still and a holder who answers as told.
final class OriginScene: Sendable {
    /// What the holder of an address answers to a challenge.
    typealias Holder = @Sendable (_ challenge: Node) throws -> IncomingResponse

    static let start = Timestamp(milliseconds: 1_792_000_000_000)
    static let url = "https://127.0.0.1:8543/callbacks"
    static let origin = "https://127.0.0.1:8543"

    let folder: TemporaryFolder
    let store: PlatformStore
    let trail: AuditTrail
    let key: SigningKey
    let proofs: ProvedOrigins
    let clock = Mutex(OriginScene.start)
    let sent = Mutex<[OutgoingRequest]>([])
    let holder: Mutex<Holder>
    /// Whether the client may have messages sent anywhere.
    let isAllowed = Mutex(true)
    let hooks: ChallengeHooks
    private let count = Mutex(0)
    private let wake = Signal()

    init(hooks: ChallengeHooks = .none) throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
        trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
        key = try SigningKey.generate(.ed25519, keyID: "platform-1")
        proofs = ProvedOrigins()
        holder = Mutex { challenge in Self.echo(challenge["token"]) }
        self.hooks = hooks
    }

    static func echo(_ token: Node?) -> IncomingResponse {
        IncomingResponse(
            status: 200, fields: [.contentType: "application/json"], body: Node.object([("token", token ?? .null)]).compactBytes())
    }

    var now: Timestamp { clock.withLock { $0 } }
    func advance(_ duration: Duration) { clock.withLock { $0 = $0.advanced(by: duration) } }

    private func number() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    var desk: OriginDesk {
        OriginDesk(
            store: store, trail: trail, operatorID: "northwind", proofs: proofs, wake: wake, newID: { [self] in "challenge-\(number())" })
    }

    var worker: ChallengeWorker {
        ChallengeWorker(
            desk: desk, signer: DeliverySigner(key: key, newNonce: { "nonce" }),
            ports: .init(
                mayProve: { [self] url, client in
                    client == "cga" && isAllowed.withLock { $0 } && url.hasPrefix("https://127.0.0.1:")
                },
                send: { [self] request in
                    sent.withLock { $0.append(request) }
                    return try holder.withLock { $0 }(try JSONReader.read(request.body))
                },
                now: { [self] in now }, newID: { [self] in "0192f000-0000-7000-8000-\(100_000_000_000 + number())" },
                newToken: { [self] in String(repeating: "t", count: 40) + "\(100 + number())" }, spread: { 0.5 }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, hooks: hooks, addresses: AddressCheck(resolve: { _ in [] }))
    }

    var author: OriginDesk.Author {
        OriginDesk.Author(actor: AuditActor(subject: "cga", clientID: "cga"), exchangeID: nil, at: now)
    }

    /// Registers an address; the test has made sure that it is one.
    @discardableResult
    func register(_ id: String = "o-1", _ url: String = OriginScene.url) async throws -> CallbackOriginRow {
        guard let address = CallbackURL(url) else { throw DeliveryError.withoutRelay }
        return try await desk.register(id, address: address, of: "cga", by: author).origin
    }

    func row(_ id: String = "o-1") async throws -> CallbackOriginRow? {
        try await desk.origins(of: "cga").first { $0.id == id }
    }

    /// Whether deliveries may go there.
    var isProved: Bool { proofs.holds(Self.origin, of: "cga", at: now) }

    /// Works on what is due, whatever it is.
    func work() async throws {
        while try await worker.workOnce(as: "a") {}
    }

    /// Actions of the audit events about origins, in their order.
    func entries() async throws -> [String] {
        try await store.read { snapshot in
            try (0..<snapshot.auditEventCount()).compactMap { try snapshot.auditEvent(at: $0) }
                .filter { $0.entity == "callback_origin" }.map(\.action)
        }
    }
}
