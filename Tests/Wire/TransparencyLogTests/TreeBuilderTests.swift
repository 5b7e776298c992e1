import Synchronization
import Testing

@testable import TransparencyLog

@Suite struct TreeBuilderTests {
    @Test func `the root is that of the entries, however they came in batches`() throws {
        for batches in [[700], [1, 2, 253, 256, 188], [256, 256, 188], [255, 1, 1, 443], [0, 700, 0]] {
            let store = MemoryTileStore()
            let builder = try Sample.grow(store, batches: batches)
            #expect(builder.root == MerkleHash.root(of: Sample.leaves(700)))
            #expect(LogReader(store).audit(verifier: try Sample.signer().verifier) == [])
        }
    }

    @Test func `batches of any size leave the same full files`() throws {
        let (one, many) = (MemoryTileStore(), MemoryTileStore())
        try Sample.grow(one, batches: [700])
        try Sample.grow(many, batches: Array(repeating: 7, count: 100))
        let paths = try one.tilePaths()
        #expect(paths.filter { !$0.contains(".p/") } == (try many.tilePaths().filter { !$0.contains(".p/") }))
        for path in paths { #expect(try one.read(path) == many.read(path), "\(path)") }
        #expect(try one.tilePaths().contains("tile/1/000.p/2"))
    }

    @Test func `a builder goes on from every size`() throws {
        let store = MemoryTileStore()
        var builder = TreeBuilder()
        for size in 0..<520 {
            let resumed = try TreeBuilder(resuming: store, size: Int64(size))
            #expect(resumed.root == builder.root)
            builder = resumed
            try builder.integrate(Sample.entries(size..<(size + 1)), at: Int64(size), into: store)
        }
        #expect(builder.root == MerkleHash.root(of: Sample.leaves(520)))
    }

    @Test func `a third level of tiles grows at 65,536 entries`() throws {
        let store = MemoryTileStore()
        let builder = try Sample.grow(store, batches: [65_000, 540])
        #expect(builder.root == MerkleHash.root(of: Sample.leaves(65_540)))
        #expect(try store.read("tile/2/000.p/1")?.count == 32)
        #expect(try store.read("tile/1/000")?.count == 8192)
        #expect(try TreeBuilder(resuming: store, size: 65_540).root == builder.root)
        let proof = try LogReader(store).inclusionProof(index: 40_000, size: 65_540)
        try proof.verify(leaf: MerkleHash.leaf(Array("entry-40000".utf8)), root: builder.root)
    }

    @Test func `entries sent again change nothing, other entries in their place are refused`() throws {
        let store = MemoryTileStore()
        var builder = try Sample.grow(store, batches: [300])
        let root = builder.root
        #expect(try builder.integrate(Sample.entries(0..<300), at: 0, into: store) == root)
        #expect(try builder.integrate(Sample.entries(250..<310), at: 250, into: store) == MerkleHash.root(of: Sample.leaves(310)))
        #expect(throws: LogError(.conflict, "")) { try builder.integrate([[1, 2, 3]], at: 40, into: store) }
        #expect(throws: LogError(.conflict, "")) { try builder.integrate([Array("entry-309".utf8), [9]], at: 308, into: store) }
        #expect(builder.size == 310)
    }

    @Test func `gaps and entries over the limit are refused before anything is written`() throws {
        let store = MemoryTileStore()
        var builder = TreeBuilder()
        #expect(throws: LogError(.outOfRange, "")) { try builder.integrate([[1]], at: 1, into: store) }
        #expect(throws: LogError(.outOfRange, "")) { try builder.integrate([[1]], at: -1, into: store) }
        #expect(throws: LogError(.tooLarge, "")) { try builder.integrate([[1], Array(repeating: 0, count: 65_536)], at: 0, into: store) }
        #expect(try store.tilePaths().isEmpty)
        try builder.integrate([Array(repeating: 5, count: 65_535)], at: 0, into: store)
        #expect(builder.size == 1)
    }

    /// A store that fails at its n-th write, as a crash would.
    private final class FailingStore: TileStore {
        let inner: MemoryTileStore
        let remaining: Mutex<Int>

        init(_ inner: MemoryTileStore, failingAfter count: Int) {
            self.inner = inner
            remaining = Mutex(count)
        }

        func read(_ path: String) throws(LogError) -> [UInt8]? { try inner.read(path) }

        func create(_ path: String, _ bytes: [UInt8]) throws(LogError) {
            let isGood = remaining.withLock { rest in
                rest -= 1
                return rest >= 0
            }
            guard isGood else { throw LogError(.storage, "pulled the plug", path: path) }
            try inner.create(path, bytes)
        }

        func replace(_ path: String, _ bytes: [UInt8]) throws(LogError) { try inner.replace(path, bytes) }
    }

    @Test func `after a crash at any write the same entries complete the log`() throws {
        for writes in 0...9 {
            let store = MemoryTileStore()
            var builder = try Sample.grow(store, batches: [200])
            let failing = FailingStore(store, failingAfter: writes)
            let isCut = (try? builder.integrate(Sample.entries(200..<800), at: 200, into: failing)) == nil
            #expect(isCut == (writes < 9))
            if isCut { #expect(builder.size == 200) }
            // Once more from the recorded size, in other batches than before.
            var again = try TreeBuilder(resuming: store, size: 200)
            for start in stride(from: 200, to: 800, by: 60) {
                try again.integrate(Sample.entries(start..<(start + 60)), at: Int64(start), into: store)
            }
            try Sample.publish(again, to: store)
            #expect(again.root == MerkleHash.root(of: Sample.leaves(800)))
            #expect(LogReader(store).audit(verifier: try Sample.signer().verifier) == [])
        }
    }

    @Test func `a log that already has other entries there is not continued`() throws {
        let store = MemoryTileStore()
        try Sample.grow(store, batches: [256])
        var builder = TreeBuilder()
        #expect(throws: LogError(.conflict, "")) {
            try builder.integrate(Array(repeating: [1], count: 256), at: 0, into: store)
        }
        #expect(builder.size == 0)
    }

    @Test func `resuming needs the right edge and finds it in wider files`() throws {
        let store = MemoryTileStore()
        try Sample.grow(store, batches: [100, 100, 100])
        store.remove("tile/0/000.p/100")
        store.remove("tile/entries/000.p/100")
        #expect(try TreeBuilder(resuming: store, size: 100).root == MerkleHash.root(of: Sample.leaves(100)))
        #expect(throws: LogError(.missing, "")) { try TreeBuilder(resuming: store, size: 301) }
        #expect(throws: LogError(.outOfRange, "")) { try TreeBuilder(resuming: store, size: -1) }
        // A bundle that is not its tile's.
        store.remove("tile/entries/001.p/44")
        try store.create("tile/entries/001.p/44", try EntryBundle.encode(Sample.entries(0..<44)))
        #expect(throws: LogError(.inconsistent, "")) { try TreeBuilder(resuming: store, size: 300) }
    }
}
