import Documents
import Logging
import Store
import Synchronization
import TestSupport
import Testing
import TransparencyLog

@testable import AuditTrail

/// Who may write the log when more than one would.
@Suite struct LeaseTests {
    /// The clock on the wall, set by hand.
    private final class WallClock: Sendable {
        private let time = Mutex(Sample.start)
        var now: Timestamp { time.withLock { $0 } }
        func move(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
    }

    /// A log's files that remember every checkpoint that was ever in its place.
    private final class RememberingTileStore: TileStore {
        let base = MemoryTileStore()
        private let notes = Mutex<[[UInt8]]>([])
        var checkpoints: [Checkpoint] {
            get throws {
                let verifier = try Sample.signer().verifier
                return try notes.withLock { $0 }.map { try Checkpoint.open($0, verifier: verifier) }
            }
        }

        func read(_ path: String) throws(LogError) -> [UInt8]? { try base.read(path) }
        func create(_ path: String, _ bytes: [UInt8]) throws(LogError) { try base.create(path, bytes) }
        func replace(_ path: String, _ bytes: [UInt8]) throws(LogError) {
            if path == checkpointPath { notes.withLock { $0.append(bytes) } }
            try base.replace(path, bytes)
        }
    }

    private static let year = 365 * 86_400
    private let folder: TemporaryFolder
    private let clock = WallClock()
    private let tiles = RememberingTileStore()
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws { folder = try TemporaryFolder() }

    /// The store as one of several processes has it, without the directory's lock.
    private func shared() throws -> PlatformStore {
        var configuration = PlatformStore.Configuration(directory: folder.path)
        configuration.isExclusive = false
        return try PlatformStore(configuration)
    }

    private func sequencer(_ store: PlatformStore) async throws -> Sequencer {
        let clock = clock
        return try await Sequencer(store: store, tiles: tiles, signer: Sample.signer(), logger: logger, now: { clock.now })
    }

    private func record(_ count: Int, in store: PlatformStore) async throws {
        let trail = AuditTrail(store: store, keys: try await Sample.keys(in: store))
        try await store.write { transaction in
            for number in 0..<count { _ = try trail.record(in: transaction, Sample.entry(number, before: nil, after: [1])) }
        }
    }

    private func published() throws -> Int64? { try tiles.checkpoints.last?.size }

    @Test func `a second sequencer waits until the lease of the first has run out`() async throws {
        let (one, other) = (try shared(), try shared())
        let first = try await sequencer(one)
        let second = try await sequencer(other)
        try await record(3, in: one)
        #expect(try await first.publish().size == 3)
        for _ in 0..<2 {
            await #expect(throws: AuditError(.leaseHeld, "")) { try await second.publish() }
            clock.move(by: .seconds(14))
        }
        #expect(try await other.read { try $0.logLease()?.fence } == 1)
        try await record(2, in: one)
        clock.move(by: .seconds(2))
        #expect(try await second.publish().size == 5)
        #expect(try await other.read { try $0.logLease()?.fence } == 2)
        #expect(try await other.read { try $0.logState().intendedFence } == 2)
        #expect(LogReader(tiles.base).audit(verifier: try Sample.signer().verifier).isEmpty)
    }

    @Test func `a lease that is renewed is not lost, however long the log goes on`() async throws {
        let (one, other) = (try shared(), try shared())
        let first = try await sequencer(one)
        let second = try await sequencer(other)
        for _ in 0..<10 {
            // Nothing new: the lease is renewed all the same.
            try await first.publish()
            clock.move(by: .seconds(16))
            try await first.publish()
            await #expect(throws: AuditError(.leaseHeld, "")) { try await second.publish() }
        }
        #expect(try await one.read { try $0.logLease()?.fence } == 1)
    }

