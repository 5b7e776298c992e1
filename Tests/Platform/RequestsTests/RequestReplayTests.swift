import AuditTrail
import Delivery
import Documents
import GRDB
import HTTPTypes
import MessageSignatures
import Store
import Synchronization
import Testing
import Transport

@testable import Requests

@Suite struct RequestReplayTests {
    private static let id = "7d9e1c1e-0a50-4c9b-9f0a-6a8e6f0f4b11"

    private func replay(_ scene: Scene, _ id: String = Self.id) async throws -> RequestReplay {
        try await scene.intake.replay(
            id, by: AuditActor(subject: "officer"), reason: "lost", exchangeID: "22222222-2222-4222-8222-222222222222", now: scene.now)
    }

    @Test func `a replay sends the same bytes under the same id with a new time, and is on record`() async throws {
        let scene = try Scene()
        try await scene.accept(scene.request())
        #expect(try await scene.worker.workOnce(as: "a"))
        scene.advance(.seconds(3600))
        for number in 1...2 {
            guard case .begun(let row) = try await replay(scene) else {
                Issue.record("not replayed")
                return
            }
            #expect(row.replays == number && row.state == "delivering")
            #expect(try await replay(scene) == .underWay)
            #expect(try await scene.worker.workOnce(as: "a"))
            #expect(try await scene.stored()?.state == "acknowledged")
        }
        let sent = scene.received.withLock { $0 }
        #expect(sent.count == 3 && Set(sent.map(\.body)).count == 1)
        #expect(Set(sent.map { $0.fields[.idempotencyKey] }).count == 1 && Set(sent.map { $0.fields[.webhookID] }).count == 1)
        #expect(sent[0].fields[.webhookTimestamp] != sent[1].fields[.webhookTimestamp])
        #expect(sent[0].fields[.webhookSignature] != sent[1].fields[.webhookSignature])
        #expect(scene.made.withLock { $0 } == 1)
        #expect(try await scene.store.read { try $0.auditEvent(at: 2)?.action } == "request")
    }

    @Test func `what was given up is tried for its whole term again, by the pauses of the beginning`() async throws {
        let scene = try Scene()
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 503))] }
        try await scene.accept(scene.request())
        for _ in 0..<30 {
            _ = try await scene.worker.workOnce(as: "a")
            scene.advance(.seconds(36_000))
        }
        #expect(try await scene.stored()?.state == "exhausted")
        guard case .begun = try await replay(scene) else {
            Issue.record("not replayed")
            return
        }
        #expect(try await scene.worker.workOnce(as: "a"))
        #expect(try await scene.stored()?.state == "delivering")
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 202))] }
        scene.advance(.seconds(5))
        #expect(try await scene.worker.workOnce(as: "a"))
        #expect(try await scene.stored()?.state == "acknowledged")
    }

    @Test func `nothing is sent that is unknown, under way, never made or erased`() async throws {
        let scene = try Scene()
        #expect(try await replay(scene) == .unknown)
        try await scene.accept(scene.request())
        #expect(try await replay(scene) == .underWay)
        scene.fileFailure.withLock { $0 = FileRefusal("period-not-complete") }
        #expect(try await scene.worker.workOnce(as: "a"))
        #expect(try await replay(scene) == .nothingToSend)
        let erased = try Scene()
        try await erased.accept(erased.request())
        #expect(try await erased.worker.workOnce(as: "a"))
        try await erased.store.write { try $0.database.execute(sql: "UPDATE request SET delivery = NULL") }
        #expect(try await replay(erased) == .nothingToSend)
    }
}
