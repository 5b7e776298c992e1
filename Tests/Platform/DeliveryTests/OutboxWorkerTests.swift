import Crypto
import Documents
import Foundation
import HTTPTypes
import Logging
import MessageSignatures
import Store
import Synchronization
import Testing
import Transport

@testable import Delivery

@Suite struct OutboxWorkerTests {
    private func reference(_ desk: Desk) async throws -> String? { try await desk.delivery()?.reference }

    @Test func `an upload is signed, holds file and manifest, and its acknowledgement is kept`() async throws {
        let desk = try Desk([Desk.upload()])
        try await desk.record()
        desk.answers.withLock {
            $0 = [.success(IncomingResponse(status: 202, body: Array(#"{"case_reference":"UKGC-77"}"#.utf8)))]
        }
        #expect(try await desk.worker().workOnce(as: "a"))
        let sent = try #require(desk.posted.withLock { $0.first })
        #expect(sent.url == Desk.url && sent.method == "POST" && sent.pinnedAddress == "127.0.0.1" && sent.timeout == .seconds(120))
        try ContentDigest.check(sent.fields[.contentDigest], body: sent.body)
        let signature = try #require(try MessageSignature.all(in: sent.fields).first)
        _ = try signature.verify(
            .request(method: "POST", targetURI: sent.url, fields: sent.fields), keys: KeySet([desk.key.verificationKey]), now: desk.now,
            maximumAge: .seconds(300), skew: .zero, allowed: [.ed25519],
            covering: DeliverySigner.covered.map { try Component(parsing: $0) }, tag: "assay-delivery")
        let body = try JSONReader.read(sent.body)
        #expect(body["run_id"] == "r1" && body["manifest"]?["run_id"] == "r1" && body["manifest_jws"] == "header..signature")
        #expect(body["file"]?["content"]?.string.flatMap { Data(base64Encoded: $0) } == Data(Desk.file))
        let done = try #require(try await desk.delivery())
        #expect(done.state == "acknowledged" && done.reference == "UKGC-77" && done.attempts == 1)
        #expect(done.acknowledgedAt == desk.now && body["delivery_id"]?.string == done.deliveryID)
        #expect(try await desk.entries() == ["export 1"])
        #expect(try await desk.worker().workOnce(as: "a") == false)
    }

    @Test func `a mail names the report and its digest and holds none of its data`() async throws {
        let desk = try Desk([try Desk.mail()])
        try await desk.record()
        #expect(try await desk.worker().workOnce(as: "a"))
        let mail = try #require(desk.mailed.withLock { $0.first })
        let text = String(decoding: mail.bytes, as: UTF8.self).replacing("=\r\n", with: "").replacing("=3D", with: "=")
        #expect(text.contains("/sandbox/regulator/reports/2026-10-15/X-GAR-D?licence=UKGC-000123&run=r1"))
        #expect(text.contains(String(repeating: "a", count: 64)) && text.contains("X-Report-Run: r1"))
        #expect(!text.contains("12.34") && !text.contains("stake"))
        #expect(try await reference(desk) == "250 queued as 7")
    }

    @Test func `a drop gets each digest before its file and the manifest last`() async throws {
        let desk = try Desk([Desk.drop])
        try await desk.record()
        #expect(try await desk.worker().workOnce(as: "a"))
        let files = desk.dropped.withLock { $0 }
        let name = "x-gar-d_UKGC-000123_2026-10-15_r1.xml"
        let members = [name, name + ".manifest.jws", name + ".manifest.json"]
        #expect(files.map(\.name) == members.flatMap { [$0 + ".sha256", $0] })
        let digest = String(decoding: files[0].bytes, as: UTF8.self)
        #expect(digest == "\(SHA256.hash(data: Desk.file).map { String(format: "%02x", $0) }.joined())  \(name)\n")
        #expect(files.allSatisfy { $0.drop.folder == "/drop/in" })
        #expect(try await reference(desk) == "\(name).manifest.json stored")
    }

    @Test func `a refused delivery is tried again after growing pauses with the same id and body`() async throws {
        let desk = try Desk([Desk.upload()])
        desk.answers.withLock {
            $0 = [
                .success(IncomingResponse(status: 503)), .failure(TransportError(.couldNotConnect, "nobody there")),
                .success(IncomingResponse(status: 302)), .success(IncomingResponse(status: 200)),
            ]
        }
        try await desk.record()
        let worker = desk.worker()
        for pause in [0, 5, 300, 1800] {
            if pause > 0 {
                desk.advance(.seconds(pause) - .milliseconds(1))
                #expect(try await worker.workOnce(as: "a") == false, "tried before \(pause) s were over")
                desk.advance(.milliseconds(1))
            }
            #expect(try await worker.workOnce(as: "a"))
        }
        let sent = desk.posted.withLock { $0 }
        #expect(sent.count == 4 && Set(sent.map(\.body)).count == 1 && Set(sent.map { $0.fields[.idempotencyKey] }).count == 1)
        let done = try #require(try await desk.delivery())
        #expect(done.state == "acknowledged" && done.attempts == 4 && done.lastError == nil)
    }

    @Test func `a receiver's wish to wait is kept`() async throws {
        let desk = try Desk([Desk.upload()])
        desk.answers.withLock { $0 = [.success(IncomingResponse(status: 429, fields: [.retryAfter: "90"]))] }
        try await desk.record()
        _ = try await desk.worker().workOnce(as: "a")
        desk.advance(.seconds(89))
        #expect(try await desk.worker().workOnce(as: "a") == false)
        desk.advance(.seconds(1))
        #expect(try await desk.worker().workOnce(as: "a"))
    }

    @Test func `a delivery that nobody takes is given up after its span and kept for a replay`() async throws {
        let desk = try Desk([Desk.upload()])
        desk.answers.withLock { $0 = [.success(IncomingResponse(status: 500))] }
        try await desk.record()
        let worker = desk.worker()
        var tries = 0
        while try await desk.delivery()?.state == "waiting", tries < 100 {
            if try await worker.workOnce(as: "a") { tries += 1 } else { desk.advance(.seconds(600)) }
        }
        let row = try #require(try await desk.delivery())
        #expect(row.state == "exhausted" && row.attempts == tries && (8...14).contains(tries))
        #expect(desk.now - Desk.start <= .seconds(259_200))
        #expect(row.lastError == "the receiver answered 500")
        #expect(try await desk.entries() == ["refuse 1"])
        #expect(try await desk.store.read { try $0.jobCount(kind: Outbox.jobKind, state: "exhausted") } == 1)
    }

    @Test(arguments: [TransportError.Code.refusedForGood, .fileDiffers, .unsupported])
    func `what a receiver refuses for good is given up at once`(code: TransportError.Code) async throws {
        let desk = try Desk([Desk.drop])
        desk.refusal.withLock { $0 = TransportError(code, "no") }
        try await desk.record()
        _ = try await desk.worker().workOnce(as: "a")
        #expect(try await desk.delivery()?.state == "exhausted")
    }

    @Test(arguments: [TransportError.Code.refusedForNow, .hostKeyRefused, .connectionLost, .timedOut, .tlsFailed])
    func `what may pass is tried again`(code: TransportError.Code) async throws {
        let desk = try Desk([Desk.drop])
        desk.refusal.withLock { $0 = TransportError(code, "not now") }
        try await desk.record()
        _ = try await desk.worker().workOnce(as: "a")
        #expect(try await desk.delivery()?.state == "waiting")
        desk.refusal.withLock { $0 = nil }
        desk.advance(.seconds(5))
        _ = try await desk.worker().workOnce(as: "a")
        #expect(try await desk.delivery()?.state == "acknowledged")
    }

    @Test func `nothing is sent to an address that is not registered`() async throws {
        let desk = try Desk([Desk.upload()])
        try await desk.record()
        _ = try await desk.worker { _, _ in false }.workOnce(as: "a")
        #expect(desk.posted.withLock { $0.isEmpty })
        #expect(try await desk.delivery()?.state == "waiting")
        desk.advance(.seconds(5))
        _ = try await desk.worker().workOnce(as: "a")
        #expect(try await desk.delivery()?.state == "acknowledged")
    }

    @Test func `a report that cannot be read is tried again`() async throws {
        let desk = try Desk([Desk.upload()])
        desk.parcelFailure.withLock { $0 = TransportError(.timedOut, "the vault") }
        try await desk.record()
        _ = try await desk.worker().workOnce(as: "a")
        #expect(desk.posted.withLock { $0.isEmpty })
        desk.parcelFailure.withLock { $0 = nil }
        desk.advance(.seconds(5))
        _ = try await desk.worker().workOnce(as: "a")
        #expect(try await desk.delivery()?.state == "acknowledged")
    }

    @Test func `an attempt whose claim was lost writes nothing`() async throws {
        let desk = try Desk([Desk.upload()])
        try await desk.record()
        // Somebody else claims the job while the parcel is being made.
        let worker = OutboxWorker(
            outbox: desk.outbox, store: desk.store, trail: desk.trail, courier: desk.courier,
            ports: .init(
                parcel: { row in
                    desk.advance(.seconds(31))
                    let now = desk.now
                    _ = try await desk.store.write {
                        try $0.claimJob(kind: Outbox.jobKind, owner: "other", now: now, lease: .seconds(30))
                    }
                    return ReportParcel(
                        run: Desk.run(), fileName: "f.csv", format: "csv", mediaType: "text/csv", sha256: "aa", bytes: Desk.file,
                        manifest: [:], manifestJWS: "h..s")
                }, isRegistered: { _, _ in true }, alarm: { _ in }, now: { desk.now }, spread: { 0.5 }),
            baseURL: "https://p.example", operatorID: "northwind", wake: desk.wake,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        _ = try await worker.workOnce(as: "a")
        let row = try #require(try await desk.delivery())
        #expect(row.state == "waiting" && row.attempts == 0)
        #expect(try await desk.entries().isEmpty)
    }

    @Test func `alarms are given once each at half, four fifths and all of the time, and not for what arrived`() async throws {
        let desk = try Desk([Desk.upload(), try Desk.mail()])
        try await desk.record()
        desk.replies.withLock { $0 = [.failure(TransportError(.refusedForNow, "450"))] }
        let worker = desk.worker()
        _ = try await worker.workOnce(as: "a")
        _ = try await worker.workOnce(as: "a")
        var given: [[Int]] = []
        for seconds in [3599, 1, 1, 2158, 1, 1440, 9000] {
            desk.advance(.seconds(seconds))
            try await worker.watchOnce()
            given.append(
                desk.alarms.withLock { alarms in
                    defer { alarms = [] }
                    return alarms.map(\.percent)
                })
        }
        #expect(given == [[], [50], [], [], [80], [100], []])
        #expect(try await desk.deliveries().map(\.alarm).sorted() == [0, 100])
    }

    @Test func `faults change what leaves`() async throws {
        let hooks = OutboxHooks(
            body: { $0.setting("run_id", "other") }, signed: { $0 },
            text: { text, file in text + String(decoding: file, as: UTF8.self) }, tries: { false })
        let desk = try Desk([Desk.upload(), try Desk.mail()], hooks: hooks)
        try await desk.record()
        desk.answers.withLock { $0 = [.success(IncomingResponse(status: 503))] }
        for _ in 0..<2 { _ = try await desk.worker().workOnce(as: "a") }
        #expect(try JSONReader.read(try #require(desk.posted.withLock { $0.first }).body)["run_id"] == "other")
        #expect(String(decoding: try #require(desk.mailed.withLock { $0.first }).bytes, as: UTF8.self).contains("12.34"))
        #expect(try await desk.deliveries().map(\.state).sorted() == ["acknowledged", "exhausted"])
    }
}
