import Crypto
import Documents
import ObjectStorage
import Sealing
import Store
import TestSupport
import Testing
import TransparencyLog

@testable import AuditTrail

@Suite struct WormRestoreTests {
    private func scene() async throws -> WormScene {
        let scene = try await WormScene()
        try await scene.record(280)
        try await scene.record(20, about: .player("P-1"), from: 280)
        try await scene.sequencer.publish()
        try await scene.copy().step(isClosing: true)
        return scene
    }

    private func keys() throws -> SubjectKeys {
        SubjectKeys(wrapping: try WrappingKeys(current: "test", keys: ["test": SymmetricKey(data: [UInt8](repeating: 3, count: 32))]))
    }

    private func restore(
        _ scene: WormScene, _ backup: SubjectKeyBackup, into store: PlatformStore, log: MemoryTileStore
    ) async throws -> WormRestore.Outcome {
        let files = MemoryTileStore()
        let findings = try await scene.findings(into: files)
        return try await WormRestore(
            files: files, findings: findings, verifier: Sample.signer().verifier, backup: backup, keys: keys(), kinds: [], now: Sample.start
        ).run(into: store, log: log, destination: "test")
    }

    @Test func `a wiped store comes back with the same root and the same rows`() async throws {
        let scene = try await scene()
        let (before, root) = (try await scene.store.read { try $0.auditEvents(from: 0, limit: 1000) }, await scene.sequencer.checkpoint)
        let backup = try SubjectKeyBackup(file: scene.folder.path + "/platform.sqlite")
        let folder = try TemporaryFolder()
        let (store, log) = (try PlatformStore(.init(directory: folder.path)), MemoryTileStore())
        let outcome = try await restore(scene, backup, into: store, log: log)
        #expect(outcome == .init(checkpoint: try #require(root), unsealed: 0, readable: 300, unreadable: 0, entities: 0, unfolded: 0))
        let after = try await store.read { try $0.auditEvents(from: 0, limit: 1000) }
        #expect(after == before)
        // It goes on where it was, and the bucket is content with it.
        let sequencer = try await Sequencer(store: store, tiles: log, signer: Sample.signer(), logger: scene.logger)
        #expect(try await sequencer.publish() == root)
        #expect(LogReader(log).audit(verifier: try Sample.signer().verifier).isEmpty)
        let copy = WormCopy(
            .init(destination: "test", layout: scene.layout), bucket: scene.bucket, store: store, sequencer: sequencer,
            logger: scene.logger, now: { Sample.start })
        let puts = scene.bucket.keys
        try await copy.step(isClosing: true)
        #expect(scene.bucket.keys == puts)
    }

    @Test func `without keys the log is whole and tells nothing`() async throws {
        let scene = try await scene()
        let folder = try TemporaryFolder()
        let (store, log) = (try PlatformStore(.init(directory: folder.path)), MemoryTileStore())
        let outcome = try await restore(scene, .empty, into: store, log: log)
        #expect(outcome.unreadable == 300)
        #expect(LogReader(log).audit(verifier: try Sample.signer().verifier).isEmpty)
        let events = try await store.read { try $0.auditEvents(from: 0, limit: 1000) }
        #expect(events.allSatisfy { $0.entityID.isEmpty && $0.sealed?.document == nil && $0.requestID == nil })
    }

    @Test func `a key that was destroyed after the backup stays destroyed`() async throws {
        let scene = try await scene()
        let backup = try SubjectKeyBackup(file: scene.folder.path + "/platform.sqlite")
        try await scene.trail.erase(
            .player("P-1"),
            by: AuditEntry(
                at: Sample.start, operatorID: "northwind", subject: .own, actor: .system, action: .delete, entity: "erasure", id: "E-1"))
        try await scene.sequencer.publish()
        try await scene.copy().step(isClosing: true)
        let folder = try TemporaryFolder()
        let (store, log) = (try PlatformStore(.init(directory: folder.path)), MemoryTileStore())
        let outcome = try await restore(scene, backup, into: store, log: log)
        // The twenty of the player, and the erasure itself, whose key was made after the backup.
        #expect(outcome.unreadable == 21)
        let key = try await store.read { try $0.subjectKey(of: "player:P-1") }
        #expect(key == nil)
    }

    @Test func `a list of destroyed keys that the log's key did not sign loses nothing, and is named`() async throws {
        let scene = try await scene()
        let backup = try SubjectKeyBackup(file: scene.folder.path + "/platform.sqlite")
        let lock = Retention(.compliance, until: Sample.start.advanced(by: .seconds(86_400 * 2600)))
        let origin = scene.layout.origin
        let statement = LogCopyStatement.erased([1, 2])
        // Plain numbers; what a stranger signed under the log's name; what the log's key signed for another log.
        for note in [
            Array("1\n2\n".utf8), try statement.signed(by: NoteSigner(name: origin, key: [UInt8](repeating: 9, count: 32))),
            try Sample.signer().sign(statement.text(origin: "assay.invalid/other")),
        ] {
            let key = scene.layout.key(of: .erased(statement.hash(origin: origin)))
            scene.bucket.lose(key)
            scene.bucket.shadow(key, note, lock)
            let findings = try await scene.findings()
            #expect(findings.issues.map(\.code) == [.unsigned])
            #expect(findings.issues.first?.key == key)
            #expect(findings.erased.isEmpty)
            let folder = try TemporaryFolder()
            let (store, log) = (try PlatformStore(.init(directory: folder.path)), MemoryTileStore())
            #expect(try await restore(scene, backup, into: store, log: log).unreadable == 0)
        }
    }

    @Test func `a list of destroyed keys under another name than its own is named`() async throws {
        let scene = try await scene()
        let lock = Retention(.compliance, until: Sample.start.advanced(by: .seconds(86_400 * 2600)))
        let key = scene.layout.key(of: .erased(LogCopyStatement.erased([2]).hash(origin: scene.layout.origin)))
        scene.bucket.shadow(key, try LogCopyStatement.erased([1]).signed(by: Sample.signer()), lock)
        let findings = try await scene.findings()
        #expect(findings.issues.map(\.code) == [.unsigned])
        #expect(findings.erased.isEmpty)
    }

    @Test func `a shadowed copy is restored from its first versions`() async throws {
        let scene = try await scene()
        scene.bucket.shadow(scene.layout.key(of: .file(TilePath(.entries, index: 0))), [0])
        scene.bucket.hide(scene.layout.key(of: .checkpoint(300)))
        let folder = try TemporaryFolder()
        let (store, log) = (try PlatformStore(.init(directory: folder.path)), MemoryTileStore())
        let (outcome, newest) = (try await restore(scene, .empty, into: store, log: log), await scene.sequencer.checkpoint)
        #expect(outcome.checkpoint == newest)
    }

    @Test func `a copy with a hole restores nothing`() async throws {
        let scene = try await scene()
        scene.bucket.lose(scene.layout.key(of: .file(TilePath(.entries, index: 0))))
        let folder = try TemporaryFolder()
        let (store, log) = (try PlatformStore(.init(directory: folder.path)), MemoryTileStore())
        await #expect(throws: AuditError(.copyIncomplete, "")) { try await restore(scene, .empty, into: store, log: log) }
        let count = try await store.read { try $0.auditEventCount() }
        #expect(count == 0)
    }

    @Test func `a folder with a log is left alone`() async throws {
        let scene = try await scene()
        await #expect(throws: AuditError(.notEmpty, "")) {
            try await restore(scene, .empty, into: scene.store, log: scene.tiles)
        }
    }
}
