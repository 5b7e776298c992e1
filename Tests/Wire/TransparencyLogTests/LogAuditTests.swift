import Testing

@testable import TransparencyLog

@Suite struct LogAuditTests {
    /// 600 entries with superseded partial files, in memory.
    private func sample() throws -> MemoryTileStore {
        let store = MemoryTileStore()
        try Sample.grow(store, batches: [100, 160, 240, 100])
        return store
    }

    private func issues(_ store: any TileStore) throws -> [LogIssue] {
        LogReader(store).audit(verifier: try Sample.signer().verifier)
    }

    @Test func `a sound log has no issues`() throws {
        #expect(try issues(try sample()) == [])
        let empty = MemoryTileStore()
        try Sample.publish(TreeBuilder(), to: empty)
        #expect(try issues(empty) == [])
    }

    @Test func `a flipped bit in any file is found and that file named`() throws {
        let store = try sample()
        let paths = try store.tilePaths() + [checkpointPath]
        #expect(paths.count == 15)
        for path in paths {
            let good = try #require(try store.read(path))
            // First, last, and some between: lengths, contents, several hashes.
            for place in [0, 2, 33, good.count / 2, good.count - 1] where good.indices.contains(place) {
                var bytes = good
                bytes[place] ^= 0x04
                try store.replace(path, bytes)
                let found = try issues(store)
                #expect(found.contains { $0.path == path }, "\(path) byte \(place): \(found)")
                // No blame for sound files, except where superseded ones are held against the damaged one.
                let others = Set(found.map(\.path)).subtracting([path])
                let stem = path.split(separator: ".p/")[0]
                #expect(others.allSatisfy { $0.hasPrefix(stem) }, "\(path) byte \(place): \(found)")
            }
            try store.replace(path, good)
        }
        #expect(try issues(store) == [])
    }

    @Test func `a missing, shortened or lengthened file is found`() throws {
        let store = try sample()
        for path in ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001", "tile/entries/002.p/88", checkpointPath] {
            let good = try #require(try store.read(path))
            store.remove(path)
            #expect(try issues(store).contains { $0.path == path && $0.code == .missing }, "\(path)")
            for bad in [Array(good.dropLast()), good + [0], []] {
                try store.replace(path, bad)
                #expect(try issues(store).contains { $0.path == path }, "\(path) with \(bad.count) bytes")
            }
            try store.replace(path, good)
        }
    }

    @Test func `superseded partial files may be gone`() throws {
        let store = try sample()
        for path in try store.tilePaths() where path.contains(".p/100") || path.contains(".p/4") { store.remove(path) }
        #expect(try issues(store) == [])
    }

    @Test func `an entry exchanged with its hashes leads to another root`() throws {
        let store = try sample()
        var entries = Sample.entries(0..<600)
        entries[300] = Array("forged".utf8)
        let forged = MemoryTileStore()
        var builder = TreeBuilder()
        try builder.integrate(entries, at: 0, into: forged)
        try forged.replace(checkpointPath, try #require(try store.read(checkpointPath)))
        let found = try issues(forged)
        #expect(found.map(\.path) == [checkpointPath])
        #expect(found.map(\.code) == [.inconsistent])
    }

    @Test func `files ahead of the checkpoint must fit one another`() throws {
        let store = try sample()
        let note = try #require(try store.read(checkpointPath))
        var builder = try TreeBuilder(resuming: store, size: 600)
        try builder.integrate(Sample.entries(600..<900), at: 600, into: store)
        try store.replace(checkpointPath, note)
        #expect(try issues(store) == [])
        for path in ["tile/entries/003.p/132", "tile/0/003.p/132", "tile/1/000.p/3"] {
            let good = try #require(try store.read(path))
            var bytes = good
            bytes[good.count - 1] ^= 1
            try store.replace(path, bytes)
            #expect(!(try issues(store)).isEmpty, "\(path)")
            try store.replace(path, good)
        }
    }

    @Test func `strangers among the tiles are reported`() throws {
        let store = try sample()
        for path in [
            "tile/0/x000", "tile/backup", "tile/0/000.p/300", "tile/entries/notes.txt", "tile/0/007.p/1", "tile/1/001.p/1",
            "tile/7/000.p/1",
            "tile/0/x009/x223/x372/x036/x854/x775/807.p/1",
        ] {
            try store.create(path, Array(repeating: 1, count: 32))
            #expect(try issues(store).map(\.path) == [path])
            store.remove(path)
        }
    }

    @Test func `a checkpoint signed by somebody else is reported with what lies below`() throws {
        let store = try sample()
        let stranger = try NoteSigner(name: Sample.origin, key: Array(repeating: 8, count: 32))
        let checkpoint = try Checkpoint(origin: Sample.origin, size: 600, root: MerkleHash.root(of: Sample.leaves(600)))
        try store.replace(checkpointPath, try stranger.sign(checkpoint.text))
        try store.replace("tile/0/001", Array(repeating: 0, count: 8192))
        let found = try issues(store)
        #expect(found.contains { $0.path == checkpointPath && $0.code == .unsigned })
        #expect(found.contains { $0.path == "tile/0/001" })
        // Without a verifier nobody can tell.
        #expect(!LogReader(store).audit().contains { $0.path == checkpointPath })
    }

    @Test func `a checkpoint of a size the log never had is bounded work`() throws {
        let store = try sample()
        let absurd = try Checkpoint(origin: Sample.origin, size: Int64.max, root: MerkleHash.empty)
        try store.replace(checkpointPath, try Sample.signer().sign(absurd.text))
        let found = LogReader(store).audit(verifier: try Sample.signer().verifier, limit: 20)
        #expect(found.count == 20)
    }
}
