import Delivery
import Documents
import Foundation
import HTTPTypes
import Store
import Synchronization
import Testing
import Transport

@testable import Incidents

@Suite struct AlertEscalationTests {
    private func recipients(_ scene: DeskScene, _ incident: Node) async throws -> [String] {
        let deliveries = try await scene.read(incident["incident_id"]?.string ?? "")["deliveries"]?.array ?? []
        return deliveries.map { "\($0["recipient"]?.string ?? "") \($0["channel"]?.string ?? "") \($0["state"]?.string ?? "")" }
    }

    /// Works on what is due, then moves on, and so on until a span is over.
    private func pass(_ scene: DeskScene, seconds: Int64, step: Int64 = 1) async throws {
        for _ in 0..<(seconds / step) {
            try await scene.work()
            scene.advance(.seconds(step))
        }
        try await scene.work()
    }

    @Test func `an alert is tried at 0, 1, 6, 21 and 81 seconds, then each five minutes for a day`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc", mail: nil)
        scene.answers.withLock { $0 = [.failure(TransportError(.timedOut, "silent"))] }
        _ = try await scene.open(scene.event())
        try await pass(scene, seconds: 400)
        #expect(scene.posted.withLock { $0.count } == 6)
        try await pass(scene, seconds: 86_400 + 600, step: 300)
        let count = scene.posted.withLock { $0.count }
        #expect((285...294).contains(count), "\(count)")
        #expect(try await scene.store.read { try $0.jobCount(kind: NoticeWorker.alertKind, state: "exhausted") } == 1)
    }

    @Test func `a receiver that asks for a day is asked again after five minutes`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc", mail: nil)
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 503, fields: [.retryAfter: "86400"]))] }
        _ = try await scene.open(scene.event())
        try await scene.work()
        scene.advance(.seconds(299))
        try await scene.work()
        #expect(scene.posted.withLock { $0.count } == 1)
        scene.advance(.seconds(1))
        try await scene.work()
        #expect(scene.posted.withLock { $0.count } == 2)
    }

    @Test func `what reaches nobody for a minute is told to the second contact, once, by other means than before`() async throws {
        let scene = try DeskScene(secondContact: "second@northwind.test")
        try await scene.register("ukgc", mail: nil)
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 500))] }
        let incident = try await scene.open(scene.event())
        try await pass(scene, seconds: 59)
        #expect(try await recipients(scene, incident) == ["UKGC webhook WAITING"])
        try await pass(scene, seconds: 60)
        #expect(try await recipients(scene, incident) == ["UKGC webhook WAITING", "second-contact mail DELIVERED"])
        let mails = scene.mails.withLock { $0 }
        let mail = try #require(mails.first)
        #expect(mails.count == 1 && mail.recipients.map(\.text) == ["second@northwind.test"])
        #expect(String(decoding: mail.bytes, as: UTF8.self).contains("no channel has reached UKGC"))
    }

    @Test func `one channel that was reached is enough, and who is on call counts for itself`() async throws {
        let scene = try DeskScene(onCall: "on-call@northwind.test", secondContact: "second@northwind.test")
        try await scene.register("ukgc")
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 500))] }
        let incident = try await scene.open(scene.event())
        try await pass(scene, seconds: 120, step: 10)
        #expect(
            try await recipients(scene, incident) == ["on-call mail DELIVERED", "UKGC webhook WAITING", "UKGC mail DELIVERED"])
    }

    @Test func `an authority without any address is told of to the second contact at once, else to who is on call`() async throws {
        for (scene, contact) in [
            (try DeskScene(onCall: "on-call@northwind.test", secondContact: "second@northwind.test"), "second-contact"),
            (try DeskScene(onCall: "on-call@northwind.test"), "on-call"),
        ] {
            let incident = try await scene.open(scene.event())
            try await pass(scene, seconds: 1)
            #expect(try await recipients(scene, incident) == ["on-call mail DELIVERED", "\(contact) mail DELIVERED"])
            let mails = scene.mails.withLock { $0 }
            #expect(mails.contains { String(decoding: $0.bytes, as: UTF8.self).contains("There is no address that may be told of UKGC") })
            // Once.
            try await pass(scene, seconds: 120, step: 10)
            #expect(scene.mails.withLock { $0.count } == 2)
        }
    }

    @Test func `the look outlives the process, and without a second contact nothing is made up`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc", mail: nil)
        scene.answers.withLock { $0 = [.success(IncomingResponse(status: 500))] }
        let incident = try await scene.open(scene.event())
        // No worker has run yet: all there is lies in the store.
        #expect(try await scene.store.read { try $0.jobCount(kind: AlertEscalation.jobKind, state: "waiting") } == 1)
        scene.advance(.seconds(61))
        try await scene.work()
        #expect(try await scene.store.read { try $0.jobCount(kind: AlertEscalation.jobKind, state: "done") } == 1)
        #expect(try await recipients(scene, incident) == ["UKGC webhook WAITING"])
    }

    @Test func `many failed attempts at one receiver do not keep its next alert from being tried at once`() async throws {
        let scene = try DeskScene()
        try await scene.register("ukgc", mail: nil)
        scene.answers.withLock { $0 = [.failure(TransportError(.timedOut, "silent"))] }
        for number in 0..<8 { _ = try await scene.open(scene.event("e-\(number)", summary: "Number \(number)")) }
        let worker = try scene.worker()
        while try await worker.workOnce(as: "test") {}
        #expect(scene.posted.withLock { $0.count } == 8)
    }
}
