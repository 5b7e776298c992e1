import Delivery
import Documents
import HTTPTypes
import MessageSignatures
import ServerKit
import Store
import Synchronization
import Testing
import Transport

@testable import Requests

@Suite struct DeliveryWorkerTests {
    private func accepted(_ scene: Scene) async throws {
        try await scene.accept(scene.request())
    }

    @Test func `an accepted request is delivered, signed both ways, and acknowledged`() async throws {
        let scene = try Scene()
        try await accepted(scene)
        #expect(try await scene.worker.workOnce(as: "a"))
        let sent = try #require(scene.received.withLock { $0.first })
        #expect(sent.url == Scene.url)
        #expect(sent.pinnedAddress == "127.0.0.1")
        let keys = KeySet([scene.platformKey.verificationKey])
        let signature = try #require(try MessageSignature.all(in: sent.fields).first)
        _ = try signature.verify(
            .request(method: "POST", targetURI: sent.url, fields: sent.fields), keys: keys, now: scene.now, maximumAge: .seconds(300),
            skew: .zero, allowed: [.ed25519], covering: DeliverySigner.covered.map { try Component(parsing: $0) }, tag: "assay-callback")
        try ContentDigest.check(sent.fields[.contentDigest], body: sent.body)
        _ = try StandardWebhooks.verify(sent.fields, body: sent.body, keys: keys, now: scene.now)
        let body = try JSONReader.read(sent.body)
        #expect(body["request_id"]?.string == "7d9e1c1e-0a50-4c9b-9f0a-6a8e6f0f4b11")
        #expect(body["delivery_id"]?.string == sent.fields[.idempotencyKey])
        #expect(body["file"]?["content"]?.string == "YSxiDQoxLDINCg==")
        let stored = try #require(try await scene.stored())
        #expect(stored.document["state"]?.string == "acknowledged")
        #expect(stored.document["attempts"]?.integer == 1)
        #expect(stored.document["file"]?["bytes"]?.integer == 10)
        #expect(try await scene.store.read { try $0.auditEvent(at: 1)?.action } == "acknowledge")
        #expect(try await !scene.worker.workOnce(as: "a"))
    }

    @Test func `a refused delivery comes again later with the same id and body and new signatures`() async throws {
        let scene = try Scene()
        scene.answers.withLock {
            $0 = [
                .success(IncomingResponse(status: 500)), .failure(TransportError(.timedOut, "late")),
                .success(IncomingResponse(status: 204)),
            ]
        }
        try await accepted(scene)
        #expect(try await scene.worker.workOnce(as: "a"))
        #expect(try await scene.stored()?.state == "delivering")
        #expect(try await !scene.worker.workOnce(as: "a"))
        scene.advance(.seconds(5))
        #expect(try await scene.worker.workOnce(as: "a"))
        scene.advance(.seconds(300))
        #expect(try await scene.worker.workOnce(as: "a"))
        let sent = scene.received.withLock { $0 }
        #expect(sent.count == 3)
        #expect(Set(sent.map(\.body)).count == 1)
        #expect(Set(sent.map { $0.fields[.idempotencyKey] }).count == 1)
        #expect(Set(sent.map { $0.fields[.webhookTimestamp] }).count == 3)
        #expect(scene.made.withLock { $0 } == 1)
        let stored = try #require(try await scene.stored())
        #expect(stored.state == "acknowledged")
        #expect(stored.attempts == 3)
        #expect(stored.deliveredAt == scene.now)
    }

