import Documents
import Foundation
import Logging
import Store
import TestSupport
import Testing
import TransparencyLog

@testable import AuditTrail

@Suite struct ErasureTests {
    let folder: TemporaryFolder
    let store: PlatformStore
    let trail: AuditTrail
    let tiles: DirectoryTileStore
    let sequencer: Sequencer

    init() async throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path + "/state"))
        trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
        tiles = DirectoryTileStore(directory: folder.path + "/log")
        sequencer = try await Sequencer(
            store: store, tiles: tiles, signer: Sample.signer(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Texts that only events about the player hold.
    private static let canaries = (0..<200).map { "canary-\($0)-kz5w" }

    private func record() async throws {
        try await store.write { [trail] transaction in
            for (number, canary) in Self.canaries.enumerated() {
                try trail.record(
                    in: transaction,
                    Sample.entry(
                        number, id: canary, before: nil, after: ["note": .string(canary)], about: .player("P-1"), reason: canary))
            }
            try trail.record(in: transaction, Sample.entry(900, id: "L-2", before: nil, after: [1], about: .player("P-2"), reason: "kept"))
        }
    }

    private static let erasure = AuditEntry(
        at: Sample.start.advanced(by: .seconds(1000)), operatorID: "northwind", subject: .own, actor: .system, action: .delete,
        entity: "erasure", id: "E-1", reason: "asked for")

    /// The canaries that lie in clear in any file of the folder.
    private func found() throws -> [String] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).map { folder.path + "/" + $0 }
        let contents = files.compactMap { FileManager.default.contents(atPath: $0) }
        #expect(contents.count > 3)
        return Self.canaries.filter { canary in contents.contains { $0.range(of: Data(canary.utf8)) != nil } }
    }

    @Test func `after an erasure nothing tells of the subject, and every proof is what it was`() async throws {
        try await record()
        let before = try await sequencer.publish()
        let proofs = LogProofs(tiles: tiles)
        let leaves = try await store.read { try $0.auditLeaves(from: 0, limit: 1000) }
        let earlier = try leaves.indices.map { try proofs.inclusion(of: Int64($0), in: before) }
        #expect(try found().count == 200, "the ids at least must be in the store, or nothing is shown")
        #expect(try await trail.history(entity: "bonus_rule", id: Self.canaries[0], operatorID: "northwind").count == 1)

        #expect(try await trail.erase(.player("P-1"), by: Self.erasure) == 200)
        #expect(try found().isEmpty)
        for canary in Self.canaries {
            #expect(try await trail.history(entity: "bonus_rule", id: canary, operatorID: "northwind").isEmpty)
        }
        let event = try #require(try await store.read { try $0.auditEvent(at: 0) })
        #expect(try await store.read { try trail.told(by: event, in: $0) } == nil)
        #expect(event.entityID.isEmpty && event.sealed?.document == nil && event.leaf == leaves[0])

        let after = try await sequencer.publish()
        #expect(after.size == before.size + 1)
        try proofs.consistency(from: before.size, to: after.size).verify(from: before.root, to: after.root)
        for (index, proof) in earlier.enumerated() {
            try proof.verify(leaf: MerkleHash.leaf(leaves[index]), root: before.root)
            #expect(try proofs.inclusion(of: Int64(index), in: before) == proof)
        }
        #expect(LogReader(tiles).audit(verifier: try Sample.signer().verifier).isEmpty)
        // Opened anew, the log is derived from the rows again.
        let restarted = try await Sequencer(
            store: store, tiles: tiles, signer: Sample.signer(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(try await restarted.publish() == after)
    }

    @Test func `others stay readable, erasing twice is erasing once, and a subject may come again`() async throws {
        try await record()
        #expect(try await trail.erase(.player("P-1"), by: Self.erasure) == 200)
        #expect(try await trail.erase(.player("P-1"), by: Self.erasure) == 0)
        #expect(try await trail.erase(.player("nobody"), by: Self.erasure) == 0)
        let kept = try await trail.history(entity: "bonus_rule", id: "L-2", operatorID: "northwind")
        #expect(kept.map { $0.document["reason"]?.string } == ["kept"])
        #expect(try await trail.history(entity: "erasure", id: "E-1", operatorID: "northwind").count == 1)
        try await store.write { [trail] transaction in
            _ = try trail.record(in: transaction, Sample.entry(2000, id: "L-3", before: nil, after: [1], about: .player("P-1")))
        }
        #expect(try await trail.history(entity: "bonus_rule", id: "L-3", operatorID: "northwind").count == 1)
        #expect(try await trail.subjects(entity: "bonus_rule", id: "L-3", operatorID: "northwind") == [.player("P-1")])
    }

    @Test func `a key that another has wrapped opens nothing, and a rewrapped one opens all`() async throws {
        try await record()
        let stranger = AuditTrail(store: store, keys: try SubjectKeys.passing())
        await #expect(throws: AuditError(.keyUnusable, "")) {
            try await stranger.history(entity: "bonus_rule", id: "L-2", operatorID: "northwind")
        }
    }
}
