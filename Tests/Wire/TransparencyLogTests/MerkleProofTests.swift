import Testing

@testable import TransparencyLog

@Suite struct MerkleProofTests {
    private static let store: MemoryTileStore = {
        let store = MemoryTileStore()
        var builder = TreeBuilder()
        for count in 0..<70 { _ = try? builder.integrate(Sample.entries(count..<(count + 1)), at: Int64(count), into: store) }
        return store
    }()

    @Test func `each entry of each tree is proved and no other is`() throws {
        let reader = LogReader(Self.store)
        let leaves = Sample.leaves(70)
        for size in Int64(1)...70 {
            let root = MerkleHash.root(of: leaves[..<Int(size)])
            for index in 0..<size {
                let proof = try reader.inclusionProof(index: index, size: size)
                try proof.verify(leaf: leaves[Int(index)], root: root)
                #expect(throws: LogError(.proofFailed, "")) { try proof.verify(leaf: leaves[Int(index + 1) % 70], root: root) }
                if index + 1 < size {
                    let moved = InclusionProof(index: index + 1, size: size, hashes: proof.hashes)
                    #expect(throws: LogError.self) { try moved.verify(leaf: leaves[Int(index)], root: root) }
                }
            }
        }
    }

    @Test func `each pair of trees is proved consistent and altered ones are not`() throws {
        let reader = LogReader(Self.store)
        let leaves = Sample.leaves(70)
        let roots = (0...70).map { MerkleHash.root(of: leaves[..<$0]) }
        for to in 1...70 {
            for from in 1...to {
                let proof = try reader.consistencyProof(from: Int64(from), to: Int64(to))
                try proof.verify(from: roots[from], to: roots[to])
                #expect(throws: LogError.self) { try proof.verify(from: roots[from - 1], to: roots[to]) }
                #expect(throws: LogError.self) { try proof.verify(from: roots[from], to: roots[to - 1]) }
            }
        }
    }

    @Test func `a flipped bit, a lost, added or swapped hash fails a proof`() throws {
        let reader = LogReader(Self.store)
        let leaf = Sample.leaves(70)[21]
        let root = try reader.root(at: 70)
        let proof = try reader.inclusionProof(index: 21, size: 70)
        var broken: [[Hash]] = [Array(proof.hashes.dropLast()), Array(proof.hashes.dropFirst()), proof.hashes + [root], []]
        for place in proof.hashes.indices {
            var bytes = proof.hashes[place].bytes
            bytes[place] ^= 0x10
            var hashes = proof.hashes
            hashes[place] = try #require(Hash(bytes))
            broken.append(hashes)
        }
        broken.append(Array(proof.hashes.reversed()))
        for hashes in broken {
            #expect(throws: LogError(.proofFailed, "")) {
                try InclusionProof(index: 21, size: 70, hashes: hashes).verify(leaf: leaf, root: root)
            }
        }
    }

    @Test func `positions outside the tree are refused`() {
        let hash = MerkleHash.empty
        for (index, size) in [(0, 0), (1, 1), (-1, 1), (5, -1), (Int64.max, Int64.max)] as [(Int64, Int64)] {
            #expect(throws: LogError(.outOfRange, "")) {
                try InclusionProof(index: index, size: size, hashes: []).verify(leaf: hash, root: hash)
            }
        }
        for (from, to) in [(0, 0), (0, 5), (5, 4), (-1, 4), (1, -1)] as [(Int64, Int64)] {
            #expect(throws: LogError(.outOfRange, "")) { try ConsistencyProof(from: from, to: to, hashes: []).verify(from: hash, to: hash) }
        }
        #expect(throws: LogError(.proofFailed, "")) {
            try InclusionProof(index: Int64.max - 1, size: Int64.max, hashes: Array(repeating: hash, count: 3)).verify(
                leaf: hash, root: hash)
        }
    }

    @Test func `a subtree starts at a multiple of its power of two`() throws {
        for (start, end) in [(0, 0), (3, 3), (5, 6), (4, 6), (4, 8), (8, 13), (0, 7)] as [(Int64, Int64)] {
            _ = try Subtree(start: start, end: end)
        }
        for (start, end) in [(1, 3), (2, 5), (4, 9), (-1, 0), (3, 2), (Int64.max - 2, Int64.max)] as [(Int64, Int64)] {
            #expect(throws: LogError(.outOfRange, "")) { try Subtree(start: start, end: end) }
        }
    }
}