    @Test func `a sequencer that stood still for longer than its lease publishes nothing when it goes on`() async throws {
        let (one, other) = (try shared(), try shared())
        let stopped = try await sequencer(one)
        try await record(3, in: one)
        try await stopped.publish()
        clock.move(by: .seconds(45))
        try await record(4, in: other)
        let next = try await sequencer(other)
        #expect(try await next.publish().size == 7)
        try await record(1, in: other)
        let notes = try tiles.checkpoints
        for _ in 0..<2 { await #expect(throws: AuditError(.leaseLost, "")) { try await stopped.publish() } }
        await #expect(throws: AuditError(.leaseLost, "")) { try await stopped.run() }
        #expect(try tiles.checkpoints == notes)
        #expect(try await next.publish().size == 8)
    }

    @Test func `a sequencer that stood still between what it intended and its checkpoint publishes nothing`() async throws {
        let (one, other) = (try shared(), try shared())
        let stopped = try await sequencer(one)
        try await record(3, in: one)
        let three = try await stopped.publish()
        try await record(1, in: one)
        let leaves = try await one.read { try $0.auditLeaves(from: 0, limit: 4) }
        var tree = TreeBuilder()
        let root = try tree.integrate(leaves, at: 0, into: MemoryTileStore())
        let four = try Checkpoint(origin: three.origin, size: 4, root: root)
        try await stopped.intend(four)
        clock.move(by: .seconds(45))
        try await record(2, in: other)
        #expect(try await sequencer(other).publish().size == 6)
        let notes = try tiles.checkpoints
        await #expect(throws: AuditError(.leaseLost, "")) { try await stopped.put(four) }
        #expect(try tiles.checkpoints == notes && notes.last?.size == 6)
        #expect(try await other.read { try $0.logState().publishedSize } == 6)
    }

    @Test func `a sequencer that lost the log adds no cosignature to it`() async throws {
        let (one, other) = (try shared(), try shared())
        let stopped = try await sequencer(one)
        try await record(3, in: one)
        let checkpoint = try await stopped.publish()
        let note = try #require(try await stopped.published()).note
        clock.move(by: .seconds(45))
        let next = try await sequencer(other)
        try await next.publish()
        let file = try tiles.read(checkpointPath)
        await #expect(throws: AuditError(.leaseLost, "")) { try await stopped.add(note, of: checkpoint, hasQuorum: true) }
        #expect(try tiles.read(checkpointPath) == file && tiles.read(cosignedCheckpointPath) == nil)
    }

    @Test func `the only process of a directory takes the log over at once: the one before it is gone`() async throws {
        let store = try PlatformStore(.init(directory: folder.path))
        let former = try await sequencer(store)
        try await record(3, in: store)
        try await former.publish()
        let next = try await sequencer(store)
        try await record(1, in: store)
        #expect(try await next.publish().size == 4)
        await #expect(throws: AuditError(.leaseLost, "")) { try await former.publish() }
        #expect(try published() == 4)
    }

    @Test func `a clock that jumps delays nobody and lets nobody publish twice`() async throws {
        let (one, other) = (try shared(), try shared())
        let first = try await sequencer(one)
        clock.move(by: .seconds(8 * Self.year))
        try await record(2, in: one)
        #expect(try await first.publish().size == 2)
        // Set right again: the lease now ends in eight years, which no lease does.
        clock.move(by: .seconds(-8 * Self.year))
        try await record(1, in: other)
        #expect(try await sequencer(other).publish().size == 3)
        await #expect(throws: AuditError(.leaseLost, "")) { try await first.publish() }
        #expect(try tiles.checkpoints.map(\.size) == [2, 3])
    }

    @Test func `sequencers that compete never put two roots of one size, or a smaller checkpoint, in place`() async throws {
        let stores = [try shared(), try shared(), try shared()]
        var sequencers: [Sequencer] = []
        for store in stores { sequencers.append(try await sequencer(store)) }
        for round in 0..<30 {
            try await record(1 + round % 3, in: stores[round % 3])
            if round % 4 == 3 {
                clock.move(by: .seconds(31))
                // Whoever it is: each has its chance before the one that has the lease.
                _ = try? await sequencers[round / 4 % 3].publish()
            }
            let lost = await withTaskGroup(of: Int?.self) { group in
                for (index, sequencer) in sequencers.enumerated() {
                    group.addTask {
                        do {
                            try await sequencer.publish()
                            return nil
                        } catch {
                            return (error as? AuditError)?.code == .leaseLost ? index : nil
                        }
                    }
                }
                return await group.reduce(into: [Int]()) { found, index in if let index { found.append(index) } }
            }
            for index in lost { sequencers[index] = try await sequencer(stores[index]) }
        }
        let checkpoints = try tiles.checkpoints
        #expect(zip(checkpoints, checkpoints.dropFirst()).allSatisfy { $0.size <= $1.size })
        #expect(Set(checkpoints).count == Set(checkpoints.map(\.size)).count, "two roots of one size")
        #expect(try await stores[0].read { try $0.logLease()?.fence } ?? 0 > 1, "the log never changed hands")
        clock.move(by: .seconds(31))
        #expect(try await sequencer(stores[0]).publish().size == 60)
        #expect(LogReader(tiles.base).audit(verifier: try Sample.signer().verifier).isEmpty)
    }
}
