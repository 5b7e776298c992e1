import AuditTrail
import Delivery
import Documents
import HTTPTypes
import Logging
import MessageSignatures
import ServerKit
import Store
import Synchronization
import TestSupport
import Transport

@testable import Requests

/// A platform's request desk and worker with a clock that stands still, a receiver that answers as told, and a regulator's key.
final class Scene: Sendable {
    static let url = "https://127.0.0.1:8543/callbacks/1"
    static let start = Timestamp(milliseconds: 1_792_000_000_000)

    let folder: TemporaryFolder
    let store: PlatformStore
    let trail: AuditTrail
    let regulatorKey: SigningKey
    let platformKey: SigningKey
    let clock = Mutex(Scene.start)
    /// What the receiver answers next; the last one repeats.
    let answers = Mutex<[Result<IncomingResponse, TransportError>]>([.success(IncomingResponse(status: 202))])
    let received = Mutex<[OutgoingRequest]>([])
    let made = Mutex(0)
    /// Whether the client wants its callbacks in order.
    let wantsOrder = Mutex(false)
    private let deliveries = Mutex(0)
    /// The template that nobody knows.
    let unknownTemplate = Mutex("T99")
    let fileFailure = Mutex<(any Error)?>(nil)
    let hooks: DeliveryHooks
    let resolve: AddressCheck.Resolver

    init(
        hooks: DeliveryHooks = .none, resolve: @escaping AddressCheck.Resolver = { _ in [] }
    ) throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
        trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
        regulatorKey = try SigningKey.generate(.ed25519, keyID: "ukgc-1")
        platformKey = try SigningKey.generate(.ed25519, keyID: "platform-1")
        self.hooks = hooks
        self.resolve = resolve
    }

    var now: Timestamp { clock.withLock { $0 } }
    func advance(_ duration: Duration) { clock.withLock { $0 = $0.advanced(by: duration) } }

    func client(
        id: String = "ukgc", registered: @escaping @Sendable (String) -> Bool = { $0.hasPrefix("https://127.0.0.1:") }
    ) -> RequestingClient {
        var client = RequestingClient(
            id: id, regulator: "UKGC", keys: KeySet([regulatorKey.verificationKey]), isRegistered: registered)
        client.wantsOrder = wantsOrder.withLock { $0 }
        return client
    }

    var intake: RequestIntake {
        RequestIntake(
            store: store, trail: trail, addresses: CallbackAddressCheck(resolve: resolve), pathPrefix: "/sandbox", operatorID: "northwind",
            checkOrder: { [self] order, _ in
                if case .report(let report) = order, report.template == unknownTemplate.withLock({ $0 }) {
                    throw Problem.invalidMember(JSONPointer(["parameters", "template"]), "no such report")
                }
            }, isAccepted: {})
    }

    var worker: DeliveryWorker {
        DeliveryWorker(
            store: store, trail: trail, signer: DeliverySigner(key: platformKey, newNonce: { "nonce" }),
            addresses: CallbackAddressCheck(resolve: resolve),
            ports: .init(
                makeFile: { [self] order, _, _ in
                    if let failure = fileFailure.withLock({ $0 }) { throw failure }
                    made.withLock { $0 += 1 }
                    return PreparedFile(
                        name: "x-gar-d.csv", format: order.format, mediaType: "text/csv", bytes: Array("a,b\r\n1,2\r\n".utf8),
                        manifest: ["run_id": "r1"], manifestJWS: "header..signature")
                },
                client: { [self] id in id == "ukgc" ? client() : nil },
                send: { [self] request in
                    received.withLock { $0.append(request) }
                    return try answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
                },
                now: { [self] in now },
                newID: { [self] in
                    deliveries.withLock { count in
                        count += 1
                        return "0192f000-0000-7000-8000-\(String(repeating: "0", count: 12 - "\(count)".count))\(count)"
                    }
                }, spread: { 0.5 }),
            wake: Signal(), operatorID: "northwind", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, hooks: hooks)
    }

    static let body: Node = [
        "request_id": "7d9e1c1e-0a50-4c9b-9f0a-6a8e6f0f4b11", "kind": "report",
        "parameters": ["period": "2026-10-15", "template": "X-GAR-D"], "format": "csv", "callback_url": .string(url),
    ]

    /// A request as the regulator sends it; `adjust` changes it after signing, `parameters` before.
    func request(
        _ body: Node = Scene.body, nonce: String? = "n-1", tag: String? = "assay-request", expires: Int64? = 120,
        covering: [String] = ["@method", "@target-uri", "content-digest", "content-type"], key: SigningKey? = nil,
        adjust: (inout ServerRequest) -> Void = { _ in }
    ) throws -> ServerRequest {
        let bytes = body.compactBytes()
        var request = ServerRequest(
            id: "11111111-1111-4111-8111-111111111111", method: "POST", path: "/sandbox/webhook/regulator/request",
            target: "/sandbox/webhook/regulator/request",
            fields: [.contentType: "application/json", .contentDigest: ContentDigest.value(for: bytes)], body: bytes,
            remoteAddress: "127.0.0.1", receivedAt: now, authority: "127.0.0.1:8443")
        let signed = try MessageSignature.sign(
            .request(method: "POST", targetURI: "https://127.0.0.1:8443\(request.target)", fields: request.fields),
            covering: covering.map { try Component(parsing: $0) },
            parameters: SignatureParameters(
                created: now.seconds, expires: expires.map { now.seconds + $0 }, nonce: nonce, keyID: (key ?? regulatorKey).keyID, tag: tag),
            key: key ?? regulatorKey)
        request.fields[.signatureInput] = signed.input
        request.fields[.signature] = signed.signature
        adjust(&request)
        return request
    }

    @discardableResult
    func accept(_ request: ServerRequest, client: RequestingClient? = nil) async throws -> ServerResponse {
        try await intake.accept(request, from: client ?? self.client(), now: now)
    }

    func stored() async throws -> RequestRow? {
        try await store.read { try $0.request("7d9e1c1e-0a50-4c9b-9f0a-6a8e6f0f4b11", clientID: "ukgc") }
    }

    var requestCount: Int {
        get async throws { try await store.read { try $0.requests("7d9e1c1e-0a50-4c9b-9f0a-6a8e6f0f4b11").count } }
    }
}
