import Testing

@testable import TransparencyLog

@Suite struct LogReaderTests {
    @Test func `entries are read from full and partial bundles`() throws {
        let store = MemoryTileStore()
        try Sample.grow(store, batches: [100, 250, 350])
        let reader = LogReader(store)
        for index in [0, 99, 100, 255, 256, 349, 350, 511, 512, 699] {
            #expect(try reader.entry(at: Int64(index)) == Array("entry-\(index)".utf8))
        }
        #expect(try reader.entry(at: 99, size: 100) == Array("entry-99".utf8))
        #expect(throws: LogError(.outOfRange, "")) { try reader.entry(at: 700) }
        #expect(throws: LogError(.outOfRange, "")) { try reader.entry(at: -1) }
        #expect(throws: LogError(.missing, "")) { try LogReader(MemoryTileStore()).entry(at: 0) }
    }

    @Test func `an entry that is not the one logged is not handed out`() throws {
        let store = MemoryTileStore()
        try Sample.grow(store, batches: [10])
        var bytes = try #require(try store.read("tile/entries/000.p/10"))
        bytes[4] ^= 1
        try store.replace("tile/entries/000.p/10", bytes)
        #expect(throws: LogError(.inconsistent, "")) { try LogReader(store).entry(at: 0) }
        #expect(try LogReader(store).entry(at: 5) == Array("entry-5".utf8))
    }

    @Test func `proofs come from tiles alone, for old sizes too`() throws {
        let store = MemoryTileStore()
        let builder = try Sample.grow(store, batches: [100, 250, 350])
        for path in try store.tilePaths() where path.hasPrefix("tile/entries") { store.remove(path) }
        let reader = LogReader(store)
        let leaves = Sample.leaves(700)
        // 300 was never a size that anything was written at: its tiles are beginnings of wider ones.
        for size in [1, 99, 100, 256, 300, 350, 512, 600, 700] as [Int64] {
            let root = MerkleHash.root(of: leaves[..<Int(size)])
            #expect(try reader.root(at: size) == root)
            try reader.inclusionProof(index: size - 1, size: size).verify(leaf: leaves[Int(size) - 1], root: root)
            try reader.consistencyProof(from: size, to: 700).verify(from: root, to: builder.root)
        }
        #expect(try reader.root(at: 0) == MerkleHash.empty)
    }

    @Test func `questions outside the tree are refused`() throws {
        let store = MemoryTileStore()
        try Sample.grow(store, batches: [10])
        let reader = LogReader(store)
        #expect(throws: LogError(.outOfRange, "")) { try reader.inclusionProof(index: 10, size: 10) }
        #expect(throws: LogError(.outOfRange, "")) { try reader.inclusionProof(index: -1, size: 10) }
        #expect(throws: LogError(.outOfRange, "")) { try reader.consistencyProof(from: 0, to: 10) }
        #expect(throws: LogError(.outOfRange, "")) { try reader.consistencyProof(from: 11, to: 10) }
        #expect(throws: LogError(.outOfRange, "")) { try reader.root(at: -1) }
        #expect(throws: LogError(.missing, "")) { try reader.root(at: 11) }
        #expect(throws: LogError(.missing, "")) { try reader.inclusionProof(index: 3, size: 1 << 40) }
    }

    @Test func `a tile of the wrong length is refused`() throws {
        let store = MemoryTileStore()
        try Sample.grow(store, batches: [10])
        try store.replace("tile/0/000.p/10", Array(repeating: 1, count: 319))
        #expect(throws: LogError(.malformed, "")) { try LogReader(store).root(at: 10) }
    }

    @Test func `the cache keeps to its capacity`() throws {
        let store = MemoryTileStore()
        var builder = TreeBuilder()
        for size in 0..<600 { try builder.integrate(Sample.entries(size..<(size + 1)), at: Int64(size), into: store) }
        let reader = LogReader(store)
        // Twice the capacity in different partial tiles, then the first ones again.
        for size in Array(1...600) + [1, 2, 600] {
            #expect(try reader.root(at: Int64(size)) == MerkleHash.root(of: Sample.leaves(size)))
        }
    }
}
