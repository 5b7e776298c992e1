import Crypto
import Documents
import ObjectStorage
import Sealing
import Store
import TestSupport
import Testing
import TransparencyLog

@testable import AuditTrail

/// The current versions of entities after a restoration.
@Suite struct WormEntitiesTests {
    private static let kinds: Set<String> = ["bonus_rule", "limit"]

    /// A realm's store with its trail.
    private struct Realm {
        let store: PlatformStore
        let trail: AuditTrail

        /// Writes a version with its event, as a route does; nil deletes.
        func change(_ id: String, to after: Node?, at seconds: Int, kind: String = "bonus_rule", of player: String? = nil) async throws {
            try await store.write { [trail] transaction in
                let current = try transaction.snapshot.entity(kind, id: id)
                let value = try current.map { try JSONReader.read($0.value) }
                let before = value?.isNull == true ? nil : value
                let at = Sample.start.advanced(by: .seconds(seconds))
                try transaction.put(
                    EntityRow(
                        kind: kind, id: id, version: (current?.version ?? 0) + 1, operatorID: "northwind",
                        value: try (after ?? .null).canonicalBytes(), changedAt: at))
                try trail.record(
                    in: transaction,
                    AuditEntry(
                        at: at, operatorID: "northwind", subject: player.map { .player($0) } ?? .operation, actor: .system,
                        action: after == nil ? .delete : before == nil ? .create : .update, entity: kind, id: id, before: before,
                        after: after))
            }
        }

        func rows() async throws -> [EntityRow] {
            try await store.read { snapshot in try WormEntitiesTests.kinds.sorted().flatMap { try snapshot.entities($0) } }
        }

        func state(_ id: String, _ seconds: Int) async throws -> Node? {
            let at = Sample.start.advanced(by: .seconds(seconds))
            return try await trail.state(entity: "bonus_rule", id: id, operatorID: "northwind", at: at).value
        }
    }

    private func scene() async throws -> (WormScene, Realm) {
        let scene = try await WormScene()
        let realm = Realm(store: scene.store, trail: scene.trail)
        try await realm.change("BR-1", to: ["percentage": 100], at: 1)
        try await realm.change("BR-2", to: ["percentage": 7], at: 2)
        try await realm.change("BR-1", to: ["percentage": 50, "active": true], at: 3)
        try await realm.change("L-1", to: ["player_id": "P-1", "amount": 20], at: 4, kind: "limit", of: "P-1")
        try await realm.change("BR-2", to: nil, at: 5)
        try await realm.change("BR-3", to: ["percentage": 1], at: 6)
        try await realm.change("BR-3", to: nil, at: 7)
        try await realm.change("BR-3", to: ["percentage": 2], at: 8)
        try await realm.change("L-1", to: ["player_id": "P-1", "amount": 10], at: 9, kind: "limit", of: "P-1")
        return (scene, realm)
    }

    private func seal(_ scene: WormScene) async throws {
        try await scene.sequencer.publish()
        try await scene.copy().step(isClosing: true)
    }

    private func restored(_ scene: WormScene, _ backup: SubjectKeyBackup, in folder: TemporaryFolder) async throws -> (
        Realm, WormRestore.Outcome
    ) {
        let wrapping = try WrappingKeys(current: "test", keys: ["test": SymmetricKey(data: [UInt8](repeating: 3, count: 32))])
        let (keys, files) = (SubjectKeys(wrapping: wrapping), MemoryTileStore())
        let findings = try await scene.findings(into: files)
        let store = try PlatformStore(.init(directory: folder.path))
        let outcome = try await WormRestore(
            files: files, findings: findings, verifier: Sample.signer().verifier, backup: backup, keys: keys, kinds: Self.kinds,
            now: Sample.start
        ).run(into: store, log: MemoryTileStore(), destination: "test")
        return (Realm(store: store, trail: AuditTrail(store: store, keys: keys)), outcome)
    }

    private func backup(_ scene: WormScene) throws -> SubjectKeyBackup {
        try SubjectKeyBackup(file: scene.folder.path + "/platform.sqlite")
    }

    @Test func `entities and their versions are what they were, deleted ones too`() async throws {
        let (scene, before) = try await scene()
        try await seal(scene)
        let folder = try TemporaryFolder()
        let (after, outcome) = try await restored(scene, backup(scene), in: folder)
        let rows = try await before.rows()
        #expect(try await after.rows() == rows)
        #expect(rows.map(\.version) == [2, 2, 3, 2])
        #expect((outcome.entities, outcome.unfolded) == (4, 0))
    }

    @Test func `states at a time are told as before, and the next change goes on from the last`() async throws {
        let (scene, before) = try await scene()
        try await seal(scene)
        let folder = try TemporaryFolder()
        let (after, _) = try await restored(scene, backup(scene), in: folder)
        for id in ["BR-1", "BR-2", "BR-3"] {
            for seconds in 0...10 { #expect(try await after.state(id, seconds) == before.state(id, seconds), "\(id) after \(seconds) s") }
        }
        try await after.change("BR-1", to: ["percentage": 51], at: 20)
        try await after.change("BR-2", to: ["percentage": 8], at: 21)
        #expect(try await after.state("BR-1", 20) == ["percentage": 51])
        #expect(try await after.state("BR-2", 21) == ["percentage": 8])
        #expect(try await after.rows().map(\.version) == [3, 3, 3, 2])
    }

    @Test func `what was erased stays erased, and it is said how much`() async throws {
        let (scene, before) = try await scene()
        let keys = try backup(scene)
        try await scene.trail.erase(
            .player("P-1"),
            by: AuditEntry(
                at: Sample.start, operatorID: "northwind", subject: .own, actor: .system, action: .delete, entity: "erasure", id: "E-1"))
        try await seal(scene)
        let folder = try TemporaryFolder()
        let (after, outcome) = try await restored(scene, keys, in: folder)
        #expect(try await after.rows() == before.rows().filter { $0.kind == "bonus_rule" })
        #expect((outcome.entities, outcome.unfolded) == (3, 2))
    }

    @Test func `without keys there are no entities`() async throws {
        let (scene, _) = try await scene()
        try await seal(scene)
        let folder = try TemporaryFolder()
        let (after, outcome) = try await restored(scene, .empty, in: folder)
        #expect(try await after.rows().isEmpty)
        #expect((outcome.entities, outcome.unfolded) == (0, 9))
    }

    @Test func `a history that does not hold together gives no entity, until it was made anew`() async throws {
        let (scene, realm) = try await scene()
        for (id, number) in [("BR-8", 30), ("BR-9", 40)] {
            try await realm.change(id, to: ["percentage": 1], at: number)
            let entry = Sample.entry(number + 1, id: id, before: ["percentage": 99], after: ["percentage": 2])
            try await scene.store.write { [trail = scene.trail] transaction in _ = try trail.record(in: transaction, entry) }
        }
        let entry = Sample.entry(50, id: "BR-9", action: .create, before: nil, after: ["percentage": 3])
        try await scene.store.write { [trail = scene.trail] transaction in _ = try trail.record(in: transaction, entry) }
        try await seal(scene)
        let folder = try TemporaryFolder()
        let (after, outcome) = try await restored(scene, backup(scene), in: folder)
        let rows = try await after.rows()
        #expect(!rows.contains { $0.id == "BR-8" })
        let row = try #require(rows.first { $0.id == "BR-9" })
        #expect(row.value == (try Node.object([("percentage", 3)]).canonicalBytes()))
        #expect((outcome.entities, outcome.unfolded) == (5, 2))
    }
}
