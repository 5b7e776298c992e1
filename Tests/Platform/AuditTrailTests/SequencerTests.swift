import Documents
import Logging
import Store
import TestSupport
import Testing
import TransparencyLog

@testable import AuditTrail

@Suite struct SequencerTests {
    let folder: TemporaryFolder
    let store: PlatformStore
    let trail: AuditTrail
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
        trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
    }

    private func record(_ count: Int) async throws {
        try await store.write { [trail] transaction in
            for number in 0..<count {
                _ = try trail.record(in: transaction, Sample.entry(number, before: nil, after: ["percentage": .integer(number)]))
            }
        }
    }

    private func sequencer(_ tiles: any TileStore, signer byte: UInt8 = 7) async throws -> Sequencer {
        try await Sequencer(store: store, tiles: tiles, signer: Sample.signer(byte), logger: logger)
    }

    @Test func `the empty log has a signed checkpoint`() async throws {
        let tiles = MemoryTileStore()
        let checkpoint = try await sequencer(tiles).publish()
        #expect(checkpoint.size == 0)
        #expect(checkpoint.root == MerkleHash.empty)
        #expect(try Checkpoint.open(#require(try tiles.read("checkpoint")), verifier: Sample.signer().verifier) == checkpoint)
    }

    @Test func `a checkpoint covers every committed event, which its proof shows`() async throws {
        let tiles = MemoryTileStore()
        let sequencer = try await sequencer(tiles)
        try await record(300)
        let checkpoint = try await sequencer.publish()
        #expect(checkpoint.size == 300)
        let leaves = try await store.read { try $0.auditLeaves(from: 0, limit: 300) }
        let proofs = LogProofs(tiles: tiles)
        for index in [0, 255, 256, 299] {
            let proof = try proofs.inclusion(of: Int64(index), in: checkpoint)
            try proof.verify(leaf: MerkleHash.leaf(leaves[index]), root: checkpoint.root)
        }
        #expect(LogReader(tiles).audit(verifier: try Sample.signer().verifier).isEmpty)
    }

    @Test func `nothing new is signed when nothing happened`() async throws {
        let tiles = MemoryTileStore()
        let sequencer = try await sequencer(tiles)
        try await record(3)
        try await sequencer.publish()
        let note = try tiles.read("checkpoint")
        try await sequencer.publish()
        #expect(try tiles.read("checkpoint") == note)
    }

    @Test func `nothing is put on record any more once the medium of the log has failed, and a full one is waited for`() async throws {
        let full = try await sequencer(FailingTileStore(MemoryTileStore(), failsAt: 0))
        try await record(1)
        await #expect(throws: LogError(.storage, "")) { try await full.publish() }
        try await record(1)
        let failed = try await sequencer(FailingTileStore(MemoryTileStore(), failsAt: 0, with: .mediumFailed))
        await #expect(throws: LogError(.mediumFailed, "")) { try await failed.publish() }
        #expect(await store.watchMedium()?.place == .log)
        await #expect(throws: StoreError(.unavailable, "")) { try await record(1) }
        #expect(try await store.read { try $0.auditEventCount() } == 2)
    }

    @Test func `each checkpoint extends the one before`() async throws {
        let tiles = MemoryTileStore()
        let sequencer = try await sequencer(tiles)
        var earlier = try await sequencer.publish()
        for count in [1, 2, 250, 5, 256] {
            try await record(count)
            let later = try await sequencer.publish()
            if earlier.size > 0 {
                try LogReader(tiles).consistencyProof(from: earlier.size, to: later.size).verify(from: earlier.root, to: later.root)
            }
            earlier = later
        }
        #expect(earlier.size == 514)
    }

    @Test func `a crash at any file operation leaves a log that goes on`() async throws {
        var steps = 0
        var finished = false
        while !finished {
            let folder = try TemporaryFolder()
            let store = try PlatformStore(.init(directory: folder.path))
            let trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
            let disk = MemoryTileStore()
            var seen: [Checkpoint] = []
            do {
                let failing = FailingTileStore(disk, failsAt: steps)
                let sequencer = try await Sequencer(store: store, tiles: failing, signer: Sample.signer(), logger: logger)
                for round in 0..<3 {
                    try await store.write { transaction in
                        for number in 0..<130 {
                            _ = try trail.record(in: transaction, Sample.entry(round * 130 + number, before: nil, after: [1]))
                        }
                    }
                    seen.append(try await sequencer.publish())
                }
                finished = true
            } catch let error as LogError where error.code == .storage {
                steps += 1
            }
            let restarted = try await Sequencer(store: store, tiles: disk, signer: Sample.signer(), logger: logger)
            let last = try await restarted.publish()
            for checkpoint in seen where checkpoint.size > 0 {
                let proof = try LogReader(disk).consistencyProof(from: checkpoint.size, to: last.size)
                try proof.verify(from: checkpoint.root, to: last.root)
            }
            #expect(LogReader(disk).audit(verifier: try Sample.signer().verifier).isEmpty)
            #expect(try await store.read { try $0.auditEventCount() } == last.size)
        }
        #expect(steps > 5)
    }

    @Test func `a log ahead of the database is refused`() async throws {
        let tiles = MemoryTileStore()
        try await record(5)
        try await sequencer(tiles).publish()
        let other = try TemporaryFolder()
        let restored = try PlatformStore(.init(directory: other.path))
        await #expect(throws: AuditError(.logAhead, "")) {
            try await Sequencer(store: restored, tiles: tiles, signer: Sample.signer(), logger: logger)
        }
    }

    @Test func `a database that lost signed events is refused`() async throws {
        try await store.write { try $0.put(LogState(integratedSize: 2, intendedSize: 2, intendedRoot: [1], publishedSize: 2)) }
        await #expect(throws: AuditError(.storeBehind, "")) { try await sequencer(MemoryTileStore()) }
    }

    @Test func `events that differ from the published log are refused`() async throws {
        let tiles = MemoryTileStore()
        try await record(5)
        try await sequencer(tiles).publish()
        let state = try await store.read { try $0.logState() }
        let other = try TemporaryFolder()
        let changed = try PlatformStore(.init(directory: other.path))
        let trail = AuditTrail(store: changed, keys: try SubjectKeys.passing())
        try await changed.write { transaction in
            for number in 0..<5 { _ = try trail.record(in: transaction, Sample.entry(number + 100, before: nil, after: [1])) }
            try transaction.put(state)
        }
        await #expect(throws: AuditError(.logDiffers, "")) {
            try await Sequencer(store: changed, tiles: tiles, signer: Sample.signer(), logger: logger)
        }
    }

    @Test func `a bundle that was changed on the disk is refused`() async throws {
        let tiles = MemoryTileStore()
        try await record(5)
        try await sequencer(tiles).publish()
        let path = TilePath(.entries, index: 0, width: 5).description
        var bytes = try #require(try tiles.read(path))
        bytes[10] ^= 1
        try tiles.replace(path, bytes)
        await #expect(throws: AuditError(.logDiffers, "")) { try await sequencer(tiles) }
    }

    @Test func `a checkpoint of another key is refused`() async throws {
        let tiles = MemoryTileStore()
        try await record(1)
        try await sequencer(tiles, signer: 9).publish()
        await #expect(throws: AuditError(.logDiffers, "")) { try await sequencer(tiles) }
    }

    @Test func `no second root is signed for a size that was intended`() async throws {
        let tiles = MemoryTileStore()
        let sequencer = try await sequencer(tiles)
        try await record(3)
        let foreign = MerkleHash.leaf([0]).bytes
        try await store.write { try $0.put(LogState(integratedSize: 3, intendedSize: 3, intendedRoot: foreign, publishedSize: 0)) }
        await #expect(throws: AuditError(.logDiffers, "")) { try await sequencer.publish() }
        await #expect(throws: AuditError(.logDiffers, "")) { try await sequencer.publish() }
        #expect(try tiles.read("checkpoint") == nil)
    }

    @Test func `tiles that went missing are made again from the database`() async throws {
        let tiles = MemoryTileStore()
        try await record(300)
        let checkpoint = try await sequencer(tiles).publish()
        let emptied = MemoryTileStore()
        try emptied.replace("checkpoint", #require(try tiles.read("checkpoint")))
        #expect(try await sequencer(emptied).publish() == checkpoint)
        #expect(LogReader(emptied).audit(verifier: try Sample.signer().verifier).isEmpty)
    }

    @Test func `a path that is not a tile's names nothing`() {
        let proofs = LogProofs(tiles: MemoryTileStore())
        for path in ["../platform.sqlite", "checkpoint", "tile/0/000/../../x", "/etc/hostname", "tile/0/%2e%2e"] {
            #expect(throws: LogError.self) { try proofs.file(path) }
        }
    }
}
