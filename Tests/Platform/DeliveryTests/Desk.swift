import AuditTrail
import Documents
import Foundation
import Logging
import MessageSignatures
import ServerKit
import Store
import Synchronization
import TestSupport
import Transport

@testable import Delivery

/// An outbox and its worker with a clock that stands still and receivers that answer as told.
final class Desk: Sendable {
    static let start = Timestamp(milliseconds: 1_792_000_000_000)
    static let url = "https://127.0.0.1:8543/reports"
    static let file = Array("licence,stake\r\nUKGC-000123,12.34\r\n".utf8)

    let folder: TemporaryFolder
    let store: PlatformStore
    let trail: AuditTrail
    let key: SigningKey
    let plan: DeliveryPlan
    let hooks: OutboxHooks
    let wake = Signal()
    let clock = Mutex(Desk.start)
    let count = Mutex(0)
    /// What each transport does next; the last one repeats.
    let answers = Mutex<[Result<IncomingResponse, TransportError>]>([.success(IncomingResponse(status: 202))])
    let replies = Mutex<[Result<MailReceipt, TransportError>]>([.success(MailReceipt(reply: 250, text: "250 queued as 7"))])
    let refusal = Mutex<TransportError?>(nil)
    let posted = Mutex<[OutgoingRequest]>([])
    let mailed = Mutex<[MailMessage]>([])
    let dropped = Mutex<[(drop: FileDrop, name: String, bytes: [UInt8])]>([])
    let alarms = Mutex<[DeadlineAlarm]>([])
    let parcelFailure = Mutex<(any Error)?>(nil)

    static func upload(_ url: String = Desk.url, templates: [String] = []) -> DeliveryChannel {
        DeliveryChannel(
            id: "ukgc-api", licence: "UKGC-000123", templates: templates, format: nil, way: .regulatorAPI(url: url, client: "ukgc"))
    }

    static func mail() throws -> DeliveryChannel {
        DeliveryChannel(
            id: "ukgc-mail", licence: "UKGC-000123", templates: [], format: nil, way: .mailLink(to: [try MailAddress("in@ukgc.example")]))
    }

    static let drop = DeliveryChannel(
        id: "ukgc-drop", licence: "UKGC-000123", templates: [], format: "xml", way: .sftp(drop: "ukgc", folder: "in"))

    init(_ channels: [DeliveryChannel], hooks: OutboxHooks = .none) throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
        trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
        key = try SigningKey.generate(.ed25519, keyID: "platform-1")
        self.hooks = hooks
        plan = DeliveryPlan(
            relay: MailRelay(
                server: try MailServer(host: "127.0.0.1", port: 2587, security: .startTLS, clientName: "platform.example"),
                sender: try MailAddress("reports@northwind.example")),
            drops: [
                "ukgc": try FileDrop(
                    host: "127.0.0.1", port: 2222, user: "northwind", hostKeyDigest: String(repeating: "A", count: 43),
                    privateKeyFile: "/nowhere", folder: "/drop")
            ], channels: channels)
    }

    var now: Timestamp { clock.withLock { $0 } }
    func advance(_ duration: Duration) { clock.withLock { $0 = $0.advanced(by: duration) } }

    var outbox: Outbox {
        Outbox(
            store: store, trail: trail, plan: plan, operatorID: "northwind",
            newID: { [self] in
                count.withLock { count in
                    count += 1
                    return "0192f000-0000-7000-8000-00000000000\(count)"
                }
            }, wake: wake)
    }

    var courier: Courier {
        Courier(
            signer: DeliverySigner(key: key, newNonce: { "nonce" }), relay: plan.relay,
            ports: .init(
                send: { [self] request in
                    posted.withLock { $0.append(request) }
                    return try answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
                },
                mail: { [self] _, message in
                    mailed.withLock { $0.append(message) }
                    return try replies.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
                },
                put: { [self] drop, bytes, name in
                    if let refusal = refusal.withLock({ $0 }) { throw refusal }
                    return dropped.withLock { files in
                        let isThere = files.contains { $0.name == name }
                        files.append((drop, name, bytes))
                        return isThere ? .alreadyThere : .stored
                    }
                }, now: { [self] in now }), addresses: AddressCheck(resolve: { _ in [] }))
    }

    func worker(
        isRegistered: @escaping @Sendable (String, String) -> Bool = { url, client in
            client == "ukgc" && url.hasPrefix("https://127.0.0.1:")
        }
    ) -> OutboxWorker {
        OutboxWorker(
            outbox: outbox, store: store, trail: trail, courier: courier,
            ports: .init(
                parcel: { [self] row in
                    if let failure = parcelFailure.withLock({ $0 }) { throw failure }
                    return try await parcel(row)
                }, isRegistered: isRegistered, alarm: { [self] alarm in alarms.withLock { $0.append(alarm) } },
                now: { [self] in now }, spread: { 0.5 }),
            baseURL: "https://platform.example/sandbox", operatorID: "northwind", wake: wake,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, hooks: hooks)
    }

    private func parcel(_ row: DeliveryRow) async throws -> ReportParcel {
        guard let run = try await store.read({ try $0.reportRun(row.runID) }) else { throw DeliveryError.unknown(row.deliveryID) }
        return ReportParcel(
            run: run, fileName: "x-gar-d_UKGC-000123_2026-10-15_r1.\(row.format)", format: row.format, mediaType: "text/csv",
            sha256: String(repeating: "a", count: 64), bytes: Self.file, manifest: ["run_id": .string(run.runID)],
            manifestJWS: "header..signature")
    }

    static func run(_ id: String = "r1", licence: String = "UKGC-000123", template: String = "T16", jws: String? = "h..s") -> ReportRunRow {
        ReportRunRow(
            runID: id, template: template, name: "X-GAR-D", licence: licence, regulator: "UKGC", period: "2026-10-15",
            firstDay: "2026-10-15", lastDay: "2026-10-15", revision: id == "r1" ? 1 : 2, state: jws == nil ? "draft" : "signed",
            generatedAt: start, dueAt: start, replaces: nil, rowCount: 1, controlTotals: Array("{}".utf8), manifest: Array("{}".utf8),
            manifestJWS: jws)
    }

    static func files(_ id: String = "r1") -> [ReportFileRow] {
        ["csv", "xml"].map { ReportFileRow(runID: id, format: $0, mediaType: "text/\($0)", sha256: "aa", bytes: 3) }
    }

    /// Records a run as the report service does: with its promises, in one transaction.
    @discardableResult
    func record(_ run: ReportRunRow = Desk.run()) async throws -> Int {
        let (outbox, now) = (outbox, now)
        return try await store.write { transaction in
            try transaction.insert(run, files: Self.files(run.runID))
            return try outbox.promise(run, files: Self.files(run.runID), triggeredAt: now, now: now, in: transaction)
        }
    }

    func deliveries(of run: String = "r1") async throws -> [DeliveryRow] { try await store.read { try $0.deliveries(of: run) } }

    func delivery() async throws -> DeliveryRow? { try await deliveries().first }

    /// Audit entries about deliveries, as action and id.
    func entries() async throws -> [String] {
        try await store.read { snapshot in
            try (0..<snapshot.auditEventCount()).compactMap { try snapshot.auditEvent(at: $0) }
                .filter { $0.entity == "delivery" }.map { "\($0.action) \($0.entityID.suffix(1))" }
        }
    }
}