    @Test func `a process that died after sending sends the same delivery again`() async throws {
        struct Killed: Error {}
        let scene = try Scene()
        try await accepted(scene)
        // The receiver got it, the platform died before it could record that: the claim stays, nothing else does.
        let now = scene.now
        let job = try #require(
            try await scene.store.write { try $0.claimJob(kind: "deliver-request", owner: "killed", now: now, lease: .seconds(30)) })
        #expect(try await !scene.worker.workOnce(as: "b"))
        try await scene.store.write { try $0.releaseLeases(kind: "deliver-request") }
        #expect(try await scene.worker.workOnce(as: "b"))
        #expect(try await scene.stored()?.state == "acknowledged")
        #expect(try await !scene.store.write { try $0.finish(job) })
    }

    @Test func `a file that cannot be made ends the request, one that fails for now is tried again`() async throws {
        struct Broken: Error {}
        let scene = try Scene()
        try await accepted(scene)
        scene.fileFailure.withLock { $0 = Broken() }
        #expect(try await scene.worker.workOnce(as: "a"))
        #expect(try await scene.stored()?.state == "accepted")
        scene.advance(.seconds(6))
        scene.fileFailure.withLock { $0 = FileRefusal("period-not-complete") }
        #expect(try await scene.worker.workOnce(as: "a"))
        #expect(try await scene.stored()?.state == "failed")
        #expect(try await scene.store.read { try $0.auditEvent(at: 1)?.action } == "refuse")
        #expect(scene.received.withLock { $0.isEmpty })
    }

    @Test func `410 ends the delivery, and so does the end of the term`() async throws {
        let gone = try Scene()
        gone.answers.withLock { $0 = [.success(IncomingResponse(status: 410))] }
        try await accepted(gone)
        #expect(try await gone.worker.workOnce(as: "a"))
        #expect(try await gone.stored()?.state == "exhausted")
        let silent = try Scene()
        silent.answers.withLock { $0 = [.success(IncomingResponse(status: 503))] }
        try await accepted(silent)
        for _ in 0..<30 {
            _ = try await silent.worker.workOnce(as: "a")
            silent.advance(.seconds(36_000))
        }
        #expect(try await silent.stored()?.state == "exhausted")
        #expect(try await silent.store.read { try $0.jobCount(kind: "deliver-request", state: "exhausted") } == 1)
        #expect((5...12).contains(silent.received.withLock { $0.count }))
    }

    @Test func `a client that wants order gets its answers one after another, another one at once`() async throws {
        let (first, second) = (Scene.body, Scene.body.setting("request_id", "7d9e1c1e-0a50-4c9b-9f0a-6a8e6f0f4b12"))
        for wantsOrder in [true, false] {
            let scene = try Scene()
            var client = scene.client()
            client.wantsOrder = wantsOrder
            scene.answers.withLock { $0 = [.success(IncomingResponse(status: 503)), .success(IncomingResponse(status: 202))] }
            try await scene.accept(scene.request(first), client: client)
            try await scene.accept(scene.request(second, nonce: "n-2"), client: client)
            #expect(try await scene.worker.workOnce(as: "a"))
            #expect(try await scene.worker.workOnce(as: "a") == !wantsOrder)
            scene.advance(.seconds(5))
            while try await scene.worker.workOnce(as: "a") {}
            let ids = try scene.received.withLock { $0 }.map { try JSONReader.read($0.body)["request_id"]?.string?.last }
            #expect(ids == (wantsOrder ? ["1", "1", "2"] : ["1", "2", "1"]))
        }
    }

    @Test func `a redirect is no acknowledgement and is not followed`() async throws {
        let scene = try Scene()
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 302, fields: [.location: "http://127.0.0.1/"]))] }
        try await accepted(scene)
        #expect(try await scene.worker.workOnce(as: "a"))
        #expect(try await scene.stored()?.state == "delivering")
    }

    @Test func `a receiver that asks for patience gets it`() async throws {
        let scene = try Scene()
        scene.answers.withLock {
            $0 = [.success(IncomingResponse(status: 429, fields: [.retryAfter: "60"])), .success(IncomingResponse(status: 200))]
        }
        try await accepted(scene)
        #expect(try await scene.worker.workOnce(as: "a"))
        scene.advance(.seconds(59))
        #expect(try await !scene.worker.workOnce(as: "a"))
        scene.advance(.seconds(1))
        #expect(try await scene.worker.workOnce(as: "a"))
    }

    @Test func `a name that now leads into a private network is not connected to`() async throws {
        let scene = try Scene(resolve: { _ in [try #require(IPAddress("10.0.0.1"))] })
        let client = scene.client { $0.hasPrefix("https://reports.example/") }
        await #expect(throws: Problem.self) {
            try await CallbackAddressCheck(resolve: scene.resolve).check("https://reports.example/x", for: client)
        }
    }

    @Test func `the worker works by itself when it is woken, and stops when cancelled`() async throws {
        let scene = try Scene()
        try await accepted(scene)
        let worker = scene.worker
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            while scene.received.withLock({ $0.isEmpty }) { await Task.yield() }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
