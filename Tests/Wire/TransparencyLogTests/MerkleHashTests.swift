import Testing

@testable import TransparencyLog

@Suite struct MerkleHashTests {
    @Test func `a leaf and a node over the same bytes differ`() throws {
        let left = MerkleHash.leaf([1])
        let right = MerkleHash.leaf([2])
        #expect(MerkleHash.leaf(left.bytes + right.bytes) != MerkleHash.node(left, right))
        #expect(MerkleHash.node(left, right) != MerkleHash.node(right, left))
        #expect(MerkleHash.node(left, right).hex == SHA256Digest.hex(of: [1] + left.bytes + right.bytes))
        #expect(MerkleHash.leaf([7, 8]).hex == SHA256Digest.hex(of: [0, 7, 8]))
    }

    @Test func `a leaf may be any collection of bytes`() {
        let bytes: [UInt8] = [9, 1, 2, 3]
        #expect(MerkleHash.leaf(bytes.dropFirst()) == MerkleHash.leaf([1, 2, 3]))
        #expect(MerkleHash.leaf(bytes.reversed().reversed() as ReversedCollection) == MerkleHash.leaf(bytes))
    }

    @Test func `a root follows from the split at the largest power of two below`() {
        func recursive(_ leaves: ArraySlice<Hash>) -> Hash {
            guard let only = leaves.first else { return MerkleHash.empty }
            if leaves.count == 1 { return only }
            let split = leaves.startIndex + Int(TreeShape.split(Int64(leaves.count)))
            return MerkleHash.node(recursive(leaves[..<split]), recursive(leaves[split...]))
        }
        let leaves = Sample.leaves(70)
        for count in 0...70 { #expect(MerkleHash.root(of: leaves[..<count]) == recursive(leaves[..<count])) }
    }

    @Test func `splits are powers of two below the count`() {
        #expect([2, 3, 4, 5, 8, 9, 255, 256, 257].map { TreeShape.split($0) } == [1, 2, 2, 4, 4, 8, 128, 128, 256])
        #expect(TreeShape.split(Int64.max) == 1 << 62)
    }

    @Test func `a hash reads from hexadecimal and base64 of exactly 32 bytes`() throws {
        let hash = MerkleHash.leaf([1, 2, 3])
        #expect(Hash(hex: hash.hex) == hash)
        #expect(Hash(hex: hash.hex.uppercased()) == hash)
        #expect(Hash(base64: hash.base64) == hash)
        #expect(Hash(hash.bytes) == hash)
        #expect(Hash(Array(hash.bytes.dropLast())) == nil)
        #expect(Hash(hash.bytes + [0]) == nil)
        #expect(Hash(hex: String(hash.hex.dropLast())) == nil)
        #expect(Hash(hex: hash.hex.dropLast() + "g") == nil)
        #expect(Hash(base64: String(hash.base64.dropLast())) == nil)
        #expect(Hash(base64: hash.base64 + "\n") == nil)
    }

    @Test func `base64 has one text for each value`() {
        #expect(Base64.decode("AAAA".utf8) == [0, 0, 0])
        #expect(Base64.decode("AAA=".utf8) == [0, 0])
        #expect(Base64.decode("AA==".utf8) == [0])
        #expect(Base64.decode("".utf8) == [])
        for bad in ["A", "AA", "AAA", "A===", "AB==", "AAB=", "AA=A", "====", "AA-_", "AAA\n", " AAA", "AAAA====", "A=AA"] {
            #expect(Base64.decode(bad.utf8) == nil, "\(bad)")
        }
        for count in 0...40 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 201) }
            #expect(Base64.decode(Base64.encode(bytes).utf8) == bytes)
        }
    }
}
