import Crypto
import Documents
import ObjectStorage
import Sealing
import Store
import Synchronization
import TestSupport
import Testing
import TransparencyLog

@testable import AuditTrail

/// What lies in a bucket beyond its newest sealed checkpoint when the store is lost.
@Suite struct WormUnsealedTests {
    private static let lock = Retention(.compliance, until: Sample.start.advanced(by: .seconds(86_400 * 2600)))
    private static let sealing = "/sealed/00000000000000000300/"

    /// A realm that was restored from the bucket of a scene.
    private struct Restored {
        let folder: TemporaryFolder
        let store: PlatformStore
        let outcome: WormRestore.Outcome
        let sequencer: Sequencer
        let trail: AuditTrail
        let copy: WormCopy
    }

    private func restored(_ scene: WormScene) async throws -> Restored {
        let wrapping = try WrappingKeys(current: "test", keys: ["test": SymmetricKey(data: [UInt8](repeating: 3, count: 32))])
        let (keys, files, log) = (SubjectKeys(wrapping: wrapping), MemoryTileStore(), MemoryTileStore())
        let findings = try await scene.findings(into: files)
        let folder = try TemporaryFolder()
        let store = try PlatformStore(.init(directory: folder.path))
        let outcome = try await WormRestore(
            files: files, findings: findings, verifier: Sample.signer().verifier,
            backup: SubjectKeyBackup(file: scene.folder.path + "/platform.sqlite"), keys: keys, kinds: [],
            now: Sample.start
        ).run(into: store, log: log, destination: "test")
        let sequencer = try await Sequencer(store: store, tiles: log, signer: Sample.signer(), logger: scene.logger)
        let copy = WormCopy(
            .init(destination: "test", layout: scene.layout), bucket: scene.bucket, store: store, sequencer: sequencer,
            logger: scene.logger, now: { Sample.start })
        return Restored(
            folder: folder, store: store, outcome: outcome, sequencer: sequencer, trail: AuditTrail(store: store, keys: keys), copy: copy)
    }

    /// Records events that the lost store did not have, and has them copied.
    private func goOn(_ restored: Restored, in scene: WormScene) async throws {
        try await restored.store.write { transaction in
            for number in 5000..<5300 {
                _ = try restored.trail.record(in: transaction, Sample.entry(number, before: nil, after: ["percentage": .integer(number)]))
            }
        }
        let checkpoint = try await restored.sequencer.publish()
        while try await restored.copy.step(isClosing: true) {}
        let findings = try await scene.findings()
        #expect(findings.issues.isEmpty)
        #expect(findings.accepted == checkpoint)
        #expect(findings.reach == checkpoint.size)
    }

    @Test func `full bundles beyond the newest sealing come back, and the copy goes on`() async throws {
        let scene = try await WormScene()
        let copy = scene.copy()
        try await scene.record(10)
        try await scene.sequencer.publish()
        try await copy.step(isClosing: true)
        try await scene.record(600, from: 10)
        try await scene.sequencer.publish()
        try await copy.step()
        let findings = try await scene.findings()
        #expect(findings.issues.isEmpty)
        #expect((findings.newest?.size, findings.reach) == (10, 512))
        let restored = try await restored(scene)
        #expect(restored.outcome.unsealed == 502)
        #expect((restored.outcome.readable, restored.outcome.unreadable) == (512, 0))
        let before = try await scene.store.read { try $0.auditEvents(from: 0, limit: 512) }
        #expect(try await restored.store.read { try $0.auditEvents(from: 0, limit: 1000) } == before)
        #expect(try await restored.sequencer.publish().size == 512)
        try await goOn(restored, in: scene)
    }

    @Test(arguments: [
        ("/events/000", 3), ("/tile/entries/000", 256), ("/tile/0/000", 256), (sealing + "events", 256),
        (sealing + "tile/0/001.p/44", 300), (sealing + "checkpoint", 300),
    ])
    func `wherever copying was cut off, what is there comes back and the copy goes on`(_ key: String, _ reach: Int64) async throws {
        let fails = Mutex(true)
        let scene = try await WormScene(before: { (deed) async throws(StorageError) in
            guard case .put(let name) = deed, name.hasSuffix(key), fails.withLock({ $0 }) else { return }
            throw StorageError(.unreachable, "the connection broke")
        })
        let copy = scene.copy()
        try await scene.record(3)
        try await scene.sequencer.publish()
        try await copy.step(isClosing: true)
        try await scene.record(297, from: 3)
        try await scene.sequencer.publish()
        await #expect(throws: StorageError(.unreachable, "")) { try await copy.step(isClosing: true) }
        fails.withLock { $0 = false }
        let restored = try await restored(scene)
        #expect(restored.outcome.checkpoint.size == 3)
        #expect(restored.outcome.unsealed == reach - 3)
        #expect(try await restored.sequencer.publish().size == reach)
        // The very sizes at which copying was cut off are sealed too.
        while try await restored.copy.step(isClosing: true) {}
        try await goOn(restored, in: scene)
    }

    @Test func `events that the log's key did not sign are named, and are never taken into the log`() async throws {
        let scene = try await WormScene()
        try await scene.record(3)
        try await scene.sequencer.publish()
        try await scene.copy().step(isClosing: true)
        try await scene.record(253, from: 3)
        let rows = try await scene.store.read { try $0.auditEvents(from: 0, limit: 256) }
        let key = scene.layout.key(of: .events(0))
        scene.bucket.shadow(key, try EventCopy.bytes(of: rows, signer: Sample.signer(9)), Self.lock)
        let findings = try await scene.findings()
        #expect(findings.issues.map(\.code) == [.unsigned])
        #expect(findings.issues.first?.key == key)
        #expect(findings.reach == 3)
        let restored = try await restored(scene)
        #expect(restored.outcome.unsealed == 0)
    }

    @Test func `signed events that begin with other entries than are sealed contradict the checkpoint`() async throws {
        let (scene, other) = (try await WormScene(), try await WormScene())
        try await scene.record(3)
        try await scene.sequencer.publish()
        try await scene.copy().step(isClosing: true)
        try await other.record(256, from: 500)
        let rows = try await other.store.read { try $0.auditEvents(from: 0, limit: 256) }
        scene.bucket.shadow(scene.layout.key(of: .events(0)), try EventCopy.bytes(of: rows, signer: Sample.signer()), Self.lock)
        let findings = try await scene.findings()
        #expect(findings.issues.map(\.code) == [.contradicted])
        #expect(findings.reach == 3)
    }

    @Test func `events beside a sealed bundle that are signed for other entries are named`() async throws {
        let (scene, other) = (try await WormScene(), try await WormScene())
        for (one, first) in [(scene, 0), (other, 500)] {
            try await one.record(3, from: first)
            try await one.sequencer.publish()
        }
        try await scene.copy().step(isClosing: true)
        let rows = try await other.store.read { try $0.auditEvents(from: 0, limit: 3) }
        let key = scene.layout.key(of: .partialEvents(3))
        scene.bucket.lose(key)
        scene.bucket.shadow(key, try EventCopy.bytes(of: rows, signer: Sample.signer()), Self.lock)
        #expect(try await scene.findings().issues.map(\.code) == [.contradicted])
    }
}
