import AuditTrail
import Delivery
import Documents
import HTTPTypes
import Store
import Synchronization
import Testing
import Transport

@testable import Requests

@Suite struct RangeReplayTests {
    private static let endpoint = EndpointLanes.web(Scene.url, of: "ukgc")

    /// A scene in which so many requests were made, a minute apart, and answered.
    private func scene(answering count: Int, inOrder: Bool = true) async throws -> Scene {
        let scene = try Scene()
        scene.wantsOrder.withLock { $0 = inOrder }
        for number in 1...count {
            let id = "7d9e1c1e-0a50-4c9b-9f0a-\(600_000_000_000 + number)"
            try await scene.accept(scene.request(Scene.body.setting("request_id", .string(id)), nonce: "n-\(number)"))
            while try await scene.worker.workOnce(as: "a") {}
            scene.advance(.seconds(60))
        }
        return scene
    }

    private func bodies(_ scene: Scene) throws -> [Node] { try scene.received.withLock { try $0.map { try JSONReader.read($0.body) } } }

    private func replay(_ range: AnswerRange, _ scene: Scene, of client: String = "ukgc") async throws -> RangeReplay {
        try await scene.intake.replay(
            range, of: client, by: AuditActor(subject: "officer"), reason: "lost", exchangeID: nil, now: scene.now)
    }

    @Test func `each delivery of an ordered endpoint has its place and names the one before it`() async throws {
        let scene = try await scene(answering: 3)
        let bodies = try bodies(scene)
        #expect(bodies.map { $0["sequence"]?.integer } == [1, 2, 3])
        #expect(bodies.map { $0["previous_id"]?.string } == [nil, bodies[0]["delivery_id"]?.string, bodies[1]["delivery_id"]?.string])
        #expect(bodies[0]["previous_id"]?.isNull == true)
        // Another endpoint has places of its own.
        let elsewhere = Scene.body.setting("request_id", "7d9e1c1e-0a50-4c9b-9f0a-700000000001")
            .setting("callback_url", "https://127.0.0.1:9000/x")
        try await scene.accept(scene.request(elsewhere, nonce: "n-e"))
        while try await scene.worker.workOnce(as: "a") {}
        #expect(try self.bodies(scene).last?["sequence"] == 1)
    }

    @Test func `who asks for no order is told no places`() async throws {
        for body in try bodies(try await scene(answering: 2, inOrder: false)) {
            #expect(body["sequence"] == nil && body["previous_id"] == nil)
        }
    }

    @Test func `one that is given up leaves a gap that the next one shows`() async throws {
        let scene = try await scene(answering: 1)
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 410)), .success(IncomingResponse(status: 202))] }
        for number in 2...3 {
            let id = "7d9e1c1e-0a50-4c9b-9f0a-\(600_000_000_000 + number)"
            try await scene.accept(scene.request(Scene.body.setting("request_id", .string(id)), nonce: "n-\(number)"))
        }
        while try await scene.worker.workOnce(as: "a") {}
        let bodies = try bodies(scene)
        #expect(bodies.map { $0["sequence"]?.integer } == [1, 2, 3])
        #expect(bodies[2]["previous_id"] == bodies[1]["delivery_id"])
    }

    @Test func `a range is sent again by places: the same bytes under the same ids, in order, on record`() async throws {
        let scene = try await scene(answering: 4)
        let before = scene.received.withLock { $0 }
        guard case .begun(let rows) = try await replay(.sequences(2...3, endpoint: Self.endpoint), scene) else {
            Issue.record("nothing was replayed")
            return
        }
        #expect(rows.map { $0.place?.sequence } == [2, 3])
        // The first of them does not come through at once: the other waits for it.
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 503)), .success(IncomingResponse(status: 202))] }
        while try await scene.worker.workOnce(as: "a") {}
        scene.advance(.seconds(10))
        while try await scene.worker.workOnce(as: "a") {}
        let again = scene.received.withLock { Array($0.dropFirst(4)) }
        #expect(again.map(\.body) == [before[1].body, before[1].body, before[2].body])
        #expect(again.map { $0.fields[.idempotencyKey] } == [1, 1, 2].map { before[$0].fields[.idempotencyKey] })
        #expect(again[0].fields[.webhookSignature] != before[1].fields[.webhookSignature])
        let entries = try await scene.store.read { snapshot in
            try (0..<snapshot.auditEventCount()).compactMap { try snapshot.auditEvent(at: $0)?.action }
        }
        // Four requests with their acknowledgements, two replays with theirs.
        #expect(entries.filter { $0 == "request" }.count == 6 && entries.filter { $0 == "acknowledge" }.count == 6)
    }

    @Test func `a range of times begins with its first moment and ends before its last, for its client alone`() async throws {
        let scene = try await scene(answering: 3, inOrder: false)
        let (start, minute) = (Scene.start, Duration.seconds(60))
        let range = AnswerRange.times(start.advanced(by: minute)..<start.advanced(by: minute * 2))
        #expect(try await replay(range, scene, of: "mga") == .begun([]))
        guard case .begun(let rows) = try await replay(range, scene) else {
            Issue.record("nothing was replayed")
            return
        }
        #expect(rows.map(\.acceptedAt) == [start.advanced(by: minute)])
        // What is under way by then is left alone.
        #expect(try await replay(range, scene) == .begun([]))
    }

    @Test func `a range of more than may be sent again sends nothing`() async throws {
        let scene = try await scene(answering: RequestIntake.replayLimit + 1)
        let all = AnswerRange.sequences(1...Int(Int32.max), endpoint: Self.endpoint)
        #expect(try await replay(all, scene) == .tooMany)
        #expect(try await scene.worker.workOnce(as: "a") == false)
        guard case .begun(let rows) = try await replay(.sequences(2...Int(Int32.max), endpoint: Self.endpoint), scene) else {
            Issue.record("nothing was replayed")
            return
        }
        #expect(rows.count == RequestIntake.replayLimit)
    }
}
