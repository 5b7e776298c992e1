import Documents
import Foundation
import Logging
import Store
import Synchronization
import TestSupport
import Testing
import TransparencyLog

@testable import AuditTrail

/// Partial files go when the full ones are there, and not before.
@Suite struct SupersededPartialsTests {
    private final class Watch: Sendable {
        private let time = Mutex(ContinuousClock.now)
        var now: ContinuousClock.Instant { time.withLock { $0 } }
        func move(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
    }

    private let folder: TemporaryFolder
    private let store: PlatformStore
    private let tiles: DirectoryTileStore
    private let watch = Watch()
    private let keys: SubjectKeys

    init() throws {
        folder = try TemporaryFolder()
        keys = try SubjectKeys.passing()
        store = try PlatformStore(.init(directory: folder.path))
        tiles = DirectoryTileStore(directory: folder.path("log"))
    }

    private func sequencer() async throws -> Sequencer {
        let watch = watch
        return try await Sequencer(
            store: store, tiles: tiles, signer: Sample.signer(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            elapsed: { watch.now })
    }

    /// So many checkpoints, each of so many further entries.
    private func publish(_ checkpoints: Int, of count: Int, _ sequencer: Sequencer) async throws {
        let trail = AuditTrail(store: store, keys: keys)
        for _ in 0..<checkpoints {
            try await store.write { transaction in
                for number in 0..<count { _ = try trail.record(in: transaction, Sample.entry(number, before: nil, after: [1])) }
            }
            try await sequencer.publish()
        }
    }

    private func partials() throws -> [TilePath] { try tiles.tilePaths().map { try TilePath(parsing: $0) }.filter(\.isPartial) }

    private func expectWhole(_ size: Int64) throws {
        let reader = LogReader(tiles)
        #expect(reader.audit(verifier: try Sample.signer().verifier).isEmpty)
        let checkpoint = try Checkpoint.open(#require(try reader.checkpointNote()), verifier: Sample.signer().verifier)
        #expect(checkpoint.size == size)
        for index in [0, size / 2, size - 1] {
            let proof = try reader.inclusionProof(index: index, size: size)
            try proof.verify(leaf: MerkleHash.leaf(try reader.entry(at: index)), root: checkpoint.root)
        }
        // Also from sizes whose own partial files are gone.
        for older: Int64 in [1, 100, 255, 256, size - 1] {
            try reader.consistencyProof(from: older, to: size).verify(from: try reader.root(at: older), to: checkpoint.root)
        }
    }

    @Test func `partial files of full tiles go after some minutes, and proofs stay`() async throws {
        let sequencer = try await sequencer()
        try await publish(26, of: 25, sequencer)
        let before = try partials()
        #expect(before.count { $0.index == 0 && $0.kind == .entries } > 5)
        watch.move(by: SupersededPartials.patience - .seconds(1))
        try await publish(1, of: 1, sequencer)
        #expect(Set(try partials()).isSuperset(of: before), "somebody may still be reading them")
        watch.move(by: .seconds(2))
        try await publish(1, of: 1, sequencer)
        // 652 entries: two full bundles; the third and the tile above them are at the edge.
        let left = try partials()
        #expect(left.allSatisfy { $0.index == 2 || $0.kind == .hashes(level: 1) }, "\(left)")
        #expect(!left.isEmpty && left.count < before.count)
        #expect(!FileManager.default.fileExists(atPath: folder.path("log/tile/entries/000.p")))
        try expectWhole(652)
    }

    @Test func `what a process left behind is found by the next one`() async throws {
        try await publish(13, of: 50, try await sequencer())
        let next = try await sequencer()
        try await publish(1, of: 1, next)
        #expect(try partials().contains { $0.index < 2 && $0.kind == .entries })
        watch.move(by: SupersededPartials.patience)
        try await publish(1, of: 1, next)
        #expect(try !partials().contains { $0.index < 2 && $0.kind != .hashes(level: 1) })
        try expectWhole(652)
    }

    @Test func `the number of files is bounded by the entries, not by the checkpoints`() async throws {
        let sequencer = try await sequencer()
        try await publish(30, of: 9, sequencer)
        watch.move(by: SupersededPartials.patience)
        try await publish(1, of: 1, sequencer)
        // Of 271 entries: one full bundle and tile, three widths of each at the edge, one of level 1; none of the first 28 checkpoints.
        #expect(try tiles.tilePaths().count == 2 + 2 * 3 + 1)
        try expectWhole(271)
    }

    @Test func `which tiles became full follows from the sizes`() {
        var superseded = SupersededPartials()
        let start = watch.now
        superseded.note(from: 255, to: 512, at: start)
        superseded.note(from: 65_535, to: 65_536, at: start)
        #expect(superseded.due(at: start).isEmpty)
        let due = superseded.due(at: start.advanced(by: SupersededPartials.patience)).map(\.description)
        #expect(
            due == [
                "tile/entries/000", "tile/0/000", "tile/entries/001", "tile/0/001", "tile/entries/255", "tile/0/255", "tile/1/000",
            ])
        #expect(superseded.due(at: start.advanced(by: SupersededPartials.patience)).isEmpty)
    }
}
